// Parameters and buffers, added up.
#pragma once

#include <cstdint>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat::reporting {

struct TensorSum {
  std::int64_t elements = 0;
  std::int64_t bytes = 0;
};

/// Of the list as it is.
[[nodiscard]] TensorSum sum_of(const std::vector<ParameterInfo>& tensors);

/// Of one of the lists (`&ModuleInfo::parameters` or `&ModuleInfo::buffers`) of all modules, each
/// tensor once, wherever it is registered.
[[nodiscard]] TensorSum distinct_sum(const std::vector<ModuleInfo>& modules,
                                     std::vector<ParameterInfo> ModuleInfo::*list);

}  // namespace hookstat::reporting
