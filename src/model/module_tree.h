// The registered modules of a model: their paths, classes, parameters, and which object has which
// path.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// All registered paths of a module, in registration order (a parent before its children).
class ModuleTree {
 public:
  explicit ModuleTree(const torch::jit::Module& root);

  [[nodiscard]] const std::vector<ModuleInfo>& modules() const noexcept { return modules_; }

  /// The index of a registered path, or -1.
  [[nodiscard]] ModuleIndex index_of(const std::string& path) const noexcept;

  /// The first index at which this very object is registered, or -1.
  [[nodiscard]] ModuleIndex index_of(const c10::ivalue::Object* object) const noexcept;

 private:
  ModuleIndex add(const torch::jit::Module& module, std::string path, ModuleIndex parent);

  std::vector<ModuleInfo> modules_;
  std::unordered_map<std::string, ModuleIndex> by_path_;
  std::unordered_map<const c10::ivalue::Object*, ModuleIndex> by_object_;
};

/// Whether the module is in training mode. A frozen one has no mode, which LibTorch takes for
/// training.
[[nodiscard]] inline bool is_in_training(const torch::jit::Module& module) {
  return module.hasattr("training") && module.is_training();
}

/// "Conv2d" for "__torch__.torch.nn.modules.conv.___torch_mangle_3.Conv2d".
[[nodiscard]] std::string class_name_of(std::string_view qualified_class);

/// Whether values of a type are modules, be it by an interface.
[[nodiscard]] bool is_module_type(const c10::TypePtr& type);

/// Joins two parts of a qualified path; either may be empty.
[[nodiscard]] std::string join_path(const std::string& parent, const std::string& name);

}  // namespace hookstat
