#include "report/timeline.h"

#include <cstddef>

namespace hookstat::reporting {
namespace {

constexpr std::size_t kMostEvents = 100'000;

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
  if (!recording.settings.timeline || !recording.kept_run) return std::nullopt;
  const std::vector<CallSpan>& spans = recording.kept_run->run.spans;
  if (spans.size() > kMostEvents) return std::nullopt;
  Timeline timeline;
  timeline.run = recording.kept_run->index;
  timeline.events.reserve(spans.size());
  for (const CallSpan& span : spans) timeline.events.push_back(event_of(recording, span));
  return timeline;
}

}  // namespace hookstat::reporting
