#include "measure/state_guard.h"

#include <ATen/ATen.h>

#include "model/module_tree.h"

namespace hookstat {
namespace {

bool is_strided(const at::Tensor& tensor) {
  return tensor.layout() == c10::kStrided && !tensor.is_nested();
}

bool is_script_class(const c10::IValue& value) {
  return value.isObject() && !value.toObjectRef().type()->is_module();
}

}  // namespace

TensorSnapshot::TensorSnapshot(const at::Tensor& tensor) : tensor_(tensor) {
  if (!tensor.defined()) return;
  contents_ = tensor.detach().clone();
  if (!is_strided(tensor)) return;
  sizes_ = tensor.sizes().vec();
  strides_ = tensor.strides().vec();
  offset_ = tensor.storage_offset();
}

void TensorSnapshot::restore() const {
  if (!contents_.defined()) return;
  const at::NoGradGuard no_grad;
  // Operators such as t_() change how a tensor looks at its data.
  const bool looks_different =
      is_strided(tensor_) && (tensor_.sizes() != sizes_ || tensor_.strides() != strides_ ||
                              tensor_.storage_offset() != offset_);
  if (looks_different) {
    tensor_.unsafeGetTensorImpl()->set_sizes_and_strides(sizes_, strides_, offset_);
  }
  if (!at::equal(tensor_, contents_)) tensor_.detach().copy_(contents_);
}

Snapshot::Snapshot(const c10::IValue& value, Seen& seen) : value_(value) {
  if (value.isTensor()) {
    tensor_ = TensorSnapshot(value.toTensor());
  } else if (value.isTuple()) {
    for (const c10::IValue& item : value.toTupleRef().elements())
      children_.emplace_back(item, seen);
  } else if (value.isList()) {
    for (const c10::IValue& item : value.toListRef()) children_.emplace_back(item, seen);
  } else if (value.isGenericDict()) {
    for (const auto& item : value.toGenericDict()) {
      children_.emplace_back(item.key(), seen);
      children_.emplace_back(item.value(), seen);
    }
  } else if (is_script_class(value) && seen.insert(&value.toObjectRef()).second) {
    for (const c10::IValue& slot : value.toObjectRef().slots()) children_.emplace_back(slot, seen);
  }
}

const c10::IValue& Snapshot::restore() const {
  if (value_.isTensor()) {
    try {
      tensor_.restore();
    } catch (const c10::Error&) {  // NOLINT(bugprone-empty-catch): the others are put back
    }
  } else if (value_.isTuple()) {
    for (const Snapshot& child : children_) child.restore();
  } else if (value_.isList()) {
    c10::List<c10::IValue> list = value_.toList();
    list.clear();
    for (const Snapshot& child : children_) list.push_back(child.restore());
  } else if (value_.isGenericDict()) {
    c10::Dict<c10::IValue, c10::IValue> dict = value_.toGenericDict();
    dict.clear();
    for (std::size_t i = 0; i + 1 < children_.size(); i += 2) {
      dict.insert(children_[i].restore(), children_[i + 1].restore());
    }
  } else if (value_.isObject()) {
    for (std::size_t i = 0; i < children_.size(); ++i) {
      value_.toObject()->setSlot(i, children_[i].restore());
    }
  }
  return value_;
}

StateGuard::StateGuard(const torch::jit::Module& module) {
  Snapshot::Seen seen;
  for (const auto& submodule : module.modules()) {
    const auto object = submodule._ivalue();
    const auto type = submodule.type();
    const bool training = is_in_training(submodule);
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      const bool is_frozen_parameter = type->is_parameter(i) && !training;
      if (is_frozen_parameter) continue;
      slots_.push_back({object, i, Snapshot(object->getSlot(i), seen)});
    }
  }
}

StateGuard::~StateGuard() {
  try {
    restore();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): nowhere to report it
  }
}

void StateGuard::restore() {
  for (const SavedSlot& saved : slots_) {
    saved.object->setSlot(saved.slot, saved.snapshot.restore());
  }
}

InputGuard::InputGuard(const ModelInputs& inputs) {
  Snapshot::Seen seen;
  for (const c10::IValue& value : inputs.positional) saved_.emplace_back(value, seen);
  for (const auto& [name, value] : inputs.named) saved_.emplace_back(value, seen);
}

InputGuard::~InputGuard() {
  try {
    restore();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): nowhere to report it
  }
}

void InputGuard::restore() const {
  for (const Snapshot& saved : saved_) saved.restore();
}

}  // namespace hookstat
