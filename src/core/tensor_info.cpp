#include "hookstat/tensor_info.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace hookstat {
namespace {

struct DtypeRow {
  Dtype dtype;
  std::string_view name;
  std::int64_t item_size;
  bool floating_or_complex;
};

constexpr std::array kDtypes{
    DtypeRow{Dtype::kUnknown, "unknown", 0, false},
    DtypeRow{Dtype::kFloat16, "float16", 2, true},
    DtypeRow{Dtype::kBFloat16, "bfloat16", 2, true},
    DtypeRow{Dtype::kFloat32, "float32", 4, true},
    DtypeRow{Dtype::kFloat64, "float64", 8, true},
    DtypeRow{Dtype::kInt8, "int8", 1, false},
    DtypeRow{Dtype::kInt16, "int16", 2, false},
    DtypeRow{Dtype::kInt32, "int32", 4, false},
    DtypeRow{Dtype::kInt64, "int64", 8, false},
    DtypeRow{Dtype::kUInt8, "uint8", 1, false},
    DtypeRow{Dtype::kUInt16, "uint16", 2, false},
    DtypeRow{Dtype::kUInt32, "uint32", 4, false},
    DtypeRow{Dtype::kUInt64, "uint64", 8, false},
    DtypeRow{Dtype::kBool, "bool", 1, false},
    DtypeRow{Dtype::kComplex32, "complex32", 4, true},
    DtypeRow{Dtype::kComplex64, "complex64", 8, true},
    DtypeRow{Dtype::kComplex128, "complex128", 16, true},
    DtypeRow{Dtype::kQInt8, "qint8", 1, false},
    DtypeRow{Dtype::kQUInt8, "quint8", 1, false},
    DtypeRow{Dtype::kQInt32, "qint32", 4, false},
    DtypeRow{Dtype::kFloat8, "float8", 1, true},
};

const DtypeRow& row_of(Dtype dtype) noexcept {
  const auto index = static_cast<std::size_t>(dtype);
  return index < kDtypes.size() ? kDtypes[index] : kDtypes.front();
}

}  // namespace

std::string_view dtype_name(Dtype dtype) noexcept { return row_of(dtype).name; }

std::optional<Dtype> dtype_from_name(std::string_view name) noexcept {
  const auto* const row = std::find_if(kDtypes.begin(), kDtypes.end(),
                                       [&](const DtypeRow& r) { return r.name == name; });
  if (row == kDtypes.end()) return std::nullopt;
  return row->dtype;
}

std::int64_t item_size(Dtype dtype) noexcept { return row_of(dtype).item_size; }

bool is_floating_or_complex(Dtype dtype) noexcept { return row_of(dtype).floating_or_complex; }

std::int64_t element_count(const Shape& sizes) noexcept {
  std::int64_t product = 1;
  for (const std::int64_t size : sizes) product *= size;
  return product;
}

std::int64_t unique_elements(const TensorInfo& tensor) noexcept {
  if (tensor.strides.size() != tensor.sizes.size()) return element_count(tensor.sizes);
  std::int64_t product = 1;
  std::int64_t span = 1;
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
    if (tensor.sizes[i] == 0) return 0;
    if (tensor.strides[i] != 0) product *= tensor.sizes[i];
    span += (tensor.sizes[i] - 1) * std::abs(tensor.strides[i]);
  }
  return std::min(product, span);
}

std::string shape_text(const Shape& sizes) {
  if (sizes.empty()) return "scalar";
  std::string text;
  for (const std::int64_t size : sizes) {
    if (!text.empty()) text += 'x';
    text += std::to_string(size);
  }
  return text;
}

}  // namespace hookstat
