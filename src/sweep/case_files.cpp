#include "sweep/case_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "hookstat/error.h"

namespace hookstat::sweep {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kFileOptions{"--inputs=", "--costs=", "--load-library="};

/// Where in the word a file's path begins; npos where it is no file's.
std::size_t path_in(std::string_view word) {
  for (const std::string_view option : kFileOptions) {
    if (word.starts_with(option)) return option.size();
  }
  return std::string_view::npos;
}

std::string absolute(const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::absolute(path, error);
  if (error) throw InputError(path + ": " + error.message());
  return whole.lexically_normal();
}

std::optional<FileState> state_of(const std::string& path) {
  struct stat state {};
  if (stat(path.c_str(), &state) != 0) return std::nullopt;
  constexpr std::int64_t kNsPerSecond = 1'000'000'000;
  return FileState{path, state.st_size,
                   state.st_mtim.tv_sec * kNsPerSecond + state.st_mtim.tv_nsec};
}

std::optional<std::int64_t> number_behind(const Case& one, std::string_view option) {
  for (const std::string_view word : one.profile_arguments) {
    if (!word.starts_with(option)) continue;
    std::int64_t number = 0;
    const char* const end = word.data() + word.size();
    if (std::from_chars(word.data() + option.size(), end, number).ptr == end) return number;
  }
  return std::nullopt;
}

/// Whether a file that the case read is another by now. One that is gone changes nothing.
bool has_changed_files(const std::vector<FileState>& then, const std::vector<FileState>& now) {
  return std::ranges::any_of(
      now, [&](const FileState& file) { return std::ranges::find(then, file) == then.end(); });
}

}  // namespace

void make_absolute(Case& one) {
  one.model_file = absolute(one.model_file);
  if (!one.inputs_file.empty()) one.inputs_file = absolute(one.inputs_file);
  if (one.profile_arguments.empty()) return;
  one.profile_arguments.front() = one.model_file;
  for (std::string& word : one.profile_arguments) {
    const std::size_t at = path_in(word);
    if (at != std::string_view::npos) word = word.substr(0, at) + absolute(word.substr(at));
  }
}

std::vector<FileState> files_of(const Case& one) {
  std::vector<FileState> files;
  if (const auto model = state_of(one.model_file)) files.push_back(*model);
  for (const std::string& word : one.profile_arguments) {
    const std::size_t at = path_in(word);
    if (at == std::string_view::npos) continue;
    if (const auto file = state_of(word.substr(at))) files.push_back(*file);
  }
  return files;
}

std::int64_t threads_wanted(const Case& one) {
  return one.threads.value_or(0) * number_behind(one, "--concurrency=").value_or(1);
}

bool is_done(const SweepFolder& folder, const Case& one, bool retry_failed) {
  const auto result = folder.result_of(one);
  if (!result || has_changed_files(result->files, files_of(one))) return false;
  if (result->status == CaseStatus::kTimedOut) {
    const bool has_more_time =
        !one.timeout_s || (result->timeout_s && *one.timeout_s > *result->timeout_s);
    if (has_more_time) return false;
  }
  if (result->status != CaseStatus::kOk) return !retry_failed;
  const auto report = state_of(folder.report_file(one.id));
  if (!report || report->bytes != result->report_bytes) return false;
  return !retry_failed || folder.has_report(one.id);
}

}  // namespace hookstat::sweep
