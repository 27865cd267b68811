#include "model/packed_parameters.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <exception>
#include <string>

namespace hookstat {
namespace {

/// An object of a class written in C++ that can be saved.
torch::jit::Function* saving_method(const c10::IValue& value) {
  if (!value.isObject()) return nullptr;
  const auto type = value.toObjectRef().type();
  const bool is_cpp_class =
      type->name() && type->name()->qualifiedName().starts_with("__torch__.torch.classes.");
  return is_cpp_class ? type->findMethod("__getstate__") : nullptr;
}

/// All tensors and objects in a state, nested ones in order.
void flatten(const c10::IValue& state, std::vector<at::Tensor>& tensors,
             std::vector<c10::IValue>& objects) {
  if (state.isTensor()) {
    // A convolution saves its strides and paddings as a tensor of whole numbers.
    const at::Tensor& tensor = state.toTensor();
    if (tensor.defined() && (tensor.is_quantized() || tensor.is_floating_point())) {
      tensors.push_back(tensor);
    }
  } else if (state.isTuple()) {
    for (const c10::IValue& item : state.toTupleRef().elements()) flatten(item, tensors, objects);
  } else if (state.isList()) {
    for (const c10::IValue& item : state.toListRef()) flatten(item, tensors, objects);
  } else if (state.isObject()) {
    objects.push_back(state);
  }
}

bool holds(const std::vector<at::Tensor>& tensors, const at::Tensor& wanted) {
  return std::ranges::any_of(tensors, [&](const at::Tensor& tensor) {
    return tensor.scalar_type() == wanted.scalar_type() && at::equal(tensor, wanted);
  });
}

/// What an object of a packed class holds; nothing for any other value.
std::vector<at::Tensor> unpack(const c10::IValue& object) {
  auto* save = saving_method(object);
  if (save == nullptr) return {};
  torch::jit::Stack stack{object};
  save->run(stack);
  std::vector<at::Tensor> own;
  std::vector<c10::IValue> objects;
  flatten(stack.front(), own, objects);
  std::vector<at::Tensor> all;
  for (const c10::IValue& inner : objects) {
    for (at::Tensor& tensor : unpack(inner)) all.push_back(std::move(tensor));
  }
  // A recurrent cell keeps its biases beside the packed weights, which hold them as well.
  std::vector<at::Tensor> inner = all;
  for (at::Tensor& tensor : own) {
    if (!holds(inner, tensor)) all.push_back(std::move(tensor));
  }
  return all;
}

void add(const std::string& name, const c10::IValue& object, std::vector<ParameterInfo>& into) {
  std::uint64_t ordinal = 0;
  for (const at::Tensor& tensor : unpack_parameters(object)) {
    ParameterInfo info;
    info.name = name + "." + std::to_string(ordinal);
    // They are unpacked anew each time; the object stays.
    info.identity = reinterpret_cast<std::uintptr_t>(&object.toObjectRef()) + ordinal++;
    info.elements = tensor.numel();
    info.bytes = tensor.numel() * static_cast<std::int64_t>(tensor.element_size());
    info.packed = true;
    into.push_back(std::move(info));
  }
}

}  // namespace

std::vector<at::Tensor> unpack_parameters(const c10::IValue& object) {
  if (saving_method(object) == nullptr) return {};
  const at::DisableRecordFunctionGuard unseen;  // unpacking is none of the model's work
  try {
    return unpack(object);
  } catch (const std::exception&) {
    return {};  // it cannot be saved
  }
}

std::vector<ParameterInfo> packed_parameters(const torch::jit::Module& module) {
  std::vector<ParameterInfo> parameters;
  const auto object = module._ivalue();
  for (std::size_t i = 0; i < module.type()->numAttributes(); ++i) {
    add(module.type()->getAttributeName(i), object->getSlot(i), parameters);
  }
  return parameters;
}

}  // namespace hookstat
