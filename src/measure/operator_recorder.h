// Records every operator call that goes through PyTorch's dispatcher while an instrumented run is on
// the thread, with shapes and scalars.
#pragma once

#include <ATen/record_function.h>

#include <cstdint>
#include <mutex>
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
/// that use another RunRecorder are left alone.
class OperatorRecorder final : public OperatorSink {
 public:
  explicit OperatorRecorder(RunRecorder& run);
  OperatorRecorder(const OperatorRecorder&) = delete;
  OperatorRecorder& operator=(const OperatorRecorder&) = delete;
  ~OperatorRecorder() override;

  /// The calls recorded so far, in order of start.
  [[nodiscard]] std::vector<RecordedOperator> take();

 private:
  static std::unique_ptr<at::ObserverContext> on_start(const at::RecordFunction& function);
  static void on_end(const at::RecordFunction& function, at::ObserverContext* context);

  RunRecorder& run_;
  at::CallbackHandle handle_;
  std::mutex mutex_;
  std::vector<RecordedOperator> operators_;
};

}  // namespace hookstat
