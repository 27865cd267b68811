#include "cli/report_file.h"

#include "cli/read_file.h"
#include "core/write_whole.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

/// For what cannot be read as a report.
std::string hint_about(const std::string& path, const std::string& text) {
  if (text.find("\"scalings\":") != std::string::npos) {
    return "it is of a sweep: hookstat sweep report " + folder_of(path).string() + " shows it";
  }
  return "hookstat profile MODEL -o report.json writes one";
}

}  // namespace

Report read_report(const std::string& path) {
  const std::string text = read_file(path);
  try {
    return report_from_json(text);
  } catch (const InputError& error) {
    throw InputError(path + ": " + error.what(), hint_about(path, text));
  }
}

}  // namespace hookstat::cli
