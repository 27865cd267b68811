// What a user can do about a model that failed because of the type of its input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// A hint for LibTorch's message `cause`, with an example for one of the inputs: "the input may
/// need another type: --input x=1x3:float16", or for indices a type and a range. Empty where the
/// message is not about types, or there is no tensor among the inputs.
[[nodiscard]] std::string dtype_hint(std::string_view cause,
                                     const std::vector<InputDescription>& inputs);

}  // namespace hookstat
