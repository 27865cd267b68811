#include "model/input_constraints.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "model/graph_values.h"
#include "model/packed_weights.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

using torch::jit::Node;

/// Everything a rule may ask of its operator.
struct Use {
  const Node& node;
  const torch::jit::Module& model;

  [[nodiscard]] std::optional<at::Tensor> tensor(std::size_t input) const {
    if (input >= node.inputs().size()) return std::nullopt;
    return held_tensor(node.input(input), model);
  }
  [[nodiscard]] std::optional<c10::IValue> constant(std::size_t input) const {
    if (input >= node.inputs().size()) return std::nullopt;
    const auto held = held_value(node.input(input), model);
    return held ? std::optional(held->value) : std::nullopt;
  }
  /// "features.0, a Conv2d", by the module that holds the weight; else the operator's name.
  [[nodiscard]] std::string user(std::size_t weight) const {
    const auto held = held_value(node.input(weight), model);
    if (!held || held->owner_class.empty()) return node.kind().toQualString();
    const std::string_view first = std::string_view(held->owner_class).substr(0, 1);
    const bool vowel = std::string_view("AEIO").find(first) != std::string_view::npos;
    const std::string path = held->owner_path.empty() ? "the model itself" : held->owner_path;
    return path + (vowel ? ", an " : ", a ") + held->owner_class;
  }
};

std::string type_of(const at::Tensor& weight) {
  const Dtype dtype = dtype_of(weight.scalar_type());
  if (dtype == Dtype::kFloat32 || !is_floating_or_complex(dtype)) return {};
  return std::string(":").append(dtype_name(dtype));
}

std::string counted(std::int64_t count, std::string_view noun) {
  std::string text = std::to_string(count) + " ";
  text.append(noun);
  return count == 1 ? text : text + "s";
}

/// Usual sizes of one, two and three dimensions of space.
InputConstraint with_space(std::int64_t channels, std::int64_t space) {
  InputConstraint found;
  found.shape = {1, channels};
  constexpr std::array<const char*, 3> kGuesses{"the length is a guess",
                                                "the height and width are a guess",
                                                "the depth, height and width are a guess"};
  if (space == 1) found.shape.push_back(128);
  if (space == 2) found.shape.insert(found.shape.end(), {224, 224});
  if (space == 3) found.shape.insert(found.shape.end(), {16, 112, 112});
  if (space >= 1 && space <= 3) found.guess = kGuesses[static_cast<std::size_t>(space - 1)];
  found.demand = "of " + counted(channels, "channel");
  return found;
}

std::optional<InputConstraint> convolution(const Use& use, const at::Tensor& weight,
                                           bool transposed, std::int64_t groups) {
  if (weight.dim() < 3) return std::nullopt;
  const std::int64_t channels = transposed ? weight.size(0) : weight.size(1) * groups;
  InputConstraint found = with_space(channels, weight.dim() - 2);
  found.type = type_of(weight);
  found.user = use.user(1);
  return found;
}

std::int64_t number(const std::optional<c10::IValue>& value, std::int64_t otherwise) {
  return value && value->isInt() ? value->toInt() : otherwise;
}

bool truth(const std::optional<c10::IValue>& value) {
  return value && value->isBool() && value->toBool();
}

std::optional<InputConstraint> of_convolution(const Use& use) {
  const auto weight = use.tensor(1);
  if (!weight) return std::nullopt;
  const std::string_view name = use.node.kind().toUnqualString();
  if (name.starts_with("conv_transpose")) return convolution(use, *weight, true, 1);
  const bool general = name == "_convolution" || name == "convolution";
  const bool transposed = general && truth(use.constant(6));
  const std::int64_t groups = number(use.constant(general ? 8 : 6), 1);
  return convolution(use, *weight, transposed, groups);
}

InputConstraint features(const Use& use, std::size_t weight, std::int64_t count) {
  InputConstraint found;
  found.shape = {1, count};
  found.user = use.user(weight);
  found.demand = "of " + counted(count, "input feature");
  found.guess = "the sizes before the last are a guess";
  return found;
}

std::optional<InputConstraint> of_linear(const Use& use) {
  const auto weight = use.tensor(1);
  if (!weight || weight->dim() != 2) return std::nullopt;
  InputConstraint found = features(use, 1, weight->size(1));
  found.type = type_of(*weight);
  return found;
}

std::optional<InputConstraint> of_product(const Use& use) {
  if (use.node.input(0) == use.node.input(1)) {
    InputConstraint square;
    square.shape = {4, 4};
    square.user = use.node.kind().toQualString();
    square.demand = "of the tensor by itself, so a square one";
    square.guess = "its size is a guess";
    return square;
  }
  const auto weight = use.tensor(1);
  if (!weight || weight->dim() != 2) return std::nullopt;
  InputConstraint found = features(use, 1, weight->size(0));
  found.type = type_of(*weight);
  return found;
}

std::optional<InputConstraint> of_embedding(const Use& use) {
  const auto weight = use.tensor(0);
  if (!weight || weight->dim() != 2) return std::nullopt;
  InputConstraint found;
  found.shape = {1, 16};
  found.type = ":int64[0," + std::to_string(weight->size(0)) + "]";
  found.user = use.user(0);
  found.demand = "of " + std::to_string(weight->size(0)) + " entries";
  found.guess = "how many indices is a guess";
  return found;
}

/// Parameters may be missing (affine=False), and so may running statistics.
std::optional<InputConstraint> of_channel_norm(const Use& use, std::size_t first,
                                               std::size_t count) {
  for (std::size_t i = first; i < first + count; ++i) {
    const auto tensor = use.tensor(i);
    if (!tensor || tensor->dim() != 1) continue;
    const std::string user = use.user(i);
    const std::int64_t space = user.ends_with("1d") ? 0 : user.ends_with("3d") ? 3 : 2;
    InputConstraint found = with_space(tensor->size(0), space);
    found.shape[0] = 2;  // in training mode a batch of one has no variance
    found.type = type_of(*tensor);
    found.user = user;
    return found;
  }
  return std::nullopt;
}

std::optional<InputConstraint> of_layer_norm(const Use& use) {
  const auto weight = use.tensor(2);
  if (!weight) return std::nullopt;
  InputConstraint found;
  found.shape = weight->sizes().vec();
  found.shape.insert(found.shape.begin(), 1);
  found.type = type_of(*weight);
  found.user = use.user(2);
  found.demand = "over " + shape_text(weight->sizes().vec());
  found.guess = "the sizes before are a guess";
  return found;
}

/// The first of a list of tensors: traced code makes the list, scripted code holds it.
std::optional<at::Tensor> first_of_list(const Use& use, std::size_t input) {
  const Node* const list = use.node.input(input)->node();
  if (list->kind() == c10::prim::ListConstruct) {
    if (list->inputs().empty()) return std::nullopt;
    return held_tensor(list->input(0), use.model);
  }
  const auto held = use.constant(input);
  if (!held || !held->isTensorList() || held->toTensorList().empty()) return std::nullopt;
  return held->toTensorVector().front();
}

std::optional<InputConstraint> of_recurrent(const Use& use) {
  const auto weight = first_of_list(use, 2);
  if (!weight || weight->dim() != 2) return std::nullopt;
  const bool batch_first = truth(use.constant(use.node.inputs().size() - 1));
  const Node& list = *use.node.input(2)->node();
  const bool is_made = list.kind() == c10::prim::ListConstruct;
  InputConstraint found = is_made ? features(Use{list, use.model}, 0, weight->size(1))
                                  : features(use, 2, weight->size(1));
  found.shape = batch_first ? Shape{1, 16, weight->size(1)} : Shape{16, 1, weight->size(1)};
  found.type = type_of(*weight);
  found.guess = batch_first ? "the length, 16, is a guess; the batch comes first"
                            : "the length, 16, is a guess and comes first, before the batch";
  return found;
}

std::optional<InputConstraint> of_cell(const Use& use) {
  const auto weight = use.tensor(2);
  if (!weight || weight->dim() != 2) return std::nullopt;
  InputConstraint found = features(use, 2, weight->size(1));
  found.type = type_of(*weight);
  found.guess = "the batch is a guess";
  return found;
}

/// The fused kernels of attention name their width before their weights.
std::optional<InputConstraint> of_attention(const Use& use, std::size_t width, std::size_t weight) {
  const std::int64_t size = number(use.constant(width), 0);
  if (size <= 0) return std::nullopt;
  InputConstraint found = features(use, weight, size);
  found.shape = {1, 16, size};
  if (const auto tensor = use.tensor(weight)) found.type = type_of(*tensor);
  found.guess = "the batch and the length are a guess";
  return found;
}

std::optional<PackedWeight> packed_weight(const Use& use) {
  const auto held = use.constant(1);
  return held ? unpack_weight(*held) : std::nullopt;
}

std::optional<InputConstraint> of_packed_linear(const Use& use) {
  const auto packed = packed_weight(use);
  if (!packed || packed->convolution || packed->weight.dim() != 2) return std::nullopt;
  return features(use, 1, packed->weight.size(1));
}

/// The weight of a convolution along one dimension is packed with two.
std::optional<InputConstraint> of_packed_convolution(const Use& use) {
  const auto packed = packed_weight(use);
  if (!packed || !packed->convolution) return std::nullopt;
  const bool one = use.node.kind().toUnqualString() == std::string_view("conv1d");
  const at::Tensor& weight = packed->weight;
  return convolution(use, one ? weight.squeeze(-2) : weight, packed->transposed, packed->groups);
}

/// Which input of an operator is constrained, and by which rule.
struct Rule {
  std::string_view names;  ///< with a blank around each
  std::size_t input;
  std::optional<InputConstraint> (*of)(const Use&);
};

constexpr Rule kRules[] = {
    {" aten::conv1d aten::conv2d aten::conv3d aten::_convolution aten::convolution "
     "aten::conv_transpose1d aten::conv_transpose2d aten::conv_transpose3d ",
     0, of_convolution},
    {" aten::linear ", 0, of_linear},
    {" aten::matmul aten::mm ", 0, of_product},
    {" aten::embedding aten::embedding_bag ", 1, of_embedding},
    {" aten::batch_norm aten::instance_norm ", 0,
     [](const Use& use) { return of_channel_norm(use, 1, 4); }},
    {" aten::group_norm ", 0, [](const Use& use) { return of_channel_norm(use, 2, 2); }},
    {" aten::layer_norm ", 0, of_layer_norm},
    {" aten::lstm aten::gru aten::rnn_tanh aten::rnn_relu ", 0, of_recurrent},
    {" aten::lstm_cell aten::gru_cell aten::rnn_tanh_cell aten::rnn_relu_cell ", 0, of_cell},
    {" aten::_native_multi_head_attention ", 0,
     [](const Use& use) { return of_attention(use, 3, 5); }},
    {" aten::_transformer_encoder_layer_fwd ", 0,
     [](const Use& use) { return of_attention(use, 1, 3); }},
    {" quantized::linear quantized::linear_relu quantized::linear_dynamic "
     "quantized::linear_relu_dynamic ",
     0, of_packed_linear},
    {" quantized::conv1d quantized::conv2d quantized::conv3d quantized::conv2d_relu "
     "quantized::conv3d_relu ",
     0, of_packed_convolution},
};

}  // namespace

std::optional<InputConstraint> constraint_of(const Node& node, std::size_t input,
                                             const torch::jit::Module& model) {
  const std::string name = std::string(" ").append(node.kind().toQualString()).append(" ");
  const auto rule = std::ranges::find_if(kRules, [&](const Rule& candidate) {
    return candidate.input == input && candidate.names.find(name) != std::string_view::npos;
  });
  if (rule == std::end(kRules)) return std::nullopt;
  return rule->of(Use{node, model});
}

}  // namespace hookstat
