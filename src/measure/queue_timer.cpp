#include "measure/queue_timer.h"

#include <algorithm>
#include <vector>

#include "measure/event_clock.h"
#include "record/queue_check.h"

namespace hookstat {
namespace {

constexpr double kFirstFactor = 2.0;
constexpr double kLastFactor = 16.0;
constexpr std::int64_t kLeastNs = 100'000;
constexpr std::int64_t kMostNs = 250'000'000;

}  // namespace

QueueTimer::QueueTimer(Caller& caller, const HookedModel& hooked, DeviceClock& clock,
                       std::size_t modules, LiveRecording& recording)
    : caller_(caller),
      hooked_(hooked),
      clock_(clock),
      recording_(recording),
      recorder_(&clock),
      folder_(modules),
      factor_(kFirstFactor) {}

void QueueTimer::time(const TickConverter& converter, std::int64_t launch_ns) {
  if (!has_room_) return;
  const auto wanted_ns = static_cast<std::int64_t>(factor_ * static_cast<double>(launch_ns));
  const std::int64_t hold_ns = std::clamp(wanted_ns, kLeastNs, kMostNs);
  Head head;
  caller_.call([&] {
    head.ticks = HostClock::ticks();
    head.event = clock_.hold(hold_ns);
    return hooked_.run(recorder_, caller_.inputs());
  });
  const TimedSpans run = timed_spans(recorder_, converter, &clock_);
  has_room_ = head.event != kNoDeviceEvent;
  if (!has_room_ || run.spans.empty()) return;
  const std::int64_t host_ns = converter.elapsed_ns(head.ticks, run.origin.ticks);
  const std::int64_t device_ns = clock_.elapsed_ns(head.event, run.origin.device);
  const std::optional<std::int32_t> gap = first_gap(run.spans, device_ns - host_ns);
  // Held for longer than submitting takes, and yet not ahead: the host waited for the device.
  const bool waited = gap && device_ns - host_ns > launch_ns + launch_ns / 4;
  if (gap && !waited) factor_ = std::min(2 * factor_, kLastFactor);
  store(run.spans, gap, waited);
}

void QueueTimer::store(const std::vector<CallSpan>& spans, std::optional<std::int32_t> gap,
                       bool waited) {
  recording_.update([&](Recording& recording) {
    if (recording.sites.size() != hooked_.site_count()) recording.sites = hooked_.sites();
    if (!recording.queued_runs) recording.queued_runs.emplace();
    QueuedRuns& runs = *recording.queued_runs;
    folder_.fold(spans, recording.sites);
    folder_.store(runs.folded);
    ++runs.runs;
    if (!gap) ++runs.queued;
    if (!waited) return;
    const CallSpan& span = spans[static_cast<std::size_t>(*gap)];
    runs.waits_in = recording.sites[static_cast<std::size_t>(span.site)].module;
  });
}

}  // namespace hookstat
