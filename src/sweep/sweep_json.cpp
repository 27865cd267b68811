#include <nlohmann/json.hpp>

#include "export/known_json.h"
#include "export/page.h"
#include "sweep/sweep_writers.h"

namespace hookstat::sweep {
namespace {

using exporting::known;
using Json = nlohmann::ordered_json;

Json statistics(const Statistics& times) {
  Json interval;
  if (times.median_ci95) interval = {times.median_ci95->first, times.median_ci95->second};
  return {{"count", times.count},          {"min", known(times.min)},
          {"p10", known(times.p10)},       {"median", known(times.median)},
          {"mean", known(times.mean)},     {"p90", known(times.p90)},
          {"p99", known(times.p99)},       {"max", known(times.max)},
          {"stddev", known(times.stddev)}, {"median_ci95", std::move(interval)}};
}

void add_settings(const Case& one, Json& json) {
  json["id"] = one.id;
  json["model"] = one.model;
  json["input"] = one.input;
  json["input_text"] = one.input_text;
  json["batch"] = known(one.batch);
  json["resolution"] = known(one.resolution);
  json["threads"] = known(one.threads);
  json["dtype"] = known(one.dtype);
  json["device"] = known(one.device);
  json["method"] = known(one.method);
  json["arguments"] = one.profile_arguments;
}

void add_result(const SweepRow& row, Json& json) {
  const CaseResult result = row.result.value_or(CaseResult{});
  json["status"] = status_of(row);
  json["message"] = result.message;
  json["exit_code"] = row.result ? Json(result.exit_code) : Json();
  json["signal"] = row.result ? Json(result.signal) : Json();
  json["seconds"] = row.result ? known(result.seconds) : Json();
  json["started"] = result.started;
  json["host"] = result.place.host;
  json["job"] = result.place.job;
  json["partition"] = result.place.partition;
  json["node"] = result.place.node;
  json["restarts"] = row.result ? Json(result.place.restarts) : Json();
}

void add_measured(const std::optional<Measured>& measured, Json& json) {
  const Measured values = measured.value_or(Measured{});
  json["latency_ns"] = measured ? statistics(values.latency_ns) : Json();
  json["items_per_second"] = measured ? known(values.items_per_second) : Json();
  json["flops_per_item"] = known(values.flops_per_item);
  json["core_seconds_per_item"] = known(values.core_seconds_per_item);
  json["device_seconds_per_item"] = known(values.device_seconds_per_item);
  json["price_per_million_items"] = known(values.price_per_million_items);
  json["peak_memory_bytes"] = known(values.peak_memory_bytes);
  json["actual_threads"] = measured ? Json(values.threads) : Json();
  json["machine"] = values.machine;
  json["logical_cores"] = values.kind.logical_cores > 0 ? Json(values.kind.logical_cores) : Json();
  json["libtorch_version"] = values.kind.libtorch_version;
  json["warnings"] = values.warnings;
}

Json rows(const SweepReport& report) {
  Json list = Json::array();
  for (const SweepRow& row : report.rows) {
    Json json = Json::object();
    add_settings(row.settings, json);
    add_result(row, json);
    add_measured(row.measured, json);
    list.push_back(std::move(json));
  }
  return list;
}

Json best(const SweepReport& report) {
  Json list = Json::array();
  for (const BestSetting& setting : report.best) {
    list.push_back({{"work", setting.work},
                    {"id", setting.id},
                    {"latency_ns", known(setting.latency_ns)},
                    {"items_per_second", known(setting.items_per_second)}});
  }
  return list;
}

Json cheapest(const SweepReport& report) {
  Json list = Json::array();
  for (const CheapestSetting& setting : report.cheapest) {
    list.push_back({{"work", setting.work},
                    {"id", setting.id},
                    {"core_seconds_per_item", known(setting.core_seconds_per_item)},
                    {"device_seconds_per_item", known(setting.device_seconds_per_item)}});
  }
  return list;
}

Json modules(const Scaling& scaling) {
  Json list = Json::array();
  for (const ScalingModule& module : scaling.modules) {
    Json gains = Json::array();
    for (const std::optional<double>& gain : module.gain) gains.push_back(known(gain));
    list.push_back({{"path", module.path},
                    {"class", module.class_name},
                    {"time_ns", module.time_ns},
                    {"percent", known(module.percent)},
                    {"gain", std::move(gains)},
                    {"stops_at", known(module.stops_at)}});
  }
  return list;
}

Json scalings(const SweepReport& report) {
  Json list = Json::array();
  for (const Scaling& scaling : report.scalings) {
    list.push_back({{"axis", scaling.axis},
                    {"title", scaling.title},
                    {"values", scaling.values},
                    {"ids", scaling.ids},
                    {"latency_ns", scaling.latency_ns},
                    {"modules", modules(scaling)}});
  }
  return list;
}

Json warnings(const SweepReport& report) {
  Json list = Json::array();
  for (const Note& note : report.warnings) {
    list.push_back({{"code", note.code}, {"message", note.message}});
  }
  return list;
}

}  // namespace

std::string_view status_of(const SweepRow& row) noexcept {
  return row.result ? name_of(row.result->status) : "missing";
}

std::string sweep_json(const SweepReport& report) {
  const Json json = {{"schema_version", kSweepSchemaVersion},
                     {"plan", report.plan},
                     {"tool", {{"name", "hookstat"}, {"version", report.version}}},
                     {"price_per_hour", known(report.price_per_hour)},
                     {"axes", report.axes},
                     {"cases", rows(report)},
                     {"best", best(report)},
                     {"cheapest", cheapest(report)},
                     {"scalings", scalings(report)},
                     {"warnings", warnings(report)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string sweep_html(const SweepReport& report) {
  return exporting::page_with(exporting::page_template(), "sweep", sweep_json(report));
}

}  // namespace hookstat::sweep
