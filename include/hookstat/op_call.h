// One operator call as it really ran: the argument of every cost formula.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

/// An argument of another kind: a generator, a script object, packed parameters.
struct OpaqueValue {
  std::string kind;  ///< LibTorch's name of it: "Object", "Generator"
  /// What packed parameters hold, unpacked: the weight, then the bias where there is one.
  std::vector<TensorInfo> tensors;
  bool operator==(const OpaqueValue&) const = default;
};

/// An operator's argument or result. monostate: None.
using OpValue = std::variant<std::monostate, TensorInfo, std::int64_t, double, bool, std::string,
                             std::vector<std::int64_t>, std::vector<double>,
                             std::vector<TensorInfo>, OpaqueValue>;

/// One call of an operator through PyTorch's dispatcher, in the order of its schema.
struct OpCall {
  std::string name;                         ///< qualified, without the overload: "aten::conv2d"
  std::string overload;                     ///< "Tensor", "out"; empty for the default overload
  std::vector<OpValue> inputs;              ///< all arguments, defaults included
  std::vector<OpValue> outputs;             ///< all results; empty where the call raised
  std::vector<std::string> argument_names;  ///< of the schema, one per input: "self", "weight"
  /// It has no kernel of its own: all its work is done by the operators it calls (PyTorch's
  /// CompositeImplicitAutograd).
  bool composite = false;
  std::int32_t parent = -1;       ///< index of the operator call that made this one; -1: outermost
  std::int32_t module = 0;        ///< index of the module whose code called it
  std::int32_t module_call = 0;   ///< index into Recording::module_calls of the innermost open call
  std::int32_t source_line = -1;  ///< index into Recording::source_lines; -1: unknown
  /// Of the float32, float64 and bfloat16 tensors that an outermost call returned, dense ones on
  /// the CPU.
  std::int64_t float_elements = 0;
  std::int64_t denormals = 0;  ///< of those: not 0, and too small for a full significand
};

/// The dtype that a call computes in: that of its first floating, complex or quantized tensor (int8
/// for qint8 and quint8; qint32 does not count), arguments first. A floating tensor without
/// dimensions gives way to one that has some. kUnknown where there is none. Thread-safe.
[[nodiscard]] HOOKSTAT_API Dtype arithmetic_dtype(const OpCall& call) noexcept;

/// The tensor at `index` of `values`, or nullptr where there is none there.
[[nodiscard]] inline const TensorInfo* tensor_at(const std::vector<OpValue>& values,
                                                 std::size_t index) noexcept {
  return index < values.size() ? std::get_if<TensorInfo>(&values[index]) : nullptr;
}

/// The input whose schema name is `name`, or nullptr: formulas need not know positions.
[[nodiscard]] inline const OpValue* argument(const OpCall& call, std::string_view name) noexcept {
  for (std::size_t i = 0; i < call.argument_names.size() && i < call.inputs.size(); ++i) {
    if (call.argument_names[i] == name) return &call.inputs[i];
  }
  return nullptr;
}

}  // namespace hookstat
