#include "cli/slurm.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <memory>

#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

constexpr int kNoSuchCommand = 127;

void check_options(const std::vector<std::string>& options) {
  for (const std::string& option : options) {
    for (const char* const own : {"--array", "-a", "--wrap"}) {
      if (!option.starts_with(own)) continue;
      throw InputError("--slurm " + option + ": hookstat writes the array itself",
                       "--chunk N puts N cases into a task");
    }
  }
}

}  // namespace

std::string shell_word(const std::string& text) {
  std::string word = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      word += "'\\''";
    } else {
      word += letter;
    }
  }
  return word + "'";
}

std::string slurm_script(const SlurmJob& job) {
  const std::string tasks = std::to_string(job.tasks);
  std::string script = "#!/bin/bash\n";
  script += "#SBATCH --job-name=hookstat-sweep\n";
  script += "#SBATCH --array=1-" + tasks + "\n";
  script += "#SBATCH --requeue\n";
  script += "#SBATCH --open-mode=append\n";
  script +=
      "# Written by hookstat sweep --slurm. With another scheduler, or none: the last line, for\n";
  script += "# each number from 1 to " + tasks + " in the place of SLURM_ARRAY_TASK_ID.\n";
  // As the process of the script it is told when the task is to end.
  script += "exec " + shell_word(job.program) + " sweep " + shell_word(job.sweep_folder);
  for (const std::string& option : job.runner_options) script += " " + option;
  return script + " --shard \"$SLURM_ARRAY_TASK_ID/" + tasks + "\"\n";
}

std::string submit(const std::string& script_file, const std::vector<std::string>& options) {
  check_options(options);
  std::string command = "sbatch --parsable";
  for (const std::string& option : options) command += " " + shell_word(option);
  command += " " + shell_word(script_file) + " 2>&1";
  std::fflush(nullptr);
  FILE* const output = popen(command.c_str(), "r");  // NOLINT(cert-env33-c): each word is quoted
  if (output == nullptr) throw InternalError("no process can be started");
  std::string said;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), output) != nullptr) said += buffer.data();
  const int status = pclose(output);
  while (said.ends_with('\n')) said.pop_back();
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    const std::string last = said.substr(said.rfind('\n') + 1);
    return last.substr(0, last.find(';'));  // "4711", or "4711;cluster"
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoSuchCommand) {
    throw InputError(
        "sbatch is not there: --slurm is for a machine that submits jobs to Slurm",
        "hookstat sweep --shard i/n runs a part of the cases, for any other scheduler");
  }
  throw InputError("sbatch refused the job: " + said,
                   "the script is " + script_file + "; --chunk N puts N cases into a task");
}

}  // namespace hookstat::cli
