#include "hookstat/torchstat.h"

#include <algorithm>

#include "cost/torchstat_rules.h"

namespace hookstat {
namespace {

constexpr double kBytesPerMegabyte = 1024.0 * 1024.0;
// The original takes every output value for a 32-bit float.
constexpr double kBytesPerOutputValue = 4.0;

Shape without_batch(const TensorInfo& tensor) {
  if (tensor.sizes.empty()) return {};
  return {tensor.sizes.begin() + 1, tensor.sizes.end()};
}

std::optional<cost::TorchstatCounts> count(const LeafModule& leaf,
                                           const cost::TorchstatClass& known) {
  if (leaf.inputs.empty() || leaf.outputs.empty()) return std::nullopt;
  if (leaf.inputs.front().sizes.empty() || leaf.outputs.front().sizes.empty()) return std::nullopt;
  const auto call = std::find_if(leaf.operators.begin(), leaf.operators.end(), known.made_by);
  return known.rule({.leaf = leaf,
                     .input = leaf.inputs.front(),
                     .output = leaf.outputs.front(),
                     .call = call == leaf.operators.end() ? nullptr : &*call});
}

}  // namespace

TorchstatRow torchstat_row(const LeafModule& leaf) {
  const cost::TorchstatClass* known = cost::find_torchstat_class(leaf.class_name);
  TorchstatRow row;
  if (!leaf.ran) {
    row.supported = known != nullptr;
    row.input_shape = row.output_shape = {0, 0, 0};
    return row;
  }
  row.parameters = leaf.parameters;
  if (!leaf.inputs.empty()) row.input_shape = without_batch(leaf.inputs.front());
  if (!leaf.outputs.empty()) {
    row.output_shape = without_batch(leaf.outputs.front());
    row.memory_mb = kBytesPerOutputValue * static_cast<double>(element_count(row.output_shape)) /
                    kBytesPerMegabyte;
  }
  if (known == nullptr) known = cost::class_by_operator(leaf);
  if (known == nullptr) return row;
  const std::optional<cost::TorchstatCounts> counts = count(leaf, *known);
  if (!counts) return row;
  const std::int64_t bytes = item_size(leaf.inputs.front().dtype);
  row.supported = true;
  row.madd = counts->madd;
  row.flops = counts->flops;
  row.mem_read_bytes = counts->elements_read * bytes;
  row.mem_write_bytes = counts->elements_written * bytes;
  return row;
}

}  // namespace hookstat
