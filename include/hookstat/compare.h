// What changed between two versions of a model, or of what runs it: two groups of reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/report.h"

namespace hookstat {

/// A report to compare.
struct NamedReport {
  std::string name;  ///< for messages: the file
  Report report;     ///< of one process, or of several (merge_processes)
};

/// What compare() lets pass.
struct CompareOptions {
  bool force = false;  ///< compare what ran on other devices, inputs or methods all the same
};

/// A time on both sides. A sample is a process: the median over its runs.
struct TimeChange {
  double base_ns = 0;  ///< geometric mean over the processes; arithmetic where a time of them is 0
  double new_ns = 0;   ///< likewise
  /// 100 x (new / base - 1); null where a process of either side has a time of 0.
  std::optional<double> percent;
  /// 95 % interval of `percent`. Student's t on the logarithms, variance pooled over both sides,
  /// n1 + n2 - 2 degrees of freedom. With one process on each side the normal interval that the
  /// intervals inside them give; null where they have none.
  std::optional<std::pair<double, double>> percent_ci95;
  std::optional<double> p_value;  ///< of no change, two-sided; from the same distribution
  bool operator==(const TimeChange&) const = default;
};

/// Whether a time changed clearly; compare() says what clear means.
enum class Verdict : std::uint8_t {
  kNotTested,  ///< too small a share of the time, or there is no p-value
  kUnclear,    ///< no clear change
  kSlower,     ///< clearly slower on the new side
  kFaster,     ///< clearly faster on the new side
};

/// A module that both sides have.
struct ModuleChange {
  std::string path;        ///< on the new side
  std::string base_path;   ///< on the base side: another one where it was renamed
  std::string class_name;  ///< on the new side
  TimeChange own;          ///< exclusive time
  TimeChange inclusive;    ///< with the modules called inside it
  /// Own time against what the rest of the model did in the same process: what all modules of a
  /// process have in common (a slower core) is not in it. All zero and null where own time was not
  /// tested, or one other module has half of the rest.
  TimeChange relative;
  Verdict verdict = Verdict::kNotTested;  ///< of own time
  bool only_relative = false;             ///< clear against the rest of the model alone
  bool operator==(const ModuleChange&) const = default;
};

/// Something that is counted, not measured.
struct ValueChange {
  std::string path;        ///< of the module; "" for the model itself
  std::string what;        ///< "flops", "inputs"
  std::string base_value;  ///< as text, of the base side
  std::string new_value;   ///< likewise
  bool operator==(const ValueChange&) const = default;
};

/// What compare() found.
struct Comparison {
  std::string base_model;                       ///< path of the file
  std::string new_model;                        ///< likewise
  std::int64_t base_processes = 0;              ///< that measured; 1 for a report of one
  std::int64_t new_processes = 0;               ///< likewise
  TimeChange latency;                           ///< un-instrumented
  Verdict latency_verdict = Verdict::kUnclear;  ///< kNotTested never
  std::vector<ModuleChange> modules;  ///< those of both sides; the greatest change in ns first
  std::vector<std::string> added;     ///< paths that the new side alone has, as registered
  std::vector<std::string> removed;   ///< paths that the base side alone has, sorted
  /// Of modules of both sides, each its own: calls, parameters, MACs, FLOPs, bytes, uncounted
  /// calls.
  std::vector<ValueChange> costs;
  std::vector<ValueChange> shapes;  ///< likewise: classes, shapes and types of inputs and outputs
  std::vector<Note> warnings;       ///< compare() lists their codes
  bool operator==(const Comparison&) const = default;
};

/// Compares. A report of several processes counts as that many. Modules are matched by path; what
/// is left over counts as renamed where exactly one module on each side has the same class,
/// parameters, calls and input shapes.
///
/// A change is clear where its p-value is at most 1 % for the latency, and for the modules at most
/// what Holm's step-down procedure (Holm, A simple sequentially rejective multiple test procedure,
/// 1979) allows at 2 % for all tests together: two for each module that has 1 % of the time on one
/// side, its own time as it is and against the rest of the model; and where it is 1 % or more. What
/// the rest of the model did is, in each process, the median over the other modules, weighted by
/// time, of log(time / mean over the processes of its side), and between the sides the median of
/// the differences of these means; modules that clearly changed themselves are left out of it.
///
/// Warnings: `single_process` (the spread between processes is unknown on a side),
/// `not_interleaved`, `environment_differs`, one for each difference, `other_measurement` where
/// force let one pass, `partial_report`. Throws InputError where a side is empty, its reports are
/// not of one measurement or have no latency, or, unless forced, the sides differ in device, method
/// or inputs (shapes, and values that are no tensors). Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API Comparison compare(const std::vector<NamedReport>& base_side,
                                              const std::vector<NamedReport>& new_side,
                                              const CompareOptions& options = {});

}  // namespace hookstat
