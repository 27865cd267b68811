// Makes of what a user gave what the type of an argument wants.
#pragma once

#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <string>
#include <string_view>
#include <vector>

#include "inputs/value.h"
#include "model/tensor_maker.h"
#include "model/value_place.h"

namespace hookstat {

/// Knows every type that TorchScript's arguments have but classes, enums and the like. What does
/// not fit is refused, with its place: `xs[1]["mask"]: expects Tensor, got str`.
class TypedValues {
 public:
  /// `described`: where a tensor is wanted, texts are specifications, objects descriptions, and
  /// numbers literal tensors.
  TypedValues(TensorMaker& maker, bool described) : maker_(maker), described_(described) {}

  /// Throws InputError.
  [[nodiscard]] c10::IValue convert(const Value& value, const c10::TypePtr& type,
                                    const ValuePlace& place) const;

 private:
  [[nodiscard]] c10::IValue scalar(const Value& value, const c10::TypePtr& type,
                                   const ValuePlace& place) const;
  [[nodiscard]] at::Tensor tensor(const Value& value, const ValuePlace& place) const;
  [[nodiscard]] c10::IValue list(const Value& value, const c10::TypePtr& type,
                                 const ValuePlace& place) const;
  [[nodiscard]] c10::IValue tuple(const Value& value, const c10::TypePtr& type,
                                  const ValuePlace& place) const;
  [[nodiscard]] std::vector<c10::IValue> named_fields(const ValueDict& fields,
                                                      const c10::TupleType& type,
                                                      const ValuePlace& place) const;
  [[nodiscard]] c10::IValue dict(const Value& value, const c10::TypePtr& type,
                                 const ValuePlace& place) const;
  [[nodiscard]] c10::IValue key(const Value& value, const c10::TypePtr& type,
                                const ValuePlace& place) const;
  [[nodiscard]] c10::IValue one_of(const Value& value, const c10::TypePtr& type,
                                   const ValuePlace& place) const;

  TensorMaker& maker_;
  bool described_;
};

/// The value that a text of the command line stands for where an argument of `type` is wanted.
/// Throws InputError for text that begins like JSON and is none.
[[nodiscard]] Value literal_for(const c10::Type& type, std::string_view text);

}  // namespace hookstat
