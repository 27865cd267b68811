// What a model changes in itself while it runs is put back: buffers, tensor attributes, plain
// attributes (counters, lists).
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "hooks/hooked_model.h"

namespace hookstat {

/// A tensor as it is: its contents, and how it looks at its storage.
class TensorSnapshot {
 public:
  TensorSnapshot() = default;
  explicit TensorSnapshot(const at::Tensor& tensor);
  /// Puts the tensor back where it differs; a write that changes nothing would still count as one
  /// for autograd. (Version counters do not tell: batch_norm moves its running mean without them.)
  /// Throws c10::Error where the tensor cannot be written to.
  void restore() const;

 private:
  at::Tensor tensor_;
  at::Tensor contents_;
  std::vector<std::int64_t> sizes_;
  std::vector<std::int64_t> strides_;
  std::int64_t offset_ = 0;
};

/// A value with everything reachable from it: tensors, lists and dicts with their elements, objects
/// of script classes with their attributes. A module is kept as it is: StateGuard looks after its
/// attributes. Restoring keeps every identity: a list is refilled, a tensor is copied back into.
class Snapshot {
 public:
  /// The objects of script classes already saved: they may refer to each other in circles.
  using Seen = std::unordered_set<const void*>;

  Snapshot(const c10::IValue& value, Seen& seen);
  /// The very value that was given, its contents put back as far as they can be.
  const c10::IValue& restore() const;

 private:
  c10::IValue value_;
  TensorSnapshot tensor_;
  std::vector<Snapshot>
      children_;  // of a list or tuple; of a dict key and value in turn; of an object's slots
};

/// Saves the state of a module at construction and restores it at destruction. Parameters are saved
/// only when the module is in training mode. Not thread-safe.
class StateGuard {
 public:
  explicit StateGuard(const torch::jit::Module& module);
  StateGuard(const StateGuard&) = delete;
  StateGuard& operator=(const StateGuard&) = delete;
  ~StateGuard();

  void restore();

 private:
  struct SavedSlot {
    c10::intrusive_ptr<c10::ivalue::Object> object;
    std::size_t slot;
    Snapshot snapshot;
  };
  std::vector<SavedSlot> slots_;
};

/// Keeps the inputs as they are, so that a model that changes them (tensors, lists, dicts) gets the
/// same ones at every call, and the caller gets them back.
class InputGuard {
 public:
  explicit InputGuard(const ModelInputs& inputs);
  InputGuard(const InputGuard&) = delete;
  InputGuard& operator=(const InputGuard&) = delete;
  ~InputGuard();

  void restore() const;

 private:
  std::vector<Snapshot> saved_;
};

}  // namespace hookstat
