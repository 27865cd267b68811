#include "hooks/operator_marks.h"

#include <torch/csrc/jit/ir/scope.h>
#include <torch/csrc/jit/runtime/operator.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "hooks/executor_groups.h"
#include "hooks/merge_marks.h"
#include "hooks/operators.h"

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

constexpr std::string_view kNote = "hookstat::from_";

/// "hookstat::from_MODULE_LINE".
std::optional<NodeOrigin> noted_origin(Node& node) {
  const torch::jit::ScopePtr scope = node.scope();
  if (!scope || scope->isRoot()) return std::nullopt;
  const std::string_view name = scope->name().toQualString();
  if (!name.starts_with(kNote)) return std::nullopt;
  NodeOrigin origin;
  const char* const end = name.data() + name.size();
  const auto module = std::from_chars(name.data() + kNote.size(), end, origin.module);
  std::from_chars(std::min(module.ptr + 1, end), end, origin.line);
  return origin;
}

/// Casts that the executor inserts for autocast come from nowhere; they are part of what wants
/// them.
std::optional<NodeOrigin> origin_of(Node& node) {
  const std::optional<NodeOrigin> own = noted_origin(node);
  const std::string_view name = node.kind().toQualString();
  if (own || !name.starts_with("aten::_autocast_to_")) return own;
  for (const torch::jit::Use& use : node.output()->uses()) {
    if (const auto wanting = noted_origin(*use.user)) return wanting;
  }
  return std::nullopt;
}

bool holds_tensors(const c10::TypePtr& type) {
  if (type->isSubtypeOf(*c10::TensorType::get())) return true;
  return std::ranges::any_of(type->containedTypes(), holds_tensors);
}

bool touches_tensors(const Node& node) {
  const auto is_tensor = [](const Value* value) { return holds_tensors(value->type()); };
  return std::ranges::any_of(node.inputs(), is_tensor) ||
         std::ranges::any_of(node.outputs(), is_tensor);
}

/// Of the interpreter's own nodes those that compute: made by optimising passes.
bool computes(const Node& node) {
  constexpr std::array<std::string_view, 6> kNames{
      "prim::ConstantChunk",          "prim::MMTreeReduce", "prim::MMBatchSide",
      "prim::BroadcastMKLDNNTensors", "prim::NumToTensor",  "prim::AutogradAdd"};
  const std::string_view name = node.kind().toQualString();
  return std::ranges::find(kNames, name) != kNames.end() || name.starts_with("prim::MKLDNN") ||
         name.starts_with("prim::mkldnn_");
}

/// Of the operators that never reach the dispatcher those that take less time than marks: they ask
/// a tensor for its shape, or handle lists and dicts.
bool is_bookkeeping(const Node& node) {
  constexpr std::array<std::string_view, 24> kNames{
      "append", "clear",   "copy",   "dict",        "dim",       "extend",
      "get",    "insert",  "items",  "keys",        "len",       "list",
      "pop",    "popitem", "remove", "reverse",     "size",      "setdefault",
      "stride", "update",  "values", "__getitem__", "_set_item", "__contains__"};
  return node.kind().is_aten() &&
         std::ranges::find(kNames, std::string_view(node.kind().toUnqualString())) != kNames.end();
}

bool is_wait(const Node& node) {
  return node.kind() == c10::aten::wait || node.kind() == c10::prim::awaitable_wait;
}

bool is_operator(const Node& node) {
  if (nodes::is_fork(node) || is_wait(node) || !node.blocks().empty()) return false;
  if (is_executor_group(node)) return true;
  const std::string_view space = node.kind().ns().toUnqualString();
  if (space == "hookstat") return false;
  if (space == "prim") return computes(node);
  const torch::jit::Operator* op = node.maybeOperator();
  if (op == nullptr) return false;
  return op->isC10Op() || (touches_tensors(node) && !is_bookkeeping(node));
}

std::string name_of(const Node& node) {
  std::string name = node.kind().toQualString();
  if (!is_executor_group(node)) return name;
  std::string_view separator = "(";
  for (const Node* part : operators_of_group(node)) {
    name.append(separator).append(part->kind().toQualString());
    separator = ", ";
  }
  return name.append(")");
}

/// The group's operators, those of groups and blocks in it among them.
void add_members(Block& block, ModuleIndex owner, std::vector<GroupMember>& members) {
  for (Node* node : block.nodes()) {
    const ModuleIndex module = origin_of(*node).value_or(NodeOrigin{owner, -1}).module;
    if (is_executor_group(*node)) {
      add_members(*node->g(c10::attr::Subgraph)->block(), module, members);
    } else if (is_operator(*node)) {
      members.push_back({module, node->kind().toQualString()});
    }
    for (Block* inner : node->blocks()) add_members(*inner, module, members);
  }
}

std::vector<GroupMember> members_of(Node& node, ModuleIndex owner) {
  std::vector<GroupMember> members;
  if (is_executor_group(node)) {
    add_members(*node.g(c10::attr::Subgraph)->block(), owner, members);
  }
  return members;
}

/// Of what the executor put together the line of the first operator that has one.
std::int32_t line_of(Node& node) {
  const std::optional<NodeOrigin> own = origin_of(node);
  if (own && own->line >= 0) return own->line;
  if (!is_executor_group(node)) return -1;
  for (Node* part : node.g(c10::attr::Subgraph)->block()->nodes()) {
    const std::optional<NodeOrigin> origin = noted_origin(*part);
    if (origin && origin->line >= 0) return origin->line;
  }
  return -1;
}

void mark_block(Graph& graph, Block& block, MarkTables& tables, ModuleIndex owner) {
  for (Node* node = *block.nodes().begin(); node != block.return_node();) {
    Node* next = node->next();
    const ModuleIndex module = origin_of(*node).value_or(NodeOrigin{owner, -1}).module;
    if (is_operator(*node)) {
      const SiteId site =
          tables.operators.add({module, name_of(*node), line_of(*node), members_of(*node, module)});
      nodes::mark(graph, enter_code(site))->insertBefore(node);
      nodes::mark(graph, leave_code(site))->insertAfter(node);
    }
    for (Block* inner : node->blocks()) mark_block(graph, *inner, tables, module);
    if (nodes::is_fork(*node)) {
      const auto body = node->g(c10::attr::Subgraph)->copy();
      node->g_(c10::attr::Subgraph, body);
      mark_block(*body, *body->block(), tables, module);
    }
    node = next;
  }
}

}  // namespace

void note_origin(Node& node, const NodeOrigin& origin) {
  const std::string name = std::string(kNote)
                               .append(std::to_string(origin.module))
                               .append("_")
                               .append(std::to_string(origin.line));
  node.setScope(c10::make_intrusive<torch::jit::Scope>()->push(c10::Symbol::fromQualString(name)));
}

void mark_operators(Graph& graph, MarkTables& tables, ModuleIndex owner) {
  mark_block(graph, *graph.block(), tables, owner);
  merge_marks(graph);
}

}  // namespace hookstat
