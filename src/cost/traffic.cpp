#include "cost/traffic.h"

#include <algorithm>
#include <cstddef>
#include <variant>

#include "cost/arguments.h"

namespace hookstat::cost {
namespace {

void collect(const std::vector<TensorInfo>& tensors, Tensors& into) {
  for (const TensorInfo& tensor : tensors) into.push_back(&tensor);
}

void collect(const OpValue& value, Tensors& into) {
  if (const auto* tensor = std::get_if<TensorInfo>(&value)) into.push_back(tensor);
  if (const auto* list = std::get_if<std::vector<TensorInfo>>(&value)) collect(*list, into);
  if (const auto* opaque = std::get_if<OpaqueValue>(&value)) collect(opaque->tensors, into);
}

bool same_region(const TensorInfo& a, const TensorInfo& b) noexcept {
  return share_storage(a, b) && a.offset == b.offset && a.sizes == b.sizes &&
         a.strides == b.strides && a.dtype == b.dtype;
}

}  // namespace

std::int64_t bytes_of(const TensorInfo& tensor) noexcept {
  return unique_elements(tensor) * item_size(tensor.dtype);
}

std::int64_t distinct_bytes(const Tensors& tensors) {
  std::int64_t bytes = 0;
  for (auto it = tensors.begin(); it != tensors.end(); ++it) {
    const bool seen = std::any_of(tensors.begin(), it, [&](const TensorInfo* earlier) {
      return same_region(*earlier, **it);
    });
    if (!seen) bytes += bytes_of(**it);
  }
  return bytes;
}

Tensors tensors_read(const OpCall& call) {
  Tensors tensors;
  const std::size_t targets = std::min(out_argument_count(call), call.inputs.size());
  for (std::size_t i = 0; i < call.inputs.size() - targets; ++i) collect(call.inputs[i], tensors);
  return tensors;
}

Tensors tensors_written(const OpCall& call) {
  Tensors tensors;
  for (const OpValue& value : call.outputs) collect(value, tensors);
  return tensors;
}

Cost traffic(const OpCall& call) {
  return Cost{.bytes_read = distinct_bytes(tensors_read(call)),
              .bytes_written = distinct_bytes(tensors_written(call))};
}

bool share_storage(const TensorInfo& a, const TensorInfo& b) noexcept {
  return a.storage != 0 && a.storage == b.storage;
}

}  // namespace hookstat::cost
