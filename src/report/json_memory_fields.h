// The fields of memory; see json_fields.h.
#pragma once

#include "hookstat/memory_report.h"
#include "report/json_fields.h"

namespace hookstat::reporting {

template <class Visitor>
void fields(Visitor& visit, Either<MemoryUse> auto& s) {
  visit("output_bytes", s.output_bytes);
  visit("allocated_bytes", s.allocated_bytes);
  visit("freed_bytes", s.freed_bytes);
  visit("peak_bytes", s.peak_bytes);
  visit.newer("kept_bytes", s.kept_bytes);
  visit.newer("own_allocated_bytes", s.own_allocated_bytes);
  visit.newer("at_peak_bytes", s.at_peak_bytes);
  visit.newer("left_bytes", s.left_bytes);
}

template <class Visitor>
void fields(Visitor& visit, Either<MemoryReport> auto& s) {
  visit("device", s.device);
  visit("peak_bytes", s.peak_bytes);
  visit("hooked_peak_bytes", s.hooked_peak_bytes);
  visit("peak_module", s.peak_module);
  visit("peak_at_ns", s.peak_at_ns);
  visit("input_bytes", s.input_bytes);
  visit("allocations", s.allocations);
  visit("allocated_bytes", s.allocated_bytes);
  visit("left_bytes", s.left_bytes);
}

template <class Visitor>
void fields(Visitor& visit, Either<MemoryTimelineEvent> auto& s) {
  visit("module", s.module);
  visit("at_ns", s.at_ns);
  visit("bytes", s.bytes);
}

}  // namespace hookstat::reporting
