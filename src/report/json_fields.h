// The report's fields in JSON: names and order, stated once for the writer and the reader.
//
// Each struct has a `fields(visitor, value)`; the writer visits const values. A visitor has
//   visitor(name, member)       one field
//   visitor.newer(name, member) one that older reports of the same schema_version do not have
//   visitor.object(name, body)  an object without a struct of its own; body gets its visitor
//   visitor.group(key, member)  an optional struct whose fields stand directly in the object, all
//                               null where there is none; `key` is the field that tells
#pragma once

#include <concepts>
#include <type_traits>

#include "hookstat/report.h"

namespace hookstat::reporting {

/// S is T or const T.
template <class S, class T>
concept Either = std::same_as<std::remove_const_t<S>, T>;

template <class Visitor>
void fields(Visitor& visit, Either<Statistics> auto& s) {
  visit("count", s.count);
  visit("min", s.min);
  visit("p10", s.p10);
  visit("median", s.median);
  visit("mean", s.mean);
  visit("p90", s.p90);
  visit("p99", s.p99);
  visit("max", s.max);
  visit("stddev", s.stddev);
  visit("median_ci95", s.median_ci95);
}

template <class Visitor>
void fields(Visitor& visit, Either<ToolInfo> auto& s) {
  visit("name", s.name);
  visit("version", s.version);
  visit("libtorch_version", s.libtorch_version);
}

template <class Visitor>
void fields(Visitor& visit, Either<ModelSummary> auto& s) {
  visit("path", s.path);
  visit("file_bytes", s.file_bytes);
  visit("method", s.method);
  visit("modules", s.modules);
  visit("parameters", s.parameters);
  visit("parameter_bytes", s.parameter_bytes);
  visit("buffers", s.buffers);
  visit("buffer_bytes", s.buffer_bytes);
  visit.newer("constants", s.constants);
  visit.newer("constant_bytes", s.constant_bytes);
}

template <class Visitor>
void fields(Visitor& visit, Either<TensorSummary> auto& s) {
  visit("dtype", s.dtype);
  visit("shape", s.shape);
  visit("device", s.device);
}

template <class Visitor>
void fields(Visitor& visit, Either<ReportInput> auto& s) {
  visit("name", s.name);
  visit("kind", s.kind);
  visit.newer("text", s.text);
  visit.group("dtype", s.tensor);
}

template <class Visitor>
void fields(Visitor& visit, Either<EnvironmentDescription> auto& s) {
  visit("os", s.os);
  visit("cpu", s.cpu);
  visit("logical_cores", s.logical_cores);
  visit("threads", s.threads);
  visit("interop_threads", s.interop_threads);
  visit("device", s.device);
  visit("device_name", s.device_name);
  visit.newer("driver_version", s.device_details.driver_version);
  visit.newer("cuda_version", s.device_details.cuda_version);
  visit.newer("cudnn_version", s.device_details.cudnn_version);
  visit.newer("compute_capability", s.device_details.compute_capability);
  visit.newer("device_memory_bytes", s.device_details.memory_bytes);
  visit.newer("multiprocessors", s.device_details.multiprocessors);
  visit.newer("usable_cores", s.usable_cores);
  visit("host_clock", s.host_clock);
  visit("libtorch_version", s.libtorch_version);
}

template <class Visitor>
void fields(Visitor& visit, Either<SettingsDescription> auto& s) {
  visit("method", s.method);
  visit("device", s.device);
  visit("threads", s.threads);
  visit("interop_threads", s.interop_threads);
  visit("warmup", s.warmup);
  visit("runs", s.runs);
  visit("min_time_s", s.min_time_s);
  visit.newer("max_time_s", s.max_time_s);
  visit.newer("processes", s.processes);
  visit.newer("pin", s.pin);
  visit("seed", s.seed);
  visit("inference_mode", s.inference_mode);
  visit("strict", s.strict);
  visit("timeline", s.timeline);
  visit.newer("operators", s.operators);
  visit.newer("sources", s.sources);
  visit.newer("memory", s.memory);
  visit.newer("concurrency", s.concurrency);
  visit.newer("timeout_s", s.timeout_s);
  visit.newer("train", s.train);
  visit.newer("dtype", s.dtype);
  visit.newer("autocast", s.autocast);
  visit.newer("channels_last", s.channels_last);
  visit.newer("freeze", s.freeze);
  visit.newer("optimize_for_inference", s.optimize_for_inference);
  visit.newer("own_costs", s.own_costs);
}

template <class Visitor>
void fields(Visitor& visit, Either<OutputComparison> auto& s) {
  visit("bit_equal", s.bit_equal);
  visit("largest_difference", s.largest_difference);
}

template <class Visitor>
void fields(Visitor& visit, Either<PhaseTimes> auto& s) {
  visit("start", s.start_ns);
  visit("load", s.load_ns);
  visit("analysis", s.analysis_ns);
  visit("warmup", s.warmup_ns);
  visit("runs", s.runs_ns);
  visit("report", s.report_ns);
  visit.newer("concurrency", s.concurrency_ns);
  visit.newer("peaks", s.peaks_ns);
}

template <class Visitor>
void fields(Visitor& visit, Either<Overhead> auto& s) {
  visit("percent", s.percent);
  visit("percent_ci95", s.percent_ci95);
  visit("ns_per_call", s.ns_per_call);
  visit("calls", s.calls);
}

template <class Visitor>
void fields(Visitor& visit, Either<MachinePeak> auto& s) {
  visit("dtype", s.dtype);
  visit("flops_per_second", s.flops_per_second);
}

template <class Visitor>
void fields(Visitor& visit, Either<MachinePeaks> auto& s) {
  visit("machine_peaks", s.peaks);
  visit("bytes_per_second", s.bytes_per_second);
  visit("how", s.how);
}

template <class Visitor>
void fields(Visitor& visit, Either<Cost> auto& s) {
  visit("macs", s.macs);
  visit("flops", s.flops);
  visit("bytes_read", s.bytes_read);
  visit("bytes_written", s.bytes_written);
}

template <class Visitor>
void fields(Visitor& visit, Either<CostSummary> auto& s) {
  fields(visit, s.cost);
  visit("uncounted_calls", s.uncounted_calls);
}

template <class Visitor>
void fields(Visitor& visit, Either<TorchstatTotals> auto& s) {
  visit("memory_mb", s.memory_mb);
  visit("madd", s.madd);
  visit("flops", s.flops);
  visit("mem_read_bytes", s.mem_read_bytes);
  visit("mem_write_bytes", s.mem_write_bytes);
}

template <class Visitor>
void fields(Visitor& visit, Either<Efficiency> auto& s) {
  visit("flops_per_second", s.flops_per_second);
  visit("bytes_per_second", s.bytes_per_second);
  visit("arithmetic_intensity", s.arithmetic_intensity);
  visit("roofline_percent", s.roofline_percent);
  visit("bound", s.bound);
  visit.newer("dtype", s.dtype);
}

template <class Visitor>
void fields(Visitor& visit, Either<Totals> auto& s) {
  visit("parameters", s.parameters);
  fields(visit, s.cost);
  visit("peak_memory_bytes", s.peak_memory_bytes);
  visit("torchstat", s.torchstat);
  visit.newer("efficiency", s.efficiency);
}

template <class Visitor>
void fields(Visitor& visit, Either<ClassReport> auto& s) {
  visit("class", s.class_name);
  visit("modules", s.modules);
  visit("calls", s.calls);
  visit("exclusive_mean_ns", s.exclusive_mean_ns);
  visit("time_percent", s.time_percent);
  visit("cost", s.cost);
  visit("flops_percent", s.flops_percent);
}

template <class Visitor>
void fields(Visitor& visit, Either<TimelineEvent> auto& s) {
  visit("module", s.module);
  visit("lane", s.lane);
  visit("start_ns", s.start_ns);
  visit("duration_ns", s.duration_ns);
  visit("device_start_ns", s.device_start_ns);
  visit("device_duration_ns", s.device_duration_ns);
}

template <class Visitor>
void fields(Visitor& visit, Either<Timeline> auto& s) {
  visit("run", s.run);
  visit("events", s.events);
}

template <class Visitor>
void fields(Visitor& visit, Either<Mode> auto& s) {
  visit("median_ns", s.median_ns);
  visit("percent", s.percent);
}

template <class Visitor>
void fields(Visitor& visit, Either<Noise> auto& s) {
  visit("cv_percent", s.cv_percent);
  visit("drift_percent", s.drift_percent);
  visit("modes", s.modes);
  visit("other_cores_busy", s.other_cores_busy);
  visit("waiting_percent", s.waiting_percent);
  visit("denormal_percent", s.denormal_percent);
}

template <class Visitor>
void fields(Visitor& visit, Either<ProcessReport> auto& s) {
  visit("created", s.created);
  visit("latency_ns", s.latency_ns);
  visit("hooked_latency_ns", s.hooked_latency_ns);
  visit("overhead", s.overhead);
  visit("first_call_ns", s.first_call_ns);
  visit("inclusive_median_ns", s.inclusive_median_ns);
  visit("exclusive_median_ns", s.exclusive_median_ns);
}

template <class Visitor>
void fields(Visitor& visit, Either<Note> auto& s) {
  visit("code", s.code);
  visit("message", s.message);
}

}  // namespace hookstat::reporting
