// Reports as several processes leave them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "hookstat/compare.h"

namespace hookstat::testing {

inline ModuleReport module_report(std::string path, std::string class_name = "Linear") {
  ModuleReport module;
  module.path = std::move(path);
  module.class_name = std::move(class_name);
  module.calls = 1;
  module.inputs = {{"float32", {1, 3}, "cpu"}};
  module.outputs = {{"float32", {1, 4}, "cpu"}};
  return module;
}

/// A model of the given modules, the root first, without times.
inline Report model_of(const std::vector<std::string>& paths) {
  Report report;
  report.model.path = "net.pt";
  report.model.method = "forward";
  report.tool.version = "1.2.3";
  report.environment.device = "cpu";
  report.environment.threads = 2;
  for (const std::string& path : paths) report.modules.push_back(module_report(path));
  return report;
}

/// One process, whose modules have these own times; they make the latency. `second` is when.
inline ProcessReport process_of(const std::vector<double>& own_ns, int second = 0) {
  ProcessReport process;
  process.created = "2026-01-01T00:00:" + std::to_string(10 + second) + "Z";
  process.exclusive_median_ns = own_ns;
  process.inclusive_median_ns = own_ns;
  process.latency_ns.count = 10;
  for (const double ns : own_ns) process.latency_ns.median += ns;
  return process;
}

/// A report of several processes.
inline NamedReport side_of(Report report, const std::vector<std::vector<double>>& processes,
                           const std::string& name = "side.json") {
  int second = 0;
  for (const auto& own_ns : processes) report.processes.push_back(process_of(own_ns, second++));
  report.latency_ns = report.processes.front().latency_ns;
  return {name, std::move(report)};
}

/// The entry of a path. Throws std::out_of_range where there is none.
inline const ModuleChange& change_of(const Comparison& comparison, const std::string& path) {
  for (const ModuleChange& change : comparison.modules) {
    if (change.path == path) return change;
  }
  throw std::out_of_range(path);
}

}  // namespace hookstat::testing
