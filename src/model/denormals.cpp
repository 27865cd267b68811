#include "model/denormals.h"

#include <ATen/core/Tensor.h>

#include <concepts>
#include <cstddef>

namespace hookstat {
namespace {

/// Those whose exponent has no bit and whose fraction has one. Plain loops that a compiler
/// vectorises.
template <std::unsigned_integral Bits>
std::int64_t denormals_among(const void* data, std::int64_t count, Bits exponent, Bits fraction) {
  const auto* bits = static_cast<const Bits*>(data);
  std::int64_t found = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    found += static_cast<std::int64_t>((bits[i] & exponent) == 0 && (bits[i] & fraction) != 0);
  }
  return found;
}

std::int64_t denormals_in(const at::Tensor& tensor) {
  const void* data = tensor.const_data_ptr();
  const std::int64_t count = tensor.numel();
  switch (tensor.scalar_type()) {
    case at::kFloat:
      return denormals_among<std::uint32_t>(data, count, 0x7F800000U, 0x007FFFFFU);
    case at::kDouble:
      return denormals_among<std::uint64_t>(data, count, 0x7FF0000000000000U, 0x000FFFFFFFFFFFFFU);
    default:
      return denormals_among<std::uint16_t>(data, count, 0x7F80U, 0x007FU);  // bfloat16
  }
}

bool is_readable(const at::Tensor& tensor) {
  if (!tensor.defined() || tensor.is_nested() || tensor.layout() != at::kStrided) return false;
  const at::ScalarType type = tensor.scalar_type();
  if (type != at::kFloat && type != at::kDouble && type != at::kBFloat16) return false;
  if (!tensor.device().is_cpu() || !tensor.has_storage()) return false;
  if (tensor.numel() == 0 || !tensor.is_non_overlapping_and_dense()) return false;
  // A tensor may claim more than its storage holds.
  const std::size_t end =
      (static_cast<std::size_t>(tensor.storage_offset() + tensor.numel())) * tensor.itemsize();
  return end <= tensor.storage().nbytes();
}

}  // namespace

void count_floats(const c10::IValue& value, FloatCount& count) {
  if (value.isTensor()) {
    const at::Tensor& tensor = value.toTensor();
    if (!is_readable(tensor)) return;
    count.elements += tensor.numel();
    count.denormals += denormals_in(tensor);
  } else if (value.isTensorList()) {
    for (const at::Tensor& tensor : value.toTensorVector()) count_floats(tensor, count);
  } else if (value.isTuple()) {
    for (const c10::IValue& element : value.toTupleRef().elements()) count_floats(element, count);
  }
}

}  // namespace hookstat
