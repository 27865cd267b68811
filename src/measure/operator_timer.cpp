#include "measure/operator_timer.h"

#include <algorithm>
#include <utility>

#include "measure/event_clock.h"

namespace hookstat {
namespace {

/// The profiling executor takes one call to look at values and one to optimise; so do the forked
/// bodies and the methods behind interfaces that a marked plan compiles anew.
constexpr int kCallsUntilOptimised = 3;

/// Groups that methods behind interfaces may add after the warm-up; what goes beyond is counted as
/// between operators.
constexpr std::size_t kSpareGroups = 64;

}  // namespace

OperatorTimer::OperatorTimer(torch::jit::Module& module, const ModuleTree& tree,
                             const ProfileOptions& options, Caller& caller,
                             DeviceClock* device_clock, LiveRecording& recording)
    : caller_(caller),
      device_clock_(device_clock),
      recording_(recording),
      tells_lines_(options.sources || tree.modules().size() == 1),
      marked_(module, tree, options.model.method, {Instrumentation::kOperators, options.strict}),
      recorder_(device_clock) {}

void OperatorTimer::prepare() {
  for (int i = 0; i < kCallsUntilOptimised; ++i) caller_.call_hooked(marked_, recorder_);
  marked_.mark_operators();
  for (int i = 0; i < kCallsUntilOptimised; ++i) {
    caller_.call_hooked(marked_, recorder_);
    reserve_events(device_clock_, recorder_.collect());
  }
  update_sites();
  room_ = groups_.size() + kSpareGroups;
  folder_ = std::make_unique<RunFolder>(room_);
}

void OperatorTimer::time(const TickConverter& converter) {
  const std::int64_t latency_ns = caller_.call_hooked(marked_, recorder_).latency_ns;
  const std::vector<CallSpan> spans = timed_spans(recorder_, converter, device_clock_).spans;
  update_sites();
  folder_->fold(spans, sites_);
  recording_.update([&](Recording& recording) {
    if (!recording.operator_runs) recording.operator_runs.emplace();
    OperatorRuns& runs = *recording.operator_runs;
    runs.groups = groups_;
    runs.latency_ns.push_back(latency_ns);
    folder_->store(runs.folded);
  });
}

void OperatorTimer::update_sites() {
  if (marked_.operator_count() == sites_.size()) return;
  const std::vector<OperatorSite> all = marked_.operators();
  const std::vector<std::int32_t> lines = line_numbers();
  for (std::size_t i = sites_.size(); i < all.size(); ++i) {
    OperatorSite site = all[i];
    const bool has_line = tells_lines_ && site.source_line >= 0;
    site.source_line = has_line ? lines.at(static_cast<std::size_t>(site.source_line)) : -1;
    add_group(std::move(site));
  }
}

void OperatorTimer::add_group(OperatorSite site) {
  const auto next = static_cast<ModuleIndex>(groups_.size());
  const bool is_full = room_ > 0 && groups_.size() == room_;
  const auto known = numbers_.find(site);
  if (known != numbers_.end() || is_full) {
    sites_.push_back({known == numbers_.end() ? 0 : known->second, {}, false});
    return;
  }
  numbers_.emplace(site, next);
  groups_.push_back(std::move(site));
  sites_.push_back({next, {}, false});
}

std::vector<std::int32_t> OperatorTimer::line_numbers() {
  std::vector<std::int32_t> numbers;
  if (!tells_lines_) return numbers;
  recording_.update([&](Recording& recording) {
    for (const SourceLine& line : marked_.source_lines()) {
      const auto is_same = [&](const SourceLine& other) {
        return other.file == line.file && other.line == line.line && other.scope == line.scope;
      };
      auto& known = recording.source_lines;
      const auto found = std::ranges::find_if(known, is_same);
      numbers.push_back(static_cast<std::int32_t>(found - known.begin()));
      if (found == known.end()) known.push_back(line);
    }
  });
  return numbers;
}

}  // namespace hookstat
