// How long all formats of a report take to write, and how reading one back compares with parsing
// its text alone.
//
//   report_formats REPORT.json
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hookstat/exporters.h"
#include "hookstat/report.h"
#include "samples.h"

namespace hookstat::bench {
namespace {

constexpr int kRounds = 15;
constexpr double kNsPerMs = 1e6;

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class Run>
double ms_of(const Run& run) {
  return ns_per_run(1, run, HostClock::steady_ns) / kNsPerMs;
}

void measure(const std::string& text) {
  const Report report = report_from_json(text);
  std::printf("%zu modules, %.1f MB of JSON\n\n", report.modules.size(),
              static_cast<double>(text.size()) / 1e6);
  std::vector<Samples> formats;
  for (const Exporter& exporter : exporters()) formats.push_back({exporter.name.data(), {}});
  Samples all{"all formats together", {}};
  Samples parse{"nlohmann::json::parse", {}};
  Samples back{"report_from_json", {}};
  Samples ratio{"report_from_json / nlohmann::json::parse", {}};
  for (int round = 0; round < kRounds; ++round) {
    double sum = 0;
    for (std::size_t i = 0; i < formats.size(); ++i) {
      const double ms = ms_of([&] { static_cast<void>(exporters()[i].write(report, {})); });
      formats[i].values.push_back(ms);
      sum += ms;
    }
    all.values.push_back(sum);
    const double parse_ms = ms_of([&] { const nlohmann::json json = nlohmann::json::parse(text); });
    const double back_ms = ms_of([&] { const Report copy = report_from_json(text); });
    parse.values.push_back(parse_ms);
    back.values.push_back(back_ms);
    ratio.values.push_back(back_ms / parse_ms);
  }
  for (const Samples& samples : formats) print(samples, "ms");
  for (const Samples& samples : {all, parse, back}) print(samples, "ms");
  std::printf("%-56s %10.2f\n", ratio.name, ratio.median());
}

}  // namespace
}  // namespace hookstat::bench

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::invalid_argument("usage: report_formats REPORT.json");
    hookstat::bench::measure(hookstat::bench::read(argv[1]));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "report_formats: %s\n", error.what());
    return 1;
  }
  return 0;
}
