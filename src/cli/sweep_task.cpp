#include "cli/sweep_task.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <variant>

#include "cli/commands.h"
#include "core/machine_cores.h"
#include "export/units.h"
#include "hookstat/error.h"
#include "sweep/case_files.h"

namespace hookstat::cli {
namespace {

namespace fs = std::filesystem;

using exporting::counted;
using sweep::Case;
using sweep::SweepFolder;
using sweep::SweepIndex;

std::string counted_cases(std::size_t cases) {
  return counted(static_cast<std::int64_t>(cases), "case");
}

SweepTask task_of_folder(const std::string& path) {
  SweepFolder folder(path);
  std::optional<SweepIndex> index = folder.read_index();
  if (!index) throw InputError(path + ": is a folder, and no sweep's");
  SweepTask task{std::move(folder), *std::move(index), /*is_known=*/true};
  task.has_results = true;
  return task;
}

SweepTask task_of_plan(const std::string& plan, const std::string& folder_path) {
  auto reading = sweep::read_plan(plan);
  if (auto* problems = std::get_if<std::vector<sweep::Problem>>(&reading)) {
    throw BadPlan(std::move(*problems));
  }
  SweepIndex index{fs::path(plan).filename(), fs::current_path(),
                   std::get<sweep::Plan>(std::move(reading)).cases};
  for (Case& one : index.cases) sweep::make_absolute(one);
  SweepTask task{SweepFolder(folder_path), std::move(index)};
  if (folder_path.empty()) return task;
  std::optional<SweepIndex> known = task.folder.read_index();
  if (!known) return task;
  task.is_known = is_same_sweep(*known, task.index);
  task.has_results = !task.folder.ids_of_results().empty();
  if (task.is_known) task.index = *std::move(known);
  return task;
}

}  // namespace

void BadPlan::tell(const std::string& path) const {
  constexpr std::size_t kMost = 50;
  for (std::size_t i = 0; i < std::min(kMost, problems_.size()); ++i) {
    say("error", sweep::problem_text(path, problems_[i]));
  }
  if (problems_.size() > kMost) {
    say("error", "... and " + std::to_string(problems_.size() - kMost) + " more");
  }
}

SweepTask read_task(const SweepArguments& arguments) {
  std::error_code error;
  if (!fs::is_directory(arguments.plan, error)) {
    SweepTask task = task_of_plan(arguments.plan, arguments.folder);
    if (arguments.folder.empty() && !arguments.list) {
      throw InputError("-o DIR is missing: where the results go");
    }
    return task;
  }
  if (!arguments.folder.empty()) {
    throw InputError("-o " + arguments.folder + ": a sweep that goes on stays in its folder, " +
                     arguments.plan);
  }
  return task_of_folder(arguments.plan);
}

void check_folder(const SweepTask& task, const SweepArguments& arguments) {
  const bool goes_on = arguments.folder.empty() || !arguments.shard.empty();
  if (arguments.resume || !task.has_results) return;
  if (goes_on && task.is_known) return;
  throw InputError(
      task.folder.path() + (task.is_known ? ": has this sweep already" : ": has another sweep"),
      "--resume goes on there with what is left, or name another folder");
}

std::vector<const Case*> cases_left(const SweepTask& task, const Shard& shard, bool retry_failed) {
  std::vector<const Case*> cases;
  for (const Case& one : task.index.cases) {
    if (!shard.has(one)) continue;
    try {
      if (is_done(task.folder, one, retry_failed)) continue;
    } catch (const InputError& error) {
      say("warning", std::string(error.what()) + ": the case is run again");
    }
    cases.push_back(&one);
  }
  return cases;
}

void check_devices(const std::vector<const Case*>& cases, const SweepArguments& arguments) {
  std::map<std::string, std::vector<const Case*>> users;
  for (const Case* one : cases) {
    if (one->device) users[*one->device].push_back(one);
  }
  for (const auto& [device, its_cases] : users) {
    try {
      if (arguments.check_device) arguments.check_device(device);
    } catch (const InputError& error) {
      throw InputError(counted_cases(its_cases.size()) + ", " + its_cases.front()->id +
                           " the first, want a device that is not here: " + error.what(),
                       "exclude: {device: " + device + "} in the plan leaves them out");
    }
  }
}

void warn_of_few_cores(const std::vector<const Case*>& cases) {
  const auto cores = static_cast<std::int64_t>(usable_machine_cores().size());
  std::vector<const Case*> wanting;
  for (const Case* one : cases) {
    if (sweep::threads_wanted(*one) > cores) wanting.push_back(one);
  }
  if (wanting.empty()) return;
  say("warning", counted_cases(wanting.size()) + ", " + wanting.front()->id +
                     " the first, want more threads than the " + counted(cores, "core") +
                     " that this process may use");
}

void warn_of_orphans(const SweepTask& task) {
  std::set<std::string> ids;
  for (const Case& one : task.index.cases) ids.insert(one.id);
  std::vector<std::string> orphans;
  for (const std::string& id : task.folder.ids_of_results()) {
    if (!ids.contains(id)) orphans.push_back(id);
  }
  if (orphans.empty()) return;
  say("warning", counted(static_cast<std::int64_t>(orphans.size()), "result") + ", " +
                     orphans.front() + " the first, are of no case that the plan has now: no " +
                     "report shows them, and they stay in " + task.folder.path());
}

}  // namespace hookstat::cli
