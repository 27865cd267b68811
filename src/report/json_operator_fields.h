// The fields of operators and of lines of code; see json_fields.h.
#pragma once

#include "hookstat/report.h"
#include "report/json_fields.h"

namespace hookstat::reporting {

template <class Visitor>
void fields(Visitor& visit, Either<OperatorReport> auto& s) {
  visit("module", s.module);
  visit("name", s.name);
  visit("calls", s.calls);
  fields(visit, s.cost);
  visit("state", s.state);
  visit("time_ns", s.time_ns);
  visit.newer("timed_calls", s.timed_calls);
  visit.newer("fused_calls", s.fused_calls);
}

template <class Visitor>
void fields(Visitor& visit, Either<OperatorTiming> auto& s) {
  visit("latency_ns", s.latency_ns);
  visit("overhead", s.overhead);
  visit("operators_ns", s.operators_ns);
  visit("between_ns", s.between_ns);
}

template <class Visitor>
void fields(Visitor& visit, Either<UncountedReport> auto& s) {
  visit("operator", s.name);
  visit("calls", s.calls);
  visit("modules", s.modules);
  visit("time_percent_at_most", s.time_percent_at_most);
}

template <class Visitor>
void fields(Visitor& visit, Either<SourceReport> auto& s) {
  visit("file", s.file);
  visit("line", s.line);
  visit("function", s.function);
  visit("text", s.text);
  visit.newer("scope", s.scope);
  visit.newer("time_ns", s.time_ns);
  visit("time_percent", s.time_percent);
  visit("flops", s.flops);
  visit.newer("calls", s.calls);
}

}  // namespace hookstat::reporting
