#include "model/inspect_modules.h"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/module_tree.h"
#include "model/packed_weights.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

struct Totals {
  std::set<std::string> dtypes;
  std::set<std::string> devices;
};

std::string type_text(const at::Tensor& tensor) {
  return std::string(dtype_name(dtype_of(tensor.scalar_type())));
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

void take_tensors(const torch::jit::Module& module, ModuleInspection& into, Totals& totals) {
  const auto note = [&](const at::Tensor& tensor) {
    totals.dtypes.insert(type_text(tensor));
    totals.devices.insert(tensor.device().str());
  };
  for (const auto& parameter : module.named_parameters(/*recurse=*/false)) {
    add_once(into.dtypes, type_text(parameter.value));
    note(parameter.value);
  }
  for (const auto& buffer : module.named_buffers(/*recurse=*/false)) note(buffer.value);
  for (const auto& attribute : module.named_attributes(/*recurse=*/false)) {
    const auto packed = unpack_weight(attribute.value);
    if (!packed) continue;
    into.packed_parameters += packed->weight.numel();
    add_once(into.dtypes, type_text(packed->weight));
    note(packed->weight);
  }
}

void take_hooks(const torch::jit::Module& module, ModuleInspection& into) {
  for (const auto* hook : module.type()->getForwardPreHooks()) into.hooks.push_back(hook->name());
  for (const auto* hook : module.type()->getForwardHooks()) into.hooks.push_back(hook->name());
}

void take_sizes(const ModuleInfo& info, ModuleInspection& into) {
  into.path = info.path;
  into.class_name = info.class_name;
  into.qualified_class = info.qualified_class;
  into.depth = info.depth;
  into.alias_of = info.alias_of;
  for (const ParameterInfo& parameter : info.parameters) {
    into.parameters += parameter.elements;
    into.parameter_bytes += parameter.bytes;
  }
  for (const ParameterInfo& buffer : info.buffers) {
    into.buffers += buffer.elements;
    into.buffer_bytes += buffer.bytes;
  }
}

/// What stands below a module stands behind it, so one pass from the end adds up; a tensor that is
/// registered twice counts once in each sum.
void add_up(const std::vector<ModuleInfo>& infos, ModelInspection& into) {
  for (std::size_t i = 0; i < infos.size(); ++i) {
    std::unordered_set<std::uint64_t> counted;
    const std::int32_t depth = infos[i].depth;
    for (std::size_t k = i; k < infos.size() && (k == i || infos[k].depth > depth); ++k) {
      for (const ParameterInfo& parameter : infos[k].parameters) {
        if (!counted.insert(parameter.identity).second) continue;
        into.modules[i].parameters_below += parameter.elements;
        if (i == 0) into.parameter_bytes += parameter.bytes;
      }
    }
  }
  into.parameters = into.modules.front().parameters_below;
}

}  // namespace

void inspect_modules(const torch::jit::Module& module, ModelInspection& into) {
  const ModuleTree tree(module);
  Totals totals;
  std::unordered_map<std::string, torch::jit::Module> by_path{{"", module}};
  for (const ModuleInfo& info : tree.modules()) {
    const auto here = by_path.find(info.path);
    ModuleInspection entry;
    take_sizes(info, entry);
    entry.training = is_in_training(here->second);
    take_tensors(here->second, entry, totals);
    take_hooks(here->second, entry);
    into.quantized = into.quantized || entry.packed_parameters > 0;
    for (const auto& child : here->second.named_children()) {
      by_path.emplace(join_path(info.path, child.name), child.value);
    }
    into.modules.push_back(std::move(entry));
  }
  add_up(tree.modules(), into);
  into.frozen = into.modules.size() == 1 && into.parameters == 0;
  into.dtypes.assign(totals.dtypes.begin(), totals.dtypes.end());
  into.devices.assign(totals.devices.begin(), totals.devices.end());
}

}  // namespace hookstat
