// speedscope's own format (https://www.speedscope.app/file-format-schema.json): the call nearest
// the median lane by lane, and what all calls took in the mean, by registered path.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/display_text.h"
#include "export/lanes.h"
#include "export/module_columns.h"
#include "export/module_rows.h"
#include "export/operator_sums.h"
#include "export/units.h"
#include "export/writers.h"

namespace hookstat::exporting {
namespace {

using Json = nlohmann::ordered_json;
using Frame = std::size_t;

/// Names, each once. The first are the modules'.
class Frames {
 public:
  explicit Frames(const Report& report) {
    for (const ModuleReport& module : report.modules) {
      add(path_text(module) + " " + printable(module.class_name));
    }
  }

  Frame add(std::string name) {
    names_.push_back({{"name", std::move(name)}});
    return names_.size() - 1;
  }

  Frame of_operator(const std::string& name) {
    const auto [known, is_new] = operators_.try_emplace(name, names_.size());
    if (is_new) add(printable(name));
    return known->second;
  }

  [[nodiscard]] Json json() const { return names_; }

 private:
  std::vector<Json> names_;
  std::map<std::string, Frame> operators_;
};

Json evented(const std::string& name, const Lane& lane) {
  std::vector<Json> events;
  std::int64_t end_ns = 0;
  const auto add = [&](const char* type, const Slice& slice, std::int64_t at_ns) {
    events.push_back({{"type", type}, {"frame", slice.module}, {"at", at_ns}});
    end_ns = std::max(end_ns, at_ns);
  };
  walk(
      lane, [&](const Slice& slice) { add("O", slice, slice.start_ns); },
      [&](const Slice& slice) { add("C", slice, slice.stop_ns); });
  return {{"type", "evented"}, {"name", name},       {"unit", "nanoseconds"},
          {"startValue", 0},   {"endValue", end_ns}, {"events", std::move(events)}};
}

/// Stacks with what they weigh; those of nothing are left out.
class Samples {
 public:
  void add(std::vector<Frame> stack, double weight) {
    if (!(weight > 0)) return;
    stacks_.emplace_back(std::move(stack));
    weights_.push_back(weight);
    sum_ += weight;
  }

  [[nodiscard]] Json json(const std::string& name, const char* unit) const {
    return {{"type", "sampled"}, {"name", name},       {"unit", unit},       {"startValue", 0},
            {"endValue", sum_},  {"samples", stacks_}, {"weights", weights_}};
  }

 private:
  std::vector<std::vector<Frame>> stacks_;
  std::vector<double> weights_;
  double sum_ = 0;
};

/// The module under those that it is registered in.
std::vector<Frame> stack_of(const Report& report, std::size_t module) {
  std::vector<Frame> stack{module};
  while (report.modules[stack.front()].parent) {
    stack.insert(stack.begin(), static_cast<Frame>(*report.modules[stack.front()].parent));
  }
  return stack;
}

Json means(const Report& report) {
  Samples samples;
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    samples.add(stack_of(report, i), time_of(report.modules[i]).exclusive.mean);
  }
  return samples.json("mean of " + counted(report.hooked_latency_ns.count, "call"), "nanoseconds");
}

Json operators(const Report& report, Frames& frames) {
  Samples samples;
  for_each_timed(report, [&](std::size_t module, const OperatorReport& op) {
    std::vector<Frame> stack = stack_of(report, module);
    stack.push_back(frames.of_operator(op.name));
    samples.add(std::move(stack), *op.time_ns);
  });
  samples.add({frames.add("(between operators)")}, report.operator_timing->between_ns);
  return samples.json("operators, mean", "nanoseconds");
}

Json memory(const Report& report) {
  Samples samples;
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    const auto& use = report.modules[i].memory;
    if (use) samples.add(stack_of(report, i), static_cast<double>(use->at_peak_bytes));
  }
  return samples.json("memory at the peak", "bytes");
}

}  // namespace

std::string write_speedscope(const Report& report, const ExportOptions& /*options*/) {
  Frames frames(report);
  Json profiles = Json::array();
  for (const Lane& lane : lanes_of(report)) {
    profiles.push_back(
        evented(fmt::format("{} (run {})", lane_name(report, lane), report.timeline->run), lane));
  }
  profiles.push_back(means(report));
  if (report.operator_timing) profiles.push_back(operators(report, frames));
  if (report.memory) profiles.push_back(memory(report));
  const Json file{{"$schema", "https://www.speedscope.app/file-format-schema.json"},
                  {"name", printable(report.model.path) + " " + printable(report.model.method)},
                  {"exporter", printable(report.tool.name) + " " + printable(report.tool.version)},
                  {"activeProfileIndex", 0},
                  {"shared", {{"frames", frames.json()}}},
                  {"profiles", std::move(profiles)}};
  return file.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hookstat::exporting
