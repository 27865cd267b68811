#include <ATen/ATen.h>

#include <string>

#include "hookstat/error.h"
#include "hookstat/model.h"
#include "model/cause.h"
#include "model/module_tree.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

constexpr std::int64_t kImageDims = 4;
constexpr std::int64_t kVolumeDims = 5;

at::Tensor changed(const at::Tensor& tensor, const ModelChanges& changes) {
  at::Tensor result = tensor;
  if (!tensor.defined() || tensor.layout() != c10::kStrided || tensor.is_quantized()) return result;
  if (changes.dtype && tensor.is_floating_point()) {
    result = result.to(scalar_type_of(*changes.dtype));
  }
  if (changes.channels_last && tensor.dim() == kImageDims) {
    result = result.contiguous(c10::MemoryFormat::ChannelsLast);
  }
  if (changes.channels_last && tensor.dim() == kVolumeDims) {
    result = result.contiguous(c10::MemoryFormat::ChannelsLast3d);
  }
  return result;
}

c10::IValue changed(const c10::IValue& value, const ModelChanges& changes) {
  if (value.isTensor()) return changed(value.toTensor(), changes);
  if (value.isTuple()) {
    std::vector<c10::IValue> items;
    for (const c10::IValue& item : value.toTupleRef().elements()) {
      items.push_back(changed(item, changes));
    }
    return c10::ivalue::Tuple::createNamed(std::move(items), value.type());
  }
  if (value.isList()) {
    const c10::List<c10::IValue> list = value.toList();
    c10::impl::GenericList result(list.elementType());
    for (std::size_t i = 0; i < list.size(); ++i) result.push_back(changed(list.get(i), changes));
    return result;
  }
  if (value.isGenericDict()) {
    const auto dict = value.toGenericDict();
    c10::impl::GenericDict result(dict.keyType(), dict.valueType());
    for (const auto& item : dict) result.insert(item.key(), changed(item.value(), changes));
    return result;
  }
  return value;
}

/// In place, so that a tensor that two modules share stays shared.
void change_tensors(torch::jit::Module& module, const ModelChanges& changes) {
  const at::NoGradGuard no_grad;
  const auto change = [&](const at::Tensor& tensor) {
    const at::Tensor result = changed(tensor, changes);
    if (!result.is_same(tensor)) tensor.set_data(result);
  };
  for (const at::Tensor& parameter : module.parameters()) change(parameter);
  for (const at::Tensor& buffer : module.buffers()) change(buffer);
}

void check(const torch::jit::Module& module, const ModelChanges& changes) {
  const bool freezes = changes.freeze || changes.optimize_for_inference;
  const std::string option = changes.freeze ? "--freeze" : "--optimize-for-inference";
  if (freezes && (changes.train || is_in_training(module))) {
    throw InputError(option +
                         ": the model is in training mode, and only a model in evaluation mode "
                         "can be frozen",
                     changes.train ? "leave --train out" : "call eval() before the export");
  }
  if (changes.train && !module.hasattr("training")) {
    throw InputError("--train: the model has no training mode, as a frozen one has none");
  }
  if (changes.dtype && !c10::isFloatingType(scalar_type_of(*changes.dtype))) {
    throw InputError("--dtype " + std::string(dtype_name(*changes.dtype)) +
                     ": is no floating type");
  }
}

void freeze(torch::jit::Module& module, const ModelChanges& changes, const std::string& method) {
  std::vector<std::string> others;
  if (method != "forward") others.push_back(method);
  if (changes.freeze) module = torch::jit::freeze(module, others);
  if (changes.optimize_for_inference) module = torch::jit::optimize_for_inference(module, others);
}

}  // namespace

void change_model(torch::jit::Module& module, const ModelChanges& changes,
                  const std::string& method) {
  check(module, changes);
  if (changes.train) module.train();
  try {
    if (changes.dtype || changes.channels_last) change_tensors(module, changes);
    freeze(module, changes, method);
  } catch (const std::exception& error) {
    throw InputError("the model cannot be changed as asked: " + cause_of(error));
  }
}

void change_inputs(ModelInputs& inputs, const ModelChanges& changes) {
  if (!changes.dtype && !changes.channels_last) return;
  for (c10::IValue& value : inputs.positional) value = changed(value, changes);
  for (auto& [name, value] : inputs.named) value = changed(value, changes);
}

}  // namespace hookstat
