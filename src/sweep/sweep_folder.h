// Where a sweep keeps what it has: one folder, in which every file is whole or not there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/file_lock.h"
#include "hookstat/report.h"
#include "sweep/case_result.h"
#include "sweep/plan.h"

namespace hookstat::sweep {

/// The cases of a sweep, as its folder keeps them: all that a report needs of the plan.
struct SweepIndex {
  std::string plan;            ///< name of the plan's file
  std::string working_folder;  ///< that the cases' files are relative to
  std::vector<Case> cases;     ///< in the plan's order
  bool operator==(const SweepIndex&) const = default;
};

/// Whether both are of one plan and its cases, whatever folder each was made in. Pure; thread-safe.
[[nodiscard]] bool is_same_sweep(const SweepIndex& a, const SweepIndex& b);

/// The index as JSON, and back. Reading throws InputError. Pure; thread-safe.
[[nodiscard]] std::string index_to_json(const SweepIndex& index);
[[nodiscard]] SweepIndex index_from_json(const std::string& text);

/// Several processes may use one folder at once, each for cases of its own.
class SweepFolder {
 public:
  explicit SweepFolder(std::string path);

  /// Makes the folder where there is none. Throws OutputError.
  void create() const;

  /// The index, or nullopt where there is none. Throws InputError where it cannot be read.
  [[nodiscard]] std::optional<SweepIndex> read_index() const;
  /// Throws OutputError.
  void write_index(const SweepIndex& index) const;

  /// How a case ended, or nullopt where it has not. Throws InputError where that cannot be read.
  [[nodiscard]] std::optional<CaseResult> read_result(const std::string& id) const;
  /// The same for the case as the plan has it: nullopt also where a case with this name, but other
  /// arguments, ended.
  [[nodiscard]] std::optional<CaseResult> result_of(const Case& one) const;
  /// Puts the report `unfinished_file` in its place, if the case ended well, and then the result,
  /// with the report's size, which says that all is there. Throws OutputError.
  void write_result(CaseResult result, const std::string& unfinished_file) const;
  /// Whoever has it runs the case; nullopt: another process does. On any machine that sees the
  /// folder, if its file system has locks. Throws InputError.
  [[nodiscard]] std::optional<FileLock> lock_case(const std::string& id) const;
  /// Forgets how a case ended, before it runs anew, and removes what processes left that were
  /// killed while it ran: all of it with a `lock` of the case that keeps others away; else what
  /// processes of this machine left that are gone.
  void clear_case(const std::string& id, const FileLock& lock) const;
  /// Shared by those who run its cases; who has it alone may change which these are. nullopt where
  /// others are in the way. Throws InputError.
  [[nodiscard]] std::optional<FileLock> lock_index(FileLock::Mode mode) const;
  /// The cases that the folder has results of.
  [[nodiscard]] std::vector<std::string> ids_of_results() const;

  /// The case's report. Throws InputError where there is none, or it cannot be read. Takes some
  /// milliseconds for each megabyte.
  [[nodiscard]] Report read_report(const std::string& id) const;
  /// Whether read_report would give one.
  [[nodiscard]] bool has_report(const std::string& id) const;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string report_file(const std::string& id) const;
  [[nodiscard]] std::string result_file(const std::string& id) const;
  /// What the case's process said.
  [[nodiscard]] std::string log_file(const std::string& id) const;
  /// The report while it is written; each process has another one.
  [[nodiscard]] std::string unfinished_file(const std::string& id) const;

 private:
  std::string path_;
};

}  // namespace hookstat::sweep
