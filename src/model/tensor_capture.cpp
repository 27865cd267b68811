#include "model/tensor_capture.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <array>
#include <utility>

#include "hookstat/error.h"
#include "model/packed_parameters.h"

namespace hookstat {
namespace {

constexpr std::array kScalarTypes{
    std::pair{c10::ScalarType::Half, Dtype::kFloat16},
    std::pair{c10::ScalarType::BFloat16, Dtype::kBFloat16},
    std::pair{c10::ScalarType::Float, Dtype::kFloat32},
    std::pair{c10::ScalarType::Double, Dtype::kFloat64},
    std::pair{c10::ScalarType::Char, Dtype::kInt8},
    std::pair{c10::ScalarType::Short, Dtype::kInt16},
    std::pair{c10::ScalarType::Int, Dtype::kInt32},
    std::pair{c10::ScalarType::Long, Dtype::kInt64},
    std::pair{c10::ScalarType::Byte, Dtype::kUInt8},
    std::pair{c10::ScalarType::UInt16, Dtype::kUInt16},
    std::pair{c10::ScalarType::UInt32, Dtype::kUInt32},
    std::pair{c10::ScalarType::UInt64, Dtype::kUInt64},
    std::pair{c10::ScalarType::Bool, Dtype::kBool},
    std::pair{c10::ScalarType::ComplexHalf, Dtype::kComplex32},
    std::pair{c10::ScalarType::ComplexFloat, Dtype::kComplex64},
    std::pair{c10::ScalarType::ComplexDouble, Dtype::kComplex128},
    std::pair{c10::ScalarType::QInt8, Dtype::kQInt8},
    std::pair{c10::ScalarType::QUInt8, Dtype::kQUInt8},
    std::pair{c10::ScalarType::QInt32, Dtype::kQInt32},
    std::pair{c10::ScalarType::Float8_e5m2, Dtype::kFloat8},
    std::pair{c10::ScalarType::Float8_e4m3fn, Dtype::kFloat8},
};

Layout layout_of(const at::Tensor& tensor) {
  if (tensor.is_nested()) return Layout::kNested;
  switch (tensor.layout()) {
    case c10::kStrided:
      return Layout::kStrided;
    case c10::kMkldnn:
      return Layout::kMkldnn;
    case c10::kSparse:
    case c10::kSparseCsr:
    case c10::kSparseCsc:
    case c10::kSparseBsr:
    case c10::kSparseBsc:
      return Layout::kSparse;
    default:
      return Layout::kOther;
  }
}

std::vector<Shape> parts_of(const at::Tensor& nested) {
  const at::DisableRecordFunctionGuard unseen;  // asking is none of the model's work
  const at::Tensor sizes = nested._nested_tensor_size();
  std::vector<Shape> parts;
  for (std::int64_t i = 0; i < sizes.size(0); ++i) {
    const auto* const row = sizes.const_data_ptr<std::int64_t>() + i * sizes.size(1);
    parts.emplace_back(row, row + sizes.size(1));
  }
  return parts;
}

std::vector<TensorInfo> capture_list(c10::ArrayRef<c10::IValue> values) {
  std::vector<TensorInfo> tensors;
  for (const c10::IValue& value : values) capture_tensors(value, tensors);
  return tensors;
}

OpaqueValue capture_opaque(const c10::IValue& value) {
  OpaqueValue opaque{value.tagKind(), {}};
  for (const at::Tensor& tensor : unpack_parameters(value)) {
    opaque.tensors.push_back(capture_tensor(tensor));
    opaque.tensors.back().storage = 0;  // unpacked anew for each call
  }
  return opaque;
}

}  // namespace

Dtype dtype_of(c10::ScalarType type) noexcept {
  for (const auto& [scalar_type, dtype] : kScalarTypes) {
    if (scalar_type == type) return dtype;
  }
  return Dtype::kUnknown;
}

c10::ScalarType scalar_type_of(Dtype dtype) {
  for (const auto& [scalar_type, known] : kScalarTypes) {
    if (known == dtype) return scalar_type;
  }
  throw InternalError("a dtype without a scalar type");
}

TensorInfo capture_tensor(const at::Tensor& tensor) {
  TensorInfo info;
  if (!tensor.defined()) return info;
  info.dtype = dtype_of(tensor.scalar_type());
  info.layout = layout_of(tensor);
  info.device = tensor.device().str();
  if (info.layout == Layout::kNested) {
    info.sizes = {tensor.numel()};
    info.parts = parts_of(tensor);
    return info;
  }
  info.sizes = tensor.sizes().vec();
  if (info.layout == Layout::kStrided) {
    info.strides = tensor.strides().vec();
    info.offset = tensor.storage_offset();
    info.storage = reinterpret_cast<std::uintptr_t>(tensor.storage().unsafeGetStorageImpl());
  }
  return info;
}

void capture_tensors(const c10::IValue& value, std::vector<TensorInfo>& into) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) into.push_back(capture_tensor(value.toTensor()));
  } else if (value.isTuple()) {
    for (const c10::IValue& item : value.toTupleRef().elements()) capture_tensors(item, into);
  } else if (value.isList()) {
    for (const c10::IValue& item : value.toListRef()) capture_tensors(item, into);
  } else if (value.isGenericDict()) {
    for (const auto& item : value.toGenericDict()) capture_tensors(item.value(), into);
  }
}

OpValue capture_value(const c10::IValue& value) {
  if (value.isNone()) return std::monostate{};
  if (value.isTensor()) {
    return value.toTensor().defined() ? OpValue{capture_tensor(value.toTensor())} : OpValue{};
  }
  if (value.isInt()) return value.toInt();
  if (value.isDouble()) return value.toDouble();
  if (value.isBool()) return value.toBool();
  if (value.isString()) return value.toStringRef();
  if (value.isIntList()) return value.toIntVector();
  if (value.isDoubleList()) return value.toDoubleVector();
  if (value.isList()) return capture_list(value.toListRef());
  if (value.isTuple()) return capture_list(value.toTupleRef().elements());
  return capture_opaque(value);
}

}  // namespace hookstat
