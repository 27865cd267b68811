#include "cli/sweep_command.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "cli/case_runner.h"
#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/own_process.h"
#include "cli/shell_word.h"
#include "cli/slurm.h"
#include "cli/sweep_progress.h"
#include "cli/sweep_task.h"
#include "core/file_lock.h"
#include "core/write_whole.h"
#include "hookstat/error.h"
#include "sweep/case_files.h"

namespace hookstat::cli {
namespace {

namespace fs = std::filesystem;

using sweep::Case;

using CaseList = std::vector<const Case*>;

/// The cases' parts: which of the tasks have something left to do.
std::vector<std::size_t> tasks_left(const CaseList& cases, std::size_t tasks) {
  std::set<std::size_t> left;
  for (const Case* one : cases) left.insert(shard_of(*one, tasks));
  return {left.begin(), left.end()};
}

/// Processors for the largest of the cases; 0 where the plan says nothing of threads.
std::int64_t processors_for(const CaseList& cases, std::size_t jobs) {
  std::int64_t most = 0;
  for (const Case* one : cases) most = std::max(most, sweep::threads_wanted(*one));
  return most * static_cast<std::int64_t>(jobs);
}

void submit_job(const SweepTask& task, const CaseList& cases, const SweepArguments& arguments) {
  const std::size_t chunk = arguments.chunk;
  SlurmJob job;
  job.program = fs::read_symlink(kOwnProgram);
  job.sweep_folder = fs::absolute(task.folder.path()).lexically_normal();
  job.shards = (task.index.cases.size() + chunk - 1) / chunk;
  job.tasks = tasks_left(cases, job.shards);
  job.processors = processors_for(cases, arguments.jobs);
  job.runner_options = {"--jobs", std::to_string(arguments.jobs)};
  if (arguments.share_cores) job.runner_options.emplace_back("--share-cores");
  if (arguments.retry_failed) job.runner_options.emplace_back("--retry-failed");
  if (arguments.fail) job.runner_options.emplace_back("--fail");
  const std::string script = task.folder.path() + "/slurm.sh";
  write_whole(script, slurm_script(job));
  const std::string number = submit(script, with_log_files(*arguments.sbatch, job.sweep_folder));
  std::printf("job %s: %zu tasks for %zu cases; when it has ended: hookstat sweep collect %s\n",
              number.c_str(), job.tasks.size(), cases.size(),
              shell_word(task.folder.path()).c_str());
}

int list_cases(const SweepTask& task, const Shard& shard, const SweepArguments& arguments) {
  // Of a folder that has the sweep: what would be run there.
  if (task.has_results) {
    for (const Case* one : cases_left(task, shard, arguments.retry_failed)) {
      std::puts(one->id.c_str());
    }
    return 0;
  }
  for (const Case& one : task.index.cases) {
    if (shard.has(one)) std::puts(one.id.c_str());
  }
  return 0;
}

void run_cases(const SweepTask& task, const CaseList& cases, const SweepArguments& arguments) {
  SweepProgress progress(cases.size(), arguments.jobs);
  const RunnerEvents events{
      [&](const Case& one) { progress.begin(one.id); },
      [&](const sweep::CaseResult& result, double latency_ns) {
        progress.show(result, latency_ns);
      },
      [&](const Case& one) { progress.skip(one.id); },
  };
  const RunnerOptions options{arguments.jobs, arguments.share_cores, arguments.retry_failed};
  CaseRunner(task.folder, task.index.working_folder, options, events).run(cases);
}

bool all_ended_well(const SweepTask& task, const Shard& shard) {
  return std::ranges::all_of(task.index.cases, [&](const Case& one) {
    if (!shard.has(one)) return true;
    const auto result = task.folder.result_of(one);
    return result && result->status == sweep::CaseStatus::kOk;
  });
}

/// Whether the folder has the task's sweep by now, whoever wrote it.
bool has_index(const SweepTask& task) {
  const auto index = task.folder.read_index();
  return index && is_same_sweep(*index, task.index);
}

/// Has the index in the folder. While the lock lives nobody can change it.
FileLock keep_index(const SweepTask& task) {
  constexpr std::chrono::milliseconds kPause{20};
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    // Looked at under the lock: before it, somebody might still change it.
    if (auto lock = task.folder.lock_index(FileLock::Mode::kShared); lock && has_index(task)) {
      return *std::move(lock);
    }
    if (auto lock = task.folder.lock_index(FileLock::Mode::kAlone)) {
      task.folder.write_index(task.index);
      lock->share();
      return *std::move(lock);
    }
    std::this_thread::sleep_for(kPause);  // somebody may be about to write the same
  }
  throw InputError(
      task.folder.path() + ": another process runs the sweep that is there, which is another one",
      "wait until it has ended");
}

void check_options(const SweepArguments& arguments) {
  if (!arguments.sbatch) return;
  if (!arguments.shard.empty()) {
    throw InputError("--shard " + arguments.shard + ": --slurm makes the shards itself");
  }
  check_sbatch_options(*arguments.sbatch);
}

int run_here(const SweepTask& task, const CaseList& cases, const Shard& shard,
             const SweepArguments& arguments) {
  if (!fs::is_directory(task.index.working_folder)) {
    throw InputError(task.index.working_folder +
                     ": the folder that the sweep was begun in is not here");
  }
  warn_of_few_cores(cases);
  run_cases(task, cases, arguments);
  if (arguments.shard.empty()) {
    SweepReportArguments report;
    report.folder = task.folder.path();
    const int code = run_sweep_collect(report);
    if (code != 0) return code;
  }
  return arguments.fail && !all_ended_well(task, shard) ? kLimitExceeded : 0;
}

int run_checked(const SweepArguments& arguments) {
  check_options(arguments);
  const Shard shard = arguments.shard.empty() ? Shard() : parse_shard(arguments.shard);
  const SweepTask task = read_task(arguments);
  if (arguments.list) return list_cases(task, shard, arguments);
  check_folder(task, arguments);
  const CaseList cases = cases_left(task, shard, arguments.retry_failed);
  if (!arguments.sbatch) check_devices(cases, arguments);
  task.folder.create();
  const FileLock lock = keep_index(task);
  warn_of_orphans(task);
  if (!arguments.sbatch) return run_here(task, cases, shard, arguments);
  if (cases.empty()) {
    std::puts("nothing is left to do: no job was submitted");
  } else {
    submit_job(task, cases, arguments);
  }
  return 0;
}

}  // namespace

Shard parse_shard(const std::string& text) {
  Shard shard;
  int end = 0;
  const bool is_shard =
      std::sscanf(text.c_str(), "%6zu/%6zu%n", &shard.part, &shard.of, &end) == 2 &&
      static_cast<std::size_t>(end) == text.size();
  if (is_shard && shard.part >= 1 && shard.part <= shard.of) return shard;
  throw InputError("--shard " + text + ": expects i/n, from 1/n to n/n, n at most 999999");
}

int run_sweep(const SweepArguments& arguments) {
  try {
    return run_checked(arguments);
  } catch (const BadPlan& plan) {
    plan.tell(arguments.plan);
    return kBadInput;
  }
}

}  // namespace hookstat::cli
