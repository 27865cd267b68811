// Small recordings, made by hand.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"
#include "record/run_folder.h"

namespace hookstat::testing {

inline ModuleInfo module_info(std::string path, std::string class_name, ModuleIndex parent,
                              bool leaf = true) {
  ModuleInfo info;
  info.path = std::move(path);
  info.qualified_class = "__torch__." + class_name;
  info.class_name = std::move(class_name);
  info.parent = parent;
  info.depth = parent < 0 ? 0 : 1;
  info.leaf = leaf;
  return info;
}

/// A root "Net" that registers leaves "m1", "m2" ... of classes "M1", "M2"; site i calls `forward`
/// of module i.
inline Recording net_with_leaves(int leaves) {
  Recording recording;
  recording.modules.push_back(module_info("", "Net", -1, leaves == 0));
  recording.sites.push_back({0, "forward", false});
  for (int i = 1; i <= leaves; ++i) {
    const std::string number = std::to_string(i);
    recording.modules.push_back(module_info("m" + number, "M" + number, 0));
    recording.sites.push_back({i, "forward", false});
  }
  return recording;
}

inline CallSpan span(SiteId site, std::int32_t parent, std::int64_t start_ns,
                     std::int64_t stop_ns) {
  CallSpan result;
  result.site = site;
  result.parent = parent;
  result.start_ns = start_ns;
  result.stop_ns = stop_ns;
  return result;
}

inline CallSpan in_task(std::int32_t task, CallSpan base, bool fork_body = false) {
  base.task = task;
  base.fork_body = fork_body;
  return base;
}

inline CallSpan on_device(CallSpan base, std::int64_t start_ns, std::int64_t stop_ns) {
  base.device_start_ns = start_ns;
  base.device_stop_ns = stop_ns;
  return base;
}

inline TimedRun run_of(std::vector<CallSpan> spans) {
  TimedRun run;
  run.latency_ns = spans.empty() ? 0 : spans.front().stop_ns;
  run.spans = std::move(spans);
  return run;
}

/// As `measure` leaves counted runs behind; sites and modules stand already.
inline void set_runs(Recording& recording, std::vector<TimedRun> runs) {
  RunKeeper keeper(recording.modules.size());
  recording.folded = {};
  recording.hooked_ns.clear();
  for (TimedRun& run : runs) keeper.keep(std::move(run), recording);
}

inline TensorInfo tensor(Shape sizes, std::uint64_t storage = 1) {
  TensorInfo info;
  info.strides.assign(sizes.size(), 1);
  for (std::size_t i = sizes.size(); i-- > 1;) {
    info.strides[i - 1] = info.strides[i] * sizes[i];
  }
  info.sizes = std::move(sizes);
  info.storage = storage;
  info.dtype = Dtype::kFloat32;
  return info;
}

/// n x 1 FLOP; reads 8n bytes, writes 4n.
inline OpCall add_of(std::int64_t n, std::int32_t module, std::int32_t module_call) {
  OpCall call;
  call.name = "aten::add";
  call.overload = "Tensor";
  call.argument_names = {"self", "other", "alpha"};
  call.inputs = {tensor({n}, 1), tensor({n}, 2), std::int64_t{1}};
  call.outputs = {tensor({n}, 3)};
  call.module = module;
  call.module_call = module_call;
  return call;
}

/// An operator that no formula knows.
inline OpCall unknown_of(std::string name, std::int32_t module, std::int32_t module_call) {
  OpCall call;
  call.name = std::move(name);
  call.argument_names = {"self"};
  call.inputs = {tensor({4}, 1)};
  call.outputs = {tensor({4}, 2)};
  call.module = module;
  call.module_call = module_call;
  return call;
}

inline ModuleCall call_of(ModuleIndex module, std::int32_t parent, std::string method = "forward") {
  ModuleCall call;
  call.module = module;
  call.parent = parent;
  call.method = std::move(method);
  return call;
}

inline Report built(const Recording& recording) { return build_report(recording, "1.2.3"); }

}  // namespace hookstat::testing
