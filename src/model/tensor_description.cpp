#include "model/tensor_description.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "core/in_source.h"
#include "hookstat/error.h"
#include "hookstat/input_spec.h"

namespace hookstat {
namespace {

std::string number_text(double number) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end};
}

/// The entries of a description, by name; nullptr where one is not there.
struct Description {
  const Value* shape = nullptr;
  const Value* dtype = nullptr;
  const Value* range = nullptr;
  const Value* fill = nullptr;
  const Value* data = nullptr;
};

Description entries_of(const ValueDict& dict) {
  Description entries;
  const std::array<std::pair<std::string_view, const Value**>, 5> known{{
      {"shape", &entries.shape},
      {"dtype", &entries.dtype},
      {"range", &entries.range},
      {"fill", &entries.fill},
      {"data", &entries.data},
  }};
  for (const auto& [key, value] : dict.items) {
    const auto* const name = value_as<std::string>(key);
    const auto* const row = std::ranges::find_if(
        known, [&](const auto& entry) { return name != nullptr && entry.first == *name; });
    if (row == known.end()) {
      throw InputError("'" + (name == nullptr ? std::string(kind_of(key)) : *name) +
                       "' is no part of a tensor's description; these are shape, dtype, range and "
                       "fill, or data and dtype");
    }
    *row->second = &value;
  }
  return entries;
}

std::string shape_text_of(const Value& value) {
  const auto* const list = value_as<ValueList>(value);
  if (list == nullptr) throw InputError("shape: expects a list of whole numbers");
  std::string text;
  for (const Value& item : list->items) {
    const auto* const size = value_as<std::int64_t>(item);
    if (size == nullptr) throw InputError("shape: expects a list of whole numbers");
    text.append(text.empty() ? "" : "x").append(std::to_string(*size));
  }
  return text.empty() ? "scalar" : text;
}

std::string range_text(const Value& value) {
  std::string text;
  const auto* const list = value_as<ValueList>(value);
  constexpr std::size_t kEnds = 2;
  if (list == nullptr || list->items.size() != kEnds) {
    throw InputError("range: expects two numbers, [LOW, HIGH]");
  }
  for (const Value& item : list->items) {
    text.append(text.empty() ? "[" : ",");
    if (const auto* whole = value_as<std::int64_t>(item)) {
      text.append(std::to_string(*whole));
    } else if (const auto* number = value_as<double>(item)) {
      text.append(number_text(*number));
    } else {
      throw InputError("range: expects two numbers, [LOW, HIGH]");
    }
  }
  return text.append("]");
}

const std::string& text_in(const Value& value, const char* what) {
  const auto* const text = value_as<std::string>(value);
  if (text == nullptr) throw InputError(std::string(what).append(": expects a str"));
  return *text;
}

std::optional<InputFill> fill_of(const Value* value) {
  if (value == nullptr) return std::nullopt;
  const std::string& name = text_in(*value, "fill");
  if (name == "random") return InputFill::kRandom;
  if (name == "zeros") return InputFill::kZeros;
  if (name == "ones") return InputFill::kOnes;
  throw InputError("fill: '" + name + "' is none of random, zeros, ones");
}

at::Tensor make(const Description& entries, TensorMaker& maker) {
  // One syntax has one set of rules: a description is written as a specification and read so.
  const std::string type =
      std::string(":").append(entries.dtype ? text_in(*entries.dtype, "dtype") : "float32");
  if (entries.data != nullptr) {
    if (entries.shape != nullptr || entries.range != nullptr || entries.fill != nullptr) {
      throw InputError("a tensor with data has no shape, range or fill of its own");
    }
    std::optional<Dtype> dtype;
    if (entries.dtype != nullptr) dtype = parse_input_spec("1" + type).dtype;
    return maker.numbers(*entries.data, dtype);
  }
  if (entries.shape == nullptr) throw InputError("a tensor's description needs shape or data");
  const std::string range = entries.range == nullptr ? "" : range_text(*entries.range);
  return maker.filled(parse_input_spec(shape_text_of(*entries.shape) + type + range),
                      fill_of(entries.fill));
}

}  // namespace

at::Tensor described_tensor(const Value& value, TensorMaker& maker) {
  if (const auto* text = value_as<std::string>(value)) return maker.filled(parse_input_spec(*text));
  if (const auto* dict = value_as<ValueDict>(value)) return make(entries_of(*dict), maker);
  if (is_none(value)) throw InputError("expects Tensor, got None");
  return maker.numbers(value, std::nullopt);
}

}  // namespace hookstat
