// How a case of a sweep ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hookstat::sweep {

enum class CaseStatus : std::uint8_t {
  kOk,        ///< its report is there
  kFailed,    ///< hookstat profile said why
  kCrashed,   ///< a signal ended it, or it ended without a report
  kTimedOut,  ///< it was ended for taking too long
};

/// "ok", "failed", "crashed", "timeout".
[[nodiscard]] std::string_view name_of(CaseStatus status) noexcept;

/// Where a case ran. What is not known is empty.
struct CasePlace {
  std::string host;
  std::string job;            ///< of a cluster: "4711_3"
  std::string partition;      ///< likewise
  std::string node;           ///< likewise
  std::int64_t restarts = 0;  ///< how often the cluster had begun the job anew by then
};

/// A file that a case read, as it was then.
struct FileState {
  std::string path;              ///< as the arguments have it
  std::int64_t bytes = 0;        ///< its size
  std::int64_t modified_ns = 0;  ///< since the epoch
  bool operator==(const FileState&) const = default;
};

/// One line of a sweep.
struct CaseResult {
  std::string id;
  CaseStatus status = CaseStatus::kOk;
  std::string message;  ///< one line; empty where all is well
  int exit_code = 0;    ///< -1 where a signal ended it
  int signal = 0;       ///< 0: none
  double seconds = 0;   ///< that the process took
  std::string started;  ///< RFC 3339, UTC
  CasePlace place;
  std::vector<int> processors;     ///< that were kept for it; empty where cores are shared
  std::int64_t cores = 0;          ///< that these are of
  std::int64_t machine_cores = 0;  ///< of the machine, however many processors each has; 0: unknown
  std::optional<double> timeout_s;     ///< that it had
  std::vector<FileState> files;        ///< the model and whatever else it read
  std::int64_t report_bytes = 0;       ///< size of its report; 0: there is none
  std::vector<std::string> arguments;  ///< of hookstat profile: what was measured
};

/// As JSON, with a final newline. Pure; thread-safe.
[[nodiscard]] std::string result_to_json(const CaseResult& result);
/// Throws InputError where the text is no such JSON.
[[nodiscard]] CaseResult result_from_json(const std::string& text);

}  // namespace hookstat::sweep
