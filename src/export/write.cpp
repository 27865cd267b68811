#include "hookstat/write.h"

#include <ostream>
#include <string>

#include "hookstat/error.h"

namespace hookstat {

void write(const Report& report, std::string_view format, std::ostream& stream,
           const ExportOptions& options) {
  const Exporter* const exporter = find_exporter(format);
  if (exporter == nullptr) {
    std::string names;
    for (const Exporter& known : exporters()) {
      names.append(names.empty() ? "" : ", ").append(known.name);
    }
    throw InputError("there is no format '" + std::string(format) + "'", "there are " + names);
  }
  if (!exporter->missing.empty()) {
    throw InputError("format '" + std::string(format) + "': " + std::string(exporter->missing));
  }
  stream << exporter->write(report, options);
}

}  // namespace hookstat
