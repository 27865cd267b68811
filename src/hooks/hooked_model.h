// Forward hooks on TorchScript modules: a copy of a method's graph with a mark at each border
// between modules, run on the caller's own objects. Nothing of the caller's is changed; dropping
// the HookedModel removes the hooks (docs/hooks.md).
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hookstat/model.h"
#include "hookstat/recording.h"

namespace hookstat {

class ModuleTree;
class RunRecorder;

/// What the marks do.
enum class Instrumentation : std::uint8_t {
  kTime,    ///< append {site, ticks} to the task's buffer, nothing else
  kValues,  ///< also read the tensors that go in and out. Keeps values alive longer: never timed
  kLines,   ///< also note the line of Python before each operator: never timed
  /// No marks at modules: operators are noted as those of their module, and timed once
  /// `mark_operators` was called.
  kOperators,
  kCallbacks,  ///< no marks: the hooks of a run's RunHooks are called (hooks/run_hooks.h)
};

struct HookOptions {
  Instrumentation instrumentation = Instrumentation::kTime;
  /// Runs with the simple executor: no pass moves work between modules.
  bool strict = false;
};

/// One method of a model, instrumented. Runs of one HookedModel on several threads at once are
/// allowed, each with a RunRecorder of its own. Forked bodies that the model leaves running keep
/// what they need of it, also when it is gone.
class HookedModel {
 public:
  /// Throws InputError where the model has no such method, or it is no TorchScript graph.
  HookedModel(const torch::jit::Module& module, const ModuleTree& tree, const std::string& method,
              const HookOptions& options);
  HookedModel(HookedModel&&) noexcept;
  HookedModel& operator=(HookedModel&&) noexcept;
  ~HookedModel();

  /// Calls the method as `module(inputs)` would (a forward runs the hooks saved in the model) and
  /// returns its result; events go to `recorder`, which the call restarts. What the model throws
  /// passes through; the events up to there stay in the recorder. Inputs that do not fit the
  /// method's schema throw c10::Error before anything runs.
  c10::IValue run(RunRecorder& recorder, const ModelInputs& inputs) const;

  /// All call sites known so far; those with dynamic receivers join as they are first reached. Site
  /// 0 is the root.
  [[nodiscard]] std::vector<CallSite> sites() const;
  [[nodiscard]] std::size_t site_count() const;

  /// With kLines, and with kOperators once operators are marked: the lines they come from, in the
  /// order of their numbers. Of a frozen model's operators too.
  [[nodiscard]] std::vector<SourceLine> source_lines() const;

  /// Groups of operators (differentiable or fused ones) that the executor has made of it so far,
  /// each as the names of its operators, sorted. Not while another thread runs it.
  [[nodiscard]] std::vector<std::string> executor_groups() const;

  /// With kOperators, once it has run often enough to be optimised (twice): puts marks around each
  /// operator of the finished plan, which runs from then on. So operators are fused, merged and
  /// moved as they are without marks; what the executor compiles later (forked bodies, methods
  /// behind an interface) has marks from the start. Throws InputError where there is no plan. Not
  /// while another thread runs it.
  void mark_operators();
  /// Each operator that has marks then, by site. Site 0 is the root; those behind interfaces join
  /// as they are first reached.
  [[nodiscard]] std::vector<OperatorSite> operators() const;
  [[nodiscard]] std::size_t operator_count() const;

  /// The instrumented graph, for tests; with `mark_operators`, the marked plan.
  [[nodiscard]] std::string graph_text() const;

  /// What threads hold for moments in a run, to be held while the process forks, in that order.
  [[nodiscard]] std::vector<std::mutex*> mutexes() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

/// Calls the method of the caller's own module, un-instrumented: forward as `module(inputs)` would.
c10::IValue call_method(torch::jit::Module& module, const std::string& method,
                        const ModelInputs& inputs);

/// Groups of operators that the executor has made of the caller's own method so far; likewise.
[[nodiscard]] std::vector<std::string> executor_groups(const torch::jit::Module& module,
                                                       const std::string& method);

}  // namespace hookstat
