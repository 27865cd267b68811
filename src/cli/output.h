// Where a report goes: the files of -o, each whole or not at all, and standard output.
#pragma once

#include <string>
#include <vector>

#include "hookstat/exporters.h"
#include "hookstat/report.h"

namespace hookstat::cli {

/// What one -o says.
struct OutputFile {
  std::string path;
  const Exporter* exporter = nullptr;
};

/// `FILE`, whose end picks the format, or `FORMAT:FILE`. Throws InputError where neither does, or a
/// file is named twice.
[[nodiscard]] std::vector<OutputFile> parse_outputs(const std::vector<std::string>& texts);

/// Throws OutputError where a file could not be written now: a directory, a folder that is missing
/// or may not be written. Asked before the work begins, so that it is not done in vain.
void check_writable(const OutputFile& output);

/// Throws InputError where the output would replace the file that is read.
void check_not_input(const OutputFile& output, const std::string& input);

/// Writes `text` beside `path` and renames it into place, so that the file is whole or as it was
/// before. What is no regular file (/dev/stdout, a pipe) is written directly. A symbolic link is
/// followed. Throws OutputError.
void write_whole(const std::string& path, const std::string& text);

/// Writes to standard output. Throws OutputError.
void write_standard_output(const std::string& text);

/// Writes each file in its format, with all rows. One that fails does not keep the others from
/// being written; the first failure is thrown at the end.
void write_files(const Report& report, const std::vector<OutputFile>& files);

/// The files, then `format` on standard output, likewise.
void write_outputs(const Report& report, const std::vector<OutputFile>& files,
                   const Exporter& format, const ExportOptions& options);

}  // namespace hookstat::cli
