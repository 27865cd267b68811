// Runs cases of a sweep, each in a process of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/case_process.h"
#include "cli/core_claims.h"
#include "sweep/case_result.h"
#include "sweep/plan.h"
#include "sweep/sweep_folder.h"

namespace hookstat::cli {

struct RunnerOptions {
  std::size_t jobs = 1;      ///< cases at once
  bool share_cores = false;  ///< they need not have cores for themselves
};

/// Called when a case has ended and what it left is in the folder. `latency_ns` is the median; 0
/// where it did not end well.
using CaseDone = std::function<void(const sweep::CaseResult& result, double latency_ns)>;

/// Starts cases in their order. No two of them, nor of other processes of hookstat on this machine,
/// have the same cores at once, unless that is asked for.
class CaseRunner {
 public:
  /// `working_folder`: that the cases' files are relative to.
  CaseRunner(const sweep::SweepFolder& folder, std::string working_folder,
             const RunnerOptions& options, CaseDone done);

  /// Runs them all. What is interrupted leaves nothing in the folder. Throws Interrupted once an
  /// InterruptGuard caught a signal and all are ended; OutputError where a result cannot be
  /// written.
  void run(const std::vector<const sweep::Case*>& cases);

 private:
  struct Running {
    const sweep::Case* settings = nullptr;
    std::string started;
    std::string unfinished_file;
    std::optional<CoreClaim> cores;
    std::unique_ptr<CaseProcess> process;
  };

  /// Says once that cores are waited for.
  void tell_of_waiting();
  /// False where no cores are free.
  bool start(const sweep::Case& one);
  /// Whether it has ended.
  bool look_at(Running& running);
  void finish(const Running& running, const CaseEnd& end);
  [[nodiscard]] std::size_t cores_for(const sweep::Case& one) const;

  const sweep::SweepFolder& folder_;
  std::string working_folder_;
  RunnerOptions options_;
  CaseDone done_;
  Cores cores_;
  std::vector<Running> running_;
  int waits_ = 0;  // looks at cores in vain, with nothing running
};

}  // namespace hookstat::cli
