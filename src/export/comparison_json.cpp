#include <nlohmann/json.hpp>

#include "export/comparison_writers.h"
#include "export/known_json.h"

namespace hookstat::exporting {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersionOfComparisons = 1;

Json time_change(const TimeChange& change) {
  Json interval;
  if (change.percent_ci95) {
    interval = {known(change.percent_ci95->first), known(change.percent_ci95->second)};
  }
  return {{"base_ns", known(change.base_ns)},
          {"new_ns", known(change.new_ns)},
          {"percent", known(change.percent)},
          {"percent_ci95", std::move(interval)},
          {"p_value", known(change.p_value)}};
}

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSlower:
      return "slower";
    case Verdict::kFaster:
      return "faster";
    case Verdict::kUnclear:
      return "unclear";
    case Verdict::kNotTested:
      break;
  }
  return "not_tested";
}

Json modules(const Comparison& comparison) {
  Json list = Json::array();
  for (const ModuleChange& change : comparison.modules) {
    list.push_back({{"path", change.path},
                    {"base_path", change.base_path},
                    {"class", change.class_name},
                    {"verdict", verdict_name(change.verdict)},
                    {"only_relative", change.only_relative},
                    {"own", time_change(change.own)},
                    {"relative", time_change(change.relative)},
                    {"inclusive", time_change(change.inclusive)}});
  }
  return list;
}

Json values(const std::vector<ValueChange>& changes) {
  Json list = Json::array();
  for (const ValueChange& change : changes) {
    list.push_back({{"path", change.path},
                    {"what", change.what},
                    {"base", change.base_value},
                    {"new", change.new_value}});
  }
  return list;
}

}  // namespace

std::string comparison_json(const Comparison& comparison, const ComparisonOptions& /*options*/) {
  Json warnings = Json::array();
  for (const Note& note : comparison.warnings) {
    warnings.push_back({{"code", note.code}, {"message", note.message}});
  }
  const Json json = {
      {"schema_version", kSchemaVersionOfComparisons},
      {"base", {{"model", comparison.base_model}, {"processes", comparison.base_processes}}},
      {"new", {{"model", comparison.new_model}, {"processes", comparison.new_processes}}},
      {"latency", time_change(comparison.latency)},
      {"latency_verdict", verdict_name(comparison.latency_verdict)},
      {"modules", modules(comparison)},
      {"added", comparison.added},
      {"removed", comparison.removed},
      {"costs", values(comparison.costs)},
      {"shapes", values(comparison.shapes)},
      {"warnings", std::move(warnings)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hookstat::exporting
