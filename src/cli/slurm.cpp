#include "cli/slurm.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <sstream>

#include "cli/shell_word.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

constexpr int kNoSuchCommand = 127;

}  // namespace

std::string array_text(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(numbers[i]);
    if (last > i) text.append("-").append(std::to_string(numbers[last]));
    i = last + 1;
  }
  return text;
}

void check_sbatch_options(const std::vector<std::string>& options) {
  constexpr std::array kScripts{"--array", "-a", "--wrap"};
  constexpr std::array kOwn{"--chunk",       "--resume", "--retry-failed", "--jobs",
                            "--share-cores", "--shard",  "--list",         "--fail"};
  for (const std::string& option : options) {
    const auto begins = [&](const char* with) { return option.starts_with(with); };
    if (std::ranges::any_of(kScripts, begins)) {
      throw InputError("--slurm " + option + ": hookstat writes the array itself",
                       "--chunk N before --slurm puts N cases into a task");
    }
    if (std::ranges::any_of(kOwn, begins)) {
      throw InputError("--slurm " + option + ": hookstat's own options stand before --slurm");
    }
  }
}

std::vector<std::string> with_log_files(std::vector<std::string> options,
                                        const std::string& sweep_folder) {
  const auto is_output = [](const std::string& option) {
    return option.starts_with("--output") || option.starts_with("-o");
  };
  if (std::ranges::any_of(options, is_output)) return options;
  std::string file = "--output=";
  for (const char letter : sweep_folder) file.append(letter == '%' ? 2U : 1U, letter);
  options.push_back(file + "/logs/slurm-%A_%a.txt");
  return options;
}

std::string job_number_in(const std::string& output) {
  std::istringstream lines(output);
  std::string number;
  for (std::string line; std::getline(lines, line);) {
    const std::string first = line.substr(0, line.find(';'));
    const bool is_number = !first.empty() && std::ranges::all_of(first, [](unsigned char letter) {
      return std::isdigit(letter) != 0;
    });
    if (is_number) number = first;
  }
  return number;
}

std::string slurm_script(const SlurmJob& job) {
  const std::string shards = std::to_string(job.shards);
  std::string script = "#!/bin/bash\n";
  script += "#SBATCH --job-name=hookstat-sweep\n";
  script += "#SBATCH --array=" + array_text(job.tasks) + "\n";
  if (job.processors > 0) {
    script += "#SBATCH --cpus-per-task=" + std::to_string(job.processors) + "\n";
  }
  script += "#SBATCH --requeue\n";
  script += "#SBATCH --open-mode=append\n";
  script +=
      "# Written by hookstat sweep --slurm. With another scheduler, or none: the last line, for\n";
  script += "# each number from 1 to " + shards + " in the place of SLURM_ARRAY_TASK_ID.\n";
  // As the process of the script it is told when the task is to end.
  script += "exec " + shell_word(job.program) + " sweep " + shell_word(job.sweep_folder);
  for (const std::string& option : job.runner_options) script += " " + option;
  return script + " --shard \"$SLURM_ARRAY_TASK_ID/" + shards + "\"\n";
}

std::string submit(const std::string& script_file, const std::vector<std::string>& options) {
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
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return job_number_in(said);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoSuchCommand) {
    throw InputError(
        "sbatch is not there: --slurm is for a machine that submits jobs to Slurm",
        "hookstat sweep --shard i/n runs a part of the cases, for any other scheduler");
  }
  throw InputError("sbatch refused the job: " + said, "the script is " + script_file);
}

}  // namespace hookstat::cli
