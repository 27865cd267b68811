// What a model changes in itself while it runs is put back: buffers, tensor attributes, plain
// attributes (counters, lists).
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <vector>

#include "hookstat/hooks.h"

namespace hookstat {

/// A value with everything reachable from it: tensors with their contents, lists and dicts with their
/// elements. Restoring keeps every identity: a list is refilled, a tensor is copied back into.
class Snapshot {
 public:
  explicit Snapshot(const c10::IValue& value);
  /// The very value that was given, its contents put back.
  const c10::IValue& restore() const;

 private:
  c10::IValue value_;
  at::Tensor contents_;
  std::vector<Snapshot> children_;  // elements of a list or tuple; keys and values of a dict in turn
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

/// Keeps copies of the input tensors, so that a model that writes into its inputs gets the same ones
/// at every call.
class InputGuard {
 public:
  explicit InputGuard(const ModelInputs& inputs);

  /// Whether the tensors differ from their copies.
  [[nodiscard]] bool changed() const;
  void restore();

 private:
  std::vector<at::Tensor> tensors_;
  std::vector<at::Tensor> copies_;
};

}  // namespace hookstat
