// What a plan file says is to be profiled: models times inputs times settings (docs/sweep.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hookstat::sweep {

/// One call of `hookstat profile`.
struct Case {
  std::size_t index = 0;  ///< among the cases of the plan, from 0
  /// Names the case among those of its plan and will do for a file's name. Made of the values of
  /// the axes alone, so cases that are added or left out later do not change it.
  std::string id;
  std::string model;       ///< its name in the plan
  std::string model_file;  ///< from the working directory, as the plan's own path is
  std::string input;       ///< names its inputs where the model has several; else empty
  /// What the plan says of these inputs, where `input` is not empty: for people to read.
  std::string input_text;
  /// `[NAME=]VALUE` as `--input` takes them, placeholders filled.
  std::vector<std::string> inputs;
  std::string inputs_file;  ///< of `--inputs`; empty: none
  /// Values of the axes; unset where the plan leaves them to hookstat, or the inputs have no use
  /// for them.
  std::optional<std::int64_t> batch;
  std::optional<std::int64_t> resolution;
  std::optional<std::int64_t> threads;
  std::optional<std::string> dtype;
  std::optional<std::string> device;  ///< "cpu", "cuda", "cuda:1"; never "cuda:0", which is "cuda"
  std::optional<std::string> method;
  std::optional<double> timeout_s;  ///< of the whole case
  /// All that `hookstat profile` is to be told, one word each: the model, its inputs, the axes, the
  /// options under `profile`. Neither --timeout nor where the report goes.
  std::vector<std::string> profile_arguments;
  bool operator==(const Case&) const = default;
};

/// A plan without a fault.
struct Plan {
  std::vector<Case> cases;   ///< one at least; models as written, then each axis, the last fastest
  std::size_t excluded = 0;  ///< cases that `exclude` took out
};

/// Something in the file that cannot be.
struct Problem {
  int line = 0;         ///< from 1; 0: the file as a whole
  int column = 0;       ///< from 1, in bytes of UTF-8; 0: the line as a whole
  std::string message;  ///< one line, without a full stop
  bool operator==(const Problem&) const = default;
};

/// The plan, or all that is wrong with it, by line.
using PlanReading = std::variant<Plan, std::vector<Problem>>;

/// Reads the file at `path` and looks whether the files are there that it names, which stand
/// relative to its folder. Runs nothing, and throws nothing but std::bad_alloc. Bounded in time and
/// memory whatever the file holds: 10 MB, 100 levels, 1,000,000 values and 100,000 cases at most.
/// Thread-safe.
[[nodiscard]] PlanReading read_plan(const std::string& path);

/// The same of the file's text, however long; `folder` is the plan's, "" the working directory.
[[nodiscard]] PlanReading read_plan_text(const std::string& text, const std::string& folder);

/// "PATH:LINE:COLUMN: MESSAGE", without the numbers that are 0. Pure; thread-safe.
[[nodiscard]] std::string problem_text(const std::string& path, const Problem& problem);

}  // namespace hookstat::sweep
