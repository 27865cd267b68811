#include "cli/report_file.h"

#include "cli/read_file.h"
#include "hookstat/error.h"

namespace hookstat::cli {

Report read_report(const std::string& path) {
  const std::string text = read_file(path);
  try {
    return report_from_json(text);
  } catch (const InputError& error) {
    throw InputError(path + ": " + error.what(),
                     "hookstat profile MODEL -o report.json writes one");
  }
}

}  // namespace hookstat::cli
