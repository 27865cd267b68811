// The spans of timing runs, folded to one number a module and run.
//
// Exclusive time of a span: its duration, less that of the calls made inside it by the same task,
// less what it waited for forked tasks. The body of a fork is not a call; its exclusive time is
// that of the module that forked. So in each run all exclusive times add up to the thread time.
// Inclusive time of a module: the durations of its outermost calls; a call inside another call of
// the same module is there already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// Rows that FoldedRuns holds at most for a model of so many modules: 200, and more where few
/// modules make short rows.
[[nodiscard]] std::size_t most_rows(std::size_t modules) noexcept;

/// Folds one run after the other. Beyond `limit` rows each run has the same chance to be one of
/// them (reservoir sampling: Vitter, Random Sampling with a Reservoir, 1985, algorithm R). Not
/// thread-safe.
class RunFolder {
 public:
  explicit RunFolder(std::size_t modules) : RunFolder(modules, most_rows(modules)) {}
  RunFolder(std::size_t modules, std::size_t limit);

  /// Adds up the spans of a run. REQUIRES: parents stand before their children, as
  /// pair_events has them; sites and parents are in range.
  void fold(const std::vector<CallSpan>& spans, const std::vector<CallSite>& sites);
  /// Puts what was folded last into `runs`, which takes the rows of one folder only.
  void store(FoldedRuns& runs);

 private:
  struct Row {
    std::vector<double> inclusive_ns;
    std::vector<double> exclusive_ns;
  };

  void add_span(const std::vector<CallSpan>& spans, std::size_t index,
                const std::vector<CallSite>& sites);
  [[nodiscard]] bool is_outermost(const std::vector<CallSpan>& spans, const CallSpan& span,
                                  const std::vector<CallSite>& sites) const;
  void store_row(FoldedRuns& runs, std::size_t place) const;
  void store_optional_rows(FoldedRuns& runs, std::size_t place) const;

  std::size_t modules_;
  std::size_t limit_;
  std::uint64_t folded_ = 0;
  bool on_device_ = false;
  bool forked_ = false;
  double wall_ns_ = 0;
  std::vector<std::int64_t> calls_;
  Row host_;
  Row device_;
  std::vector<double> wait_ns_;
  std::mt19937_64 random_;  // always the same choice for as many runs
};

/// Says which run to keep: the one nearest the median of those before it. Not thread-safe.
class NearMedian {
 public:
  /// Whether this run is nearer to the median of all so far than the one kept until now; then it is
  /// the kept one. The first always is.
  bool offer(std::int64_t latency_ns);

 private:
  std::vector<std::int64_t> latencies_ns_;
  std::size_t median_of_ = 0;  // so many latencies have the median
  double median_ns_ = 0;
  std::int64_t kept_ns_ = 0;
};

/// Puts counted hooked runs into a recording: latency, folded times, and the run to keep. Not
/// thread-safe.
class RunKeeper {
 public:
  explicit RunKeeper(std::size_t modules) : folder_(modules) {}

  /// REQUIRES: the recording has all sites of the run, and the runs of this keeper only.
  void keep(TimedRun run, Recording& recording);

 private:
  RunFolder folder_;
  NearMedian near_median_;
};

}  // namespace hookstat
