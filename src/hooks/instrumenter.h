// Rewrites a copy of a method's graph: every call is inlined for its own instance, so the qualified
// path of each call site is known statically, and a mark is left at each border between modules.
#pragma once

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "hooks/hook_nodes.h"
#include "hooks/hooked_model.h"
#include "hooks/mark_tables.h"
#include "hooks/operators.h"
#include "model/module_tree.h"

namespace hookstat {

/// What all instrumented code of one HookedModel shares.
struct Surroundings {
  MarkTables& tables;
  const ModuleTree& tree;
  Receivers& receivers;
};

/// Whose code something is: the path of the module it is written in, and the module whose time it
/// is, which for a helper is that of its caller.
struct Whose {
  std::string path;
  ModuleIndex time = 0;
};

class Instrumenter {
 public:
  Instrumenter(const Surroundings& shared, Instrumentation instrumentation)
      : shared_(shared), instrumentation_(instrumentation) {}

  /// A copy of the graph of a method of the root with marks. Its second input, after self, is the
  /// task (an int). `call`: what hooks of users are called for, unless it is a hook saved in the
  /// model.
  [[nodiscard]] std::shared_ptr<torch::jit::Graph> instrument_root(
      torch::jit::GraphFunction& method, const std::optional<CalledMethod>& call);

  /// The same for a receiver that was found at run time, at `path`; nullopt for one that is not
  /// registered; `owner` says whose code it is. In the place of self and the task is an object of
  /// the class `stand_in`, whose attributes hold them. `call`: as what it is marked, unless it is
  /// none that was written.
  [[nodiscard]] std::shared_ptr<torch::jit::Graph> instrument_stand_in(
      torch::jit::GraphFunction& method, const std::optional<std::string>& path, const Whose& owner,
      const c10::ClassTypePtr& stand_in, const std::optional<CalledMethod>& call);

 private:
  /// The paths of the values that are modules, within one graph and the forked bodies in it. They
  /// are known by address, so they may not outlive the graph: a later value can have the same
  /// address.
  using Paths = std::unordered_map<const torch::jit::Value*, std::string>;
  /// The code being walked: whose it is, the task it runs in, and what is known of its values.
  struct Frame {
    Whose owner;
    torch::jit::Value* task;
    Paths* paths;
    std::int32_t users_line;  ///< from which the code was called: see users_line_at
    const std::string* function;
  };
  /// Of an inlined call: whose code it is, and the user's line that calls.
  struct Caller {
    Whose owner;
    std::int32_t users_line = -1;
  };
  /// Per argument of an inlined call: the path of the module passed there, if it is one.
  using ArgumentPaths = std::vector<std::optional<std::string>>;

  std::shared_ptr<torch::jit::Graph> instrument(torch::jit::GraphFunction& function,
                                                const ArgumentPaths& paths, const Caller& caller,
                                                std::size_t task_input);
  void walk(torch::jit::Graph& graph, torch::jit::Block& block, const Frame& frame);
  void visit(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  static void visit_attribute(torch::jit::Node* node, const Frame& frame);
  void visit_function_call(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  void visit_method_call(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  void visit_fork(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  static void visit_wait(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  /// The line that the node comes from: its own, or the innermost of the calls that led to it, that
  /// is not PyTorch's; PyTorch's where there is none. -1 where lines are not wanted, or none is
  /// known. (The stacks of calls that nodes have do not reach into blocks.)
  std::int32_t line_at(const torch::jit::Node& node, const Frame& frame);
  /// Likewise, and -1 where there is none but PyTorch's.
  std::int32_t users_line_at(const torch::jit::Node& node, const Frame& frame);
  [[nodiscard]] bool wants_lines() const noexcept {
    return instrumentation_ == Instrumentation::kLines ||
           instrumentation_ == Instrumentation::kOperators;
  }
  [[nodiscard]] bool calls_hooks() const noexcept {
    return instrumentation_ == Instrumentation::kCallbacks;
  }
  /// At borders between modules.
  [[nodiscard]] bool has_marks() const noexcept {
    return instrumentation_ != Instrumentation::kOperators && !calls_hooks();
  }
  static void leave_as_it_is(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  void call_a_stand_in(torch::jit::Graph& graph, torch::jit::Node* node, const Frame& frame);
  void inline_call(torch::jit::Node* node, torch::jit::GraphFunction& callee, const Whose& owner,
                   const Frame& frame, std::size_t task_input,
                   const std::optional<CalledMethod>& call = {});
  /// A call whose code is at the path of `callee`: if that is registered, the time becomes its own,
  /// and the call is returned.
  std::optional<CalledMethod> mark_call(torch::jit::Graph& graph, torch::jit::Node* node,
                                        const std::string& method, Whose& callee);
  torch::jit::Node* mark(torch::jit::Graph& graph, EventCode code,
                         at::ArrayRef<torch::jit::Value*> values);

  Surroundings shared_;
  Instrumentation instrumentation_;
};

/// Of the class of a stand-in: the object it stands for, and the task of the call.
inline constexpr const char* kReceiverAttribute = "receiver";
inline constexpr const char* kTaskAttribute = "task";

/// `len(self.layers)` and property reads of a submodule compile to calls of `__len__` and
/// `__NAME_getter`, which nobody wrote as a call: they get no site.
[[nodiscard]] inline bool is_written_call(const std::string& method) {
  return !method.starts_with("__");
}

}  // namespace hookstat
