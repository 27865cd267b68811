#include "model/module_tree.h"

#include <algorithm>
#include <utility>

namespace hookstat {
namespace {

ParameterInfo describe(const std::string& name, const at::Tensor& tensor, bool trainable) {
  ParameterInfo info;
  info.name = name;
  info.identity = reinterpret_cast<std::uintptr_t>(tensor.unsafeGetTensorImpl());
  info.elements = tensor.numel();
  info.bytes = tensor.numel() * static_cast<std::int64_t>(tensor.element_size());
  info.trainable = trainable;
  return info;
}

void describe_tensors(const torch::jit::Module& module, ModuleInfo& info) {
  for (const auto& parameter : module.named_parameters(/*recurse=*/false)) {
    info.parameters.push_back(
        describe(parameter.name, parameter.value, parameter.value.requires_grad()));
  }
  for (const auto& buffer : module.named_buffers(/*recurse=*/false)) {
    info.buffers.push_back(describe(buffer.name, buffer.value, false));
  }
}

bool same_tensors(const std::vector<ParameterInfo>& a, const std::vector<ParameterInfo>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const ParameterInfo& x, const ParameterInfo& y) { return x.identity == y.identity; });
}

}  // namespace

ModuleTree::ModuleTree(const torch::jit::Module& root) {
  struct Pending {
    torch::jit::Module module;
    std::string path;
    ModuleIndex parent;
  };
  // A stack of its own, not recursion: models nest hundreds of levels deep.
  std::vector<Pending> pending{{root, "", -1}};
  while (!pending.empty()) {
    const Pending next = std::move(pending.back());
    pending.pop_back();
    const ModuleIndex index = add(next.module, next.path, next.parent);
    std::vector<Pending> children;
    for (const auto& child : next.module.named_children()) {
      children.push_back({child.value, join_path(next.path, child.name), index});
    }
    std::move(children.rbegin(), children.rend(), std::back_inserter(pending));
  }
}

ModuleIndex ModuleTree::index_of(const std::string& path) const noexcept {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? -1 : found->second;
}

ModuleIndex ModuleTree::index_of(const c10::ivalue::Object* object) const noexcept {
  const auto found = by_object_.find(object);
  return found == by_object_.end() ? -1 : found->second;
}

ModuleIndex ModuleTree::add(const torch::jit::Module& module, std::string path,
                            ModuleIndex parent) {
  const auto index = static_cast<ModuleIndex>(modules_.size());
  ModuleInfo info;
  info.path = std::move(path);
  if (module.type()->name()) info.qualified_class = module.type()->name()->qualifiedName();
  info.class_name = class_name_of(info.qualified_class);
  info.parent = parent;
  if (parent >= 0) info.depth = modules_[static_cast<std::size_t>(parent)].depth + 1;
  info.leaf = module.children().size() == 0;
  describe_tensors(module, info);
  const c10::ivalue::Object* object = module._ivalue().get();
  find_alias(info, object);
  by_path_.emplace(info.path, index);
  by_object_.emplace(object, index);
  if (!info.parameters.empty()) {
    by_first_parameter_.emplace(info.parameters.front().identity, index);
  }
  modules_.push_back(std::move(info));
  return index;
}

void ModuleTree::find_alias(ModuleInfo& info, const c10::ivalue::Object* object) {
  const auto same_object = by_object_.find(object);
  if (same_object != by_object_.end()) {
    info.alias_of = modules_[static_cast<std::size_t>(same_object->second)].path;
    return;
  }
  if (info.parameters.empty()) return;
  const auto candidate = by_first_parameter_.find(info.parameters.front().identity);
  if (candidate == by_first_parameter_.end()) return;
  const ModuleInfo& earlier = modules_[static_cast<std::size_t>(candidate->second)];
  if (earlier.class_name == info.class_name && same_tensors(earlier.parameters, info.parameters)) {
    info.alias_of = earlier.path;
  }
}

std::string class_name_of(std::string_view qualified_class) {
  constexpr std::string_view kMangle = "___torch_mangle_";
  const std::size_t dot = qualified_class.rfind('.');
  std::string_view last =
      dot == std::string_view::npos ? qualified_class : qualified_class.substr(dot + 1);
  const std::size_t mangle = last.find(kMangle);
  if (mangle != std::string_view::npos && mangle > 0) last = last.substr(0, mangle);
  return std::string(last);
}

std::string join_path(const std::string& parent, const std::string& name) {
  if (parent.empty()) return name;
  if (name.empty()) return parent;
  return parent + "." + name;
}

}  // namespace hookstat
