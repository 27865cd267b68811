#include "inputs/value.h"

#include <array>
#include <cstring>

#include "hookstat/error.h"

namespace hookstat {
namespace {

/// The number at `at` bytes, as the T that is stored there, made a U.
template <class T, class U>
Value number_at(const std::string& bytes, std::size_t at) {
  T number{};
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return Value{static_cast<U>(number)};
}

Value number_of(const StoredTensor& tensor, std::int64_t element) {
  const std::string& bytes = *tensor.storage;
  const auto at = static_cast<std::size_t>(element * item_size(tensor.dtype));
  switch (tensor.dtype) {
    case Dtype::kBool:
      return Value{bytes[at] != 0};
    case Dtype::kInt8:
      return number_at<std::int8_t, std::int64_t>(bytes, at);
    case Dtype::kInt16:
      return number_at<std::int16_t, std::int64_t>(bytes, at);
    case Dtype::kInt32:
      return number_at<std::int32_t, std::int64_t>(bytes, at);
    case Dtype::kInt64:
      return number_at<std::int64_t, std::int64_t>(bytes, at);
    case Dtype::kUInt8:
      return number_at<std::uint8_t, std::int64_t>(bytes, at);
    case Dtype::kUInt16:
      return number_at<std::uint16_t, std::int64_t>(bytes, at);
    case Dtype::kUInt32:
      return number_at<std::uint32_t, std::int64_t>(bytes, at);
    case Dtype::kFloat32:
      return number_at<float, double>(bytes, at);
    case Dtype::kFloat64:
      return number_at<double, double>(bytes, at);
    default:
      throw InputError(std::string(dtype_name(tensor.dtype)) + " values are no plain numbers");
  }
}

Value numbers_from(const StoredTensor& tensor, std::size_t dimension, std::int64_t element) {
  if (dimension == tensor.sizes.size()) return number_of(tensor, element);
  ValueList list;
  list.items.reserve(static_cast<std::size_t>(tensor.sizes[dimension]));
  for (std::int64_t i = 0; i < tensor.sizes[dimension]; ++i) {
    list.items.push_back(
        numbers_from(tensor, dimension + 1, element + i * tensor.strides[dimension]));
  }
  return make_value(std::move(list));
}

/// Whether the lists and numbers of all levels are no more than kMostValues: a size of 0 leaves no
/// number, but a list for each index of the dimensions before it.
bool fits_in_lists(const Shape& sizes) {
  std::int64_t level = 1;
  std::int64_t values = 1;
  for (const std::int64_t size : sizes) {
    if (__builtin_mul_overflow(level, size, &level) || level > kMostValues - values) return false;
    values += level;
  }
  return true;
}

/// The index behind the last element that the tensor reaches, or -1 where that is no number.
std::int64_t end_of(const StoredTensor& tensor) {
  std::int64_t last = tensor.offset;
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
    std::int64_t way = 0;
    if (__builtin_mul_overflow(tensor.sizes[i] - 1, tensor.strides[i], &way)) return -1;
    if (__builtin_add_overflow(last, way, &last)) return -1;
  }
  return __builtin_add_overflow(last, 1, &last) ? -1 : last;
}

}  // namespace

Value make_value(StoredTensor tensor) {
  return {std::make_shared<const StoredTensor>(std::move(tensor))};
}

Value make_value(ValueList list) { return {std::make_shared<const ValueList>(std::move(list))}; }

Value make_value(ValueDict dict) { return {std::make_shared<const ValueDict>(std::move(dict))}; }

std::string_view kind_of(const Value& value) noexcept {
  constexpr std::array<std::string_view, 8> kKinds{"None", "bool",   "int",  "float",
                                                   "str",  "Tensor", "list", "dict"};
  const auto* list = value_as<ValueList>(value);
  if (list != nullptr && list->is_tuple) return "tuple";
  return kKinds[value.data.index()];
}

StoredTensor checked(StoredTensor tensor) {
  if (tensor.sizes.size() != tensor.strides.size() || tensor.offset < 0) {
    throw InputError("holds a tensor whose sizes and strides do not fit each other");
  }
  if (tensor.sizes.size() > kMostDimensions) {
    throw InputError("holds a tensor of " + std::to_string(tensor.sizes.size()) +
                     " dimensions, and at most " + std::to_string(kMostDimensions) + " are read");
  }
  std::int64_t elements = 1;
  bool none = false;
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
    if (tensor.sizes[i] < 0 || tensor.strides[i] < 0) {
      throw InputError("holds a tensor with negative sizes or strides");
    }
    none = none || tensor.sizes[i] == 0;
    if (!none && __builtin_mul_overflow(elements, tensor.sizes[i], &elements)) {
      throw InputError("holds a tensor of more elements than a number can count");
    }
  }
  if (none) return tensor;
  const std::int64_t end = end_of(tensor);
  const auto there = static_cast<std::int64_t>(tensor.storage->size()) / item_size(tensor.dtype);
  if (end < 0 || end > there) throw InputError("holds a tensor that reaches beyond its values");
  return tensor;
}

Value numbers_of(const StoredTensor& tensor) {
  if (tensor.sizes.size() > static_cast<std::size_t>(kDeepestNesting)) {
    throw InputError("is nested deeper than " + std::to_string(kDeepestNesting) + " levels");
  }
  if (!fits_in_lists(tensor.sizes)) throw InputError("holds too many numbers");
  return numbers_from(tensor, 0, tensor.offset);
}

}  // namespace hookstat
