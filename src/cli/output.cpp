#include "cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/write_whole.h"
#include "export/by_ending.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

namespace fs = std::filesystem;

/// What the formats have there, with commas between.
std::string listed(const std::vector<FileFormat>& formats, std::string_view FileFormat::*text) {
  std::string list;
  for (const FileFormat& format : formats) {
    if ((format.*text).empty()) continue;
    list.append(list.empty() ? "" : ", ").append(format.*text);
  }
  return list;
}

OutputFile output_file(const std::string& text, std::string path, const FileFormat& format) {
  if (!format.missing.empty()) throw InputError("-o " + text + ": " + std::string(format.missing));
  return {std::move(path), format.name};
}

OutputFile parse_output(const std::string& text, const std::vector<FileFormat>& formats) {
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) {
    const auto named =
        std::ranges::find(formats, std::string_view(text).substr(0, colon), &FileFormat::name);
    if (named != formats.end()) {
      if (colon + 1 == text.size()) throw InputError("-o " + text + ": the file's name is missing");
      return output_file(text, text.substr(colon + 1), *named);
    }
  }
  const FileFormat* by_ending = exporting::by_ending(formats, text);
  if (by_ending == nullptr) {
    throw InputError("-o " + text + ": its end tells no format",
                     "known ends are " + listed(formats, &FileFormat::extension) +
                         "; or write FORMAT:FILE, FORMAT one of " +
                         listed(formats, &FileFormat::name));
  }
  return output_file(text, text, *by_ending);
}

bool is_same_file(const OutputFile& a, const OutputFile& b) {
  std::error_code error;
  const auto place = [&](const OutputFile& file) {
    return fs::weakly_canonical(fs::absolute(file.path, error), error);
  };
  return place(a) == place(b) || fs::equivalent(a.path, b.path, error);
}

/// Tries everything, and remembers what went wrong first.
class FirstFailure {
 public:
  template <class Write>
  void attempt(const Write& write) {
    try {
      write();
    } catch (const Error&) {
      if (!first_) first_ = std::current_exception();
    }
  }
  void rethrow() const {
    if (first_) std::rethrow_exception(first_);
  }

 private:
  std::exception_ptr first_;
};

void write_files(const std::vector<OutputFile>& files, const TextOf& text_of,
                 FirstFailure& failure) {
  for (const OutputFile& file : files) {
    failure.attempt([&] { write_whole(file.path, text_of(file)); });
  }
}

}  // namespace

std::vector<FileFormat> report_formats() {
  std::vector<FileFormat> formats;
  for (const Exporter& exporter : exporters()) {
    formats.push_back({exporter.name, exporter.extension, exporter.missing});
  }
  return formats;
}

std::vector<OutputFile> parse_outputs(const std::vector<std::string>& texts,
                                      const std::vector<FileFormat>& formats) {
  std::vector<OutputFile> files;
  for (const std::string& text : texts) {
    OutputFile file = parse_output(text, formats);
    const auto is_this = [&](const OutputFile& other) { return is_same_file(file, other); };
    if (std::ranges::any_of(files, is_this)) {
      throw InputError("-o " + text + ": the file is named twice");
    }
    files.push_back(std::move(file));
  }
  return files;
}

void check_writable(const OutputFile& output) {
  const fs::path target = write_target(output.path);
  std::error_code error;
  if (fs::is_directory(target, error)) cannot_write(output.path, "is a directory");
  if (fs::exists(target, error)) {
    if (access(target.c_str(), W_OK) != 0) cannot_write(output.path, error_text(errno));
    // What is no regular file is written directly: its folder does not matter.
    if (!fs::is_regular_file(target, error)) return;
  }
  const fs::path folder = folder_of(target);
  if (!fs::exists(folder, error))
    cannot_write(output.path, "there is no folder " + folder.string());
  if (!fs::is_directory(folder, error))
    cannot_write(output.path, folder.string() + " is no folder");
  if (access(folder.c_str(), W_OK | X_OK) != 0) cannot_write(output.path, error_text(errno));
}

void check_not_input(const OutputFile& output, const std::string& input) {
  std::error_code error;
  if (fs::equivalent(output.path, input, error)) {
    throw InputError("-o " + output.path + ": is the input");
  }
}

void write_files(const std::vector<OutputFile>& files, const TextOf& text_of) {
  FirstFailure failure;
  write_files(files, text_of, failure);
  failure.rethrow();
}

void write_outputs(const std::vector<OutputFile>& files, const TextOf& text_of,
                   const std::function<std::string()>& standard_output) {
  FirstFailure failure;
  write_files(files, text_of, failure);
  failure.attempt([&] { write_standard_output(standard_output()); });
  failure.rethrow();
}

TextOf files_of(const Report& report, const ExportOptions& layout) {
  ExportOptions of_files = layout;
  of_files.width = 0;
  of_files.color = false;
  return [&report, of_files](const OutputFile& file) {
    return find_exporter(file.format)->write(report, of_files);
  };
}

}  // namespace hookstat::cli
