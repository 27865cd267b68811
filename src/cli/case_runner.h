// Runs cases of a sweep, each in a process of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/case_process.h"
#include "cli/core_claims.h"
#include "core/file_lock.h"
#include "sweep/case_result.h"
#include "sweep/plan.h"
#include "sweep/sweep_folder.h"

namespace hookstat::cli {

struct RunnerOptions {
  std::size_t jobs = 1;       ///< cases at once
  bool share_cores = false;   ///< they need not have cores for themselves
  bool retry_failed = false;  ///< what ended badly is not done
};

/// What the runner tells.
struct RunnerEvents {
  /// A case begins.
  std::function<void(const sweep::Case& one)> begun;
  /// A case has ended and what it left is in the folder. `latency_ns` is the median; 0 where it did
  /// not end well.
  std::function<void(const sweep::CaseResult& result, double latency_ns)> ended;
  /// Another process that runs the same sweep has done it.
  std::function<void(const sweep::Case& one)> done_elsewhere;
};

/// Starts cases in their order. No two of them, nor of other processes of hookstat on this machine,
/// have the same cores at once, unless that is asked for; no case is run by two processes at once.
class CaseRunner {
 public:
  /// `working_folder`: of the processes.
  CaseRunner(const sweep::SweepFolder& folder, std::string working_folder,
             const RunnerOptions& options, RunnerEvents events);

  /// Runs them all, and waits for those that other processes run. What is interrupted leaves
  /// nothing in the folder. Throws Interrupted once an InterruptGuard caught a signal and all are
  /// ended; OutputError where a result cannot be written.
  void run(const std::vector<const sweep::Case*>& cases);

 private:
  struct Running {
    const sweep::Case* settings = nullptr;
    std::string started;
    std::vector<sweep::FileState> files;
    std::string unfinished_file;
    std::optional<FileLock> lock;
    std::optional<CoreClaim> cores;
    std::unique_ptr<CaseProcess> process;
  };
  enum class Start { kStarted, kDone, kNoCores, kElsewhere };
  using Clock = std::chrono::steady_clock;

  /// Starts what can be started now, one case at most.
  void start_some();
  Start start(const sweep::Case& one);
  /// Whether it has ended well, or ended at all since this runner began.
  [[nodiscard]] bool is_done_by_now(const sweep::Case& one) const;
  /// False where cases of this runner's own have what is missing.
  [[nodiscard]] bool may_get_cores(std::size_t count) const;
  void launch(Running running);
  /// Says once that somebody is waited for.
  void tell_of_waiting();
  /// Whether it has ended.
  bool look_at(Running& running);
  void finish(const Running& running, const CaseEnd& end);
  [[nodiscard]] std::size_t cores_for(const sweep::Case& one) const;

  const sweep::SweepFolder& folder_;
  std::string working_folder_;
  RunnerOptions options_;
  RunnerEvents events_;
  Cores cores_;
  std::int64_t machine_cores_ = count_machine_cores();
  std::string begun_;  // when, as results have it
  std::deque<const sweep::Case*> left_;
  std::vector<Running> running_;
  Clock::time_point next_start_;
  int waits_ = 0;  // looks in vain, with nothing running
  bool warned_of_locks_ = false;
};

}  // namespace hookstat::cli
