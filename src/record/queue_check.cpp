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

std::optional<std::int32_t> first_gap(const std::vector<CallSpan>& spans,
                                      std::int64_t head_start_ns) {
  const std::vector<Mark> marks = marks_of(spans);
  for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
    if (marks[i + 1].host_ns > marks[i].device_ns + head_start_ns) return marks[i].open_after;
  }
  return std::nullopt;
}

}  // namespace hookstat
