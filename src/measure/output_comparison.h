// Whether hooks changed what a model returns.
#pragma once

#include <ATen/core/ivalue.h>

#include <optional>

#include "hookstat/recording.h"

namespace hookstat {

/// A copy that no later call of the model can change; nothing of what cannot be copied (futures).
[[nodiscard]] std::optional<c10::IValue> copy_of(const c10::IValue& outputs);

/// Compares tensors bit by bit (values, sizes, dtype; NaNs of the same bits are equal), and what is
/// in tuples, lists, dicts and objects of classes likewise. Other structures, other values that are
/// no tensors, infinities or NaNs on one side only have no largest difference. Nothing where there
/// is something that cannot be compared: futures, nested and meta tensors. Throws nothing.
[[nodiscard]] std::optional<OutputComparison> compare_outputs(const c10::IValue& plain,
                                                              const c10::IValue& hooked);

}  // namespace hookstat
