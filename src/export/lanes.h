// The timeline as what trace viewers draw: lanes of slices that nest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::exporting {

struct Slice {
  std::size_t module = 0;     ///< index into Report::modules
  std::int64_t start_ns = 0;  ///< from 0
  std::int64_t stop_ns = 0;
  std::size_t depth = 0;  ///< slices around it
};

struct Lane {
  std::int64_t number = 0;  ///< 0: the call itself; 1, 2 ...: forked tasks
  bool on_device = false;
  std::vector<Slice> slices;  ///< each behind the one around it, in order of start
};

/// Lanes of the host by number, then of the device; none without a timeline. A slice that reaches
/// beyond the one around it is cut at its end. Host and device times count from the first slice of
/// either's.
[[nodiscard]] std::vector<Lane> lanes_of(const Report& report);

/// Gives the slices of a lane to `begin` and to `end`, in the order in which they do.
template <class Begin, class End>
void walk(const Lane& lane, const Begin& begin, const End& end) {
  std::vector<const Slice*> open;
  const auto end_until = [&](std::size_t depth) {
    for (; open.size() > depth; open.pop_back()) end(*open.back());
  };
  for (const Slice& slice : lane.slices) {
    end_until(slice.depth);
    begin(slice);
    open.push_back(&slice);
  }
  end_until(0);
}

/// "the call", "fork 1", "the call on cuda:0".
[[nodiscard]] std::string lane_name(const Report& report, const Lane& lane);

}  // namespace hookstat::exporting
