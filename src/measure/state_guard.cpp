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

}  // namespace

Snapshot::Snapshot(const c10::IValue& value) : value_(value) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) contents_ = value.toTensor().detach().clone();
  } else if (value.isTuple()) {
    for (const c10::IValue& item : value.toTupleRef().elements()) children_.emplace_back(item);
  } else if (value.isList()) {
    for (const c10::IValue& item : value.toListRef()) children_.emplace_back(item);
  } else if (value.isGenericDict()) {
    for (const auto& item : value.toGenericDict()) {
      children_.emplace_back(item.key());
      children_.emplace_back(item.value());
    }
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
  }
  return value_;
}

StateGuard::StateGuard(const torch::jit::Module& module) {
  for (const auto& submodule : module.modules()) {
    const auto object = submodule._ivalue();
    const auto type = submodule.type();
    const bool training = submodule.hasattr("training") && submodule.is_training();
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      const bool is_frozen_parameter = type->is_parameter(i) && !training;
      const c10::IValue value = object->getSlot(i);
      if (is_frozen_parameter || value.isObject()) continue;
      slots_.push_back({object, i, Snapshot(value)});
    }
  }
}

StateGuard::~StateGuard() {
  try {
    restore();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): a destructor has nowhere to report
  }
}

void StateGuard::restore() {
  for (const SavedSlot& saved : slots_) {
    saved.object->setSlot(saved.slot, saved.snapshot.restore());
  }
}

InputGuard::InputGuard(const ModelInputs& inputs) {
  for (const c10::IValue& value : inputs.positional) collect_tensors(value, tensors_);
  for (const auto& [name, value] : inputs.named) collect_tensors(value, tensors_);
  for (const at::Tensor& tensor : tensors_) copies_.push_back(tensor.detach().clone());
}

bool InputGuard::changed() const {
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    if (!at::equal(tensors_[i], copies_[i])) return true;
  }
  return false;
}

void InputGuard::restore() {
  for (std::size_t i = 0; i < tensors_.size(); ++i) copy_back(tensors_[i], copies_[i]);
}

}  // namespace hookstat
