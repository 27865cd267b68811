// A sweep as a job array of Slurm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hookstat::cli {

/// What the script is made of.
struct SlurmJob {
  std::string program;                      ///< hookstat, as the nodes find it
  std::string sweep_folder;                 ///< absolute
  std::size_t shards = 1;                   ///< that the cases are parted into
  std::vector<std::size_t> tasks;           ///< of the array: the shards, from 1, that have work
  std::int64_t processors = 0;              ///< for a task; 0: as the user or Slurm says
  std::vector<std::string> runner_options;  ///< of `hookstat sweep`, for each task
};

/// The script for sbatch: each task does what is left of its share, so a task that is begun anew
/// goes on. Pure; thread-safe.
[[nodiscard]] std::string slurm_script(const SlurmJob& job);

/// "1-3,7": what `--array` takes of rising numbers. Pure; thread-safe.
[[nodiscard]] std::string array_text(const std::vector<std::size_t>& numbers);

/// Throws InputError where options for sbatch say what the script does, or are hookstat's own.
/// Pure; thread-safe.
void check_sbatch_options(const std::vector<std::string>& options);

/// The options, with one for the tasks' output into the folder's logs unless they have one. Pure;
/// thread-safe.
[[nodiscard]] std::vector<std::string> with_log_files(std::vector<std::string> options,
                                                      const std::string& sweep_folder);

/// The number in what `sbatch --parsable` printed: a line "4711" or "4711;cluster", whatever stands
/// around it; empty where there is none. Pure; thread-safe.
[[nodiscard]] std::string job_number_in(const std::string& output);

/// Submits the script and returns the job's number. Throws InputError where sbatch is not there or
/// refuses.
[[nodiscard]] std::string submit(const std::string& script_file,
                                 const std::vector<std::string>& options);

}  // namespace hookstat::cli
