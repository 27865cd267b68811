#include "model/input_example.h"

#include <string_view>

namespace hookstat {
namespace {

std::string json_example(const c10::Type& type, const std::string& tensor);

std::string tuple_example(const c10::TupleType& type, const std::string& tensor) {
  std::string text;
  for (const c10::TypePtr& element : type.elements()) {
    text.append(text.empty() ? "[" : ", ").append(json_example(*element, tensor));
  }
  return text.empty() ? "[]" : text.append("]");
}

std::string dict_example(const c10::DictType& type, const std::string& tensor) {
  const bool named = type.getKeyType()->kind() == c10::TypeKind::StringType;
  return std::string(named ? R"({"key": )" : R"({"1": )")
      .append(json_example(*type.getValueType(), tensor))
      .append("}");
}

std::string json_example(const c10::Type& type, const std::string& tensor) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType:
      return "\"" + tensor + "\"";
    case c10::TypeKind::IntType:
    case c10::TypeKind::NumberType:
    case c10::TypeKind::AnyType:
      return "1";
    case c10::TypeKind::FloatType:
      return "1.0";
    case c10::TypeKind::BoolType:
      return "true";
    case c10::TypeKind::StringType:
      return "\"text\"";
    case c10::TypeKind::ListType: {
      const std::string item =
          json_example(*type.expectRef<c10::ListType>().getElementType(), tensor);
      return std::string("[").append(item).append("]");
    }
    case c10::TypeKind::TupleType:
      return tuple_example(type.expectRef<c10::TupleType>(), tensor);
    case c10::TypeKind::DictType:
      return dict_example(type.expectRef<c10::DictType>(), tensor);
    case c10::TypeKind::OptionalType:
      return json_example(*type.expectRef<c10::OptionalType>().getElementType(), tensor);
    default:
      return "null";
  }
}

}  // namespace

std::string literal_example(const c10::Type& type, const std::string& tensor) {
  std::string text = json_example(type, tensor);
  // A text by itself needs no quotes; brackets and blanks need those of the shell.
  if (text.size() > 1 && text.front() == '"') return text.substr(1, text.size() - 2);
  if (text == "null") return "None";
  if (text.find_first_of("[{ ") == std::string::npos) return text;
  return std::string("'").append(text).append("'");
}

}  // namespace hookstat
