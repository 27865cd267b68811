// `convert` and `compare` on what is no report: one clear line, exit code 2, nothing written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "hookstat/exporters.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

constexpr std::size_t kMuch = 100'000'000;

std::string report_text() { return read_file(std::string(HOOKSTAT_REPORTS) + "/inside.json"); }

template <class Change>
std::string changed(const Change& change) {
  nlohmann::json report = nlohmann::json::parse(report_text());
  change(report);
  return report.dump();
}

std::string random_bytes() {
  std::mt19937_64 random(1);  // NOLINT(cert-msc51-cpp): the same each time
  std::string text(kMuch, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

std::string repeated(std::string_view piece) {
  std::string text;
  text.reserve(kMuch + piece.size());
  while (text.size() < kMuch) text += piece;
  return text;
}

/// The number after the first `"latency_ns": {"count": 5, "min": `.
std::string with_nan() {
  std::string text = report_text();
  const std::size_t at = text.find("\"min\": ") + 7;
  text.replace(at, text.find(',', at) - at, "NaN");
  return text;
}

struct BadReport {
  const char* name;
  std::string (*text)();
  const char* complaint;
};

class BadReports : public ::testing::TestWithParam<BadReport> {
 protected:
  void SetUp() override {
    std::ofstream(folder_ / "bad.json", std::ios::binary) << GetParam().text();
  }

  void expect_refused(const std::vector<std::string>& arguments) {
    const ProcessResult result = hookstat_run(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, MatchesRegex(kOneClearLine));
    EXPECT_THAT(result.err, HasSubstr(GetParam().complaint));
    EXPECT_THAT(folder_.entries(), ElementsAre("bad.json"));
  }

  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(
    AreRefused, BadReports,
    ::testing::Values(
        BadReport{"Truncated", [] { return report_text().substr(0, 20'000); }, "not JSON (parse"},
        BadReport{"Foreign", [] { return std::string(R"({"traceEvents": []})"); },
                  "bad.json: schema_version: missing"},
        BadReport{"Newer", [] { return changed([](auto& r) { r["schema_version"] = 99; }); },
                  "schema_version 99 is newer than this hookstat reads (1)"},
        BadReport{"WrongType",
                  [] { return changed([](auto& r) { r["modules"][3]["calls"] = "one"; }); },
                  "modules[3].calls: must be an integer"},
        BadReport{
            "OutOfRange",
            [] { return changed([](auto& r) { r["timeline"]["events"][0]["module"] = 62; }); },
            "timeline.events[0].module: 62 is out of range"},
        BadReport{"NotANumber", with_nan, "not JSON (parse error"},
        BadReport{"TooLargeANumber", [] { return std::string(R"({"schema_version": 1e999})"); },
                  "number overflow"},
        BadReport{"RandomBytes", random_bytes, "bad.json: report: not JSON"},
        BadReport{"Zeros", [] { return std::string(kMuch, '\0'); }, "not JSON"},
        BadReport{"DeepLists", [] { return std::string(kMuch, '['); }, "nested too deeply"},
        BadReport{"DeepObjects", [] { return repeated(R"({"a":)"); }, "nested too deeply"},
        BadReport{"AnEndlessString", [] { return "\"" + std::string(kMuch, 'a'); }, "not JSON"},
        BadReport{"AnEndlessNumber", [] { return std::string(kMuch, '1'); }, "report: "},
        BadReport{"AList", [] { return "[" + repeated("0,") + "0]"; },
                  "report: must be an object"}),
    [](const auto& tested) { return tested.param.name; });

TEST_P(BadReports, ByConvert) {
  std::vector<std::string> arguments{"convert", folder_ / "bad.json"};
  for (const Exporter& exporter : exporters()) {
    const std::string name(exporter.name);
    arguments.insert(arguments.end(), {"-o", name + ":" + (folder_ / name)});
  }
  expect_refused(arguments);
  expect_refused({"convert", folder_ / "bad.json"});
}

TEST_P(BadReports, ByCompare) {
  const std::string good = std::string(HOOKSTAT_REPORTS) + "/inside.json";
  const std::string bad = folder_ / "bad.json";
  const std::string out = folder_ / "out.json";
  expect_refused({"compare", "--base", good, "--new", bad, "-o", out});
  expect_refused({"compare", "--base", bad, "--new", good, "-o", out});
}

}  // namespace
}  // namespace hookstat::testing
