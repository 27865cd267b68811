#include "model/shape_path.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hookstat {
namespace {

using torch::jit::Node;

/// Element-wise or of the same number of dimensions, by the first input unless `kPairs` has them.
constexpr std::string_view kUnary =
    " relu relu_ relu6 gelu silu silu_ sigmoid tanh softmax log_softmax elu leaky_relu leaky_relu_ "
    "hardtanh hardtanh_ hardswish hardswish_ abs neg exp log sqrt pow square sign clamp clamp_min "
    "dropout dropout_ feature_dropout alpha_dropout to float half double contiguous clone detach "
    "type_as quantize_per_tensor quantize_per_tensor_dynamic dequantize layer_norm batch_norm "
    "instance_norm group_norm max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d "
    "constant_pad_nd pad reflection_pad2d replication_pad2d upsample_nearest2d "
    "upsample_bilinear2d adaptive_avg_pool2d flatten view reshape expand expand_as masked_fill "
    "masked_fill_ mul_ add_ sub_ div_ ";
constexpr std::string_view kPairs = " add sub mul div maximum minimum where ";
constexpr std::string_view kShapes =
    " transpose permute unsqueeze squeeze t transpose_ t_ mean sum ";

bool contains(std::string_view names, const Node& node) {
  const std::string name = std::string(" ").append(node.kind().toUnqualString()).append(" ");
  return names.find(name) != std::string_view::npos;
}

std::optional<std::int64_t> integer(const Node& node, std::size_t input) {
  if (input >= node.inputs().size()) return std::nullopt;
  const auto value = torch::jit::toIValue(node.input(input));
  if (!value || !value->isInt()) return std::nullopt;
  return value->toInt();
}

std::vector<std::int64_t> integers(const Node& node, std::size_t input) {
  if (input >= node.inputs().size()) return {};
  const torch::jit::Value* const list = node.input(input);
  if (const auto value = torch::jit::toIValue(list)) {
    return value->isIntList() ? value->toIntVector() : std::vector<std::int64_t>{};
  }
  std::vector<std::int64_t> numbers;
  if (list->node()->kind() != c10::prim::ListConstruct) return numbers;
  for (const torch::jit::Value* item : list->node()->inputs()) {
    const auto number = torch::jit::toIValue(item);
    if (!number || !number->isInt()) return {};
    numbers.push_back(number->toInt());
  }
  return numbers;
}

/// A dimension counted from the end becomes one counted from the start; -1: not one.
std::int64_t dimension(std::int64_t index, std::size_t rank) {
  const auto count = static_cast<std::int64_t>(rank);
  const std::int64_t from_start = index < 0 ? index + count : index;
  return from_start >= 0 && from_start < count ? from_start : -1;
}

Shape swapped(Shape shape, std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return shape;
  const std::int64_t first = dimension(*a, shape.size());
  const std::int64_t second = dimension(*b, shape.size());
  if (first < 0 || second < 0) return shape;
  std::swap(shape[static_cast<std::size_t>(first)], shape[static_cast<std::size_t>(second)]);
  return shape;
}

Shape before_permute(const Shape& after, const std::vector<std::int64_t>& order) {
  if (order.size() != after.size()) return after;
  Shape before(after.size(), 1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::int64_t from = dimension(order[i], order.size());
    if (from < 0) return after;
    before[static_cast<std::size_t>(from)] = after[i];
  }
  return before;
}

/// Puts back what a mean over some dimensions took away, in a usual size.
Shape before_reduction(Shape after, std::vector<std::int64_t> dimensions) {
  constexpr std::int64_t kUsual = 16;
  const std::size_t rank = after.size() + dimensions.size();
  for (std::int64_t& index : dimensions) index = dimension(index, rank);
  std::ranges::sort(dimensions);
  for (const std::int64_t index : dimensions) {
    if (index < 0 || index > static_cast<std::int64_t>(after.size())) return after;
    after.insert(after.begin() + index, kUsual);
  }
  return after;
}

bool keeps_dimensions(const Node& node) {
  const auto keep = node.inputs().size() > 2 ? torch::jit::toIValue(node.input(2)) : std::nullopt;
  return !keep || !keep->isBool() || keep->toBool();
}

}  // namespace

bool passes_on(const Node& node, std::size_t input) {
  if (!node.kind().is_aten() || node.outputs().size() != 1) return false;
  if (contains(kPairs, node)) return true;
  return input == 0 && (contains(kUnary, node) || contains(kShapes, node));
}

Shape shape_before(const Node& node, Shape after) {
  const std::string_view name = node.kind().toUnqualString();
  if (name == "transpose" || name == "transpose_") {
    return swapped(std::move(after), integer(node, 1), integer(node, 2));
  }
  if (name == "t" || name == "t_") return swapped(std::move(after), 0, 1);
  if (name == "permute") return before_permute(after, integers(node, 1));
  if (name == "unsqueeze") {
    const auto index = integer(node, 1);
    const std::int64_t added = index ? dimension(*index, after.size()) : -1;
    if (added >= 0 && after.size() > 1) after.erase(after.begin() + added);
    return after;
  }
  if ((name == "mean" || name == "sum") && !keeps_dimensions(node)) {
    return before_reduction(std::move(after), integers(node, 1));
  }
  return after;
}

}  // namespace hookstat
