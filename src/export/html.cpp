#include "export/comparison_writers.h"
#include "export/page.h"
#include "export/writers.h"

namespace hookstat::exporting {

std::string write_html(const Report& report, const ExportOptions& /*options*/) {
  return page_with(page_template(), "report", report_to_json(report));
}

std::string comparison_html(const Comparison& comparison, const ComparisonOptions& options) {
  return page_with(page_template(), "comparison", comparison_json(comparison, options));
}

}  // namespace hookstat::exporting
