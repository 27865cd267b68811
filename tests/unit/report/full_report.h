// A report whose every field differs from its default, and every optional is set.
#pragma once

#include <limits>

#include "hookstat/report.h"

namespace hookstat::testing {

inline Statistics awkward_statistics(double seed) {
  // Doubles that only a lossless form keeps.
  return {42,
          seed / 3,
          0.1 + seed,
          1e-300,
          seed * 7e22,
          5e-324,
          std::numeric_limits<double>::max(),
          1.0 / 7,
          2.5,
          std::pair{-1.5, seed}};
}

inline ModuleReport full_module() {
  ModuleReport module;
  module.path = "features.0";
  module.class_name = "Conv2d";
  module.qualified_class = "__torch__.Conv2d";
  module.alias_of = "stem";
  module.parent = 0;
  module.depth = 1;
  module.leaf = true;
  module.calls = 3;
  module.methods = {{"encode", 1}, {"forward", 2}};
  module.inputs = {{"float32", {1, 3, 4}, "cpu"}};
  module.outputs = {{"int64", {}, "cuda:0"}};
  module.call_shapes = {{{{1, 3}, {}}, 2}, {{}, 1}};
  module.parameters = 10;
  module.parameter_bytes = 40;
  module.time_ns = {awkward_statistics(1), awkward_statistics(2)};
  module.wait_ns = awkward_statistics(3);
  module.device_time_ns = TimeSplit{awkward_statistics(4), awkward_statistics(5)};
  module.device_busy_ns = TimeSplit{awkward_statistics(12), awkward_statistics(13)};
  module.device_idle_percent = 37.5;
  module.launch_percent = 62.5;
  module.time_percent = 12.5;
  module.inclusive_percent = 25;
  module.inclusive_cost = {{1, 2, 3, 4}, 5};
  module.exclusive_cost = {{6, 7, 8, std::numeric_limits<std::int64_t>::max()}, 9};
  module.flops_percent = 100.0 / 3;
  module.torchstat = TorchstatCells{true, {3, 4}, {5, 6}, 7, 0.1, 8, 9, 10, 11, 12.5};
  module.memory = MemoryUse{1, 2, 3, 4, 5, 6, 7, 8};
  module.under_load = ModuleUnderLoad{{awkward_statistics(8), awkward_statistics(9)}, 1.25};
  module.efficiency = {1e12, 1e11, 10.0, 50.0, "compute", "float32"};
  return module;
}

inline void fill_head(Report& report) {
  report.tool = {"hookstat", "1.2.3", "2.13.0"};
  report.created = "2026-01-01T00:00:00Z";
  report.model = {"net.pt", 1, "forward", 2, 3, 4, 5, 6, 7, 8};
  report.inputs = {{"x", "tensor", "1x3 float32", TensorSummary{"float32", {1, 3}, "cpu"}},
                   {"n", "int", "3", std::nullopt}};
  report.environment = {
      "Linux", "CPU",    8,       4,
      2,       "cuda:0", "H100",  {"580.95.05", "13.0", "9.15.1", "9.0", 85'029'158'912, 132},
      3,       "tsc",    "2.13.0"};
  report.settings = {"encode",
                     "cuda",
                     4,
                     2,
                     3,
                     10,
                     0.5,
                     10.0,
                     5,
                     true,
                     std::numeric_limits<std::uint64_t>::max(),
                     false,
                     true,
                     false,
                     true,
                     true,
                     true,
                     4,
                     1.5,
                     true,
                     "float16",
                     "bfloat16",
                     true,
                     true,
                     true,
                     {"mylib::my_op"}};
  report.phases_ns = {1, 2, 3, 4, 5, 6, 7, 8};
  report.model_calls = 23;
  report.latency_ns = awkward_statistics(6);
  report.hooked_latency_ns = awkward_statistics(7);
  report.overhead = {1.5, std::pair{1.0, 2.0}, 22.5, 57};
  report.noise = {12.5, -3.5, {{90, 75}, {130, 25}}, 0.25, 1.5, 0.125};
  report.hooked_outputs = OutputComparison{false, 1e-7};
  report.first_call_ns = 12345;
  report.concurrency = 1.75;
  report.machine_peaks = MachinePeaks{{{"float32", 1e12}, {"float16", 2e12}}, 1e11, "measured"};
  report.totals = {
      11, {1, 2, 3, 4}, 5, {0.3, 6, 7, 8, 9}, {1.5, 2.5, 0.5, 40, "memory", "float32"}};
}

inline Report full_report() {
  Report report;
  fill_head(report);
  ModuleReport root;
  root.class_name = "Net \"quoted\" \n \xc3\xa9";
  report.modules = {root, full_module()};
  report.classes = {{"Conv2d", 1, 2, 3.25, 50.0, {{1, 2, 3, 4}, 5}, 60.0}};
  report.operators = {
      {"features.0", "aten::conv2d", 1, {1, 2, 3, 4}, PriceState::kPriced, 5.5, 2, 1},
      {"", "aten::view", 1, {}, PriceState::kFree, {}, {}},
      {"", "custom::x", 1, {}, PriceState::kUncounted, {}, {}}};
  report.operator_timing =
      OperatorTiming{awkward_statistics(5), {0.5, std::pair{0.25, 0.75}, 12.5, 3}, 5.5, 0.75};
  report.uncounted = {{"custom::x", 1, {"", "features.0"}, 12.5}};
  report.sources = {{"net.py", 26, "forward", "x = x + 1", "stem", 5.5, 10.0, 99, 3}};
  report.device = DeviceReport{
      awkward_statistics(14), awkward_statistics(15), 27.5, true, "features.0", "launch"};
  report.timeline =
      Timeline{3, {{0, 0, 0, 100, 0, 50}, {1, 2, 10, 20, std::nullopt, std::nullopt}}};
  report.load = LoadReport{3, 12.5, 8.25, awkward_statistics(10), awkward_statistics(11)};
  report.memory = MemoryReport{"cpu", 4096, 4097, 1, 12, 13, 14, 15, 16};
  report.memory_timeline = {{1, 10, 4096}};
  report.run_latencies_ns = {100, 110, 90};
  ProcessReport process;
  process.created = "2026-11-25T10:00:00Z";
  process.latency_ns.median = 95;
  process.overhead.calls = 2;
  process.first_call_ns = 900;
  process.inclusive_median_ns = {95, 50};
  process.exclusive_median_ns = {45, 50};
  report.processes = {process, process};
  report.warnings = {{"code", "message"}};
  return report;
}

}  // namespace hookstat::testing
