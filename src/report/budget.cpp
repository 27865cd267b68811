#include "hookstat/budget.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "hookstat/error.h"
#include "report/text.h"

namespace hookstat {
namespace {

enum class Kind : std::uint8_t { kTime, kCount, kPercent };

struct Metric {
  std::string name;
  Kind kind = Kind::kCount;
  std::optional<double> value;
};

struct Unit {
  std::string_view name;
  Kind kind;
  double factor;
};

constexpr std::array<Unit, 10> kUnits{{{"ns", Kind::kTime, 1},
                                       {"us", Kind::kTime, 1e3},
                                       {"ms", Kind::kTime, 1e6},
                                       {"s", Kind::kTime, 1e9},
                                       {"", Kind::kCount, 1},
                                       {"K", Kind::kCount, 1e3},
                                       {"M", Kind::kCount, 1e6},
                                       {"G", Kind::kCount, 1e9},
                                       {"T", Kind::kCount, 1e12},
                                       {"%", Kind::kPercent, 1}}};

void add_latency(const std::string& prefix, const Statistics& s, std::vector<Metric>& metrics) {
  const std::array<std::pair<const char*, double>, 8> values{{{"min", s.min},
                                                              {"p10", s.p10},
                                                              {"median", s.median},
                                                              {"mean", s.mean},
                                                              {"p90", s.p90},
                                                              {"p99", s.p99},
                                                              {"max", s.max},
                                                              {"stddev", s.stddev}}};
  for (const auto& [name, value] : values) {
    metrics.push_back({prefix + name, Kind::kTime, value});
    if (s.count == 0) metrics.back().value.reset();
  }
}

std::vector<Metric> metrics_of(const Report& report) {
  std::vector<Metric> metrics;
  add_latency("latency_", report.latency_ns, metrics);
  add_latency("hooked_latency_", report.hooked_latency_ns, metrics);
  const auto add = [&](const char* name, std::int64_t count) {
    metrics.push_back({name, Kind::kCount, static_cast<double>(count)});
  };
  metrics.push_back({"first_call", Kind::kTime, static_cast<double>(report.first_call_ns)});
  metrics.push_back({"overhead_percent", Kind::kPercent, report.overhead.percent});
  metrics.push_back({"cv_percent", Kind::kPercent, report.noise.cv_percent});
  const DeviceReport device = report.device.value_or(DeviceReport{});
  add_latency("launch_", device.launch_ns, metrics);
  add_latency("device_busy_", device.busy_ns.value_or(Statistics{}), metrics);
  metrics.push_back({"device_idle_percent", Kind::kPercent, device.idle_percent});
  add("macs", report.totals.cost.macs);
  add("flops", report.totals.cost.flops);
  add("bytes_read", report.totals.cost.bytes_read);
  add("bytes_written", report.totals.cost.bytes_written);
  add("parameters", report.totals.parameters);
  return metrics;
}

Metric metric_called(const std::string& name, const Report& report) {
  const std::vector<Metric> metrics = metrics_of(report);
  const auto found = std::ranges::find(metrics, name, &Metric::name);
  return found == metrics.end() ? Metric{} : *found;
}

std::string without_spaces(const std::string& text) {
  std::string result;
  std::ranges::remove_copy(text, std::back_inserter(result), ' ');
  return result;
}

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw InputError(
      text + ": " + why,
      "a limit is a metric, a comparison and a number with a unit: latency_median>20ms");
}

/// In the unit of the metric: ns, percent, or a count.
double value_of(const std::string& text, std::string_view number, Kind kind) {
  double value = 0;
  const char* const stop = number.data() + number.size();
  const auto [end, error] = std::from_chars(number.data(), stop, value);
  if (error != std::errc{} || !std::isfinite(value)) {
    refuse(text, "'" + std::string(number) + "' is not a number");
  }
  const std::string_view name(end, static_cast<std::size_t>(stop - end));
  if (name.empty() && kind == Kind::kPercent) return value;
  for (const Unit& unit : kUnits) {
    if (unit.name == name && unit.kind == kind) return value * unit.factor;
  }
  if (kind == Kind::kTime && name.empty()) refuse(text, "a time needs a unit: ns, us, ms or s");
  refuse(text, "'" + std::string(name) + "' is no unit of this metric");
}

std::string value_text(double value, Kind kind) {
  if (kind == Kind::kPercent) return reporting::fixed(value, 2) + " %";
  if (kind == Kind::kCount) return reporting::fixed(value, 0);
  for (const Unit& unit : kUnits) {
    if (unit.kind != kind || (value >= 1000 * unit.factor && unit.name != "s")) continue;
    return reporting::fixed(value / unit.factor, 3).append(" ").append(unit.name);
  }
  return {};
}

}  // namespace

Budget parse_budget(const std::string& text) {
  const std::string plain = without_spaces(text);
  const std::size_t at = plain.find_first_of("<>");
  if (at == std::string::npos) refuse(text, "there is no > or < in it");
  Budget budget;
  budget.text = text;
  budget.metric = plain.substr(0, at);
  const bool or_equal = at + 1 < plain.size() && plain[at + 1] == '=';
  budget.comparison = plain.substr(at, or_equal ? 2 : 1);
  const Metric metric = metric_called(budget.metric, Report{});
  if (metric.name.empty()) {
    std::string names;
    for (const Metric& known : metrics_of(Report{})) {
      names.append(names.empty() ? "" : ", ").append(known.name);
    }
    throw InputError(text + ": there is no metric '" + budget.metric + "'", "there are " + names);
  }
  budget.value =
      value_of(text, std::string_view(plain).substr(at + budget.comparison.size()), metric.kind);
  return budget;
}

bool knows(const Report& report, const Budget& budget) {
  return metric_called(budget.metric, report).value.has_value();
}

std::optional<std::string> exceeded(const Budget& budget, const Report& report) {
  const Metric metric = metric_called(budget.metric, report);
  if (!metric.value) return std::nullopt;
  const double value = *metric.value;
  const bool holds = (budget.comparison == ">" && value > budget.value) ||
                     (budget.comparison == ">=" && value >= budget.value) ||
                     (budget.comparison == "<" && value < budget.value) ||
                     (budget.comparison == "<=" && value <= budget.value);
  if (!holds) return std::nullopt;
  return budget.metric + " is " + value_text(value, metric.kind) + " (" + budget.text + ")";
}

}  // namespace hookstat
