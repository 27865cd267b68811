// What fuzzers call: any text is a report, which every format takes and which reads back as itself,
// or is refused with one line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "hookstat/compare.h"
#include "hookstat/comparison_writers.h"
#include "hookstat/error.h"
#include "hookstat/exporters.h"
#include "hookstat/report.h"

namespace {

[[noreturn]] void fail(const char* what) {
  std::cerr << "report_json_fuzz: " << what << "\n";
  std::abort();
}

void check_formats(const hookstat::Report& report) {
  hookstat::ExportOptions narrow;
  narrow.width = 80;
  narrow.color = true;
  narrow.top = 3;
  narrow.sort = "time";
  for (const hookstat::Exporter& exporter : hookstat::exporters()) {
    if (!exporter.missing.empty()) continue;
    for (const hookstat::ExportOptions& options : {hookstat::ExportOptions{}, narrow}) {
      if (!exporter.write(report, options).ends_with('\n')) fail("no line break at the end");
    }
  }
}

void check_comparison(const hookstat::Report& report) {
  try {
    const hookstat::Comparison comparison =
        hookstat::compare({{"a.json", report}}, {{"b.json", report}});
    for (const auto& writer : hookstat::comparison_writers()) {
      if (!writer.missing.empty()) continue;
      static_cast<void>(writer.write(comparison, {}));
    }
  } catch (const hookstat::InputError&) {
    // Not every report can be compared.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  try {
    const hookstat::Report report = hookstat::report_from_json(text);
    const std::string written = hookstat::report_to_json(report);
    if (hookstat::report_to_json(hookstat::report_from_json(written)) != written) {
      fail("it does not read back as itself");
    }
    check_formats(report);
    check_comparison(report);
  } catch (const hookstat::InputError& error) {
    if (std::string(error.what()).find('\n') != std::string::npos) fail("more than one line");
  }
  return 0;
}
