// A profiler to leave on: a module for serving, of whose calls some go through hooks.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/report.h"

namespace hookstat {

/// Which calls a Sampler measures.
struct SamplerOptions {
  /// Of so many calls of a thread one is hooked, at a place that is drawn anew for each such block,
  /// and another one is timed as a whole without hooks. With 1 there is no other one: then latency
  /// is known only with `per_second`, of calls that it left without hooks.
  std::int64_t every = 100;
  /// At most so many hooked calls a second, over all threads; 0: no limit. What would be one too
  /// many is called without hooks.
  double per_second = 0;
  /// Hooked calls that are not counted: the hooked graph specialises anew. One more before them
  /// records shapes and operators, with a copy of its own; LibTorch compiles that in this call,
  /// which takes some tens of milliseconds longer (serve a request of your own first, where that
  /// matters). They come one after another; what would be a sample beside one of them is called
  /// without hooks.
  std::int64_t warmup = 2;
  std::string method = "forward";  ///< the one that is called
  std::string name = {};           ///< of the model, for reports and metrics; "ssd300.pt"
};

/// Calls a method of a model for a server. Each call goes to the model itself, untouched, but for a
/// sample of them, in which hooks measure the time of each module. Nothing is stored but counts:
/// one histogram of times for each module (exclusive and inclusive) and one for whole calls, whose
/// memory has a bound.
///
/// All functions are thread-safe, but moving and destroying, and calls run at the same time as far
/// as LibTorch lets them. Results are the model's, bit for bit, except where hooks divide what the
/// executor fuses (docs/hooks.md). Gradients, InferenceMode and autocast are as the caller has set
/// them.
///
/// In a child process (fork) a Sampler goes on with what it had, where no other thread was in a
/// call of the model at that moment: LibTorch's own locks do not survive that, nor do the threads
/// of its pools. Threads that read are no matter.
class HOOKSTAT_API Sampler {
 public:
  /// Makes two copies of the method's graph, one that times and one for the first sample, and
  /// shares the module's object. Throws InputError for options that make no sense, where the model
  /// has no such method, or it is no TorchScript graph, and for a model that is not on the CPU: a
  /// device would have to be waited for.
  explicit Sampler(const torch::jit::Module& module, SamplerOptions options = {});
  /// The other one can then only be assigned to or destroyed.
  Sampler(Sampler&&) noexcept;
  /// Likewise; what this one measured is gone.
  Sampler& operator=(Sampler&&) noexcept;
  ~Sampler();

  /// Calls the method as `torch::jit::Module` would, and waits for nothing else. What the model
  /// throws passes through. What goes wrong in measuring alone is a warning of the snapshot
  /// (`sample_lost`); so is a sample that returns while a task that it forked is running, as its
  /// times are not known.
  c10::IValue operator()(std::vector<c10::IValue> inputs,
                         const std::unordered_map<std::string, c10::IValue>& named = {}) const;

  /// How many calls there were, and what became of them. A call is in `calls` from its start on.
  /// Plain ones count once hooked ones do.
  [[nodiscard]] SamplingReport counts() const;

  /// What was measured so far, as of now: a report as `profile` makes it, of the calls that were
  /// sampled. Latency is that of whole calls without hooks, in ns. Percentiles are within 0.8 %.
  /// Hooked and plain calls are not the same ones, so `overhead` is the difference of their
  /// medians. Shapes, operators and costs are those of the first sample, and missing before there
  /// was one.
  [[nodiscard]] Report snapshot() const;

  /// The same for Prometheus, in its text format: counters of calls, histograms of whole calls and
  /// of the modules that took the most time, in seconds. A module's series begins with the first
  /// hooked call that ran it. Of a model with more than fifty modules those are shown that are
  /// ahead by now, so in the beginning the set may change.
  [[nodiscard]] std::string prometheus() const;
  /// Writes that for node exporter's textfile collector: beside the file and renamed into place, so
  /// that nobody reads half of it. Throws OutputError.
  void write_prometheus(const std::string& path) const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace hookstat
