#include "model/packed_weights.h"

#include <ATen/core/ivalue_inl.h>
#include <ATen/native/quantized/PackedParams.h>

#include <exception>
#include <tuple>

namespace hookstat {
namespace {

template <class Packed>
c10::intrusive_ptr<Packed> as(const c10::IValue& value) {
  const auto capsule = value.toObjectRef().getSlot(0).toCapsule();
  return c10::dynamic_intrusive_pointer_cast<Packed>(capsule);
}

template <int kSpace>
std::optional<PackedWeight> unpack_convolution(const c10::IValue& value) {
  const auto packed = as<ConvPackedParamsBase<kSpace>>(value);
  if (!packed) return std::nullopt;
  return PackedWeight{std::get<0>(packed->unpack()), true, packed->transpose(), packed->groups()};
}

}  // namespace

std::optional<PackedWeight> unpack_weight(const c10::IValue& value) {
  if (!value.isCustomClass()) return std::nullopt;
  try {
    if (const auto linear = as<LinearPackedParamsBase>(value)) {
      return PackedWeight{std::get<0>(linear->unpack())};
    }
    if (auto found = unpack_convolution<2>(value)) return found;
    return unpack_convolution<3>(value);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace hookstat
