#include "sample/sample_store.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace hookstat {
namespace {

std::int64_t whole(double ns) { return std::llround(ns); }

}  // namespace

SampleStore::SampleStore(const std::vector<ModuleInfo>& modules) {
  parents_.reserve(modules.size());
  for (const ModuleInfo& module : modules) parents_.push_back(module.parent);
  times_.modules.resize(modules.size());
}

void SampleStore::add_hooked(std::int64_t latency_ns, FoldedRuns run) {
  add({latency_ns, std::move(run)});
}

void SampleStore::add_plain(std::int64_t latency_ns) { add({latency_ns, std::nullopt}); }

void SampleStore::add(Sample sample) {
  {
    const std::scoped_lock lock(waiting_mutex_);
    waiting_.push_back(std::move(sample));
  }
  // Whoever has the lock took in what waited before; what came since is for the next one.
  if (const std::unique_lock lock(mutex_, std::try_to_lock); lock) take_in();
}

void SampleStore::take_in() {
  {
    const std::scoped_lock lock(waiting_mutex_);
    taken_.swap(waiting_);
  }
  for (const Sample& sample : taken_) take_in(sample);
  taken_.clear();
}

void SampleStore::take_in(const Sample& sample) {
  if (!sample.run) return times_.plain.add(sample.latency_ns);
  const FoldedRuns& run = *sample.run;
  std::vector<double> inclusive = run.host.inclusive_ns;
  const std::vector<double>& exclusive = run.host.exclusive_ns;
  // A module that is never called, but holds others, has the time of those below.
  std::vector<double> below = exclusive;
  for (std::size_t i = below.size(); i-- > 0;) {
    if (parents_[i] >= 0) below[static_cast<std::size_t>(parents_[i])] += below[i];
    if (!run.called[i]) inclusive[i] = below[i];
  }
  times_.hooked.add(sample.latency_ns);
  for (std::size_t i = 0; i < times_.modules.size(); ++i) {
    ModuleHistograms& module = times_.modules[i];
    module.inclusive.add(whole(inclusive[i]));
    module.exclusive.add(whole(exclusive[i]));
    module.wait.add(run.wait_ns.empty() ? 0 : whole(run.wait_ns[i]));
  }
  times_.waits = times_.waits || !run.wait_ns.empty();
  times_.thread_ns += std::accumulate(exclusive.begin(), exclusive.end(), 0.0);
  times_.wall_ns += run.wall_ns.front();
  times_.module_calls = std::accumulate(run.calls.begin(), run.calls.end(), std::int64_t{0});
}

SampledTimes SampleStore::copy() {
  const std::scoped_lock lock(mutex_);
  take_in();
  return times_;
}

SampleCounts SampleStore::counts() {
  const std::scoped_lock lock(mutex_);
  take_in();
  return times_.counts();
}

}  // namespace hookstat
