#include "model/any_value.h"

#include <ATen/core/jit_type.h>

#include <vector>

namespace hookstat {
namespace {

/// The one type of all values; Any where they differ or there are none.
c10::TypePtr common_type(const std::vector<c10::IValue>& values) {
  if (values.empty()) return c10::AnyType::get();
  c10::TypePtr type = values.front().type();
  if (values.front().isTensor()) type = c10::TensorType::get();
  for (const c10::IValue& value : values) {
    const bool same =
        value.isTensor() ? type->kind() == c10::TypeKind::TensorType : *value.type() == *type;
    if (!same) return c10::AnyType::get();
  }
  return type;
}

c10::IValue any_list(const ValueList& list, TensorMaker& maker) {
  std::vector<c10::IValue> items;
  items.reserve(list.items.size());
  for (const Value& item : list.items) items.push_back(any_value(item, maker));
  if (list.is_tuple) return c10::ivalue::Tuple::create(std::move(items));
  c10::impl::GenericList made(common_type(items));
  for (c10::IValue& item : items) made.push_back(std::move(item));
  return made;
}

c10::IValue any_dict(const ValueDict& dict, TensorMaker& maker) {
  std::vector<c10::IValue> keys;
  std::vector<c10::IValue> values;
  for (const auto& [key, value] : dict.items) {
    keys.push_back(any_value(key, maker));
    values.push_back(any_value(value, maker));
  }
  const c10::TypePtr key_type = keys.empty() ? c10::StringType::get() : common_type(keys);
  c10::impl::GenericDict made(key_type, common_type(values));
  for (std::size_t i = 0; i < keys.size(); ++i) made.insert_or_assign(keys[i], values[i]);
  return made;
}

}  // namespace

c10::IValue any_value(const Value& value, TensorMaker& maker) {
  if (const auto* truth = value_as<bool>(value)) return *truth;
  if (const auto* whole = value_as<std::int64_t>(value)) return *whole;
  if (const auto* number = value_as<double>(value)) return *number;
  if (const auto* text = value_as<std::string>(value)) return *text;
  if (const auto* stored = value_as<StoredTensor>(value)) return maker.stored(*stored);
  if (const auto* list = value_as<ValueList>(value)) return any_list(*list, maker);
  if (const auto* dict = value_as<ValueDict>(value)) return any_dict(*dict, maker);
  return {};
}

}  // namespace hookstat
