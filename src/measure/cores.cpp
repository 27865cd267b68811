#include "measure/cores.h"

#include <ATen/Parallel.h>
#include <ATen/ops/ones.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "core/machine_cores.h"
#include "hookstat/clock.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

/// One processor of each physical core, then the others.
std::vector<int> processors_to_take() {
  std::vector<int> first;
  std::vector<int> others;
  for (const MachineCore& core : usable_machine_cores()) {
    first.push_back(core.processors.front());
    others.insert(others.end(), core.processors.begin() + 1, core.processors.end());
  }
  std::ranges::sort(others);
  first.insert(first.end(), others.begin(), others.end());
  return first;
}

/// Of a control group (version 2), by its folder.
double quota_of(const std::filesystem::path& group) {
  std::ifstream file(group / "cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return HUGE_VAL;
  return std::stod(quota) / period;
}

/// The least of this process's control group and those it is in. In a container the group may be
/// mounted at the root, and its path not exist.
double quota_cores() {
  const std::filesystem::path root("/sys/fs/cgroup");
  double least = quota_of(root);
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    if (!line.starts_with("0::/")) continue;
    std::filesystem::path group = line.substr(4);
    for (; !group.empty(); group = group.parent_path()) {
      least = std::min(least, quota_of(root / group));
    }
  }
  return least;
}

bool keep_to(pid_t thread, int processor) {
  cpu_set_t set{};
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(processor), &set);
  return sched_setaffinity(thread, sizeof(set), &set) == 0;
}

/// New threads inherit the affinity of the one that starts them: these are to keep all cores.
void start_interop_threads() {
  std::promise<void> started;
  at::launch([&started] { started.set_value(); });
  started.get_future().wait();
}

using RunTimes = std::map<pid_t, double>;

/// How long each thread of this process has run, in ns.
RunTimes run_times() {
  RunTimes times;
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", error)) {
    std::ifstream file(task.path() / "schedstat");
    double running_ns = 0;
    if (file >> running_ns) times[std::stoi(task.path().filename().string())] = running_ns;
  }
  return times;
}

/// Keeps all intra-op threads at work for 30 ms.
void work_in_parallel(int threads) {
  constexpr std::int64_t kPerThread = 1 << 18;
  constexpr std::int64_t kNs = 30'000'000;
  const at::Tensor numbers = at::ones({threads * kPerThread});
  const std::int64_t start = HostClock::steady_ns();
  while (HostClock::steady_ns() - start < kNs) numbers.sin_();
}

/// The calling thread, then the others that worked for it. LibTorch has no way to run code of ours
/// on each of them: at::parallel_for is inline, and parallel only where it is compiled with
/// LibTorch's own OpenMP. So they are found by the time they run while an operator keeps them busy.
std::vector<pid_t> intraop_threads() {
  constexpr int kAttempts = 10;
  constexpr double kLeastShare = 0.2;
  const int count = at::get_num_threads();
  const pid_t own = gettid();
  std::vector<pid_t> threads{own};
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (static_cast<int>(threads.size()) == count) return threads;
    RunTimes before = run_times();
    work_in_parallel(count);
    std::vector<std::pair<double, pid_t>> worked;
    RunTimes after = run_times();
    const double least_ns = kLeastShare * (after[own] - before[own]);
    for (const auto& [thread, ns] : after) {
      if (thread != own && ns - before[thread] >= least_ns)
        worked.emplace_back(ns - before[thread], thread);
    }
    std::ranges::sort(worked, std::ranges::greater());
    if (static_cast<int>(worked.size()) < count - 1) continue;
    for (int i = 0; i + 1 < count; ++i)
      threads.push_back(worked[static_cast<std::size_t>(i)].second);
  }
  if (static_cast<int>(threads.size()) == count) return threads;
  throw InputError("--pin: LibTorch's threads cannot be told from others",
                   "--threads 1 pins one, or set OMP_PROC_BIND=true instead");
}

}  // namespace

std::int64_t usable_cores() {
  const auto allowed = static_cast<double>(processors_to_take().size());
  return static_cast<std::int64_t>(std::min(allowed, std::ceil(quota_cores())));
}

PinnedThreads::PinnedThreads() {
  const std::vector<int> cores = processors_to_take();
  const auto count = static_cast<std::size_t>(at::get_num_threads());
  if (count > cores.size()) {
    throw InputError("--pin: there are " + std::to_string(count) + " threads for " +
                         std::to_string(cores.size()) + " cores",
                     "--threads " + std::to_string(cores.size()) + " gives each one of its own");
  }
  start_interop_threads();
  sched_getaffinity(0, sizeof(before_), &before_);
  threads_ = intraop_threads();
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    if (keep_to(threads_[i], cores[i])) continue;
    const std::string why = std::generic_category().message(errno);
    set_free();
    throw InputError("--pin: thread " + std::to_string(i) + " cannot be kept to core " +
                     std::to_string(cores[i]) + ": " + why);
  }
}

PinnedThreads::~PinnedThreads() { set_free(); }

void PinnedThreads::set_free() noexcept {
  for (const pid_t thread : threads_) {
    sched_setaffinity(thread, sizeof(before_), &before_);
  }
}

}  // namespace hookstat
