#include "report/timeline.h"

#include <cmath>
#include <cstddef>

#include "report/statistics.h"

namespace hookstat::reporting {
namespace {

constexpr std::size_t kMostEvents = 100'000;

std::size_t run_nearest_the_median(const std::vector<TimedRun>& runs) {
  Samples latencies_ns;
  for (const TimedRun& run : runs) latencies_ns.push_back(static_cast<double>(run.latency_ns));
  const double median_ns = median_of(latencies_ns);
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < latencies_ns.size(); ++i) {
    const double distance_ns = std::abs(latencies_ns[i] - median_ns);
    if (distance_ns < std::abs(latencies_ns[nearest] - median_ns)) nearest = i;
  }
  return nearest;
}

TimelineEvent event_of(const Recording& recording, const CallSpan& span) {
  TimelineEvent event;
  event.module = recording.sites[static_cast<std::size_t>(span.site)].module;
  event.lane = span.task;
  event.start_ns = span.start_ns;
  event.duration_ns = span.stop_ns - span.start_ns;
  event.device_start_ns = span.device_start_ns;
  if (span.device_start_ns && span.device_stop_ns) {
    event.device_duration_ns = *span.device_stop_ns - *span.device_start_ns;
  }
  return event;
}

}  // namespace

std::optional<Timeline> timeline_of(const Recording& recording) {
  if (!recording.settings.timeline || recording.runs.empty()) return std::nullopt;
  const std::size_t run = run_nearest_the_median(recording.runs);
  const std::vector<CallSpan>& spans = recording.runs[run].spans;
  if (spans.size() > kMostEvents) return std::nullopt;
  Timeline timeline;
  timeline.run = static_cast<std::int64_t>(run);
  timeline.events.reserve(spans.size());
  for (const CallSpan& span : spans) timeline.events.push_back(event_of(recording, span));
  return timeline;
}

}  // namespace hookstat::reporting
