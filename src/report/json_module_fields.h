// The fields of one module's entry and of the report as a whole; see json_fields.h.
#pragma once

#include "hookstat/report.h"
#include "report/json_fields.h"
#include "report/json_memory_fields.h"
#include "report/json_operator_fields.h"

namespace hookstat::reporting {

template <class Visitor>
void fields(Visitor& visit, Either<CallShape> auto& s) {
  visit("shapes", s.shapes);
  visit("count", s.count);
}

template <class Visitor>
void fields(Visitor& visit, Either<TorchstatCells> auto& s) {
  visit("supported", s.supported);
  visit("input_shape", s.input_shape);
  visit("output_shape", s.output_shape);
  visit("parameters", s.parameters);
  visit("memory_mb", s.memory_mb);
  visit("madd", s.madd);
  visit("flops", s.flops);
  visit("mem_read_bytes", s.mem_read_bytes);
  visit("mem_write_bytes", s.mem_write_bytes);
  visit("duration_percent", s.duration_percent);
}

template <class Visitor>
void fields(Visitor& visit, Either<TimeSplit> auto& s) {
  visit("inclusive", s.inclusive);
  visit("exclusive", s.exclusive);
}

template <class Visitor>
void fields(Visitor& visit, Either<DeviceReport> auto& s) {
  visit("launch_ns", s.launch_ns);
  visit("busy_ns", s.busy_ns);
  visit("idle_percent", s.idle_percent);
  visit("queued", s.queued);
  visit("waits_in", s.waits_in);
  visit("bound", s.bound);
}

template <class Visitor>
void fields(Visitor& visit, Either<ModuleUnderLoad> auto& s) {
  visit("time_ns", s.time_ns);
  visit("growth", s.growth);
}

template <class Visitor>
void fields(Visitor& visit, Either<LoadReport> auto& s) {
  visit("threads", s.threads);
  visit("calls_per_second", s.calls_per_second);
  visit("calls_per_second_alone", s.calls_per_second_alone);
  visit("latency_ns", s.latency_ns);
  visit("hooked_latency_ns", s.hooked_latency_ns);
}

template <class Visitor>
void fields(Visitor& visit, Either<SamplingReport> auto& s) {
  visit("every", s.every);
  visit("per_second", s.per_second);
  visit("calls", s.calls);
  visit("hooked", s.hooked);
  visit("plain", s.plain);
  visit("not_counted", s.not_counted);
  visit("failed", s.failed);
  visit("skipped", s.skipped);
}

template <class Visitor>
void fields(Visitor& visit, Either<ModuleReport> auto& s) {
  visit("path", s.path);
  visit("class", s.class_name);
  visit("qualified_class", s.qualified_class);
  visit("alias_of", s.alias_of);
  visit("parent", s.parent);
  visit("depth", s.depth);
  visit("leaf", s.leaf);
  visit("calls", s.calls);
  visit("methods", s.methods);
  visit("inputs", s.inputs);
  visit("outputs", s.outputs);
  visit("call_shapes", s.call_shapes);
  visit("parameters", s.parameters);
  visit("parameter_bytes", s.parameter_bytes);
  visit("time_ns", s.time_ns);
  visit("wait_ns", s.wait_ns);
  visit("device_time_ns", s.device_time_ns);
  visit.newer("device_busy_ns", s.device_busy_ns);
  visit.newer("device_idle_percent", s.device_idle_percent);
  visit.newer("launch_percent", s.launch_percent);
  visit("time_percent", s.time_percent);
  visit("inclusive_percent", s.inclusive_percent);
  visit.object("cost", [&](auto& cost) {
    cost("inclusive", s.inclusive_cost);
    cost("exclusive", s.exclusive_cost);
  });
  visit("flops_percent", s.flops_percent);
  visit("torchstat", s.torchstat);
  visit("memory", s.memory);
  visit.newer("under_load", s.under_load);
  visit("efficiency", s.efficiency);
}

template <class Visitor>
void fields(Visitor& visit, Either<Report> auto& s) {
  visit("schema_version", s.schema_version);
  visit("tool", s.tool);
  visit("created", s.created);
  visit("model", s.model);
  visit("inputs", s.inputs);
  visit("environment", s.environment);
  visit("settings", s.settings);
  visit("phases_ns", s.phases_ns);
  visit("model_calls", s.model_calls);
  visit.newer("sampling", s.sampling);
  visit("latency_ns", s.latency_ns);
  visit("hooked_latency_ns", s.hooked_latency_ns);
  visit("overhead", s.overhead);
  visit.newer("hooked_outputs", s.hooked_outputs);
  visit.newer("noise", s.noise);
  visit("first_call_ns", s.first_call_ns);
  visit("concurrency", s.concurrency);
  visit.group("machine_peaks", s.machine_peaks);
  visit("totals", s.totals);
  visit.newer("device", s.device);
  visit("modules", s.modules);
  visit("classes", s.classes);
  visit("operators", s.operators);
  visit.newer("operator_timing", s.operator_timing);
  visit("uncounted", s.uncounted);
  visit("sources", s.sources);
  visit("timeline", s.timeline);
  visit.newer("load", s.load);
  visit.newer("memory", s.memory);
  visit("memory_timeline", s.memory_timeline);
  visit("run_latencies_ns", s.run_latencies_ns);
  visit.newer("processes", s.processes);
  visit("warnings", s.warnings);
}

}  // namespace hookstat::reporting
