#include "model/graph_values.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <vector>

#include "model/module_tree.h"

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

/// Inlining stops at the bodies of forks, which are graphs of their own.
void inline_bodies(Block* block) {
  for (Node* node : block->nodes()) {
    if (node->hasAttribute(c10::attr::Subgraph)) {
      const std::shared_ptr<Graph> body = node->g(c10::attr::Subgraph)->copy();
      torch::jit::Inline(*body);
      inline_bodies(body->block());
      node->g_(c10::attr::Subgraph, body);
    }
    for (Block* inner : node->blocks()) inline_bodies(inner);
  }
}

std::optional<c10::IValue> attribute(const c10::IValue& owner, const std::string& name) {
  if (!owner.isObject()) return std::nullopt;
  const auto& object = owner.toObjectRef();
  const auto slot = object.type()->findAttributeSlot(name);
  if (!slot) return std::nullopt;
  return object.getSlot(*slot);
}

}  // namespace

std::shared_ptr<Graph> inlined_graph(const torch::jit::Module& module, const std::string& method) {
  std::shared_ptr<Graph> graph = module.get_method(method).graph()->copy();
  torch::jit::Inline(*graph);
  inline_bodies(graph->block());
  return graph;
}

std::optional<HeldValue> held_value(const Value* value, const torch::jit::Module& model) {
  std::vector<std::string> names;  // from the value back to the model
  while (value->node()->kind() == c10::prim::GetAttr) {
    names.push_back(value->node()->s(c10::attr::name));
    value = value->node()->input();
  }
  if (names.empty()) {
    const auto constant = torch::jit::toIValue(value);
    return constant ? std::optional(HeldValue{{}, {}, *constant}) : std::nullopt;
  }
  const bool is_input = value->node()->kind() == c10::prim::Param;
  if (!is_input || value->type() != c10::TypePtr(model.type())) return std::nullopt;
  HeldValue held;
  c10::IValue owner = model._ivalue();
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    const auto next = attribute(owner, *name);
    if (!next) return std::nullopt;
    if (name + 1 == names.rend()) {
      held.value = *next;
    } else {
      held.owner_path = join_path(held.owner_path, *name);
      owner = *next;
    }
  }
  const auto& class_name = owner.toObjectRef().type()->name();
  if (class_name) held.owner_class = class_name_of(class_name->qualifiedName());
  return held;
}

std::optional<at::Tensor> held_tensor(const Value* value, const torch::jit::Module& model) {
  const auto held = held_value(value, model);
  if (!held || !held->value.isTensor() || !held->value.toTensor().defined()) return std::nullopt;
  return held->value.toTensor();
}

}  // namespace hookstat
