// What a model changes in itself while it runs is put back: buffers, tensor attributes, plain
// attributes (counters, lists).
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "hookstat/hooks.h"

namespace hookstat {

/// A value with everything reachable from it: tensors with their contents, lists and dicts with
/// their elements, objects of script classes with their attributes. A module is kept as it is:
/// StateGuard looks after its attributes. Restoring keeps every identity: a list is refilled, a
/// tensor is copied back into.
class Snapshot {
 public:
  /// The objects of script classes already saved: they may refer to each other in circles.
  using Seen = std::unordered_set<const void*>;

  Snapshot(const c10::IValue& value, Seen& seen);
  /// The very value that was given, its contents put back.
  const c10::IValue& restore() const;

 private:
  c10::IValue value_;
  at::Tensor contents_;
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

/// Keeps copies of the input tensors, so that a model that writes into its inputs gets the same
/// ones at every call, and the caller gets them back as they were.
class InputGuard {
 public:
  explicit InputGuard(const ModelInputs& inputs);
  InputGuard(const InputGuard&) = delete;
  InputGuard& operator=(const InputGuard&) = delete;
  ~InputGuard();

  /// Puts back the tensors that were written to since the last time. A tensor without a version
  /// counter (made in inference mode) is taken for one that was.
  void restore_changed();

 private:
  struct Saved {
    at::Tensor tensor;
    at::Tensor copy;
    std::int64_t
        version;  // of the tensor when it was last equal to its copy; -1: it has no counter
  };
  std::vector<Saved> saved_;
};

}  // namespace hookstat
