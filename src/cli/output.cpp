#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "export/by_ending.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

namespace fs = std::filesystem;

std::string error_text(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw OutputError(path + ": cannot be written: " + why);
}

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

/// Where the bytes go: symbolic links are followed, so that a link stays one.
fs::path target_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path target = fs::weakly_canonical(path, error);
  return error ? fs::path(path) : target;
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// SIGINT and SIGTERM wait for its end, so that no half-written file is left behind.
class SignalsHeldBack {
 public:
  SignalsHeldBack() {
    sigset_t held{};
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeldBack(const SignalsHeldBack&) = delete;
  SignalsHeldBack& operator=(const SignalsHeldBack&) = delete;
  ~SignalsHeldBack() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// A new file beside the target; removed, unless it became the target.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) {
    constexpr int kTries = 1000;
    for (int i = 0; i < kTries && descriptor_ < 0; ++i) {
      path_ = folder_of(target) /
              (".hookstat-" + std::to_string(getpid()) + "-" + std::to_string(i) + ".tmp");
      constexpr mode_t kDefaultMode = 0666;
      constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
      descriptor_ = open(path_.c_str(), kFlags, kDefaultMode);
      if (descriptor_ < 0 && errno != EEXIST) fail(target, error_text(errno));
    }
    if (descriptor_ < 0) fail(target, "no name is left for a temporary file beside it");
    struct stat existing {};
    if (stat(target.c_str(), &existing) == 0) {
      static_cast<void>(fchmod(descriptor_, existing.st_mode));
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!kept_) unlink(path_.c_str());
  }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  void rename_to(const fs::path& target) {
    if (fsync(descriptor_) != 0) fail(target, error_text(errno));
    if (close(std::exchange(descriptor_, -1)) != 0) fail(target, error_text(errno));
    if (rename(path_.c_str(), target.c_str()) != 0) fail(target, error_text(errno));
    kept_ = true;
  }

 private:
  SignalsHeldBack signals_;
  fs::path path_;
  int descriptor_ = -1;
  bool kept_ = false;
};

/// Whether the path is what standard output goes to.
bool is_standard_output(const fs::path& path) {
  struct stat ours {};
  struct stat its {};
  return fstat(STDOUT_FILENO, &ours) == 0 && stat(path.c_str(), &its) == 0 &&
         ours.st_dev == its.st_dev && ours.st_ino == its.st_ino;
}

bool is_same_file(const OutputFile& a, const OutputFile& b) {
  std::error_code error;
  const auto place = [&](const OutputFile& file) {
    return fs::weakly_canonical(fs::absolute(file.path, error), error);
  };
  return place(a) == place(b) || fs::equivalent(a.path, b.path, error);
}

void write_all(int descriptor, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path, error_text(errno));
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_directly(const std::string& path, const std::string& text) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, error_text(errno));
  try {
    write_all(descriptor, text, path);
  } catch (...) {
    close(descriptor);
    throw;
  }
  if (close(descriptor) != 0) fail(path, error_text(errno));
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
  const fs::path target = target_of(output.path);
  std::error_code error;
  if (fs::is_directory(target, error)) fail(output.path, "is a directory");
  if (fs::exists(target, error)) {
    if (access(target.c_str(), W_OK) != 0) fail(output.path, error_text(errno));
    // What is no regular file is written directly: its folder does not matter.
    if (!fs::is_regular_file(target, error)) return;
  }
  const fs::path folder = folder_of(target);
  if (!fs::exists(folder, error)) fail(output.path, "there is no folder " + folder.string());
  if (!fs::is_directory(folder, error)) fail(output.path, folder.string() + " is no folder");
  if (access(folder.c_str(), W_OK | X_OK) != 0) fail(output.path, error_text(errno));
}

void check_not_input(const OutputFile& output, const std::string& input) {
  std::error_code error;
  if (fs::equivalent(output.path, input, error)) {
    throw InputError("-o " + output.path + ": is the input");
  }
}

void write_whole(const std::string& path, const std::string& text) {
  const fs::path target = target_of(path);
  std::error_code error;
  if (is_standard_output(target)) return write_standard_output(text);
  if (fs::exists(target, error) && !fs::is_regular_file(target, error)) {
    return write_directly(path, text);
  }
  TemporaryFile file(target);
  write_all(file.descriptor(), text, path);
  file.rename_to(target);
}

void write_standard_output(const std::string& text) {
  write_all(STDOUT_FILENO, text, "standard output");
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
