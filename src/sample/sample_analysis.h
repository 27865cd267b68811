// What shapes and operators a sampled call has.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>

#include "hooks/hooked_model.h"
#include "hookstat/model.h"
#include "model/module_tree.h"
#include "sample/sample_description.h"

namespace hookstat {

/// A hooked copy of the method that reads tensors. Not thread-safe.
class SampleAnalysis {
 public:
  /// Throws as HookedModel does.
  SampleAnalysis(const torch::jit::Module& module, const ModuleTree& tree,
                 const std::string& method);

  /// Calls the method and describes that call. What the model throws passes through, and nothing is
  /// described then; what goes wrong in describing is a warning there.
  c10::IValue run(const ModelInputs& inputs, SampleDescription& description) const;

 private:
  torch::jit::Module module_;
  std::string method_;
  HookedModel hooked_;
};

}  // namespace hookstat
