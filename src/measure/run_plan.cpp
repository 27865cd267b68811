#include "measure/run_plan.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr std::int64_t kDefaultWarmup = 3;
constexpr std::int64_t kDefaultRounds = 10;
constexpr double kDefaultMinTimeS = 1.0;
/// Where neither runs nor a time are asked for, a fast model stops here: more spans than this say
/// nothing new.
constexpr std::size_t kMostSpans = 2'000'000;

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

}  // namespace

RunPlan::RunPlan(const ProfileOptions& options)
    : warmup_(options.warmup.value_or(kDefaultWarmup)),
      rounds_(options.runs.value_or(kDefaultRounds)),
      min_time_s_(options.min_time_s.value_or(options.runs ? 0.0 : kDefaultMinTimeS)),
      is_default_(!options.runs && !options.min_time_s) {
  check_threads("--threads", options.threads);
  check_threads("--interop-threads", options.interop_threads);
  check_at_least("--warmup", warmup_, 1);
  check_at_least("--runs", rounds_, 1);
  if (!(min_time_s_ >= 0 && std::isfinite(min_time_s_))) {
    throw InputError("--min-time: must be a number of seconds, 0 or more");
  }
}

double RunPlan::progress(std::int64_t rounds, std::int64_t elapsed_ns,
                         std::size_t spans) const noexcept {
  if (is_default_ && rounds >= kDefaultRounds && spans >= kMostSpans) return 1.0;
  const double of_rounds = static_cast<double>(rounds) / static_cast<double>(rounds_);
  if (min_time_s_ <= 0) return of_rounds;
  constexpr double kNsPerSecond = 1e9;
  return std::min(of_rounds, static_cast<double>(elapsed_ns) / (min_time_s_ * kNsPerSecond));
}

}  // namespace hookstat
