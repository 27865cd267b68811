#include "model/module_tree.h"

#include <algorithm>
#include <map>
#include <utility>

#include "model/packed_parameters.h"

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
  for (ParameterInfo& packed : packed_parameters(module)) {
    info.parameters.push_back(std::move(packed));
  }
  for (const auto& buffer : module.named_buffers(/*recurse=*/false)) {
    info.buffers.push_back(describe(buffer.name, buffer.value, false));
  }
}

/// Where the modules registered below each one end: they stand right behind it.
std::vector<std::size_t> ends_of_subtrees(const std::vector<ModuleInfo>& modules) {
  std::vector<std::size_t> ends(modules.size());
  for (std::size_t i = modules.size(); i-- > 0;) {
    ends[i] = std::max(ends[i], i + 1);
    if (modules[i].parent < 0) continue;
    std::size_t& parent_end = ends[static_cast<std::size_t>(modules[i].parent)];
    parent_end = std::max(parent_end, ends[i]);
  }
  return ends;
}

/// What two objects of one module have in common: the names and classes below them, and the
/// tensors.
struct Likeness {
  std::vector<std::string> names;
  std::vector<std::uint64_t> tensors;
  auto operator<=>(const Likeness&) const = default;
};

Likeness likeness_of(const std::vector<ModuleInfo>& modules, std::size_t begin, std::size_t end) {
  Likeness likeness;
  for (std::size_t i = begin; i < end; ++i) {
    likeness.names.push_back(modules[i].path.substr(modules[begin].path.size()));
    likeness.names.push_back(modules[i].class_name);
    for (const ParameterInfo& parameter : modules[i].parameters) {
      likeness.tensors.push_back(parameter.identity);
    }
  }
  return likeness;
}

/// Scripting makes two objects of one that was registered twice; they share all their parameters.
void find_twins(std::vector<ModuleInfo>& modules) {
  struct Earlier {
    std::size_t index;
    std::size_t end;
  };
  std::map<Likeness, Earlier> known;
  const std::vector<std::size_t> ends = ends_of_subtrees(modules);
  for (std::size_t i = 0; i < modules.size(); ++i) {
    Likeness likeness = likeness_of(modules, i, ends[i]);
    if (likeness.tensors.empty()) continue;
    const auto [earlier, is_new] = known.try_emplace(std::move(likeness), Earlier{i, ends[i]});
    // A Sequential in a Sequential holds the same parameters, and is no twin of it.
    if (is_new || earlier->second.end > i || modules[i].alias_of) continue;
    modules[i].alias_of = modules[earlier->second.index].path;
  }
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
  find_twins(modules_);
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
  const auto [same_object, is_new] = by_object_.emplace(object, index);
  if (!is_new) info.alias_of = modules_[static_cast<std::size_t>(same_object->second)].path;
  by_path_.emplace(info.path, index);
  modules_.push_back(std::move(info));
  return index;
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

bool is_module_type(const c10::TypePtr& type) {
  if (const auto class_type = type->cast<c10::ClassType>()) return class_type->is_module();
  if (const auto interface = type->cast<c10::InterfaceType>()) return interface->is_module();
  return false;
}

std::string join_path(const std::string& parent, const std::string& name) {
  if (parent.empty()) return name;
  if (name.empty()) return parent;
  return parent + "." + name;
}

}  // namespace hookstat
