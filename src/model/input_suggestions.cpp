#include "model/input_suggestions.h"

#include <deque>
#include <ranges>
#include <set>
#include <utility>

#include "hookstat/tensor_info.h"
#include "model/first_layer.h"
#include "model/graph_values.h"
#include "model/input_constraints.h"
#include "model/input_example.h"
#include "model/shape_path.h"
#include "model/signature.h"

namespace hookstat {
namespace {

using torch::jit::Node;
using torch::jit::Value;

/// A value that an argument became, and the operators on the way.
struct Place {
  const Value* value;
  std::vector<const Node*> way;
};

struct Found {
  InputConstraint constraint;
  Shape shape;  ///< of the argument
};

/// A mask or an index tells by its place in an operator which type it has.
std::string type_by_place(const Node& node, std::size_t input) {
  const std::string_view name = node.kind().toUnqualString();
  if (name.starts_with("masked_fill") && input == 1) return ":bool";
  if (name == "where" && input == 0) return ":bool";
  if ((name == "gather" || name == "index_select" || name == "scatter") && input == 2) {
    return ":int64[0,1]";
  }
  return {};
}

/// Follows one argument from use to use, nearest first.
class Follower {
 public:
  explicit Follower(const torch::jit::Module& model) : model_(model) {}

  std::optional<Found> follow(const Value* argument) {
    go_on({argument, {}});
    while (!waiting_.empty()) {
      const Place place = std::move(waiting_.front());
      waiting_.pop_front();
      for (const torch::jit::Use& use : place.value->uses()) {
        if (auto found = visit(*use.user, use.offset, place)) return found;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] const std::string& type() const noexcept { return type_; }

  /// The values it became.
  [[nodiscard]] const std::set<const Value*>& seen() const noexcept { return seen_; }

 private:
  std::optional<Found> visit(const Node& node, std::size_t input, const Place& place) {
    if (auto constraint = constraint_of(node, input, model_)) {
      Shape shape = constraint->shape;
      for (const Node* on_way : place.way | std::views::reverse) {
        shape = shape_before(*on_way, std::move(shape));
      }
      return Found{std::move(*constraint), std::move(shape)};
    }
    if (type_.empty()) type_ = type_by_place(node, input);
    pass(node, input, place);
    return std::nullopt;
  }

  void pass(const Node& node, std::size_t input, const Place& place) {
    if (passes_on(node, input)) {
      std::vector<const Node*> way = place.way;
      way.push_back(&node);
      return go_on({node.output(), std::move(way)});
    }
    if (node.hasAttribute(c10::attr::Subgraph)) {
      const auto& body = node.g(c10::attr::Subgraph);
      if (input < body->inputs().size()) go_on({body->inputs()[input], place.way});
    } else if (node.kind() == c10::prim::Return) {
      const Node* const owner = node.owningBlock()->owningNode();
      const bool is_branch = owner != nullptr && owner->kind() == c10::prim::If;
      if (is_branch && input < owner->outputs().size()) go_on({owner->outputs()[input], place.way});
    } else if (node.kind() == c10::prim::Loop && input >= 2) {
      go_on({node.blocks()[0]->inputs()[input - 1], place.way});
    } else if (is_look_through(node) && node.outputs().size() == 1) {
      go_on({node.output(), place.way});
    } else {
      pass_through_tuple(node, input, place);
    }
  }

  static bool is_look_through(const Node& node) {
    return node.kind() == c10::prim::unchecked_cast ||
           node.kind() == c10::prim::unchecked_unwrap_optional ||
           node.kind() == c10::aten::_unwrap_optional;
  }

  /// A forward pre-hook hands its arguments on as a tuple.
  void pass_through_tuple(const Node& node, std::size_t input, const Place& place) {
    if (node.kind() != c10::prim::TupleConstruct) return;
    for (const torch::jit::Use& use : node.output()->uses()) {
      if (use.user->kind() == c10::prim::TupleUnpack) {
        go_on({use.user->outputs()[input], place.way});
      }
    }
  }

  void go_on(Place place) {
    if (seen_.insert(place.value).second) waiting_.push_back(std::move(place));
  }

  const torch::jit::Module& model_;
  std::deque<Place> waiting_;
  std::set<const Value*> seen_;
  std::string type_;
};

bool takes_tensor(const c10::Argument& argument) {
  return c10::TensorType::get()->isSubtypeOf(*argument.type());
}

InputSuggestion of_other_type(const torch::jit::Module& module, const c10::Argument& argument) {
  InputSuggestion suggestion{argument.name(), {}, {}, false};
  const std::string type = argument.type()->annotation_str();
  if (argument.default_value()) {
    suggestion.reason = "may be left out: it has a default";
    return suggestion;
  }
  // A tensor inside a list or dict is likely to be what the first layer takes.
  const auto layer = first_layer_input(module);
  suggestion.value = literal_example(*argument.type(), layer ? layer->value : "4x4");
  suggestion.reason = "of type " + type + ", required";
  return suggestion;
}

InputSuggestion from(const Found& found, const std::string& name) {
  const InputConstraint& constraint = found.constraint;
  InputSuggestion suggestion{name, shape_text(found.shape) + constraint.type, {}, true};
  suggestion.reason = "first used by " + constraint.user;
  suggestion.reason.append(" ").append(constraint.demand);
  if (!constraint.guess.empty()) suggestion.reason.append("; ").append(constraint.guess);
  return suggestion;
}

/// Nothing demands a shape: that of the argument it is computed with, or of the first layer.
InputSuggestion guessed(const torch::jit::Module& module, const std::string& name,
                        const std::string& type, const InputSuggestion* companion) {
  InputSuggestion suggestion{name, {}, {}, true};
  if (!type.empty()) {
    suggestion.value = "1" + type;
    suggestion.reason = "its type follows from where it is used; the shape is a guess";
  } else if (companion != nullptr) {
    suggestion.value = companion->value;
    suggestion.reason = "used with '" + companion->argument + "', so it may have its shape";
  } else if (const auto layer = first_layer_input(module)) {
    suggestion.value = layer->value;
    suggestion.reason = "not seen to be used by a layer; " + layer->path +
                        " is the model's first one whose input is known, so this is a guess";
  } else {
    suggestion.value = "4x4";
    suggestion.reason = "no layer demands a shape of it: this is a guess";
  }
  return suggestion;
}

}  // namespace

std::vector<InputSuggestion> suggest_inputs(const torch::jit::Module& module,
                                            const std::string& method) {
  const auto graph = inlined_graph(module, method);
  const auto& arguments = module.get_method(method).function().getSchema().arguments();
  std::vector<InputSuggestion> suggestions;
  std::vector<std::set<const Value*>> became;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const c10::Argument& argument = arguments[i];
    became.emplace_back();
    if (!takes_tensor(argument)) {
      suggestions.push_back(of_other_type(module, argument));
      continue;
    }
    Follower follower(module);
    const auto found = follower.follow(graph->inputs().at(i));
    became.back() = follower.seen();
    const InputSuggestion* companion = nullptr;
    for (std::size_t k = 0; k < suggestions.size(); ++k) {
      for (const Value* value : follower.seen()) {
        if (suggestions[k].tensor && became[k].contains(value)) companion = &suggestions[k];
      }
    }
    InputSuggestion suggestion = found
                                     ? from(*found, argument.name())
                                     : guessed(module, argument.name(), follower.type(), companion);
    if (argument.default_value()) suggestion.reason += "; may be left out";
    suggestions.push_back(std::move(suggestion));
  }
  return suggestions;
}

}  // namespace hookstat
