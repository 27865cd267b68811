// A sweep as a job array of Slurm.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hookstat::cli {

/// What the script is made of.
struct SlurmJob {
  std::string program;                      ///< hookstat, as the nodes find it
  std::string sweep_folder;                 ///< absolute
  std::size_t tasks = 1;                    ///< of the array, each with a share of the cases
  std::vector<std::string> runner_options;  ///< of `hookstat sweep`, for each task
};

/// `text` as one word of a shell. Pure; thread-safe.
[[nodiscard]] std::string shell_word(const std::string& text);

/// The script for sbatch: each task does what is left of its share, so a task that is begun anew
/// goes on. Pure; thread-safe.
[[nodiscard]] std::string slurm_script(const SlurmJob& job);

/// Submits the script and returns the job's number. Throws InputError where sbatch is not there,
/// refuses, or `options` say what the script does.
[[nodiscard]] std::string submit(const std::string& script_file,
                                 const std::vector<std::string>& options);

}  // namespace hookstat::cli
