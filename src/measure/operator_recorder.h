// Records every operator call that goes through PyTorch's dispatcher while an instrumented run is
// on the thread, with shapes and scalars.
#pragma once

#include <ATen/record_function.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "hookstat/op_call.h"
#include "record/task.h"

namespace hookstat {

/// An operator call and where in the events of its task it began.
struct RecordedOperator {
  OpCall call;
  std::int32_t task = 0;
  std::size_t events_before = 0;  ///< events of the task before it
};

/// Registers a thread-local callback for its lifetime; forked bodies inherit it. Operators of runs
/// that use another RunRecorder are left alone, and so are those that LibTorch calls while it
/// prepares a run.
class OperatorRecorder {
 public:
  /// Records the runs of `run` from its next `begin` on.
  explicit OperatorRecorder(RunRecorder& run);
  OperatorRecorder(const OperatorRecorder&) = delete;
  OperatorRecorder& operator=(const OperatorRecorder&) = delete;
  ~OperatorRecorder();

  /// The calls recorded so far, in order of start. Asked after RunRecorder::collect, which waits
  /// for forked bodies.
  [[nodiscard]] std::vector<RecordedOperator> take();

 private:
  class Log;  // lives as long as the run: a body that the model left running still writes to it

  static std::unique_ptr<at::ObserverContext> on_start(const at::RecordFunction& function);
  static void on_end(const at::RecordFunction& function, at::ObserverContext* context);

  std::shared_ptr<Log> log_;
  at::CallbackHandle handle_;
};

}  // namespace hookstat
