#include "sweep/sweep_folder.h"

#include <unistd.h>

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

void SweepFolder::write_result(const CaseResult& result, const std::string& unfinished_file) const {
  const std::string report = report_file(result.id);
  if (result.status != CaseStatus::kOk) {
    std::remove(unfinished_file.c_str());
  } else if (std::rename(unfinished_file.c_str(), report.c_str()) != 0) {
    cannot_write(report, error_text(errno));
  }
  write_whole(result_file(result.id), result_to_json(result));
}

void SweepFolder::remove_result(const std::string& id) const {
  std::remove(result_file(id).c_str());
  std::remove(report_file(id).c_str());
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
  return path_ + kReports + "." + id + "." + host_name() + "." + std::to_string(getpid());
}

void SweepFolder::remove_leftovers() const {
  namespace fs = std::filesystem;
  std::error_code error;
  const std::string ours = "." + host_name() + ".";
  for (const auto& entry : fs::directory_iterator(path_ + kReports, error)) {
    const std::string name = entry.path().filename();
    const std::size_t at = name.rfind(ours);
    if (!name.starts_with('.') || at == std::string::npos) continue;
    const auto process = static_cast<pid_t>(std::atoll(name.c_str() + at + ours.size()));
    if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) fs::remove(entry.path(), error);
  }
}

}  // namespace hookstat::sweep
