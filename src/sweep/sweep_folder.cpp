#include "sweep/sweep_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/host.h"
#include "core/write_whole.h"
#include "hookstat/error.h"

namespace hookstat::sweep {
namespace {

constexpr const char* kReports = "/reports/";
constexpr const char* kResults = "/results/";
constexpr const char* kLogs = "/logs/";

/// The file's text, or nullopt where there is no such file.
std::optional<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw InputError(path + ": " + error_text(errno));
  }
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw InputError(path + ": cannot be read");
  return text;
}

/// What `read` makes of the file's text; its complaints get the file's name.
template <class Read>
auto read_file(const std::string& path, const Read& read) -> std::optional<decltype(read(path))> {
  const std::optional<std::string> text = text_of(path);
  if (!text) return std::nullopt;
  try {
    return read(*text);
  } catch (const InputError& error) {
    throw InputError(path + ": " + error.what());
  }
}

/// The size of a file, which survives the machine's going down from now on.
std::int64_t bytes_on_disk(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) cannot_write(path, error_text(errno));
  struct stat state {};
  const bool is_known = fsync(file) == 0 && fstat(file, &state) == 0;
  const int error = errno;
  close(file);
  if (!is_known) cannot_write(path, error_text(error));
  return state.st_size;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename());
  }
  return names;
}

/// What names of a case's reports begin with while they are written. No id has a colon.
std::string unfinished_prefix(const std::string& id) { return "." + id + ":"; }

/// Of "HOST:PROCESS": whether that was a process of this machine and is no more.
bool is_of_dead_process(const std::string& owner) {
  const std::size_t colon = owner.rfind(':');
  if (colon == std::string::npos || owner.substr(0, colon) != host_name()) return false;
  const auto process = static_cast<pid_t>(std::atoll(owner.c_str() + colon + 1));
  return process > 0 && kill(process, 0) != 0 && errno == ESRCH;
}

}  // namespace

SweepFolder::SweepFolder(std::string path) : path_(std::move(path)) {}

void SweepFolder::create() const {
  for (const char* part : {kReports, kResults, kLogs}) {
    std::error_code error;
    std::filesystem::create_directories(path_ + part, error);
    if (error) cannot_write(path_, error.message());
  }
}

std::optional<SweepIndex> SweepFolder::read_index() const {
  return read_file(path_ + "/index.json", index_from_json);
}

void SweepFolder::write_index(const SweepIndex& index) const {
  write_whole(path_ + "/index.json", index_to_json(index));
}

std::optional<CaseResult> SweepFolder::read_result(const std::string& id) const {
  return read_file(result_file(id), result_from_json);
}

std::optional<CaseResult> SweepFolder::result_of(const Case& one) const {
  std::optional<CaseResult> result = read_result(one.id);
  if (result && result->arguments != one.profile_arguments) result.reset();
  return result;
}

void SweepFolder::write_result(CaseResult result, const std::string& unfinished_file) const {
  const std::string report = report_file(result.id);
  if (result.status != CaseStatus::kOk) {
    std::remove(unfinished_file.c_str());
  } else {
    result.report_bytes = bytes_on_disk(unfinished_file);
    if (std::rename(unfinished_file.c_str(), report.c_str()) != 0) {
      cannot_write(report, error_text(errno));
    }
  }
  write_whole(result_file(result.id), result_to_json(result));
}

std::optional<FileLock> SweepFolder::lock_case(const std::string& id) const {
  return FileLock::take(log_file(id));
}

std::optional<FileLock> SweepFolder::lock_index(FileLock::Mode mode) const {
  return FileLock::take(path_ + "/.lock", mode);
}

void SweepFolder::clear_case(const std::string& id, const FileLock& lock) const {
  std::remove(result_file(id).c_str());
  std::remove(report_file(id).c_str());
  const std::string prefix = unfinished_prefix(id);
  for (const std::string& name : names_in(path_ + kReports)) {
    if (!name.starts_with(prefix)) continue;
    if (!lock.keeps_others_away() && !is_of_dead_process(name.substr(prefix.size()))) continue;
    std::remove((path_ + kReports + name).c_str());
  }
}

std::vector<std::string> SweepFolder::ids_of_results() const {
  constexpr std::string_view kEnd = ".json";
  std::vector<std::string> ids;
  for (std::string name : names_in(path_ + kResults)) {
    if (!name.ends_with(kEnd) || name.starts_with('.')) continue;
    name.resize(name.size() - kEnd.size());
    ids.push_back(std::move(name));
  }
  std::ranges::sort(ids);
  return ids;
}

Report SweepFolder::read_report(const std::string& id) const {
  const std::optional<std::string> text = text_of(report_file(id));
  if (!text) throw InputError("its report is not there");
  return report_from_json(*text);
}

bool SweepFolder::has_report(const std::string& id) const {
  try {
    static_cast<void>(read_report(id));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

std::string SweepFolder::report_file(const std::string& id) const {
  return path_ + kReports + id + ".json";
}

std::string SweepFolder::result_file(const std::string& id) const {
  return path_ + kResults + id + ".json";
}

std::string SweepFolder::log_file(const std::string& id) const {
  return path_ + kLogs + id + ".txt";
}

std::string SweepFolder::unfinished_file(const std::string& id) const {
  return path_ + kReports + unfinished_prefix(id) + host_name() + ":" + std::to_string(getpid());
}

}  // namespace hookstat::sweep
