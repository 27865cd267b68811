#include "export/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "export/display_text.h"

namespace hookstat::exporting {
namespace {

void start_from_zero(std::vector<Lane>& lanes, bool on_device) {
  std::int64_t first = INT64_MAX;
  const auto each = [&](const auto& change) {
    for (Lane& lane : lanes) {
      if (lane.on_device != on_device) continue;
      for (Slice& slice : lane.slices) change(slice);
    }
  };
  each([&](const Slice& slice) { first = std::min(first, slice.start_ns); });
  each([&](Slice& slice) {
    slice.start_ns -= first;
    slice.stop_ns -= first;
  });
}

void nest(std::vector<Slice>& slices) {
  std::ranges::stable_sort(
      slices, {}, [](const Slice& slice) { return std::pair(slice.start_ns, -slice.stop_ns); });
  std::vector<std::int64_t> open;  // where the slices around end
  for (Slice& slice : slices) {
    while (!open.empty() && open.back() <= slice.start_ns) open.pop_back();
    if (!open.empty()) slice.stop_ns = std::min(slice.stop_ns, open.back());
    slice.depth = open.size();
    open.push_back(slice.stop_ns);
  }
}

}  // namespace

std::vector<Lane> lanes_of(const Report& report) {
  if (!report.timeline) return {};
  std::map<std::pair<bool, std::int64_t>, Lane> lanes;
  const auto add = [&](const TimelineEvent& event, bool on_device, std::int64_t start_ns,
                       std::int64_t duration_ns) {
    Lane& lane = lanes[{on_device, event.lane}];
    lane.number = event.lane;
    lane.on_device = on_device;
    lane.slices.push_back({static_cast<std::size_t>(event.module), start_ns,
                           start_ns + std::max<std::int64_t>(duration_ns, 0), 0});
  };
  for (const TimelineEvent& event : report.timeline->events) {
    add(event, false, event.start_ns, event.duration_ns);
    if (event.device_start_ns && event.device_duration_ns) {
      add(event, true, *event.device_start_ns, *event.device_duration_ns);
    }
  }
  std::vector<Lane> sorted;
  sorted.reserve(lanes.size());
  for (auto& [key, lane] : lanes) {
    nest(lane.slices);
    sorted.push_back(std::move(lane));
  }
  start_from_zero(sorted, false);
  start_from_zero(sorted, true);
  return sorted;
}

std::string lane_name(const Report& report, const Lane& lane) {
  std::string name = lane.number == 0 ? "the call" : fmt::format("fork {}", lane.number);
  if (lane.on_device) name += " on " + printable(report.environment.device);
  return name;
}

}  // namespace hookstat::exporting
