#include "measure/queue_timer.h"

#include <algorithm>

#include "measure/event_clock.h"

namespace hookstat {
namespace {

constexpr double kFirstFactor = 2.0;
constexpr double kLastFactor = 8.0;
constexpr std::int64_t kLeastNs = 200'000;
constexpr std::int64_t kMostNs = 1'000'000'000;

bool have_device_times(const std::vector<CallSpan>& spans) {
  return std::ranges::all_of(
      spans, [](const CallSpan& span) { return span.device_start_ns && span.device_stop_ns; });
}

}  // namespace

QueueTimer::QueueTimer(Caller& caller, const HookedModel& hooked, DeviceClock& clock,
                       std::size_t modules, LiveRecording& recording)
    : caller_(caller),
      hooked_(hooked),
      clock_(clock),
      recording_(recording),
      recorder_(&clock),
      modules_(modules),
      ahead_(modules),
      behind_(modules),
      factor_(kFirstFactor) {}

void QueueTimer::time(const TickConverter& converter, std::int64_t launch_ns) {
  const auto wanted_ns = static_cast<std::int64_t>(factor_ * static_cast<double>(launch_ns));
  const std::int64_t hold_ns = std::clamp(wanted_ns, kLeastNs, kMostNs);
  std::int64_t head_ticks = 0;
  DeviceEvent head = kNoDeviceEvent;
  caller_.call([&] {
    head_ticks = HostClock::ticks();
    head = clock_.hold(hold_ns);
    return hooked_.run(recorder_, caller_.inputs());
  });
  const TimedSpans run = timed_spans(recorder_, converter, &clock_);
  if (run.spans.empty() || head == kNoDeviceEvent || !have_device_times(run.spans)) return;
  const std::int64_t host_ns = converter.elapsed_ns(head_ticks, run.origin.ticks);
  const std::int64_t head_start_ns = clock_.elapsed_ns(head, run.origin.device) - host_ns;
  const std::optional<Gap> gap = first_gap(run.spans, head_start_ns);
  const bool waited = gap && waited_for_device(*gap, head_start_ns, launch_ns);
  if (gap && !waited) factor_ = std::min(2 * factor_, kLastFactor);
  store(run.spans, gap, waited);
}

void QueueTimer::store(const std::vector<CallSpan>& spans, const std::optional<Gap>& gap,
                       bool waited) {
  recording_.update([&](Recording& recording) {
    if (recording.sites.size() != hooked_.site_count()) recording.sites = hooked_.sites();
    if (!recording.queued_runs) {
      recording.queued_runs.emplace().waits.assign(modules_, 0);
    }
    QueuedRuns& runs = *recording.queued_runs;
    ++runs.runs;
    RunFolder& folder = gap ? behind_ : ahead_;
    folder.fold(spans, recording.sites);
    folder.store(gap ? runs.behind : runs.ahead);
    if (!waited) return;
    const CallSpan& span = spans[static_cast<std::size_t>(gap->span)];
    ++runs.waits[static_cast<std::size_t>(
        recording.sites[static_cast<std::size_t>(span.site)].module)];
  });
}

}  // namespace hookstat
