#include "report/memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "report/memory_timeline.h"

namespace hookstat::reporting {
namespace {

std::size_t index(std::int32_t value) { return static_cast<std::size_t>(value); }

constexpr std::size_t kNever = static_cast<std::size_t>(-1);

/// Events first to last are within a call, those of the calls inside it among them.
struct Window {
  std::size_t first = kNever;
  std::size_t last = 0;
};

/// Walks over the events of a run.
class MemoryReader {
 public:
  MemoryReader(const Recording& recording, const MemoryRun& run)
      : sites_(recording.sites), run_(run), windows_(run.spans.size()) {
    std::int64_t held = 0;
    for (std::size_t i = 0; i < run.events.size(); ++i) {
      const MemoryEvent& event = run.events[i];
      held += event.bytes;
      held_.push_back(held);
      if (event.bytes >= 0) {
        freed_at_.push_back(kNever);
      } else {
        freed_at_[index(event.block)] = i;
      }
      if (held > peak_bytes_) {
        peak_bytes_ = held;
        peak_ = i;
      }
      if (i >= index(run.events_in_call)) continue;
      for (std::int32_t at = event.span; at >= 0; at = run.spans[index(at)].parent) {
        Window& window = windows_[index(at)];
        window.first = std::min(window.first, i);
        window.last = i;
      }
    }
  }

  [[nodiscard]] std::int64_t peak_bytes() const noexcept { return peak_bytes_; }
  [[nodiscard]] std::size_t peak() const noexcept { return peak_; }
  [[nodiscard]] std::int64_t left_bytes() const { return held_.empty() ? 0 : held_.back(); }
  [[nodiscard]] std::size_t allocations() const noexcept { return freed_at_.size(); }
  [[nodiscard]] std::size_t module_of(const MemoryEvent& event) const {
    return module_of(run_.spans[index(event.span)]);
  }

  /// `modules`: of all modules the memory.
  void fill(std::vector<MemoryUse>& modules) const {
    for (std::size_t i = 0; i < index(run_.events_in_call); ++i) add_event(i, modules);
    for (std::size_t i = 0; i < run_.spans.size(); ++i) {
      MemoryUse& use = modules[module_of(run_.spans[i])];
      use.peak_bytes = std::max(use.peak_bytes, peak_in(windows_[i]));
    }
  }

 private:
  [[nodiscard]] std::size_t module_of(const CallSpan& span) const {
    return index(sites_[index(span.site)].module);
  }

  void add_event(std::size_t i, std::vector<MemoryUse>& modules) const {
    const MemoryEvent& event = run_.events[i];
    const bool is_taken = event.bytes >= 0;
    const std::size_t freed_at = freed_at_[index(event.block)];
    if (is_taken) {
      MemoryUse& own = modules[module_of(event)];
      own.own_allocated_bytes += event.bytes;
      if (i <= peak_ && freed_at > peak_) own.at_peak_bytes += event.bytes;
      if (freed_at == kNever) own.left_bytes += event.bytes;
    }
    // Of the calls of one module within each other the outermost ended last.
    std::vector<std::pair<std::size_t, std::size_t>> ends;  // of each module around it
    for (std::int32_t at = event.span; at >= 0; at = run_.spans[index(at)].parent) {
      const std::size_t module = module_of(run_.spans[index(at)]);
      const std::size_t last = windows_[index(at)].last;
      const auto known =
          std::ranges::find(ends, module, &std::pair<std::size_t, std::size_t>::first);
      if (known == ends.end()) {
        ends.emplace_back(module, last);
      } else {
        known->second = last;
      }
    }
    for (const auto& [module, last] : ends) {
      MemoryUse& use = modules[module];
      (is_taken ? use.allocated_bytes : use.freed_bytes) += std::abs(event.bytes);
      if (is_taken && freed_at > last) use.kept_bytes += event.bytes;
    }
  }

  [[nodiscard]] std::int64_t peak_in(const Window& window) const {
    if (window.first == kNever) return 0;
    const std::int64_t before = window.first == 0 ? 0 : held_[window.first - 1];
    const auto begin = held_.begin() + static_cast<std::ptrdiff_t>(window.first);
    const auto end = held_.begin() + static_cast<std::ptrdiff_t>(window.last + 1);
    return std::max<std::int64_t>(0, *std::max_element(begin, end) - before);
  }

  const std::vector<CallSite>& sites_;
  const MemoryRun& run_;
  std::vector<Window> windows_;
  std::vector<std::int64_t> held_;     // after each event
  std::vector<std::size_t> freed_at_;  // by block: the event
  std::int64_t peak_bytes_ = 0;
  std::size_t peak_ = 0;
};

/// The part of its storage that a tensor reaches, in bytes from the storage's start.
std::pair<std::int64_t, std::int64_t> extent_of(const TensorInfo& tensor) {
  const std::int64_t size = item_size(tensor.dtype);
  if (tensor.strides.empty()) return {0, unique_elements(tensor) * size};
  std::int64_t last = 0;
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
    if (tensor.sizes[i] == 0) return {0, 0};
    last += (tensor.sizes[i] - 1) * tensor.strides[i];
  }
  return {tensor.offset * size, (tensor.offset + last + 1) * size};
}

/// What tensors reach of their storages; views of one storage reach what lies between them too.
std::int64_t storage_bytes(const std::vector<TensorInfo>& tensors) {
  std::map<std::uint64_t, std::pair<std::int64_t, std::int64_t>> extents;
  std::int64_t bytes = 0;
  for (const TensorInfo& tensor : tensors) {
    const auto extent = extent_of(tensor);
    if (tensor.storage == 0) {
      bytes += extent.second - extent.first;
      continue;
    }
    const auto [known, is_new] = extents.try_emplace(tensor.storage, extent);
    if (is_new) continue;
    known->second.first = std::min(known->second.first, extent.first);
    known->second.second = std::max(known->second.second, extent.second);
  }
  for (const auto& [storage, extent] : extents) bytes += extent.second - extent.first;
  return bytes;
}

std::int64_t input_bytes(const Recording& recording) {
  return recording.module_calls.empty() ? 0 : storage_bytes(recording.module_calls[0].inputs);
}

}  // namespace

void fill_memory(const Recording& recording, Report& report) {
  if (!recording.memory || recording.memory->spans.empty()) return;
  const MemoryRun& run = *recording.memory;
  const MemoryReader reader(recording, run);
  std::vector<MemoryUse> uses(report.modules.size());
  for (const ModuleCall& call : recording.module_calls) {
    uses[index(call.module)].output_bytes += storage_bytes(call.outputs);
  }
  reader.fill(uses);
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (report.modules[i].calls > 0) report.modules[i].memory = uses[i];
  }
  MemoryReport memory;
  memory.device = run.device;
  memory.peak_bytes = run.plain_peak_bytes;
  memory.hooked_peak_bytes = reader.peak_bytes();
  if (!run.events.empty()) {
    const MemoryEvent& peak = run.events[reader.peak()];
    memory.peak_module = static_cast<std::int64_t>(reader.module_of(peak));
    memory.peak_at_ns = peak.at_ns;
  }
  memory.input_bytes = input_bytes(recording);
  memory.allocations = static_cast<std::int64_t>(reader.allocations());
  memory.allocated_bytes = uses.front().allocated_bytes;
  memory.left_bytes = reader.left_bytes();
  report.totals.peak_memory_bytes = memory.peak_bytes;
  report.memory = memory;
  report.memory_timeline = memory_timeline_of(recording);
}

}  // namespace hookstat::reporting
