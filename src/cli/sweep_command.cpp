#include "cli/sweep_command.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "cli/case_runner.h"
#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/own_process.h"
#include "cli/slurm.h"
#include "cli/sweep_progress.h"
#include "core/write_whole.h"
#include "hookstat/error.h"
#include "sweep/sweep_folder.h"

namespace hookstat::cli {
namespace {

namespace fs = std::filesystem;

using sweep::Case;
using sweep::SweepFolder;
using sweep::SweepIndex;

/// A plan with faults; all of them are told.
class BadPlan {
 public:
  explicit BadPlan(std::vector<sweep::Problem> problems) : problems_(std::move(problems)) {}

  void tell(const std::string& path) const {
    constexpr std::size_t kMost = 50;
    for (std::size_t i = 0; i < std::min(kMost, problems_.size()); ++i) {
      say("error", sweep::problem_text(path, problems_[i]));
    }
    if (problems_.size() > kMost) {
      say("error", "... and " + std::to_string(problems_.size() - kMost) + " more");
    }
  }

 private:
  std::vector<sweep::Problem> problems_;
};

/// What is to be done, and where. Throws InputError, or BadPlan.
struct Task {
  SweepFolder folder;
  SweepIndex index;
  bool is_known = false;     ///< the folder has this index already
  bool has_another = false;  ///< or one that is another

  static Task from_folder(const std::string& path) {
    SweepFolder folder(path);
    std::optional<SweepIndex> index = folder.read_index();
    if (!index) throw InputError(path + ": is a folder, and no sweep's");
    return {std::move(folder), *std::move(index), /*is_known=*/true};
  }

  static Task from_plan(const std::string& plan, const std::string& folder_path) {
    if (folder_path.empty()) throw InputError("-o DIR is missing: where the results go");
    auto reading = sweep::read_plan(plan);
    if (auto* problems = std::get_if<std::vector<sweep::Problem>>(&reading)) {
      throw BadPlan(std::move(*problems));
    }
    SweepIndex index{fs::path(plan).filename(), fs::current_path(),
                     std::get<sweep::Plan>(std::move(reading)).cases};
    Task task{SweepFolder(folder_path), std::move(index)};
    const std::optional<SweepIndex> known = task.folder.read_index();
    task.is_known = known == task.index;
    task.has_another = known && !task.is_known;
    return task;
  }
};

Task read_task(const SweepArguments& arguments) {
  std::error_code error;
  if (!fs::is_directory(arguments.plan, error)) {
    return Task::from_plan(arguments.plan, arguments.folder);
  }
  if (!arguments.folder.empty()) {
    throw InputError("-o " + arguments.folder + ": a sweep that goes on stays in its folder, " +
                     arguments.plan);
  }
  return Task::from_folder(arguments.plan);
}

/// Whether nothing is left to do of the case. What cannot be read counts as not done.
bool is_done(const SweepFolder& folder, const Case& one, bool retry_failed) {
  try {
    const auto result = folder.result_of(one);
    if (!result) return false;
    if (result->status != sweep::CaseStatus::kOk) return !retry_failed;
    return fs::exists(folder.report_file(one.id));
  } catch (const InputError& error) {
    say("warning", std::string(error.what()) + ": the case is run again");
    return false;
  }
}

/// Those of the shard that are not done.
std::vector<const Case*> cases_to_run(const Task& task, const Shard& shard, bool retry_failed) {
  std::vector<const Case*> cases;
  for (const Case& one : task.index.cases) {
    if (shard.has(one) && !is_done(task.folder, one, retry_failed)) cases.push_back(&one);
  }
  return cases;
}

void check_folder(const Task& task, const SweepArguments& arguments, bool goes_on) {
  if (arguments.resume || !(task.is_known || task.has_another)) return;
  if (goes_on && task.is_known) return;
  throw InputError(
      task.folder.path() + (task.is_known ? ": has this sweep already" : ": has another sweep"),
      "--resume goes on there with what is left, or name another folder");
}

/// Rows that only say that a device is not here would count as done on the machine that has it.
void check_devices(const std::vector<const Case*>& cases, const SweepArguments& arguments) {
  std::map<std::string, std::vector<const Case*>> users;
  for (const Case* one : cases) {
    if (one->device) users[*one->device].push_back(one);
  }
  for (const auto& [device, its_cases] : users) {
    try {
      if (arguments.check_device) arguments.check_device(device);
    } catch (const InputError& error) {
      throw InputError(std::to_string(its_cases.size()) + " cases, the first " +
                           its_cases.front()->id + ", are for a device that is not here: " +
                           error.what(),
                       "exclude: {device: " + device + "} in the plan leaves them out");
    }
  }
}

std::size_t tasks_for(std::size_t cases, std::size_t chunk) { return (cases + chunk - 1) / chunk; }

int submit_job(const Task& task, const SweepArguments& arguments) {
  SlurmJob job;
  job.program = fs::read_symlink(kOwnProgram);
  job.sweep_folder = fs::absolute(task.folder.path());
  job.tasks = tasks_for(task.index.cases.size(), arguments.chunk);
  job.runner_options = {"--jobs", std::to_string(arguments.jobs)};
  if (arguments.share_cores) job.runner_options.emplace_back("--share-cores");
  if (arguments.retry_failed) job.runner_options.emplace_back("--retry-failed");
  const std::string script = task.folder.path() + "/slurm.sh";
  write_whole(script, slurm_script(job));
  std::vector<std::string> options = *arguments.sbatch;
  const auto is_output = [](const std::string& option) {
    return option.starts_with("--output") || option.starts_with("-o");
  };
  if (std::ranges::none_of(options, is_output)) {
    options.push_back("--output=" + job.sweep_folder + "/logs/slurm-%A_%a.txt");
  }
  const std::string number = submit(script, options);
  std::printf("job %s: %zu tasks for %zu cases; when it has ended: hookstat sweep collect %s\n",
              number.c_str(), job.tasks, task.index.cases.size(), task.folder.path().c_str());
  return 0;
}

int list_cases(const Task& task, const Shard& shard) {
  for (const Case& one : task.index.cases) {
    if (shard.has(one)) std::puts(one.id.c_str());
  }
  return 0;
}

void run_cases(const Task& task, const std::vector<const Case*>& cases,
               const SweepArguments& arguments) {
  SweepProgress progress(cases.size(), arguments.jobs);
  CaseRunner runner(task.folder, task.index.working_folder, {arguments.jobs, arguments.share_cores},
                    [&](const sweep::CaseResult& result, double latency_ns) {
                      progress.show(result, latency_ns);
                    });
  task.folder.remove_leftovers();
  // A report that cannot be told from an older one would be taken for that of this case.
  for (const Case* one : cases) task.folder.remove_result(one->id);
  runner.run(cases);
}

int run_checked(const SweepArguments& arguments) {
  const Shard shard = arguments.shard.empty() ? Shard() : parse_shard(arguments.shard);
  const Task task = read_task(arguments);
  if (arguments.list) return list_cases(task, shard);
  const bool goes_on = arguments.folder.empty() || !arguments.shard.empty();
  check_folder(task, arguments, goes_on);
  const std::vector<const Case*> cases = cases_to_run(task, shard, arguments.retry_failed);
  if (!arguments.sbatch) check_devices(cases, arguments);
  task.folder.create();
  if (!task.is_known) task.folder.write_index(task.index);
  if (arguments.sbatch) return submit_job(task, arguments);
  run_cases(task, cases, arguments);
  if (shard.of > 1) return 0;
  SweepReportArguments report;
  report.folder = task.folder.path();
  return run_sweep_collect(report);
}

}  // namespace

Shard parse_shard(const std::string& text) {
  Shard shard;
  int end = 0;
  const bool is_shard =
      std::sscanf(text.c_str(), "%5zu/%5zu%n", &shard.part, &shard.of, &end) == 2 &&
      static_cast<std::size_t>(end) == text.size();
  if (is_shard && shard.part >= 1 && shard.part <= shard.of) return shard;
  throw InputError("--shard " + text + ": expects i/n, from 1/n to n/n");
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
