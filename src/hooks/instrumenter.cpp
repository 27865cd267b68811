#include "hooks/instrumenter.h"

#include <torch/csrc/jit/passes/shape_analysis.h>

#include <algorithm>

#include "hooks/merge_marks.h"
#include "hooks/operator_marks.h"
#include "model/cause.h"

namespace hookstat {
namespace {

const std::string kRootPath;

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::GraphFunction;
using torch::jit::Node;
using torch::jit::Value;

torch::jit::Function* find_function(const c10::ClassType& type, const std::string& name) {
  if (auto* method = type.findMethod(name)) return method;
  return type.findHook(name);
}

/// Whether `function` is a forward hook or pre-hook saved with modules of that type.
bool is_hook_of(const torch::jit::Function& function, const c10::TypePtr& type) {
  const auto class_type = type->cast<c10::ClassType>();
  if (!class_type) return false;
  const auto holds = [&](const std::vector<torch::jit::Function*>& hooks) {
    return std::find(hooks.begin(), hooks.end(), &function) != hooks.end();
  };
  return holds(class_type->getForwardHooks()) || holds(class_type->getForwardPreHooks());
}

bool is_users(const SourceLine& line) { return !line.file.empty() && !is_torchs_own(line.file); }

using Paths = std::unordered_map<const Value*, std::string>;

const std::string* path_of(const Paths& paths, const Value* value) {
  const auto found = paths.find(value);
  return found == paths.end() ? nullptr : &found->second;
}

std::vector<std::optional<std::string>> argument_paths(const Paths& known, const Node& node) {
  std::vector<std::optional<std::string>> paths;
  for (const Value* input : node.inputs()) {
    const std::string* path = path_of(known, input);
    paths.push_back(path == nullptr ? std::nullopt : std::optional(*path));
  }
  return paths;
}

}  // namespace

std::shared_ptr<Graph> Instrumenter::instrument_root(GraphFunction& method,
                                                     const std::optional<CalledMethod>& call) {
  auto graph = instrument(method, {kRootPath}, {{kRootPath, 0}}, 1);
  Value* task = graph->inputs()[1];
  if (call && calls_hooks()) {
    // What tracing noted of shapes need not hold for what a hook puts in their place.
    torch::jit::EraseShapeInformation(graph);
    add_hook_nodes(*graph, *call, graph->inputs().slice(2));
  }
  graph->prependNode(nodes::resume(*graph, task));
  graph->appendNode(nodes::code_end(*graph, task));
  merge_marks(*graph);
  return graph;
}

std::shared_ptr<Graph> Instrumenter::instrument_stand_in(GraphFunction& method,
                                                         const std::optional<std::string>& path,
                                                         const Whose& owner,
                                                         const c10::ClassTypePtr& stand_in,
                                                         const std::optional<CalledMethod>& call) {
  auto graph = instrument(method, {path}, {owner}, 1);
  Value* object = graph->insertInput(0, "stand_in")->setType(stand_in);
  Node* receiver = graph->createGetAttr(object, kReceiverAttribute);
  Node* task = graph->createGetAttr(object, kTaskAttribute);
  const auto arguments = graph->inputs().slice(3);
  if (call && calls_hooks()) {
    torch::jit::EraseShapeInformation(graph);
    add_hook_nodes(*graph, *call, arguments);
  } else if (call && has_marks()) {
    const SiteId site = shared_.tables.sites.add({call->module, call->method, /*dynamic=*/true});
    graph->prependNode(mark(*graph, enter_code(site), arguments));
    graph->appendNode(mark(*graph, leave_code(site), graph->outputs()));
  }
  // In reverse order, each before the others.
  graph->prependNode(nodes::resume(*graph, task->output()));
  graph->prependNode(task);
  graph->prependNode(receiver);
  for (Value* replacement : {receiver->output(), task->output()}) {
    graph->inputs()[1]->replaceAllUsesWith(replacement);
    graph->eraseInput(1);
  }
  // Called from the plan, it is compiled by itself, and there is no way to mark what comes of it.
  if (instrumentation_ == Instrumentation::kOperators) {
    mark_operators(*graph, shared_.tables, owner.time);
  }
  merge_marks(*graph);
  return graph;
}

std::shared_ptr<Graph> Instrumenter::instrument(GraphFunction& function, const ArgumentPaths& paths,
                                                const Caller& caller, std::size_t task_input) {
  auto graph = function.graph()->copy();
  if (wants_lines()) complete_ranges(*graph->block());
  Paths known;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (paths[i]) known[graph->inputs()[i]] = *paths[i];
  }
  Value* task = graph->insertInput(task_input, "hookstat_task");
  task->setType(c10::IntType::get());
  walk(*graph, *graph->block(), {caller.owner, task, &known, caller.users_line, &function.name()});
  return graph;
}

void Instrumenter::walk(Graph& graph, Block& block, const Frame& frame) {
  for (Node* node = *block.nodes().begin(); node != block.return_node();) {
    Node* next = node->next();  // visiting may replace the node
    visit(graph, node, frame);
    node = next;
  }
}

void Instrumenter::visit(Graph& graph, Node* node, const Frame& frame) {
  if (instrumentation_ == Instrumentation::kOperators) {
    note_origin(*node, {frame.owner.time, line_at(*node, frame)});
  }
  switch (node->kind()) {
    case c10::prim::GetAttr:
      return visit_attribute(node, frame);
    case c10::prim::CallFunction:
      return visit_function_call(graph, node, frame);
    case c10::prim::CallMethod:
      return visit_method_call(graph, node, frame);
    case c10::prim::fork:
    case c10::prim::awaitable:
      return visit_fork(graph, node, frame);
    case c10::aten::wait:
    case c10::prim::awaitable_wait:
      return visit_wait(graph, node, frame);
    default:
      if (instrumentation_ == Instrumentation::kLines && node->maybeSchema() != nullptr) {
        nodes::line(graph, line_at(*node, frame))->insertBefore(node);
      }
      for (Block* block : node->blocks()) walk(graph, *block, frame);
  }
}

void Instrumenter::visit_attribute(Node* node, const Frame& frame) {
  const std::string* owner = path_of(*frame.paths, node->input(0));
  if (owner == nullptr || !is_module_type(node->output()->type())) return;
  (*frame.paths)[node->output()] = join_path(*owner, node->s(c10::attr::name));
}

void Instrumenter::visit_function_call(Graph& graph, Node* node, const Frame& frame) {
  auto* function = node->input(0)->type()->expect<c10::FunctionType>()->function();
  GraphFunction* callee = torch::jit::tryToGraphFunction(*function);
  if (callee == nullptr) return leave_as_it_is(graph, node, frame);
  node->removeInput(0);
  // The time of a forward hook saved in the model is that of the module it is attached to, which is
  // its first argument. Any other function's time is its caller's.
  Whose owner = frame.owner;
  if (!node->inputs().empty() && is_hook_of(*function, node->input(0)->type())) {
    const std::string* first = path_of(*frame.paths, node->input(0));
    if (first != nullptr && *first != frame.owner.path) {
      owner.path = *first;
      mark_call(graph, node, function->qualname().name(), owner);
    }
  }
  inline_call(node, *callee, owner, frame, 0);
}

void Instrumenter::visit_method_call(Graph& graph, Node* node, const Frame& frame) {
  Value* receiver = node->input(0);
  const auto type = receiver->type()->cast<c10::ClassType>();
  const std::string* known = path_of(*frame.paths, receiver);
  const bool is_module = is_module_type(receiver->type());
  if (!type || (is_module && known == nullptr)) return call_a_stand_in(graph, node, frame);
  const std::string& method = node->s(c10::attr::name);
  auto* function = find_function(*type, method);
  GraphFunction* callee = function == nullptr ? nullptr : torch::jit::tryToGraphFunction(*function);
  if (callee == nullptr) return leave_as_it_is(graph, node, frame);
  Whose owner = frame.owner;
  std::optional<CalledMethod> call;
  if (is_module && *known != frame.owner.path) {
    owner.path = *known;
    if (is_written_call(method)) call = mark_call(graph, node, method, owner);
  }
  inline_call(node, *callee, owner, frame, 1, call);
}

void Instrumenter::visit_fork(Graph& graph, Node* node, const Frame& frame) {
  // The optimiser removes a fork that nobody waits for, and marks must not keep it alive.
  if (!node->output()->hasUses()) return;
  auto body = node->g(c10::attr::Subgraph)->copy();
  node->g_(c10::attr::Subgraph, body);
  const ArgumentPaths paths = argument_paths(*frame.paths, *node);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (paths[i]) (*frame.paths)[body->inputs()[i]] = *paths[i];
  }
  const bool has_future = node->kind() == c10::prim::fork;
  Node* fork =
      nodes::fork(graph, frame.task, has_future ? BodyStart::kAtOnce : BodyStart::kWhenAwaited);
  fork->insertBefore(node);
  node->addInput(fork->output());
  nodes::resume(graph, frame.task)->insertAfter(node);
  if (has_future) nodes::forked(graph, fork->output(), node->output())->insertAfter(node);
  Value* task = body->addInput("hookstat_task");
  task->setType(c10::IntType::get());
  walk(*body, *body->block(), {frame.owner, task, frame.paths, frame.users_line, frame.function});
  body->block()->prependNode(nodes::body_begin(*body, task));
  body->block()->appendNode(nodes::body_end(*body, task));
  if (!has_future) body->block()->appendNode(nodes::awaited(*body, task));
}

void Instrumenter::visit_wait(Graph& graph, Node* node, const Frame& frame) {
  nodes::wait_begin(graph, frame.task)->insertBefore(node);
  nodes::wait_end(graph, frame.task)->insertAfter(node);
}

std::int32_t Instrumenter::line_at(const Node& node, const Frame& frame) {
  if (!wants_lines()) return -1;
  const SourceLine line = source_line_of(node, *frame.function);
  return is_users(line) || frame.users_line < 0 ? shared_.tables.lines.add(line) : frame.users_line;
}

std::int32_t Instrumenter::users_line_at(const Node& node, const Frame& frame) {
  if (!wants_lines()) return -1;
  const SourceLine line = source_line_of(node, *frame.function);
  return is_users(line) ? shared_.tables.lines.add(line) : frame.users_line;
}

void Instrumenter::leave_as_it_is(Graph& graph, Node* node, const Frame& frame) {
  // It may wait for a task inside, and come back on another thread.
  nodes::resume(graph, frame.task)->insertAfter(node);
}

void Instrumenter::call_a_stand_in(Graph& graph, Node* node, const Frame& frame) {
  Node* stand_in = nodes::stand_in(graph, frame.task, *node, frame.owner.path, shared_.receivers);
  stand_in->copyMetadata(node);
  stand_in->insertBefore(node);
  node->replaceInput(0, stand_in->output());
  // A method that cannot be instrumented is called as it is.
  leave_as_it_is(graph, node, frame);
}

void Instrumenter::inline_call(Node* node, GraphFunction& callee, const Whose& owner,
                               const Frame& frame, std::size_t task_input,
                               const std::optional<CalledMethod>& call) {
  const auto instrumented = instrument(callee, argument_paths(*frame.paths, *node),
                                       {owner, users_line_at(*node, frame)}, task_input);
  if (call && calls_hooks()) {
    add_hook_nodes(*instrumented, *call, instrumented->inputs().slice(task_input + 1));
  }
  node->insertInput(task_input, frame.task);
  torch::jit::inlineCallTo(node, &callee, instrumented.get());
}

std::optional<CalledMethod> Instrumenter::mark_call(Graph& graph, Node* node,
                                                    const std::string& method, Whose& callee) {
  const ModuleIndex module = shared_.tree.index_of(callee.path);
  if (module < 0) return {};  // not registered under the root: its time stays with the caller
  callee.time = module;
  const CalledMethod call{module, method};
  if (!has_marks()) return call;
  const SiteId site = shared_.tables.sites.add({module, method, /*dynamic=*/false});
  mark(graph, enter_code(site), node->inputs().slice(1))->insertBefore(node);
  mark(graph, leave_code(site), node->outputs())->insertAfter(node);
  return call;
}

Node* Instrumenter::mark(Graph& graph, EventCode code, at::ArrayRef<Value*> values) {
  if (instrumentation_ == Instrumentation::kValues) {
    return nodes::value_mark(graph, code, values);
  }
  return nodes::mark(graph, code);
}

}  // namespace hookstat
