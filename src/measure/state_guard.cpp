#include "measure/state_guard.h"

#include <ATen/ATen.h>

namespace hookstat {
namespace {

void collect_tensors(const c10::IValue& value, std::vector<at::Tensor>& into) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) into.push_back(value.toTensor());
  } else if (value.isTuple()) {
    for (const c10::IValue& item : value.toTupleRef().elements()) collect_tensors(item, into);
  } else if (value.isList()) {
    for (const c10::IValue& item : value.toListRef()) collect_tensors(item, into);
  } else if (value.isGenericDict()) {
    for (const auto& item : value.toGenericDict()) collect_tensors(item.value(), into);
  }
}

void copy_back(const at::Tensor& target, const at::Tensor& source) {
  const at::NoGradGuard no_grad;
  target.detach().copy_(source);
}

/// Counts the writes to a tensor; -1 where nobody counts them.
std::int64_t version_of(const at::Tensor& tensor) {
  return tensor.is_inference() ? -1 : tensor._version();
}

bool is_script_class(const c10::IValue& value) {
  return value.isObject() && !value.toObjectRef().type()->is_module();
}

}  // namespace

Snapshot::Snapshot(const c10::IValue& value, Seen& seen) : value_(value) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) contents_ = value.toTensor().detach().clone();
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
  if (contents_.defined()) {
    copy_back(value_.toTensor(), contents_);
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
    const bool training = submodule.hasattr("training") && submodule.is_training();
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
  } catch (
      const std::exception&) {  // NOLINT(bugprone-empty-catch): a destructor has nowhere to report
  }
}

void StateGuard::restore() {
  for (const SavedSlot& saved : slots_) {
    saved.object->setSlot(saved.slot, saved.snapshot.restore());
  }
}

InputGuard::InputGuard(const ModelInputs& inputs) {
  std::vector<at::Tensor> tensors;
  for (const c10::IValue& value : inputs.positional) collect_tensors(value, tensors);
  for (const auto& [name, value] : inputs.named) collect_tensors(value, tensors);
  for (const at::Tensor& tensor : tensors) {
    saved_.push_back({tensor, tensor.detach().clone(), version_of(tensor)});
  }
}

InputGuard::~InputGuard() {
  try {
    restore_changed();
  } catch (
      const std::exception&) {  // NOLINT(bugprone-empty-catch): a destructor has nowhere to report
  }
}

void InputGuard::restore_changed() {
  for (Saved& saved : saved_) {
    if (saved.version >= 0 && version_of(saved.tensor) == saved.version) continue;
    copy_back(saved.tensor, saved.copy);
    saved.version = version_of(saved.tensor);
  }
}

}  // namespace hookstat
