// A model of whose calls some are measured.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/fork_locks.h"
#include "hooks/hooked_model.h"
#include "hookstat/clock.h"
#include "hookstat/recording.h"
#include "hookstat/sampler.h"
#include "model/module_tree.h"
#include "record/pool.h"
#include "record/task.h"
#include "sample/sample_analysis.h"
#include "sample/sample_description.h"
#include "sample/sample_store.h"
#include "sample/thread_slots.h"
#include "sample/turn.h"

namespace hookstat {

/// Calls the model and counts; the public Sampler makes reports of it. Thread-safe.
class SampledModel {
 public:
  using Named = std::unordered_map<std::string, c10::IValue>;

  SampledModel(const torch::jit::Module& module, SamplerOptions options);

  c10::IValue call(std::vector<c10::IValue> inputs, const Named& named) {
    ThreadSlot& slot = slots_->mine();
    const std::int64_t number = slot.calls.load(std::memory_order_relaxed) + 1;
    slot.calls.store(number, std::memory_order_relaxed);  // no other thread writes it
    if (number != slot.schedule.next()) [[likely]]
      return call_plain(std::move(inputs), named);
    return call_sample(slot, std::move(inputs), named);
  }

  [[nodiscard]] SampledTimes times() { return store_.copy(); }
  [[nodiscard]] SampleCounts samples() { return store_.counts(); }
  [[nodiscard]] SamplingReport counts(const SampleCounts& samples) const;
  [[nodiscard]] std::shared_ptr<const Recording> description() const { return description_.get(); }

 private:
  /// What one hooked call needs; kept for the next.
  struct Lane {
    RunRecorder recorder;
    std::vector<CallSite> sites;
  };

  c10::IValue call_plain(std::vector<c10::IValue> inputs, const Named& named) const;
  c10::IValue call_skipped(std::vector<c10::IValue> inputs, const Named& named);
  c10::IValue call_sample(ThreadSlot& slot, std::vector<c10::IValue> inputs, const Named& named);
  template <class Call>
  c10::IValue counting_failures(const Call& call);
  c10::IValue time_plain(std::vector<c10::IValue> inputs, const Named& named);
  c10::IValue call_hooked(const ModelInputs& inputs);
  /// What comes before calls count, one after another: the analysis, and warming up.
  c10::IValue prepare(const ModelInputs& inputs);
  void count(Lane& lane, std::int64_t latency_ns);
  [[nodiscard]] bool is_allowed_now();
  [[nodiscard]] std::vector<std::mutex*> fork_mutexes();

  TickConverter converter_;
  torch::jit::Module module_;
  SamplerOptions options_;
  torch::jit::Method method_;
  bool has_saved_hooks_;
  ModuleTree tree_;
  HookedModel hooked_;
  std::shared_ptr<ThreadSlots> slots_;
  SampleStore store_;
  TurnOwner preparing_{0};
  std::optional<SampleAnalysis> analysis_;  // until it has run; of who has the turn
  std::int64_t warm_up_left_;               // likewise
  std::atomic<bool> counts_{false};         // calls count
  std::atomic<std::int64_t> not_counted_{0};
  std::atomic<std::int64_t> failed_{0};
  std::atomic<std::int64_t> skipped_{0};
  std::atomic<std::int64_t> allowed_from_ns_{0};  // the next hooked call, with `per_second`
  std::atomic<bool> wants_plain_{false};          // a hooked call has no plain one beside it yet
  SampleDescription description_;
  Pool<Lane> lanes_;
  ForkLocks fork_locks_;
};

}  // namespace hookstat
