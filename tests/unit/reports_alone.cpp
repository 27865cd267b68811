// Reads a report, compares it with itself and writes both in every format, with hookstat::report
// alone.
//
//   reports_alone REPORT.json
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "hookstat/compare.h"
#include "hookstat/comparison_writers.h"
#include "hookstat/exporters.h"
#include "hookstat/report.h"

int main(int argc, char** argv) {
  try {
    std::ifstream file(argc == 2 ? argv[1] : "");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const hookstat::Report report = hookstat::report_from_json(text);
    for (const hookstat::Exporter& exporter : hookstat::exporters()) {
      if (!exporter.missing.empty()) continue;
      std::cout << exporter.name << " " << exporter.write(report, {}).size() << "\n";
    }
    const auto comparison = hookstat::compare({{"a", report}}, {{"b", report}});
    for (const hookstat::ComparisonWriter& writer : hookstat::comparison_writers()) {
      if (!writer.missing.empty()) continue;
      std::cout << "comparison " << writer.name << " " << writer.write(comparison, {}).size()
                << "\n";
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  return 0;
}
