// A value that a user gave, before anybody knows of which type the model wants it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "hookstat/tensor_info.h"

namespace hookstat {

/// A tensor as a file holds it. Every element lies within the storage: see checked().
struct StoredTensor {
  std::shared_ptr<const std::string> storage;  ///< bytes, little-endian; tensors may share them
  Dtype dtype = Dtype::kUnknown;
  Shape sizes;
  Shape strides;            ///< elements, none negative
  std::int64_t offset = 0;  ///< of the first element, in elements
};

struct ValueList;
struct ValueDict;

/// None, bool, int, float, str, a tensor, a list or tuple, a dict. Lists and dicts are shared by
/// copies, and nobody changes them once they are made.
struct Value {
  std::variant<std::monostate, bool, std::int64_t, double, std::string,
               std::shared_ptr<const StoredTensor>, std::shared_ptr<const ValueList>,
               std::shared_ptr<const ValueDict>>
      data;
};

struct ValueList {
  std::vector<Value> items;
  bool is_tuple = false;
};

struct ValueDict {
  std::vector<std::pair<Value, Value>> items;
};

/// The value's content if it is a T, else nullptr. For lists, dicts and tensors T is the struct.
template <class T>
[[nodiscard]] const T* value_as(const Value& value) noexcept {
  if constexpr (std::is_same_v<T, StoredTensor> || std::is_same_v<T, ValueList> ||
                std::is_same_v<T, ValueDict>) {
    const auto* const shared = std::get_if<std::shared_ptr<const T>>(&value.data);
    return shared == nullptr ? nullptr : shared->get();
  } else {
    return std::get_if<T>(&value.data);
  }
}

[[nodiscard]] inline bool is_none(const Value& value) noexcept {
  return std::holds_alternative<std::monostate>(value.data);
}

[[nodiscard]] Value make_value(StoredTensor tensor);
[[nodiscard]] Value make_value(ValueList list);
[[nodiscard]] Value make_value(ValueDict dict);

/// "None", "bool", "int", "float", "str", "Tensor", "list", "tuple" or "dict".
[[nodiscard]] std::string_view kind_of(const Value& value) noexcept;

/// How deep lists and dicts may be nested in each other, and how many values an input may hold in
/// all: what reads or converts them calls itself.
inline constexpr int kDeepestNesting = 100;
inline constexpr std::int64_t kMostValues = 20'000'000;

/// How many bytes of text a pickle may hold, and its value: a text that is used several times is as
/// many copies.
inline constexpr std::int64_t kMostTextBytes = 100'000'000;

/// How many dimensions a tensor of a file may have: as many as an array of NumPy.
inline constexpr std::size_t kMostDimensions = 64;

/// Throws InputError where an element would lie outside of the storage, for negative sizes or
/// strides, and for more than kMostDimensions.
[[nodiscard]] StoredTensor checked(StoredTensor tensor);

/// The tensor as plain values: nested lists of numbers, or one number for no dimensions. Throws
/// InputError for types that have no number in Python (float16, bfloat16 and complex ones), and
/// where lists and numbers would be more than kMostValues or nested deeper than kDeepestNesting.
[[nodiscard]] Value numbers_of(const StoredTensor& tensor);

}  // namespace hookstat
