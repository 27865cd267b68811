// What is done to a model between loading and profiling it.
#pragma once

#include <optional>

#include "hookstat/tensor_info.h"

namespace hookstat {

/// What is to be changed, in this order; nothing unless it is set.
struct ModelChanges {
  bool train = false;  ///< training mode: dropout draws, batch normalisation learns
  /// float16, bfloat16, float32 or float64: floating parameters, buffers and inputs.
  std::optional<Dtype> dtype;
  bool channels_last = false;           ///< 4-D parameters and inputs, and 5-D ones likewise
  bool freeze = false;                  ///< torch.jit.freeze: in evaluation mode only
  bool optimize_for_inference = false;  ///< torch.jit.optimize_for_inference: freezes, too
  bool operator==(const ModelChanges&) const = default;
};

}  // namespace hookstat
