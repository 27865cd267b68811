// The operators that instrumented graphs contain, registered with LibTorch once per process. They
// append events to tasks, say which task a thread is running, and put stand-ins in the place of
// receivers chosen at run time.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/recording.h"
#include "record/task.h"

namespace hookstat {

/// Makes stand-ins for receivers that are known only at run time.
class Receivers {
 public:
  Receivers() = default;
  Receivers(const Receivers&) = delete;
  Receivers& operator=(const Receivers&) = delete;
  virtual ~Receivers() = default;

  /// An object whose `method` is that of `receiver`, instrumented, for a call in `task` from code
  /// of the module at the path `caller`. Thread-safe.
  virtual c10::IValue stand_in(Task& task, const std::string& method, const std::string& caller,
                               const c10::IValue& receiver) = 0;
};

/// The task whose events the calling thread appends to; nullptr outside instrumented runs.
[[nodiscard]] Task* current_task() noexcept;

/// Makes `task` current for the calling thread and restores the one before at its end.
class CurrentTask {
 public:
  explicit CurrentTask(Task* task) noexcept;
  CurrentTask(const CurrentTask&) = delete;
  CurrentTask& operator=(const CurrentTask&) = delete;
  ~CurrentTask();

 private:
  Task* before_;
  std::shared_ptr<Run> adopted_before_;
};

/// How a task travels through a graph: its address as an int.
[[nodiscard]] inline std::int64_t task_value(Task& task) noexcept {
  return static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(&task));
}

namespace nodes {

/// Whether the node forks a body, which is a graph of its own.
[[nodiscard]] bool is_fork(const torch::jit::Node& node);

/// Makes the task current: first in a method that is run for itself, when the executor has prepared
/// it and its own code begins; and after whatever may have changed threads or prepared other code,
/// which are forks and calls that are left as they are.
[[nodiscard]] torch::jit::Node* resume(torch::jit::Graph& graph, torch::jit::Value* task);
/// Last in a method that is run for itself.
[[nodiscard]] torch::jit::Node* code_end(torch::jit::Graph& graph, torch::jit::Value* task);
/// A mark without values, `hookstat::mark() -> ()`.
[[nodiscard]] torch::jit::Node* mark(torch::jit::Graph& graph, EventCode code);
/// The code of a mark without values; nullopt for any other node.
[[nodiscard]] std::optional<EventCode> mark_code(const torch::jit::Node& node);
/// Two marks in one, `hookstat::cross() -> ()`: leaves one call and enters the next.
[[nodiscard]] torch::jit::Node* cross(torch::jit::Graph& graph, EventCode leave, EventCode enter);
/// A mark that also reads the tensors of `values`.
[[nodiscard]] torch::jit::Node* value_mark(torch::jit::Graph& graph, EventCode code,
                                           at::ArrayRef<torch::jit::Value*> values);
/// `line() -> ()`: the operators that follow come from the line of that number.
[[nodiscard]] torch::jit::Node* line(torch::jit::Graph& graph, std::int32_t number);
/// `fork(int task) -> int`: the task of a body about to be forked.
[[nodiscard]] torch::jit::Node* fork(torch::jit::Graph& graph, torch::jit::Value* task,
                                     BodyStart start);
/// After the fork: ends the body's task when the future `body` is complete.
[[nodiscard]] torch::jit::Node* forked(torch::jit::Graph& graph, torch::jit::Value* task,
                                       torch::jit::Value* body);
/// Last in an awaitable's body, which has no future: ends its task. It runs in the call that waits.
[[nodiscard]] torch::jit::Node* awaited(torch::jit::Graph& graph, torch::jit::Value* task);
/// First and last in the code of a forked body.
[[nodiscard]] torch::jit::Node* body_begin(torch::jit::Graph& graph, torch::jit::Value* task);
[[nodiscard]] torch::jit::Node* body_end(torch::jit::Graph& graph, torch::jit::Value* task);
/// Before and after a wait; after it the frame may go on on another thread.
[[nodiscard]] torch::jit::Node* wait_begin(torch::jit::Graph& graph, torch::jit::Value* task);
[[nodiscard]] torch::jit::Node* wait_end(torch::jit::Graph& graph, torch::jit::Value* task);
/// `stand_in(task, receiver) -> receiver`: what a method call with a dynamic receiver is to be
/// called on instead. Its type is no class, so that the executor looks the method up at run time.
[[nodiscard]] torch::jit::Node* stand_in(torch::jit::Graph& graph, torch::jit::Value* task,
                                         torch::jit::Node& call, const std::string& caller,
                                         Receivers& receivers);

}  // namespace nodes
}  // namespace hookstat
