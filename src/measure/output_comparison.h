// Whether hooks changed what a model returns.
#pragma once

#include <ATen/core/ivalue.h>

#include "hookstat/recording.h"

namespace hookstat {

/// Compares tensors bit by bit (values, sizes, dtype; NaNs of the same bits are equal), and what is
/// in tuples, lists, dicts and objects of classes likewise. Futures and the like cannot be
/// compared: no difference is known then. Nothing is compared as equal that is not.
[[nodiscard]] OutputComparison compare_outputs(const c10::IValue& plain, const c10::IValue& hooked);

}  // namespace hookstat
