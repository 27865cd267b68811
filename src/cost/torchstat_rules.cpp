#include "cost/torchstat_rules.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "cost/arguments.h"

namespace hookstat::cost {
namespace {

using Counts = std::optional<TorchstatCounts>;

// Elements of the batch's first sample (i and o) and of the whole batch (N i and N o).
std::int64_t sample(const TensorInfo& tensor) noexcept { return elements_from(tensor.sizes, 1); }
std::int64_t total(const TensorInfo& tensor) noexcept { return element_count(tensor.sizes); }
std::int64_t batch(const TensorInfo& tensor) noexcept { return tensor.sizes.front(); }

// N (i + t): the weights are read again for each sample.
std::int64_t read_with_weights(const LeafView& view) noexcept {
  return total(view.input) + batch(view.input) * view.leaf.trainable_parameters;
}

// What the rules of convolutions take from the operator call: traced modules keep none of it.
struct Geometry {
  std::int64_t batch;
  std::int64_t kernel;            // k
  std::int64_t in_channels;       // Ci
  std::int64_t out_channels;      // Co
  std::int64_t groups;            // g
  std::int64_t bias;              // b
  std::int64_t input_positions;   // Hi Wi
  std::int64_t output_positions;  // Ho Wo

  // 2 k (Ci // g) - 1 + b for each position and output channel.
  std::int64_t madd_per_value() const noexcept {
    return 2 * kernel * (in_channels / groups) - 1 + bias;
  }
};

std::optional<Geometry> geometry_of(const OpCall* call) {
  if (call == nullptr) return std::nullopt;
  const TensorInfo* const input = tensor_at(call->inputs, 0);
  const TensorInfo* const output = tensor_at(call->outputs, 0);
  const TensorInfo* const weight = tensor_argument(*call, "weight");
  const std::int64_t groups = integer_argument(*call, "groups", 1);
  constexpr std::size_t kRank = 4;
  if (input == nullptr || input->sizes.size() != kRank || output == nullptr ||
      output->sizes.size() != kRank || weight == nullptr || groups < 1) {
    return std::nullopt;
  }
  return Geometry{.batch = batch(*input),
                  .kernel = elements_from(weight->sizes, 2),
                  .in_channels = input->sizes[1],
                  .out_channels = output->sizes[1],
                  .groups = groups,
                  .bias = is_given(*call, "bias") ? 1 : 0,
                  .input_positions = elements_from(input->sizes, 2),
                  .output_positions = elements_from(output->sizes, 2)};
}

Counts conv2d(const LeafView& view) {
  const std::optional<Geometry> g = geometry_of(view.call);
  if (!g) return std::nullopt;
  const std::int64_t flops_per_position =
      g->kernel * g->in_channels * (g->out_channels / g->groups) + g->bias * g->out_channels;
  return TorchstatCounts{.madd = g->madd_per_value() * g->output_positions * g->out_channels,
                         .flops = g->batch * flops_per_position * g->output_positions,
                         .elements_read = read_with_weights(view),
                         .elements_written = total(view.output)};
}

Counts conv_transpose2d(const LeafView& view) {
  const std::optional<Geometry> g = geometry_of(view.call);
  if (!g) return std::nullopt;
  return TorchstatCounts{.madd = g->madd_per_value() * g->input_positions * g->out_channels};
}

Counts batch_norm2d(const LeafView& view) {
  if (view.input.sizes.size() < 2) return std::nullopt;
  const bool affine = view.leaf.parameters > 0;
  const std::int64_t mean_and_variance = 2 * view.input.sizes[1];
  return TorchstatCounts{.madd = 4 * sample(view.input),
                         .flops = total(view.input) * (affine ? 2 : 1),
                         .elements_read = total(view.input) + batch(view.input) * mean_and_variance,
                         .elements_written = total(view.input)};
}

Counts pool2d(const LeafView& view, std::int64_t saved) {
  const std::optional<std::int64_t> kernel =
      view.call == nullptr ? std::nullopt : kernel_elements(*view.call, 2);
  if (!kernel) return std::nullopt;
  return TorchstatCounts{.madd = (*kernel - saved) * sample(view.output),
                         .flops = total(view.input),
                         .elements_read = total(view.input),
                         .elements_written = total(view.output)};
}

// k - 1 comparisons; k - 1 additions and a division.
Counts max_pool2d(const LeafView& view) { return pool2d(view, 1); }
Counts avg_pool2d(const LeafView& view) { return pool2d(view, 0); }

Counts activation(const LeafView& view, std::int64_t madd) {
  return TorchstatCounts{.madd = madd,
                         .flops = total(view.input),
                         .elements_read = total(view.input),
                         .elements_written = total(view.input)};
}

Counts relu(const LeafView& view) { return activation(view, sample(view.input)); }
Counts elu(const LeafView& view) { return activation(view, 0); }

Counts prelu(const LeafView& view) {
  Counts counts = activation(view, 0);
  counts->elements_read = read_with_weights(view);
  return counts;
}

// The original takes 2-D inputs only; more dimensions multiply as more rows would. A single
// dimension is one sample without a batch.
Counts linear(const LeafView& view) {
  const std::int64_t in_features = view.input.sizes.back();
  const std::int64_t out_features = view.output.sizes.back();
  const std::size_t rank = view.input.sizes.size();
  const std::int64_t samples = rank == 1 ? 1 : batch(view.input);
  std::int64_t middle = 1;
  for (std::size_t i = 1; i + 1 < rank; ++i) middle *= view.input.sizes[i];
  return TorchstatCounts{
      .madd = middle * out_features * (2 * in_features - 1),
      .flops = middle * samples * in_features * out_features,
      .elements_read = total(view.input) + samples * view.leaf.trainable_parameters,
      .elements_written = total(view.output)};
}

// Exponentials i, additions i - 1, divisions i.
Counts softmax(const LeafView& view) { return TorchstatCounts{.madd = 3 * sample(view.input) - 1}; }

Counts bilinear(const LeafView& view) {
  if (view.leaf.inputs.size() < 2 || view.leaf.inputs[1].sizes.empty()) return std::nullopt;
  const std::int64_t p = view.input.sizes.back();
  const std::int64_t q = view.leaf.inputs[1].sizes.back();
  return TorchstatCounts{.madd = view.output.sizes.back() * (2 * (p * q + q) - 1)};
}

// One for each position, whatever the number of channels.
Counts upsample(const LeafView& view) {
  return TorchstatCounts{.flops = batch(view.input) * elements_from(view.output.sizes, 2)};
}

template <std::size_t size>
bool is_one_of(const OpCall& call, const std::array<std::string_view, size>& names) {
  return std::find(names.begin(), names.end(), base_name(call.name)) != names.end();
}

// The general operator, of any rank, that traced models and inner calls use.
bool is_convolution(const OpCall& call, bool transposed) {
  const TensorInfo* const weight = tensor_argument(call, "weight");
  return is_one_of(call, std::array<std::string_view, 2>{"_convolution", "convolution"}) &&
         weight != nullptr && weight->sizes.size() == 4 &&
         flag_argument(call, "transposed") == transposed;
}

bool makes_conv2d(const OpCall& call) {
  return base_name(call.name) == "conv2d" || is_convolution(call, false);
}
bool makes_conv_transpose2d(const OpCall& call) {
  return base_name(call.name) == "conv_transpose2d" || is_convolution(call, true);
}
// batch_norm serves all ranks; the class is that of images.
bool makes_batch_norm2d(const OpCall& call) {
  const TensorInfo* const input = tensor_at(call.inputs, 0);
  return base_name(call.name) == "batch_norm" && input != nullptr && input->sizes.size() == 4;
}
bool makes_max_pool2d(const OpCall& call) {
  return is_one_of(call, std::array<std::string_view, 2>{"max_pool2d", "max_pool2d_with_indices"});
}
bool makes_avg_pool2d(const OpCall& call) { return base_name(call.name) == "avg_pool2d"; }
bool makes_linear(const OpCall& call) { return base_name(call.name) == "linear"; }
bool makes_prelu(const OpCall& call) { return base_name(call.name) == "prelu"; }
bool makes_bilinear(const OpCall& call) { return base_name(call.name) == "bilinear"; }
bool shapes_suffice(const OpCall& /*call*/) { return false; }

constexpr std::array kClasses{
    TorchstatClass{"Conv2d", conv2d, makes_conv2d},
    TorchstatClass{"ConvTranspose2d", conv_transpose2d, makes_conv_transpose2d},
    TorchstatClass{"BatchNorm2d", batch_norm2d, makes_batch_norm2d},
    TorchstatClass{"MaxPool2d", max_pool2d, makes_max_pool2d},
    TorchstatClass{"AvgPool2d", avg_pool2d, makes_avg_pool2d},
    TorchstatClass{"ReLU", relu, shapes_suffice},
    TorchstatClass{"ReLU6", relu, shapes_suffice},
    TorchstatClass{"ELU", elu, shapes_suffice},
    TorchstatClass{"LeakyReLU", elu, shapes_suffice},
    TorchstatClass{"PReLU", prelu, makes_prelu},
    TorchstatClass{"Linear", linear, makes_linear},
    TorchstatClass{"Softmax", softmax, shapes_suffice},
    TorchstatClass{"Bilinear", bilinear, makes_bilinear},
    TorchstatClass{"Upsample", upsample, shapes_suffice},
};

}  // namespace

const TorchstatClass* find_torchstat_class(std::string_view name) noexcept {
  const auto* const row = std::find_if(kClasses.begin(), kClasses.end(),
                                       [&](const TorchstatClass& r) { return r.name == name; });
  return row == kClasses.end() ? nullptr : row;
}

const TorchstatClass* class_by_operator(const LeafModule& leaf) noexcept {
  const TorchstatClass* found = nullptr;
  for (const OpCall& call : leaf.operators) {
    const TensorInfo* const weight = tensor_argument(call, "weight");
    if (weight == nullptr || element_count(weight->sizes) > leaf.parameters) continue;
    const auto* const row = std::find_if(kClasses.begin(), kClasses.end(),
                                         [&](const TorchstatClass& r) { return r.made_by(call); });
    if (row == kClasses.end()) continue;
    if (found != nullptr) return nullptr;
    found = row;
  }
  return found;
}

}  // namespace hookstat::cost
