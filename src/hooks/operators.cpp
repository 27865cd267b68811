#include "hooks/operators.h"

#include <torch/csrc/jit/runtime/custom_operator.h>

#include <utility>

#include "model/tensor_capture.h"

namespace hookstat {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Operation;
using torch::jit::Operator;
using torch::jit::Stack;
using torch::jit::Value;

// Each mark reads it: initial-exec spares those in a shared library a call for that.
[[gnu::tls_model("initial-exec")]] thread_local Task* t_current = nullptr;

// Keeps the current task where its run came to this thread by itself, as the rest of a call does
// after a wait: nobody on this thread sees where an exception takes it from here.
thread_local std::shared_ptr<Run> t_adopted;

void leave_thread() {
  t_current = nullptr;
  t_adopted.reset();
}

c10::Symbol symbol(const char* name) { return c10::Symbol::fromQualString(name); }

const c10::Symbol kMark = symbol("hookstat::mark");
const c10::Symbol kCross = symbol("hookstat::cross");
const c10::Symbol kValueMark = symbol("hookstat::value_mark");
const c10::Symbol kCodeEnd = symbol("hookstat::code_end");
const c10::Symbol kResume = symbol("hookstat::resume");
const c10::Symbol kFork = symbol("hookstat::fork");
const c10::Symbol kForkLazily = symbol("hookstat::fork_lazily");
const c10::Symbol kForked = symbol("hookstat::forked");
const c10::Symbol kAwaited = symbol("hookstat::awaited");
const c10::Symbol kBodyBeginOp = symbol("hookstat::body_begin");
const c10::Symbol kBodyEndOp = symbol("hookstat::body_end");
const c10::Symbol kWaitBeginOp = symbol("hookstat::wait_begin");
const c10::Symbol kWaitEndOp = symbol("hookstat::wait_end");
const c10::Symbol kLine = symbol("hookstat::line");
const c10::Symbol kStandIn = symbol("hookstat::stand_in");

const c10::Symbol kCodeAttribute = symbol("attr::code");
const c10::Symbol kLeaveAttribute = symbol("attr::leave");
const c10::Symbol kEnterAttribute = symbol("attr::enter");
const c10::Symbol kMethodAttribute = symbol("attr::method");
const c10::Symbol kCallerAttribute = symbol("attr::caller");
const c10::Symbol kReceiversAttribute = symbol("attr::receivers");

template <class T>
T* address(std::int64_t value) {
  // The only addresses that enter a graph are a Task's and a Receivers', both ours.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  return reinterpret_cast<T*>(static_cast<std::intptr_t>(value));
}

Task& pop_task(Stack& stack) { return *address<Task>(torch::jit::pop(stack).toInt()); }

void append(Task& task, EventCode code) {
  if (code >= 0) {
    task.enter(code);
  } else {
    task.leave(code);
  }
}

Operation make_mark(const Node* node) {
  const auto code = static_cast<EventCode>(node->i(kCodeAttribute));
  if (code >= 0) {
    return [code](Stack&) { t_current->enter(code); };
  }
  return [code](Stack&) { t_current->leave(code); };
}

Operation make_cross(const Node* node) {
  const auto leave = static_cast<EventCode>(node->i(kLeaveAttribute));
  const auto enter = static_cast<EventCode>(node->i(kEnterAttribute));
  return [leave, enter](Stack&) { t_current->cross(leave, enter); };
}

Operation make_value_mark(const Node* node) {
  const auto code = static_cast<EventCode>(node->i(kCodeAttribute));
  return [code, count = node->inputs().size()](Stack& stack) {
    std::vector<TensorInfo> tensors;
    for (const c10::IValue& value : torch::jit::last(stack, count)) capture_tensors(value, tensors);
    torch::jit::drop(stack, count);
    t_current->values.push_back(std::move(tensors));
    append(*t_current, code);
  };
}

Operation make_line(const Node* node) {
  const auto number = static_cast<std::int32_t>(node->i(kCodeAttribute));
  return [number](Stack&) { t_current->source_line = number; };
}

Operation make_stand_in(const Node* node) {
  auto* receivers = address<Receivers>(node->i(kReceiversAttribute));
  return [receivers, method = node->s(kMethodAttribute),
          caller = node->s(kCallerAttribute)](Stack& stack) {
    const c10::IValue receiver = torch::jit::pop(stack);
    Task& task = pop_task(stack);
    torch::jit::push(stack, receivers->stand_in(task, method, caller, receiver));
    task.in_code = false;  // the executor prepares the method; `resume` stands first in it
  };
}

void run_resume(Stack& stack) {
  Task& task = pop_task(stack);
  if (t_current != &task) {
    t_adopted = task.run().shared_from_this();
    t_current = &task;
  }
  task.in_code = true;
}

void run_code_end(Stack& stack) {
  pop_task(stack).in_code = false;
  leave_thread();  // it may be one of LibTorch's own, and outlive the task
}

void fork_body(Stack& stack, BodyStart start) {
  Task& task = pop_task(stack);
  task.in_code = false;  // the executor prepares the body on this thread; `resume` follows the fork
  torch::jit::push(stack, task_value(task.run().fork(task, start)));
}

void run_fork(Stack& stack) { fork_body(stack, BodyStart::kAtOnce); }
void run_fork_lazily(Stack& stack) { fork_body(stack, BodyStart::kWhenAwaited); }

/// The executor has work of its own to do after the last node of a body (noting the shapes of what
/// it returns), so a body has ended when its future is complete, be it by an exception, which
/// leaves the task current on the thread that ran it.
void run_forked(Stack& stack) {
  const c10::IValue future = torch::jit::pop(stack);
  Task* const task = &pop_task(stack);
  const auto ended = [task](c10::ivalue::Future&) {
    if (t_current == task) leave_thread();
    task->run().body_ended();
  };
  future.toFuture()->addCallback(ended, /*uses_future=*/false);
}

void run_awaited(Stack& stack) { pop_task(stack).run().body_ended(); }

void run_body_begin(Stack& stack) {
  run_resume(stack);
  t_current->enter(kBodyBegin);
}

void run_body_end(Stack& stack) {
  Task& task = pop_task(stack);
  task.leave(kBodyEnd);
  leave_thread();
}

void run_wait_begin(Stack& stack) {
  pop_task(stack).leave(kWaitBegin);
  leave_thread();  // the interpreter may be suspended, and the thread run other code
}

void run_wait_end(Stack& stack) {
  run_resume(stack);
  t_current->enter(kWaitEnd);
}

// Marks carry their site as a node attribute, read by an Operation *creator*: with a fixed schema
// the interpreter would share one operation among all nodes of the same name. CONSERVATIVE: never
// dropped, merged, or reordered among themselves.
const torch::jit::RegisterOperators kRegistration({
    Operator("hookstat::mark(...) -> ...", make_mark, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::cross(...) -> ...", make_cross, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::value_mark(...) -> ...", make_value_mark,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::line(...) -> ...", make_line, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::stand_in(...) -> ...", make_stand_in, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::resume(int task) -> ()", run_resume, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::code_end(int task) -> ()", run_code_end,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::fork(int task) -> int", run_fork, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::fork_lazily(int task) -> int", run_fork_lazily,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::forked(int task, Future(t) body) -> ()", run_forked,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::awaited(int task) -> ()", run_awaited,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::body_begin(int task) -> ()", run_body_begin,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::body_end(int task) -> ()", run_body_end,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::wait_begin(int task) -> ()", run_wait_begin,
             c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::wait_end(int task) -> ()", run_wait_end,
             c10::AliasAnalysisKind::CONSERVATIVE),
});

}  // namespace

Task* current_task() noexcept { return t_current; }

CurrentTask::CurrentTask(Task* task) noexcept
    : before_(std::exchange(t_current, task)), adopted_before_(std::exchange(t_adopted, nullptr)) {}

CurrentTask::~CurrentTask() {
  t_current = before_;
  t_adopted = std::move(adopted_before_);
}

namespace nodes {

bool is_fork(const Node& node) {
  return node.kind() == c10::prim::fork || node.kind() == c10::prim::awaitable;
}

Node* mark(Graph& graph, EventCode code) {
  Node* node = graph.create(kMark, {}, 0);
  node->i_(kCodeAttribute, code);
  return node;
}

std::optional<EventCode> mark_code(const Node& node) {
  if (node.kind() != kMark) return std::nullopt;
  return static_cast<EventCode>(node.i(kCodeAttribute));
}

Node* cross(Graph& graph, EventCode leave, EventCode enter) {
  Node* node = graph.create(kCross, {}, 0);
  node->i_(kLeaveAttribute, leave);
  node->i_(kEnterAttribute, enter);
  return node;
}

Node* value_mark(Graph& graph, EventCode code, at::ArrayRef<Value*> values) {
  Node* node = graph.create(kValueMark, values, 0);
  node->i_(kCodeAttribute, code);
  return node;
}

Node* line(Graph& graph, std::int32_t number) {
  Node* node = graph.create(kLine, {}, 0);
  node->i_(kCodeAttribute, number);
  return node;
}

Node* fork(Graph& graph, Value* task, BodyStart start) {
  const c10::Symbol kind = start == BodyStart::kAtOnce ? kFork : kForkLazily;
  Node* node = graph.create(kind, {task}, 1);
  node->output()->setType(c10::IntType::get());
  return node;
}

Node* forked(Graph& graph, Value* task, Value* body) {
  return graph.create(kForked, {task, body}, 0);
}

Node* awaited(Graph& graph, Value* task) { return graph.create(kAwaited, {task}, 0); }
Node* resume(Graph& graph, Value* task) { return graph.create(kResume, {task}, 0); }
Node* code_end(Graph& graph, Value* task) { return graph.create(kCodeEnd, {task}, 0); }
Node* body_begin(Graph& graph, Value* task) { return graph.create(kBodyBeginOp, {task}, 0); }
Node* body_end(Graph& graph, Value* task) { return graph.create(kBodyEndOp, {task}, 0); }
Node* wait_begin(Graph& graph, Value* task) { return graph.create(kWaitBeginOp, {task}, 0); }
Node* wait_end(Graph& graph, Value* task) { return graph.create(kWaitEndOp, {task}, 0); }

Node* stand_in(Graph& graph, Value* task, Node& call, const std::string& caller,
               Receivers& receivers) {
  Node* node = graph.create(kStandIn, {task, call.input(0)}, 1);
  node->s_(kMethodAttribute, call.s(c10::attr::name));
  node->s_(kCallerAttribute, caller);
  node->i_(kReceiversAttribute,
           static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(&receivers)));
  const c10::TypePtr& type = call.input(0)->type();
  node->output()->setType(type->cast<c10::InterfaceType>() ? type : c10::AnyType::get());
  return node;
}

}  // namespace nodes
}  // namespace hookstat
