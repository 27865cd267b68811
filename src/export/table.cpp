#include <algorithm>

#include "export/console_page.h"
#include "export/module_columns.h"
#include "export/module_rows.h"
#include "export/writers.h"

namespace hookstat::exporting {
namespace {

bool timed_on_device(const Report& report) {
  return std::ranges::any_of(report.modules,
                             [](const ModuleReport& m) { return m.device_time_ns.has_value(); });
}

std::string legend(const Report& report, const ModuleRows& rows, const Page& page) {
  std::string text =
      "Own time is without the modules called inside, incl. with them; both are medians";
  text += timed_on_device(report) ? " of the device's time." : ".";
  text += " In rows with * own time is a sum of means, because medians do not add up.";
  const bool folded =
      std::ranges::any_of(rows.shown, [](const ModuleRow& r) { return r.sums.modules > 1; });
  if (folded) text += " (+N): the N modules below are added in.";
  if (report.machine_peaks) {
    text +=
        " roof % is the time that the peaks allow against the own mean time; bound is the peak "
        "that "
        "allows no less.";
  }
  if (report.device) {
    text +=
        " idle % is the part of the own time in which the device waited for the host; launch is "
        "the host's own time, which is that of submitting work.";
  }
  if (report.memory) {
    text += " peak mem is what a call held at most, beyond what was held when it began.";
  }
  if (rows.all.uncounted_calls > 0) text += " +: uncounted operators are missing from the number.";
  return wrapped("", text, page.width);
}

}  // namespace

std::string write_table(const Report& report, const ExportOptions& options) {
  const Page page{static_cast<std::size_t>(std::max(options.width, 0)), options.color};
  const ModuleRows rows = select_rows(report.modules, options);
  return title_lines(report, page) + "\n" +
         render(module_grid(report, rows), page.width, page.color) + legend(report, rows, page) +
         section_lines(report, page);
}

}  // namespace hookstat::exporting
