#include "hooks/hooked_model.h"

#include <torch/csrc/jit/api/function_impl.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "hooks/executor_groups.h"
#include "hooks/instrumented.h"
#include "hooks/instrumenter.h"
#include "hooks/operators.h"
#include "hooks/stand_ins.h"
#include "hookstat/error.h"
#include "model/module_tree.h"
#include "model/tensor_capture.h"
#include "record/task.h"

namespace hookstat {
namespace {

using torch::jit::GraphFunction;
using torch::jit::Stack;

/// Calls the forward hooks saved in a model in the order in which Module::operator() does.
/// `call(i, stack)` calls the i-th pre-hook, `body` the method, `hook` likewise.
template <class CallSavedPreHook, class CallBody, class CallSavedHook>
c10::IValue call_with_hooks(std::size_t pre_hooks, std::size_t hooks,
                            std::vector<c10::IValue> inputs, const CallSavedPreHook& pre_hook,
                            const CallBody& body, const CallSavedHook& hook) {
  for (std::size_t i = 0; i < pre_hooks; ++i) {
    const c10::IValue result = pre_hook(i, c10::ivalue::Tuple::create(inputs));
    if (result.isTuple()) {
      inputs = result.toTupleRef().elements().vec();
    } else if (!result.isNone()) {
      inputs = {result};
    }
  }
  c10::IValue outputs = body(inputs);
  for (std::size_t i = 0; i < hooks; ++i) {
    c10::IValue result = hook(i, c10::ivalue::Tuple::create(inputs), outputs);
    if (!result.isNone()) outputs = std::move(result);
  }
  return outputs;
}

}  // namespace

class HookedModel::Impl final : public std::enable_shared_from_this<Impl> {
 public:
  Impl(const torch::jit::Module& module, ModuleTree tree, const std::string& method,
       const HookOptions& options)
      : module_(module),
        tree_(std::move(tree)),
        options_(options),
        stand_ins_(tables_, tree_, options) {
    tables_.sites.add({0, method, /*dynamic=*/false});
    tables_.operators.add({});
    method_ = build(require_method(method), CalledMethod{0, method});
    if (method != "forward") return;
    for (auto* hook : module.type()->getForwardPreHooks()) {
      pre_hooks_.push_back(build(*hook));
    }
    for (auto* hook : module.type()->getForwardHooks()) {
      hooks_.push_back(build(*hook));
    }
  }

  c10::IValue run(RunRecorder& recorder, const ModelInputs& inputs) {
    Task& task = recorder.begin(shared_from_this());
    const CurrentTask current(&task);
    enter(task, 0, all_arguments(inputs));
    c10::IValue result =
        pre_hooks_.empty() && hooks_.empty()
            ? call(method_, task, inputs.positional, inputs.named)
            : call_with_hooks(
                  pre_hooks_.size(), hooks_.size(), inputs.positional,
                  [&](std::size_t i, c10::IValue tuple) {
                    return call(pre_hooks_[i], task, {std::move(tuple)}, {});
                  },
                  [&](const std::vector<c10::IValue>& arguments) {
                    return call(method_, task, arguments, inputs.named);
                  },
                  [&](std::size_t i, c10::IValue tuple, const c10::IValue& outputs) {
                    return call(hooks_[i], task, {std::move(tuple), outputs}, {});
                  });
    leave(task, 0, result);
    return result;
  }

  [[nodiscard]] std::vector<CallSite> sites() const { return tables_.sites.all(); }
  [[nodiscard]] std::size_t site_count() const { return tables_.sites.size(); }
  [[nodiscard]] std::vector<SourceLine> source_lines() const { return tables_.lines.all(); }
  [[nodiscard]] std::vector<std::string> executor_groups() const {
    return hookstat::executor_groups(*method_.function);
  }
  [[nodiscard]] std::string graph_text() const { return method_.graph().toString(); }

  [[nodiscard]] std::vector<std::mutex*> mutexes() {
    return {&stand_ins_.mutex(), &tables_.sites.mutex()};
  }

  void mark_operators() {
    const auto mark = [&](Instrumented& instrumented) {
      instrumented.plan = marked_plan(*instrumented.function, tables_);
    };
    mark(method_);
    std::ranges::for_each(pre_hooks_, mark);
    std::ranges::for_each(hooks_, mark);
  }
  [[nodiscard]] std::vector<OperatorSite> operators() const { return tables_.operators.all(); }
  [[nodiscard]] std::size_t operator_count() const { return tables_.operators.size(); }

 private:
  torch::jit::Function& require_method(const std::string& method) const {
    auto* function = module_.type()->findMethod(method);
    if (function == nullptr) {
      throw InputError("the model has no method '" + method + "'");
    }
    return *function;
  }

  /// In the order of the declaration, without defaults.
  [[nodiscard]] std::vector<c10::IValue> all_arguments(const ModelInputs& inputs) const {
    std::vector<c10::IValue> arguments = inputs.positional;
    for (const c10::Argument& argument : method_.original->getSchema().arguments()) {
      const auto named = inputs.named.find(argument.name());
      if (named != inputs.named.end()) arguments.push_back(named->second);
    }
    return arguments;
  }

  /// A method of the root, or a hook saved with it.
  Instrumented build(torch::jit::Function& function, const std::optional<CalledMethod>& call = {}) {
    GraphFunction* graph_function = torch::jit::tryToGraphFunction(function);
    if (graph_function == nullptr) {
      throw InputError("the method '" + function.name() + "' is no TorchScript graph");
    }
    Instrumenter instrumenter({tables_, tree_, stand_ins_}, options_.instrumentation);
    auto graph = instrumenter.instrument_root(*graph_function, call);
    return {&function, make_function(function.qualname(), std::move(graph), options_.strict), {}};
  }

  /// Runs an instrumented function as Method::operator() runs the original: defaults filled in.
  c10::IValue call(const Instrumented& instrumented, Task& task, std::vector<c10::IValue> arguments,
                   const std::unordered_map<std::string, c10::IValue>& named) const {
    Stack stack{module_._ivalue()};
    stack.insert(stack.end(), std::make_move_iterator(arguments.begin()),
                 std::make_move_iterator(arguments.end()));
    instrumented.original->getSchema().checkAndNormalizeInputs(stack, named);
    stack.insert(stack.begin() + 1, task_value(task));
    task.in_code = false;  // until the function's own code begins
    instrumented.run(stack);
    task.in_code = true;  // the caller's
    return std::move(stack.front());
  }

  void enter(Task& task, SiteId site, const std::vector<c10::IValue>& arguments) const {
    if (options_.instrumentation == Instrumentation::kValues) {
      std::vector<TensorInfo> tensors;
      for (const c10::IValue& argument : arguments) capture_tensors(argument, tensors);
      task.values.push_back(std::move(tensors));
    }
    if (options_.instrumentation == Instrumentation::kCallbacks) return;
    task.enter(enter_code(site));
  }

  void leave(Task& task, SiteId site, const c10::IValue& result) const {
    if (options_.instrumentation == Instrumentation::kCallbacks) return;
    task.leave(leave_code(site));
    if (options_.instrumentation != Instrumentation::kValues) return;
    std::vector<TensorInfo> tensors;
    capture_tensors(result, tensors);
    task.values.push_back(std::move(tensors));
  }

  torch::jit::Module module_;  // keeps the objects and functions alive that call stacks refer to
  ModuleTree tree_;            // likewise: a body left running may still look for its receivers
  HookOptions options_;
  MarkTables tables_;
  StandIns stand_ins_;
  Instrumented method_;
  std::vector<Instrumented> pre_hooks_;
  std::vector<Instrumented> hooks_;
};

HookedModel::HookedModel(const torch::jit::Module& module, const ModuleTree& tree,
                         const std::string& method, const HookOptions& options)
    : impl_(std::make_shared<Impl>(module, tree, method, options)) {}
HookedModel::HookedModel(HookedModel&&) noexcept = default;
HookedModel& HookedModel::operator=(HookedModel&&) noexcept = default;
HookedModel::~HookedModel() = default;

c10::IValue HookedModel::run(RunRecorder& recorder, const ModelInputs& inputs) const {
  return impl_->run(recorder, inputs);
}

std::vector<CallSite> HookedModel::sites() const { return impl_->sites(); }

std::size_t HookedModel::site_count() const { return impl_->site_count(); }

std::vector<SourceLine> HookedModel::source_lines() const { return impl_->source_lines(); }

void HookedModel::mark_operators() { impl_->mark_operators(); }

std::vector<OperatorSite> HookedModel::operators() const { return impl_->operators(); }

std::size_t HookedModel::operator_count() const { return impl_->operator_count(); }

std::string HookedModel::graph_text() const { return impl_->graph_text(); }

std::vector<std::mutex*> HookedModel::mutexes() const { return impl_->mutexes(); }

std::vector<std::string> HookedModel::executor_groups() const { return impl_->executor_groups(); }

std::vector<std::string> executor_groups(const torch::jit::Module& module,
                                         const std::string& method) {
  auto* function = torch::jit::tryToGraphFunction(module.get_method(method).function());
  if (function == nullptr) return {};
  return executor_groups(*function);
}

c10::IValue call_method(torch::jit::Module& module, const std::string& method,
                        const ModelInputs& inputs) {
  const torch::jit::Method body = module.get_method(method);
  const auto& pre_hooks = module.type()->getForwardPreHooks();
  const auto& hooks = module.type()->getForwardHooks();
  if (method != "forward" || (pre_hooks.empty() && hooks.empty())) {
    return body(inputs.positional, inputs.named);
  }
  const auto call_hook = [&](torch::jit::Function* hook, std::vector<c10::IValue> arguments) {
    return torch::jit::Method(module._ivalue(), hook)(std::move(arguments));
  };
  return call_with_hooks(
      pre_hooks.size(), hooks.size(), inputs.positional,
      [&](std::size_t i, c10::IValue tuple) { return call_hook(pre_hooks[i], {std::move(tuple)}); },
      [&](const std::vector<c10::IValue>& arguments) { return body(arguments, inputs.named); },
      [&](std::size_t i, c10::IValue tuple, const c10::IValue& outputs) {
        return call_hook(hooks[i], {std::move(tuple), outputs});
      });
}

}  // namespace hookstat
