// What is kept of a tensor once it is gone: everything costs and tables need, and no data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hookstat/api.h"

namespace hookstat {

/// Sizes (or strides, in elements) of a tensor, outermost dimension first. Empty: a scalar tensor.
using Shape = std::vector<std::int64_t>;

/// Element types, named as PyTorch names them (`torch.float32` -> `float32`). kFloat8 is either of
/// float8_e5m2 and float8_e4m3fn, kUnknown any other.
enum class Dtype : std::uint8_t {
  kUnknown,
  kFloat16,
  kBFloat16,
  kFloat32,
  kFloat64,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUInt8,
  kUInt16,
  kUInt32,
  kUInt64,
  kBool,
  kComplex32,
  kComplex64,
  kComplex128,
  kQInt8,
  kQUInt8,
  kQInt32,
  kFloat8,
};

/// `float32` for kFloat32, `unknown` for kUnknown. The view is of static storage.
[[nodiscard]] HOOKSTAT_API std::string_view dtype_name(Dtype dtype) noexcept;

/// The inverse of dtype_name; nullopt for a name that is none of them.
[[nodiscard]] HOOKSTAT_API std::optional<Dtype> dtype_from_name(std::string_view name) noexcept;

/// Bytes of one element; 0 for kUnknown.
[[nodiscard]] HOOKSTAT_API std::int64_t item_size(Dtype dtype) noexcept;

/// True for float16, bfloat16, float32, float64, float8 and the complex types.
[[nodiscard]] HOOKSTAT_API bool is_floating_or_complex(Dtype dtype) noexcept;

/// How a tensor's elements lie in memory, as PyTorch says; kSparse is any of its sparse layouts.
enum class Layout : std::uint8_t { kStrided, kSparse, kMkldnn, kNested, kOther };

/// One tensor as an operator or a module saw it.
struct TensorInfo {
  Shape sizes;                       ///< of a nested tensor: its number of elements alone
  Shape strides;                     ///< elements; empty where the layout has none
  std::int64_t offset = 0;           ///< of the first element within the storage, in elements
  std::uint64_t storage = 0;         ///< identity of the storage within one run; 0: none or unknown
  Dtype dtype = Dtype::kUnknown;     ///< element type
  Layout layout = Layout::kStrided;  ///< with others than kStrided there are no strides
  std::string device = "cpu";        ///< "cpu", "cuda:0"
  std::vector<Shape> parts;          ///< of a nested tensor: the sizes of each part; else empty

  bool operator==(const TensorInfo&) const = default;
};

/// Product of the sizes; 1 for a scalar tensor. REQUIRES: 64 bits hold it.
[[nodiscard]] HOOKSTAT_API std::int64_t element_count(const Shape& sizes) noexcept;

/// Elements of the tensor's storage that it really addresses: the lesser of the product of the
/// sizes of its dimensions with non-zero stride and 1 + the sum of (size - 1) x |stride|. An
/// expanded tensor counts what it expands. Without strides: element_count.
[[nodiscard]] HOOKSTAT_API std::int64_t unique_elements(const TensorInfo& tensor) noexcept;

/// "1x3x300x300"; "scalar" for no dimensions.
[[nodiscard]] HOOKSTAT_API std::string shape_text(const Shape& sizes);

}  // namespace hookstat
