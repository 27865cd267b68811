#include "plan/run_plan.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/median_interval.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr std::int64_t kDefaultRounds = 10;
constexpr double kDefaultMaxTimeS = 10.0;
constexpr double kPrecision = 0.01;
constexpr double kNsPerSecond = 1e9;

void check_at_least(const char* name, std::int64_t value, std::int64_t least) {
  if (value >= least) return;
  throw InputError(std::string(name) + " " + std::to_string(value) + ": must be at least " +
                   std::to_string(least));
}

/// LibTorch makes as many threads as it is told, until the machine can start no process any more.
void check_threads(const char* name, std::int64_t threads) {
  constexpr std::int64_t kMost = 1024;
  check_at_least(name, threads, 0);
  if (threads <= kMost) return;
  throw InputError(std::string(name) + " " + std::to_string(threads) + ": must be at most " +
                   std::to_string(kMost));
}

void check_seconds(const char* name, double seconds) {
  if (seconds >= 0 && std::isfinite(seconds)) return;
  throw InputError(std::string(name) + ": must be a number of seconds, 0 or more");
}

}  // namespace

RunPlan::RunPlan(const ProfileOptions& options)
    : rounds_(options.runs.value_or(kDefaultRounds)),
      min_time_s_(options.min_time_s.value_or(0.0)),
      max_time_s_(
          options.runs || options.min_time_s ? 0.0 : options.max_time_s.value_or(kDefaultMaxTimeS)),
      next_look_(static_cast<std::size_t>(kDefaultRounds)) {
  check_threads("--threads", options.threads);
  check_threads("--interop-threads", options.interop_threads);
  check_at_least("--runs", rounds_, 1);
  check_seconds("--min-time", min_time_s_);
  check_seconds("--max-time", options.max_time_s.value_or(0.0));
}

double RunPlan::progress(const std::vector<std::int64_t>& baseline_ns,
                         const std::vector<std::int64_t>& hooked_ns, std::int64_t elapsed_ns) {
  const double of_rounds = static_cast<double>(hooked_ns.size()) / static_cast<double>(rounds_);
  const double elapsed_s = static_cast<double>(elapsed_ns) / kNsPerSecond;
  if (min_time_s_ > 0) return std::min(of_rounds, elapsed_s / min_time_s_);
  if (max_time_s_ <= 0 || of_rounds < 1) return of_rounds;
  if (is_precise(baseline_ns, hooked_ns)) return 1.0;
  return elapsed_s / max_time_s_;
}

bool RunPlan::is_precise(const std::vector<std::int64_t>& baseline_ns,
                         const std::vector<std::int64_t>& hooked_ns) {
  if (hooked_ns.size() < next_look_) return false;
  constexpr std::size_t kGrowth = 10;
  next_look_ = hooked_ns.size() + hooked_ns.size() / kGrowth;
  return is_median_within(baseline_ns, kPrecision) && is_median_within(hooked_ns, kPrecision);
}

}  // namespace hookstat
