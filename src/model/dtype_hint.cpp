#include "model/dtype_hint.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace hookstat {
namespace {

/// LibTorch's several names for its types. Longer ones first: "ComplexFloat" has "Float" in it.
constexpr std::array<std::pair<std::string_view, Dtype>, 41> kNames{{
    {"c10::complex<double>", Dtype::kComplex128},
    {"c10::complex<float>", Dtype::kComplex64},
    {"ComplexDouble", Dtype::kComplex128},
    {"ComplexFloat", Dtype::kComplex64},
    {"c10::BFloat16", Dtype::kBFloat16},
    {"unsigned char", Dtype::kUInt8},
    {"complex128", Dtype::kComplex128},
    {"complex64", Dtype::kComplex64},
    {"c10::Half", Dtype::kFloat16},
    {"bfloat16", Dtype::kBFloat16},
    {"BFloat16", Dtype::kBFloat16},
    {"long int", Dtype::kInt64},
    {"float16", Dtype::kFloat16},
    {"float32", Dtype::kFloat32},
    {"float64", Dtype::kFloat64},
    {"Double", Dtype::kFloat64},
    {"double", Dtype::kFloat64},
    {"signed char", Dtype::kInt8},
    {"uint16", Dtype::kUInt16},
    {"uint32", Dtype::kUInt32},
    {"uint64", Dtype::kUInt64},
    {"UInt16", Dtype::kUInt16},
    {"UInt32", Dtype::kUInt32},
    {"UInt64", Dtype::kUInt64},
    {"int16", Dtype::kInt16},
    {"int64", Dtype::kInt64},
    {"int32", Dtype::kInt32},
    {"uint8", Dtype::kUInt8},
    {"Short", Dtype::kInt16},
    {"short", Dtype::kInt16},
    {"int8", Dtype::kInt8},
    {"Char", Dtype::kInt8},
    {"Float", Dtype::kFloat32},
    {"float", Dtype::kFloat32},
    {"Half", Dtype::kFloat16},
    {"Long", Dtype::kInt64},
    {"Byte", Dtype::kUInt8},
    {"bool", Dtype::kBool},
    {"Bool", Dtype::kBool},
    {"Int", Dtype::kInt32},
    {"int", Dtype::kInt32},
}};

std::optional<Dtype> dtype_at(std::string_view text) {
  for (const auto& [name, dtype] : kNames) {
    if (text.starts_with(name)) return dtype;
  }
  return std::nullopt;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The type whose name follows the last `mark` in the text.
std::optional<Dtype> dtype_after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return dtype_at(text.substr(at + mark.size()));
}

/// What one message says: the type that was given, and the one that the model wants.
struct Mismatch {
  std::optional<Dtype> given;
  std::optional<Dtype> wanted;
};

/// "(X) and bias type (Y)", "got X and Y", "expected scalar type Y but found X" and their like.
std::optional<Mismatch> mismatch_of(std::string_view cause) {
  struct Message {
    std::string_view sign;
    std::string_view given_after;
    std::string_view wanted_after;
  };
  constexpr std::array<Message, 6> kMessages{{
      {"must have the same dtype, but got ", "but got ", " and "},
      {"expected m1 and m2 to have the same dtype", "!= ", "but got: "},
      {"Input type (", "Input type (", "type ("},
      {"does not match weight dtype", "input dtype (torch.", "weight dtype (torch."},
      {"expected scalar type", "but found ", "expected scalar type "},
      {"to have the same dtype, but got", "", ""},
  }};
  for (const Message& message : kMessages) {
    if (!has(cause, message.sign)) continue;
    if (message.given_after.empty()) return Mismatch{};
    return Mismatch{dtype_after(cause, message.given_after),
                    dtype_after(cause, message.wanted_after)};
  }
  return std::nullopt;
}

std::vector<const InputDescription*> tensors_of(const std::vector<InputDescription>& inputs) {
  std::vector<const InputDescription*> tensors;
  for (const InputDescription& input : inputs) {
    if (input.tensor) tensors.push_back(&input);
  }
  return tensors;
}

/// The first tensor of the type given, else the first.
const InputDescription& culprit(const std::vector<const InputDescription*>& tensors,
                                std::optional<Dtype> given) {
  const auto found = std::ranges::find_if(
      tensors, [&](const auto* input) { return given && input->tensor->dtype == *given; });
  return found == tensors.end() ? *tensors.front() : **found;
}

/// The first tensor that is called a mask and is none, else the first.
const InputDescription& mask(const std::vector<const InputDescription*>& tensors) {
  const auto found = std::ranges::find_if(tensors, [](const auto* input) {
    return has(input->name, "mask") && input->tensor->dtype != Dtype::kBool;
  });
  return found == tensors.end() ? *tensors.front() : **found;
}

std::string example(const InputDescription& input, std::string_view type) {
  return std::string("--input ")
      .append(input.name)
      .append("=")
      .append(shape_text(input.tensor->sizes))
      .append(":")
      .append(type);
}

bool is_about(std::string_view cause, const auto& parts) {
  return std::ranges::any_of(parts, [&](std::string_view part) { return has(cause, part); });
}

}  // namespace

std::string dtype_hint(std::string_view cause, const std::vector<InputDescription>& inputs) {
  constexpr std::array<std::string_view, 6> kIndices{
      "'indices' to have one of the following scalar types",
      "used as indices must be long",
      "int64 for index",
      "index tensor of type LongTensor",
      "Expected a long tensor for index",
      "int32 or int64 for index"};
  constexpr std::array<std::string_view, 2> kBeyond{"index out of range", "is out of bounds for"};
  constexpr std::array<std::string_view, 2> kBooleans{"boolean mask", "to be a boolean tensor"};
  constexpr std::array<std::string_view, 4> kFloats{
      "not implemented for 'Long'", "not implemented for 'Bool'", "not implemented for 'Byte'",
      "a floating point or complex"};
  const std::vector<const InputDescription*> tensors = tensors_of(inputs);
  if (tensors.empty()) return {};
  const std::optional<Mismatch> mismatch = mismatch_of(cause);
  const InputDescription& input = culprit(tensors, mismatch ? mismatch->given : std::nullopt);
  const std::string other_type = tensors.size() == 1
                                     ? "the input may need another type: "
                                     : "one of the inputs may need another type, for example: ";
  if (is_about(cause, kIndices)) {
    return "indices are whole numbers below the table's size N: " + example(input, "int64[0,N]");
  }
  if (is_about(cause, kBeyond)) {
    return "if the input holds indices, they must be below the table's size N: " +
           example(input, "int64[0,N]");
  }
  if (is_about(cause, kBooleans)) return other_type + example(mask(tensors), "bool");
  if (is_about(cause, kFloats)) return other_type + example(input, "float32");
  if (mismatch && mismatch->wanted) {
    return other_type + example(input, dtype_name(*mismatch->wanted));
  }
  if (!mismatch && !has(cause, "mixed dtype")) return {};
  const bool is_half = input.tensor->dtype == Dtype::kFloat16;
  return other_type + example(input, is_half ? "float32" : "float16");
}

}  // namespace hookstat
