// Where a report goes: the files of -o, each whole or not at all, and standard output.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hookstat/exporters.h"
#include "hookstat/report.h"

namespace hookstat::cli {

/// A format as options and file names choose it.
struct FileFormat {
  std::string_view name;
  std::string_view extension;     ///< "" where no file ending chooses it
  std::string_view missing = {};  ///< why this build cannot write it; empty where it can
};

/// Those of reports.
[[nodiscard]] std::vector<FileFormat> report_formats();

/// What one -o says.
struct OutputFile {
  std::string path;
  std::string_view format;  ///< the name of one
};

/// `FILE`, whose end picks the format (the longest that fits), or `FORMAT:FILE`. Throws InputError
/// where neither does, this build cannot write the format, or a file is named twice.
[[nodiscard]] std::vector<OutputFile> parse_outputs(
    const std::vector<std::string>& texts,
    const std::vector<FileFormat>& formats = report_formats());

/// Throws OutputError where a file could not be written now: a directory, a folder that is missing
/// or may not be written. Asked before the work begins, so that it is not done in vain.
void check_writable(const OutputFile& output);

/// Throws InputError where the output would replace the file that is read.
void check_not_input(const OutputFile& output, const std::string& input);

/// What goes into a file.
using TextOf = std::function<std::string(const OutputFile&)>;

/// Writes each file. One that fails does not keep the others from being written; the first failure
/// is thrown at the end.
void write_files(const std::vector<OutputFile>& files, const TextOf& text_of);

/// The files, then standard output, likewise.
void write_outputs(const std::vector<OutputFile>& files, const TextOf& text_of,
                   const std::function<std::string()>& standard_output);

/// A report in the format of each file, as wide as it gets and without color.
[[nodiscard]] TextOf files_of(const Report& report, const ExportOptions& layout);

}  // namespace hookstat::cli
