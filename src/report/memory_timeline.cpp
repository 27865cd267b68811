#include "report/memory_timeline.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace hookstat::reporting {
namespace {

/// Of each `stride` events the two that are the least and the most, in their order.
std::vector<MemoryTimelineEvent> thinned(const std::vector<MemoryTimelineEvent>& all,
                                         std::size_t stride) {
  std::vector<MemoryTimelineEvent> kept;
  kept.reserve(2 * (all.size() / stride + 1));
  for (std::size_t begin = 0; begin < all.size(); begin += stride) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last =
        all.begin() + static_cast<std::ptrdiff_t>(std::min(begin + stride, all.size()));
    auto [least, most] = std::minmax_element(
        first, last, [](const auto& a, const auto& b) { return a.bytes < b.bytes; });
    if (most < least) std::swap(least, most);
    kept.push_back(*least);
    if (most != least) kept.push_back(*most);
  }
  return kept;
}

}  // namespace

std::vector<MemoryTimelineEvent> memory_timeline_of(const Recording& recording) {
  const MemoryRun& run = *recording.memory;
  std::vector<MemoryTimelineEvent> all;
  all.reserve(run.events.size());
  std::int64_t held = 0;
  for (const MemoryEvent& event : run.events) {
    held += event.bytes;
    const CallSpan& span = run.spans[static_cast<std::size_t>(event.span)];
    all.push_back({recording.sites[static_cast<std::size_t>(span.site)].module, event.at_ns, held});
  }
  if (all.size() <= kMemoryTimelineEvents) return all;
  const std::size_t windows = kMemoryTimelineEvents / 2;
  return thinned(all, (all.size() + windows - 1) / windows);
}

}  // namespace hookstat::reporting
