// The commands `hookstat sweep`, `sweep collect` and `sweep report`, behind their arguments. Each
// throws hookstat::Error and returns the exit code.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sweep/sweep_report.h"

namespace hookstat::cli {

/// Which of `of` parts, from 1, the case belongs to. Pure; thread-safe.
[[nodiscard]] inline std::size_t shard_of(const sweep::Case& one, std::size_t of) {
  return one.index % of + 1;
}

/// A part of the cases.
struct Shard {
  std::size_t part = 1;  ///< from 1
  std::size_t of = 1;

  [[nodiscard]] bool has(const sweep::Case& one) const { return shard_of(one, of) == part; }
};

/// "2/8". Throws InputError. Pure; thread-safe.
[[nodiscard]] Shard parse_shard(const std::string& text);

struct SweepArguments {
  std::string plan;    ///< a plan, or the folder of a sweep that is to go on
  std::string folder;  ///< of -o; empty: `plan` is one
  bool resume = false;
  bool retry_failed = false;
  bool list = false;  ///< the cases are only shown
  bool fail = false;  ///< 1 where a case did not end well
  std::size_t jobs = 1;
  bool share_cores = false;
  std::string shard;                               ///< "i/n"; empty: all
  std::size_t chunk = 1;                           ///< cases for a task of a job array
  std::optional<std::vector<std::string>> sbatch;  ///< options, where a job array is wanted
  /// Throws InputError where this machine has no such device; empty: it has all.
  std::function<void(const std::string& device)> check_device;
};

struct SweepReportArguments {
  std::string folder;
  std::vector<std::string> outputs;
  std::string format = "table";
  std::optional<double> price_per_hour;
};

[[nodiscard]] int run_sweep(const SweepArguments& arguments);

/// Writes what there is into the folder's sweep.json and shows it. 1 where cases are missing.
[[nodiscard]] int run_sweep_collect(const SweepReportArguments& arguments);

[[nodiscard]] int run_sweep_report(const SweepReportArguments& arguments);

}  // namespace hookstat::cli
