#include "hooks/hook_nodes.h"

#include <torch/csrc/jit/runtime/custom_operator.h>

#include <utility>
#include <vector>

#include "model/module_tree.h"

namespace hookstat {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Operation;
using torch::jit::Operator;
using torch::jit::Stack;
using torch::jit::Value;

const c10::Symbol kBefore = c10::Symbol::fromQualString("hookstat::before");
const c10::Symbol kAfter = c10::Symbol::fromQualString("hookstat::after");
const c10::Symbol kModuleAttribute = c10::Symbol::fromQualString("attr::module");
const c10::Symbol kMethodAttribute = c10::Symbol::fromQualString("attr::method");

CalledMethod call_of(const Node& node) {
  return {static_cast<ModuleIndex>(node.i(kModuleAttribute)), node.s(kMethodAttribute)};
}

std::vector<c10::TypePtr> types_of(at::ArrayRef<const Value*> values) {
  std::vector<c10::TypePtr> types;
  types.reserve(values.size());
  for (const Value* value : values) types.push_back(value->type());
  return types;
}

/// Takes the arguments and leaves what the hooks make of them.
Operation make_before(const Node* node) {
  return [call = call_of(*node), types = types_of(node->outputs())](Stack& stack) {
    RunHooks* hooks = RunHooks::current();
    if (hooks == nullptr || !hooks->any_before(call)) return;
    std::vector<c10::IValue> inputs = torch::jit::pop(stack, types.size());
    hooks->before(call, inputs, types);
    for (c10::IValue& input : inputs) torch::jit::push(stack, std::move(input));
  };
}

/// Takes the arguments and the result, and leaves what the hooks make of the result.
Operation make_after(const Node* node) {
  return [call = call_of(*node), count = node->inputs().size() - 1,
          type = node->output()->type()](Stack& stack) {
    c10::IValue output = torch::jit::pop(stack);
    RunHooks* hooks = RunHooks::current();
    if (hooks == nullptr || !hooks->any_after(call)) {
      torch::jit::drop(stack, count);
    } else {
      const std::vector<c10::IValue> inputs = torch::jit::pop(stack, count);
      hooks->after(call, inputs, output, type);
    }
    torch::jit::push(stack, std::move(output));
  };
}

// Like marks (operators.cpp): each node has an operation of its own, and stays where it is.
const torch::jit::RegisterOperators kRegistration({
    Operator("hookstat::before(...) -> ...", make_before, c10::AliasAnalysisKind::CONSERVATIVE),
    Operator("hookstat::after(...) -> ...", make_after, c10::AliasAnalysisKind::CONSERVATIVE),
});

Node* create(Graph& graph, c10::Symbol kind, const CalledMethod& call, at::ArrayRef<Value*> inputs,
             at::ArrayRef<Value*> declared) {
  Node* node = graph.create(kind, inputs, declared.size());
  node->i_(kModuleAttribute, call.module);
  node->s_(kMethodAttribute, call.method);
  // Of a tensor only that it is one: a hook may replace it by another shape.
  for (std::size_t i = 0; i < declared.size(); ++i) {
    node->outputs()[i]->setType(c10::unshapedType(declared[i]->type()));
  }
  return node;
}

}  // namespace

void add_hook_nodes(Graph& graph, const CalledMethod& call, at::ArrayRef<Value*> arguments) {
  std::vector<Value*> values;
  for (Value* argument : arguments) {
    if (!is_module_type(argument->type())) values.push_back(argument);
  }
  Node* before = create(graph, kBefore, call, values, values);
  graph.prependNode(before);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i]->replaceAllUsesAfterNodeWith(before, before->outputs()[i]);
  }
  std::vector<Value*> seen = before->outputs().vec();
  seen.push_back(graph.outputs()[0]);
  Node* after = create(graph, kAfter, call, seen, graph.outputs()[0]);
  graph.appendNode(after);
  graph.return_node()->replaceInput(0, after->output());
}

}  // namespace hookstat
