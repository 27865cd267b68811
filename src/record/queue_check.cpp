#include "record/queue_check.h"

#include <algorithm>
#include <cstddef>

namespace hookstat {
namespace {

struct Mark {
  std::int64_t host_ns = 0;
  std::int64_t device_ns = 0;
  std::int32_t open_after = 0;  ///< the span whose code runs next
};

std::vector<Mark> marks_of(const std::vector<CallSpan>& spans) {
  std::vector<Mark> marks;
  marks.reserve(2 * spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const CallSpan& span = spans[i];
    marks.push_back({span.start_ns, *span.device_start_ns, static_cast<std::int32_t>(i)});
    marks.push_back({span.stop_ns, *span.device_stop_ns, std::max(span.parent, 0)});
  }
  std::ranges::stable_sort(marks, {}, &Mark::host_ns);
  return marks;
}

}  // namespace

std::optional<Gap> first_gap(const std::vector<CallSpan>& spans, std::int64_t head_start_ns) {
  const std::vector<Mark> marks = marks_of(spans);
  for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
    if (marks[i + 1].host_ns <= marks[i].device_ns + head_start_ns) continue;
    return Gap{marks[i].open_after, marks[i + 1].host_ns - marks[i].host_ns};
  }
  return std::nullopt;
}

bool waited_for_device(const Gap& gap, std::int64_t head_start_ns,
                       std::int64_t launch_ns) noexcept {
  // Of a head start of twice the launch time at least half is left at any point of the run.
  const bool held_long_enough = 2 * head_start_ns >= 3 * launch_ns;
  return held_long_enough && 3 * gap.still_ns >= head_start_ns;
}

}  // namespace hookstat
