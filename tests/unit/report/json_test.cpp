#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "hookstat/error.h"
#include "unit/report/full_report.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

Json json_of(const Report& report) { return Json::parse(report_to_json(report)); }

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

TEST(ReportJson, KeepsAFullReport) {
  const Report report = full_report();
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

TEST(ReportJson, KeepsAnEmptyReport) {
  EXPECT_EQ(report_from_json(report_to_json(Report{})), Report{});
  Report no_optionals = full_report();
  no_optionals.modules[1] = ModuleReport{};
  no_optionals.overhead = {};
  no_optionals.machine_peaks.reset();
  no_optionals.sources.reset();
  no_optionals.timeline.reset();
  no_optionals.load.reset();
  no_optionals.memory.reset();
  no_optionals.memory_timeline.reset();
  EXPECT_EQ(report_from_json(report_to_json(no_optionals)), no_optionals);
}

TEST(ReportJson, KeepsEmptyListsApartFromUnknownOnes) {
  Report report;
  report.machine_peaks = MachinePeaks{};
  report.sources.emplace();
  report.timeline.emplace();
  report.memory_timeline.emplace();
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

TEST(ReportJson, HasTheKeysOfTheFormatInOrder) {
  const Json json = json_of(full_report());
  EXPECT_THAT(keys_of(json),
              ElementsAre("schema_version", "tool", "created", "model", "inputs", "environment",
                          "settings", "phases_ns", "model_calls", "sampling", "latency_ns",
                          "hooked_latency_ns", "overhead", "hooked_outputs", "noise",
                          "first_call_ns", "concurrency", "machine_peaks", "bytes_per_second",
                          "how", "totals", "device", "modules", "classes", "operators",
                          "operator_timing", "uncounted", "sources", "timeline", "load", "memory",
                          "memory_timeline", "run_latencies_ns", "processes", "warnings"));
  EXPECT_THAT(
      keys_of(json["modules"][1]),
      ElementsAre("path", "class", "qualified_class", "alias_of", "parent", "depth", "leaf",
                  "calls", "methods", "inputs", "outputs", "call_shapes", "parameters",
                  "parameter_bytes", "time_ns", "wait_ns", "device_time_ns", "device_busy_ns",
                  "device_idle_percent", "launch_percent", "time_percent", "inclusive_percent",
                  "cost", "flops_percent", "torchstat", "memory", "under_load", "efficiency"));
  EXPECT_THAT(keys_of(json["modules"][1]["cost"]["exclusive"]),
              ElementsAre("macs", "flops", "bytes_read", "bytes_written", "uncounted_calls"));
  EXPECT_THAT(keys_of(json["operators"][0]),
              ElementsAre("module", "name", "calls", "macs", "flops", "bytes_read", "bytes_written",
                          "state", "time_ns", "timed_calls", "fused_calls"));
  EXPECT_EQ(json["modules"][1]["methods"], (Json{{"encode", 1}, {"forward", 2}}));
  EXPECT_EQ(json["latency_ns"]["median_ci95"], (Json{-1.5, 6.0}));
  EXPECT_EQ(json["operators"][1]["state"], "free");
}

TEST(ReportJson, UnknownIsNull) {
  const Json json = json_of(Report{});
  for (const char* key : {"machine_peaks", "bytes_per_second", "how", "sources", "timeline"}) {
    EXPECT_TRUE(json[key].is_null()) << key;
  }
  const Json input = json_of(full_report())["inputs"][1];
  EXPECT_EQ(input, (Json{{"name", "n"},
                         {"kind", "int"},
                         {"text", "3"},
                         {"dtype", nullptr},
                         {"shape", nullptr},
                         {"device", nullptr}}));
}

TEST(ReportJson, OfAnOlderVersionHasNoTextsOfInputs) {
  Json json = json_of(full_report());
  json["inputs"][1].erase("text");
  Report expected = full_report();
  expected.inputs[1].text.clear();
  EXPECT_EQ(report_from_json(json.dump()), expected);
}

TEST(ReportJson, NeverHasNumbersThatAreNone) {
  Report report;
  report.concurrency = std::numeric_limits<double>::quiet_NaN();
  report.latency_ns.max = std::numeric_limits<double>::infinity();
  const Json json = json_of(report);
  EXPECT_TRUE(json["concurrency"].is_null());
  EXPECT_TRUE(json["latency_ns"]["max"].is_null());
}

TEST(ReportJson, ReplacesWhatIsNoUtf8) {
  Report report;
  report.model.path = "bad \xff\xfe name";
  report.modules.emplace_back().methods = {{"\xff", 1}};
  EXPECT_EQ(report_from_json(report_to_json(report)).model.path,
            "bad \xef\xbf\xbd\xef\xbf\xbd name");
}

TEST(ReportJson, IgnoresUnknownFields) {
  Json json = json_of(full_report());
  json["modules"][0]["news"] = {1, 2};
  json["news"] = "x";
  EXPECT_EQ(report_from_json(json.dump()), full_report());
}

/// The whole message of the InputError that reading `text` ends with.
std::string complaint(const std::string& text) {
  try {
    (void)report_from_json(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

/// Likewise, for the full report with one change.
template <class Change>
std::string complaint_after(const Change& change) {
  Json json = json_of(full_report());
  change(json);
  return complaint(json.dump());
}

TEST(ReportJsonErrors, NameWhatIsNoReport) {
  EXPECT_EQ(complaint(""), "report: not JSON (parse error at line 1, column 1)");
  EXPECT_EQ(complaint("{\n  \"a\": }"), "report: not JSON (parse error at line 2, column 8)");
  EXPECT_EQ(complaint("[1e999]"), "report: not JSON (number overflow parsing '1e999')");
  EXPECT_THAT(complaint("\"\xff\""), HasSubstr("not JSON"));
  EXPECT_EQ(complaint("[]"), "report: must be an object");
  EXPECT_EQ(complaint("{}"), "schema_version: missing");
  EXPECT_EQ(complaint(std::string(100, '[')),
            "report: not JSON (parse error at line 1, column 101)");
}

TEST(ReportJsonErrors, RefuseManyLevelsBeforeTheyAreParsed) {
  EXPECT_EQ(complaint(std::string(100'000'000, '[')), "report: nested too deeply");
  // Brackets in strings are no levels.
  EXPECT_EQ(complaint("[\"" + std::string(1000, '[') + "\\\"[\"]"), "report: must be an object");
}

TEST(ReportJsonErrors, NameTheNewerVersionBeforeAllElse) {
  EXPECT_EQ(complaint(R"({"schema_version": 2})"),
            "schema_version 2 is newer than this hookstat reads (1)");
  EXPECT_EQ(complaint(R"({"schema_version": 0})"), "schema_version: must be at least 1");
  EXPECT_EQ(complaint(R"({"schema_version": "1"})"), "schema_version: must be an integer");
  EXPECT_EQ(complaint(R"({"schema_version": 4294967297})"), "schema_version: is out of range");
}

TEST(ReportJsonErrors, NameTheFieldThatIsMissing) {
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1].erase("time_ns"); }),
            "modules[1].time_ns: missing");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["cost"]["inclusive"].erase("macs"); }),
            "modules[1].cost.inclusive.macs: missing");
  EXPECT_EQ(complaint_after([](Json& j) { j.erase("machine_peaks"); }), "machine_peaks: missing");
  EXPECT_EQ(complaint_after([](Json& j) { j["inputs"][1].erase("dtype"); }),
            "inputs[1].dtype: missing");
}

TEST(ReportJsonErrors, NameTheFieldOfTheWrongType) {
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"] = 1; }), "modules: must be an array");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][0] = 1; }), "modules[0]: must be an object");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["cost"] = 1; }),
            "modules[1].cost: must be an object");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["calls"] = 1.5; }),
            "modules[1].calls: must be an integer");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["leaf"] = 1; }),
            "modules[1].leaf: must be true or false");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["path"] = nullptr; }),
            "modules[1].path: must be a string");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["methods"] = 1; }),
            "modules[1].methods: must be an object");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["methods"]["for\nward"] = "x"; }),
            "modules[1].methods.for?ward: must be an integer");
  EXPECT_EQ(complaint_after([](Json& j) { j["latency_ns"]["max"] = nullptr; }),
            "latency_ns.max: must be a number");
  EXPECT_EQ(complaint_after([](Json& j) { j["latency_ns"]["median_ci95"] = {1}; }),
            "latency_ns.median_ci95: must be an array of two numbers");
  EXPECT_EQ(complaint_after([](Json& j) {
              j["latency_ns"]["median_ci95"] = {1, "x"};
            }),
            "latency_ns.median_ci95[1]: must be a number");
  EXPECT_EQ(complaint_after([](Json& j) { j["operators"][0]["state"] = "dear"; }),
            R"(operators[0].state: must be "priced", "free" or "uncounted")");
  EXPECT_EQ(complaint_after([](Json& j) { j["inputs"][0]["shape"][1] = "x"; }),
            "inputs[0].shape[1]: must be an integer");
  EXPECT_EQ(complaint_after([](Json& j) { j["how"] = nullptr; }), "how: must be a string");
}

TEST(ReportJsonErrors, NameTheNumberThatDoesNotFit) {
  EXPECT_EQ(complaint_after([](Json& j) { j["first_call_ns"] = 18446744073709551615U; }),
            "first_call_ns: is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["settings"]["seed"] = -1; }),
            "settings.seed: is out of range");
}

TEST(ReportJsonErrors, NameTheIndexThatLeadsNowhere) {
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["parent"] = 1; }),
            "modules[1].parent: 1 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["parent"] = -1; }),
            "modules[1].parent: -1 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["modules"][1]["depth"] = 1000000000000; }),
            "modules[1].depth: 1000000000000 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["timeline"]["events"][0]["module"] = 2; }),
            "timeline.events[0].module: 2 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["timeline"]["events"][0]["lane"] = -2; }),
            "timeline.events[0].lane: must not be negative");
  EXPECT_EQ(complaint_after([](Json& j) { j["timeline"]["events"][0]["lane"] = INT64_MAX; }),
            "timeline.events[0].lane: 9223372036854775807 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["timeline"]["events"][0]["start_ns"] = INT64_MIN; }),
            "timeline.events[0].start_ns: -9223372036854775808 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["memory_timeline"][0]["module"] = -1; }),
            "memory_timeline[0].module: -1 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["memory"]["peak_module"] = 9; }),
            "memory.peak_module: 9 is out of range");
  EXPECT_EQ(complaint_after([](Json& j) { j["processes"][1]["exclusive_median_ns"].push_back(1); }),
            "processes[1].exclusive_median_ns: must have a number for each module");
}

/// Replaces each value of the report in turn by values of every type.
void spoil_each(Json& root, const Json::json_pointer& at, int& refused) {
  const Json kept = root.at(at);
  for (const Json& wrong : {Json(nullptr), Json(-1), Json(1.5), Json("x"), Json(true),
                            Json::array(), Json::array({-1, "x"}), Json::object()}) {
    root.at(at) = wrong;
    try {
      (void)report_from_json(root.dump());
    } catch (const InputError&) {
      ++refused;
    }
  }
  root.at(at) = kept;
  if (kept.is_array()) {
    for (std::size_t i = 0; i < kept.size(); ++i) spoil_each(root, at / i, refused);
  } else if (kept.is_object()) {
    for (const auto& [key, value] : kept.items()) spoil_each(root, at / key, refused);
  }
}

TEST(ReportJsonErrors, AreAllInputErrors) {
  Json json = json_of(full_report());
  int refused = 0;
  spoil_each(json, Json::json_pointer(), refused);
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace hookstat::testing
