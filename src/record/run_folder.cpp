#include "record/run_folder.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hookstat {
namespace {

double host_ns(const CallSpan& span) { return static_cast<double>(span.stop_ns - span.start_ns); }

double device_ns(const CallSpan& span) {
  return static_cast<double>(*span.device_stop_ns - *span.device_start_ns);
}

std::size_t module_of(const std::vector<CallSite>& sites, const CallSpan& span) {
  return static_cast<std::size_t>(sites[static_cast<std::size_t>(span.site)].module);
}

void put(std::vector<double>& rows, std::size_t place, const std::vector<double>& row) {
  if (rows.size() < (place + 1) * row.size()) rows.resize((place + 1) * row.size(), 0.0);
  std::ranges::copy(row, rows.begin() + static_cast<std::ptrdiff_t>(place * row.size()));
}

}  // namespace

std::size_t most_rows(std::size_t modules) noexcept {
  constexpr std::size_t kLeast = 200;
  constexpr std::size_t kMost = 100'000;
  constexpr std::size_t kNumbers = 8'000'000;  // 64 MB a table
  return std::clamp(kNumbers / std::max<std::size_t>(modules, 1), kLeast, kMost);
}

RunFolder::RunFolder(std::size_t modules, std::size_t limit) : modules_(modules), limit_(limit) {}

void RunFolder::fold(const std::vector<CallSpan>& spans, const std::vector<CallSite>& sites) {
  const auto has_device_times = [](const CallSpan& span) {
    return span.device_start_ns && span.device_stop_ns;
  };
  on_device_ = !spans.empty() && std::ranges::all_of(spans, has_device_times);
  forked_ = std::ranges::any_of(spans, &CallSpan::fork_body);
  wall_ns_ = spans.empty() ? 0.0 : host_ns(spans.front());
  calls_.assign(modules_, 0);
  host_.inclusive_ns.assign(modules_, 0.0);
  host_.exclusive_ns.assign(modules_, 0.0);
  if (on_device_) device_ = host_;
  if (forked_) wait_ns_.assign(modules_, 0.0);
  for (std::size_t i = 0; i < spans.size(); ++i) add_span(spans, i, sites);
}

void RunFolder::add_span(const std::vector<CallSpan>& spans, std::size_t index,
                         const std::vector<CallSite>& sites) {
  const CallSpan& span = spans[index];
  const std::size_t module = module_of(sites, span);
  const double host = host_ns(span);
  host_.exclusive_ns[module] += host - static_cast<double>(span.wait_ns);
  if (on_device_) device_.exclusive_ns[module] += device_ns(span);
  if (forked_) wait_ns_[module] += static_cast<double>(span.wait_ns);
  if (span.fork_body) return;
  if (span.parent >= 0) {
    const CallSpan& outer = spans[static_cast<std::size_t>(span.parent)];
    if (outer.task == span.task) {
      const std::size_t caller = module_of(sites, outer);
      host_.exclusive_ns[caller] -= host;
      if (on_device_) device_.exclusive_ns[caller] -= device_ns(span);
    }
  }
  const bool first = calls_[module]++ == 0;
  if (!first && !is_outermost(spans, span, sites)) return;
  host_.inclusive_ns[module] += host;
  if (on_device_) device_.inclusive_ns[module] += device_ns(span);
}

bool RunFolder::is_outermost(const std::vector<CallSpan>& spans, const CallSpan& span,
                             const std::vector<CallSite>& sites) const {
  const std::size_t module = module_of(sites, span);
  for (std::int32_t at = span.parent; at >= 0;) {
    const CallSpan& outer = spans[static_cast<std::size_t>(at)];
    if (!outer.fork_body && module_of(sites, outer) == module) return false;
    at = outer.parent;
  }
  return true;
}

void RunFolder::store(FoldedRuns& runs) {
  ++folded_;
  runs.calls = calls_;
  runs.called.resize(modules_, false);
  for (std::size_t i = 0; i < modules_; ++i) {
    if (calls_[i] > 0) runs.called[i] = true;
  }
  // One run without device times, and none of the device's sums is complete.
  if (folded_ == 1 && on_device_) runs.device.emplace();
  if (!on_device_) runs.device.reset();
  auto place = static_cast<std::size_t>(runs.rows);
  if (place < limit_) {
    ++runs.rows;
  } else {
    place = std::uniform_int_distribution<std::uint64_t>(0, folded_ - 1)(random_);
    if (place >= limit_) return;
  }
  store_row(runs, place);
  store_optional_rows(runs, place);
}

void RunFolder::store_row(FoldedRuns& runs, std::size_t place) const {
  put(runs.host.inclusive_ns, place, host_.inclusive_ns);
  put(runs.host.exclusive_ns, place, host_.exclusive_ns);
  put(runs.wall_ns, place, {wall_ns_});
}

void RunFolder::store_optional_rows(FoldedRuns& runs, std::size_t place) const {
  if (runs.device) {
    put(runs.device->inclusive_ns, place, device_.inclusive_ns);
    put(runs.device->exclusive_ns, place, device_.exclusive_ns);
  }
  if (forked_) {
    runs.wait_ns.resize(static_cast<std::size_t>(runs.rows) * modules_, 0.0);
    put(runs.wait_ns, place, wait_ns_);
  } else if (!runs.wait_ns.empty()) {
    put(runs.wait_ns, place, std::vector<double>(modules_, 0.0));
  }
}

bool NearMedian::offer(std::int64_t latency_ns) {
  latencies_ns_.push_back(latency_ns);
  const std::size_t count = latencies_ns_.size();
  constexpr std::size_t kGrowth = 8;  // a median is sought again when there are an eighth more
  if (count <= kGrowth || count >= median_of_ + median_of_ / kGrowth) {
    median_of_ = count;
    std::vector<std::int64_t> sorted = latencies_ns_;
    const auto upper = sorted.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::ranges::nth_element(sorted, upper);
    const std::int64_t below = count % 2 == 0 ? *std::max_element(sorted.begin(), upper) : *upper;
    median_ns_ = (static_cast<double>(below) + static_cast<double>(*upper)) / 2;
  }
  const auto distance = [&](std::int64_t ns) {
    return std::abs(static_cast<double>(ns) - median_ns_);
  };
  if (count > 1 && distance(latency_ns) >= distance(kept_ns_)) return false;
  kept_ns_ = latency_ns;
  return true;
}

void RunKeeper::keep(TimedRun run, Recording& recording) {
  folder_.fold(run.spans, recording.sites);
  folder_.store(recording.folded);
  recording.hooked_ns.push_back(run.latency_ns);
  if (!near_median_.offer(run.latency_ns)) return;
  const auto index = static_cast<std::int64_t>(recording.hooked_ns.size()) - 1;
  recording.kept_run = KeptRun{index, std::move(run)};
}

}  // namespace hookstat
