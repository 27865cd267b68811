#include "sample/sample_store.h"

#include <cmath>
#include <numeric>

namespace hookstat {
namespace {

std::int64_t whole(double ns) { return std::llround(ns); }

}  // namespace

SampleStore::SampleStore(const std::vector<ModuleInfo>& modules) {
  parents_.reserve(modules.size());
  for (const ModuleInfo& module : modules) parents_.push_back(module.parent);
  times_.modules.resize(modules.size());
}

void SampleStore::add_hooked(std::int64_t latency_ns, const FoldedRuns& run) {
  std::vector<double> inclusive = run.host.inclusive_ns;
  const std::vector<double>& exclusive = run.host.exclusive_ns;
  // A module that is never called, but holds others, has the time of those below.
  std::vector<double> below = exclusive;
  for (std::size_t i = below.size(); i-- > 0;) {
    if (parents_[i] >= 0) below[static_cast<std::size_t>(parents_[i])] += below[i];
    if (!run.called[i]) inclusive[i] = below[i];
  }
  const std::scoped_lock lock(mutex_);
  times_.hooked.add(latency_ns);
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

void SampleStore::add_plain(std::int64_t latency_ns) {
  const std::scoped_lock lock(mutex_);
  times_.plain.add(latency_ns);
}

SampledTimes SampleStore::copy() const {
  const std::scoped_lock lock(mutex_);
  return times_;
}

}  // namespace hookstat
