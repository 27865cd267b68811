#include "model/typed_value.h"

#include <ATen/core/function_schema.h>

#include <vector>

#include "hookstat/error.h"
#include "inputs/json_value.h"
#include "model/any_value.h"
#include "model/tensor_description.h"

namespace hookstat {
namespace {

[[noreturn]] void misfit(const Value& value, const c10::Type& type, const ValuePlace& place) {
  fail(place, std::string("expects ")
                  .append(type.annotation_str())
                  .append(", got ")
                  .append(kind_of(value)));
}

/// int, float, bool and lists of them: for these a tensor or an array can stand.
bool is_plain_number(const c10::TypePtr& type) {
  if (const auto list = type->cast<c10::ListType>()) return is_plain_number(list->getElementType());
  return type->kind() == c10::TypeKind::IntType || type->kind() == c10::TypeKind::FloatType ||
         type->kind() == c10::TypeKind::BoolType || type->kind() == c10::TypeKind::NumberType;
}

c10::Device device_of(const std::string& text, const ValuePlace& place) {
  try {
    return c10::Device(text);
  } catch (const c10::Error&) {
    fail(place, "'" + text + "' is no device");
  }
}

bool is_text(const c10::Type& type) {
  return type.kind() == c10::TypeKind::StringType || type.kind() == c10::TypeKind::DeviceObjType;
}

bool is_tensor(const c10::Type& type) { return type.kind() == c10::TypeKind::TensorType; }

/// When a type of a Union is tried. A text is a specification if it can be one; a number becomes a
/// tensor, or a whole one a float, only where nothing better is on offer.
int turn_of(const c10::Type& option, const Value& value) {
  constexpr int kTensorOfText = 0;
  constexpr int kMost = 1;
  constexpr int kFloat = 2;
  constexpr int kTensorOfNumbers = 3;
  if (is_tensor(option)) {
    return value_as<std::string>(value) != nullptr ? kTensorOfText : kTensorOfNumbers;
  }
  return option.kind() == c10::TypeKind::FloatType ? kFloat : kMost;
}

/// T of Optional[T], or the type itself.
const c10::Type& without_optional(const c10::Type& type) {
  const auto* const optional = type.castRaw<c10::OptionalType>();
  return optional == nullptr ? type : *optional->getElementType();
}

/// numbers_of, whose error says where.
Value numbers_at(const StoredTensor& stored, const ValuePlace& place) {
  try {
    return numbers_of(stored);
  } catch (const InputError& error) {
    fail(place, error.what(), error.hint());
  }
}

}  // namespace

c10::IValue TypedValues::convert(const Value& value, const c10::TypePtr& type,
                                 const ValuePlace& place) const {
  switch (type->kind()) {
    case c10::TypeKind::TensorType:
      return tensor(value, place);
    case c10::TypeKind::OptionalType:
      if (is_none(value)) return {};
      return convert(value, type->expectRef<c10::OptionalType>().getElementType(), place);
    case c10::TypeKind::ListType:
      return list(value, type, place);
    case c10::TypeKind::TupleType:
      return tuple(value, type, place);
    case c10::TypeKind::DictType:
      return dict(value, type, place);
    case c10::TypeKind::UnionType:
      return one_of(value, type, place);
    case c10::TypeKind::AnyType:
      return any_value(value, maker_);
    default:
      return scalar(value, type, place);
  }
}

c10::IValue TypedValues::scalar(const Value& value, const c10::TypePtr& type,
                                const ValuePlace& place) const {
  const auto* const stored = value_as<StoredTensor>(value);
  if (stored != nullptr && stored->sizes.empty() && is_plain_number(type)) {
    return scalar(numbers_at(*stored, place), type, place);
  }
  const auto* const whole = value_as<std::int64_t>(value);
  const auto* const number = value_as<double>(value);
  const auto* const truth = value_as<bool>(value);
  const auto* const text = value_as<std::string>(value);
  const c10::TypeKind kind = type->kind();
  const bool takes_numbers = kind == c10::TypeKind::NumberType;
  if (whole != nullptr && (kind == c10::TypeKind::IntType || takes_numbers)) return *whole;
  if (number != nullptr && (kind == c10::TypeKind::FloatType || takes_numbers)) return *number;
  if (whole != nullptr && kind == c10::TypeKind::FloatType) return static_cast<double>(*whole);
  if (kind == c10::TypeKind::ComplexType && (whole != nullptr || number != nullptr)) {
    return c10::complex<double>(whole != nullptr ? static_cast<double>(*whole) : *number);
  }
  if (truth != nullptr && kind == c10::TypeKind::BoolType) return *truth;
  if (text != nullptr && kind == c10::TypeKind::StringType) return *text;
  if (text != nullptr && kind == c10::TypeKind::DeviceObjType) return device_of(*text, place);
  if (is_none(value) && kind == c10::TypeKind::NoneType) return {};
  misfit(value, *type, place);
}

at::Tensor TypedValues::tensor(const Value& value, const ValuePlace& place) const {
  try {
    if (const auto* stored = value_as<StoredTensor>(value)) return maker_.stored(*stored);
    if (described_) return described_tensor(value, maker_);
  } catch (const InputError& error) {
    fail(place, error.what(), error.hint());
  }
  misfit(value, *c10::TensorType::get(), place);
}

c10::IValue TypedValues::list(const Value& value, const c10::TypePtr& type,
                              const ValuePlace& place) const {
  const c10::TypePtr& element = type->expectRef<c10::ListType>().getElementType();
  const auto* const stored = value_as<StoredTensor>(value);
  if (stored != nullptr && !stored->sizes.empty() && is_plain_number(type)) {
    return list(numbers_at(*stored, place), type, place);
  }
  const auto* const items = value_as<ValueList>(value);
  if (items == nullptr) misfit(value, *type, place);
  c10::impl::GenericList made(element);
  made.reserve(items->items.size());
  for (std::size_t i = 0; i < items->items.size(); ++i) {
    made.push_back(convert(items->items[i], element, item_of(place, i)));
  }
  return made;
}

c10::IValue TypedValues::tuple(const Value& value, const c10::TypePtr& type,
                               const ValuePlace& place) const {
  const auto tuple_type = type->expect<c10::TupleType>();
  const auto& elements = tuple_type->elements();
  const auto& schema = tuple_type->schema();
  std::vector<c10::IValue> made;
  if (const auto* items = value_as<ValueList>(value)) {
    if (items->items.size() != elements.size()) {
      fail(place, "expects " + type->annotation_str() + ", got " +
                      std::to_string(items->items.size()) + " values");
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
      made.push_back(convert(items->items[i], elements[i], item_of(place, i)));
    }
  } else if (const auto* fields = value_as<ValueDict>(value); fields != nullptr && schema) {
    made = named_fields(*fields, *tuple_type, place);
  } else {
    misfit(value, *type, place);
  }
  return schema ? c10::ivalue::Tuple::createNamed(std::move(made), tuple_type)
                : c10::ivalue::Tuple::create(std::move(made));
}

std::vector<c10::IValue> TypedValues::named_fields(const ValueDict& fields,
                                                   const c10::TupleType& type,
                                                   const ValuePlace& place) const {
  const auto& arguments = type.schema()->arguments();
  std::vector<c10::IValue> made;
  for (const c10::Argument& argument : arguments) {
    const Value* given = nullptr;
    for (const auto& [key, value] : fields.items) {
      const auto* const name = value_as<std::string>(key);
      if (name != nullptr && *name == argument.name()) given = &value;
    }
    if (given == nullptr) fail(place, "has no field '" + argument.name() + "'");
    made.push_back(convert(*given, argument.type(), item_of(place, argument.name())));
  }
  if (fields.items.size() != arguments.size()) {
    fail(place, "has fields that " + type.annotation_str() + " does not have");
  }
  return made;
}

c10::IValue TypedValues::dict(const Value& value, const c10::TypePtr& type,
                              const ValuePlace& place) const {
  const auto& dict_type = type->expectRef<c10::DictType>();
  const auto* const given = value_as<ValueDict>(value);
  if (given == nullptr) misfit(value, *type, place);
  c10::impl::GenericDict made(dict_type.getKeyType(), dict_type.getValueType());
  for (const auto& [given_key, item] : given->items) {
    const auto* const name = value_as<std::string>(given_key);
    const ValuePlace at = item_of(place, name == nullptr ? std::string(kind_of(given_key)) : *name);
    made.insert_or_assign(key(given_key, dict_type.getKeyType(), at),
                          convert(item, dict_type.getValueType(), at));
  }
  return made;
}

c10::IValue TypedValues::key(const Value& value, const c10::TypePtr& type,
                             const ValuePlace& place) const {
  const auto* const name = value_as<std::string>(value);
  // Keys of JSON objects are texts whatever they stand for.
  if (described_ && name != nullptr && type->kind() != c10::TypeKind::StringType) {
    return scalar(parse_literal(*name), type, place);
  }
  return scalar(value, type, place);
}

c10::IValue TypedValues::one_of(const Value& value, const c10::TypePtr& type,
                                const ValuePlace& place) const {
  const auto& types = type->expectRef<c10::UnionType>().containedTypes();
  constexpr int kLastTurn = 3;
  for (int turn = 0; turn <= kLastTurn; ++turn) {
    for (const c10::TypePtr& option : types) {
      if (turn_of(*option, value) != turn) continue;
      try {
        return convert(value, option, place);
      } catch (const InputError&) {
        continue;
      }
    }
  }
  misfit(value, *type, place);
}

Value literal_for(const c10::Type& type, std::string_view text) {
  const c10::Type& wanted = without_optional(type);
  const bool none = text == "None" || text == "null";
  if (is_text(wanted)) {
    if (none && &wanted != &type) return {};
    return text.starts_with('"') ? parse_json_value(text) : Value{std::string(text)};
  }
  if (is_tensor(wanted)) {
    if (none) return {};
    const bool json = !text.empty() && std::string_view("[{\"").find(text.front()) < 3;
    return json ? parse_json_value(text) : Value{std::string(text)};
  }
  return parse_literal(text);
}

}  // namespace hookstat
