// Where a sweep keeps what it has: one folder, in which every file is whole or not there.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
  /// which says that all is there. Throws OutputError.
  void write_result(const CaseResult& result, const std::string& unfinished_file) const;
  /// Forgets how a case ended, before it runs anew.
  void remove_result(const std::string& id) const;
  /// Removes what processes on this machine left that were killed while a case ran.
  void remove_leftovers() const;

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
