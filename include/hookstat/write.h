// A report, in any of the formats, onto a stream.
#pragma once

#include <iosfwd>
#include <string_view>

#include "hookstat/api.h"
#include "hookstat/exporters.h"

namespace hookstat {

/// Writes the report in the format of that name, one of exporters(): "table", "json", "html" ... As
/// text, UTF-8; nothing is written where it throws. Throws InputError for a name that no format
/// has, for a format that this build lacks, and, where the format sorts, for a sort key that there
/// is not. Whether the stream took it is the stream's to say. Thread-safe, as far as the stream is.
HOOKSTAT_API void write(const Report& report, std::string_view format, std::ostream& stream,
                        const ExportOptions& options = {});

}  // namespace hookstat
