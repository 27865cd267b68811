#include "report/tensors.h"

#include <unordered_set>

namespace hookstat::reporting {

TensorSum sum_of(const std::vector<ParameterInfo>& tensors) {
  TensorSum sum;
  for (const ParameterInfo& tensor : tensors) {
    sum.elements += tensor.elements;
    sum.bytes += tensor.bytes;
  }
  return sum;
}

TensorSum distinct_sum(const std::vector<ModuleInfo>& modules,
                       std::vector<ParameterInfo> ModuleInfo::*list) {
  std::unordered_set<std::uint64_t> seen;
  std::vector<ParameterInfo> distinct;
  for (const ModuleInfo& module : modules) {
    for (const ParameterInfo& tensor : module.*list) {
      if (seen.insert(tensor.identity).second) distinct.push_back(tensor);
    }
  }
  return sum_of(distinct);
}

}  // namespace hookstat::reporting
