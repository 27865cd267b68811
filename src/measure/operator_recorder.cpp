#include "measure/operator_recorder.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/function_schema.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "hooks/operators.h"
#include "model/denormals.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

struct OperatorContext final : at::ObserverContext {
  RunCompanion* sink = nullptr;
  std::size_t index = 0;
  std::int32_t outer = -1;
};

/// The operator call that is open on this thread, as an index into the active recorder's list.
thread_local std::int32_t t_open = -1;

/// Inside loops `values` can be the interpreter's whole stack: the call's own are the last `count`.
template <class Values>
std::vector<OpValue> capture_last(const Values& values, std::size_t count) {
  std::vector<OpValue> captured;
  if (count > values.size()) return captured;
  captured.reserve(count);
  for (std::size_t i = values.size() - count; i < values.size(); ++i) {
    captured.push_back(capture_value(values[i]));
  }
  return captured;
}

bool is_composite(const c10::FunctionSchema& schema) {
  const auto handle = c10::Dispatcher::singleton().findOp(schema.operator_name());
  return handle && handle->hasKernelForDispatchKey(c10::DispatchKey::CompositeImplicitAutograd);
}

OpCall describe(const at::RecordFunction& function, const c10::FunctionSchema& schema) {
  OpCall call;
  call.composite = is_composite(schema);
  call.name = schema.name();
  call.overload = schema.overload_name();
  call.inputs = capture_last(function.inputs(), function.num_inputs());
  call.argument_names.reserve(schema.arguments().size());
  for (const c10::Argument& argument : schema.arguments()) {
    call.argument_names.push_back(argument.name());
  }
  return call;
}

}  // namespace

class OperatorRecorder::Log final : public RunCompanion {
 public:
  /// Returns the index of the call.
  std::size_t start(RecordedOperator recorded) {
    const std::scoped_lock lock(mutex_);
    operators_.push_back(std::move(recorded));
    return operators_.size() - 1;
  }

  void end(std::size_t index, std::vector<OpValue> outputs, const FloatCount& floats) {
    const std::scoped_lock lock(mutex_);
    if (index >= operators_.size()) return;
    OpCall& call = operators_[index].call;
    call.outputs = std::move(outputs);
    if (call.name.find("empty") != std::string::npos) return;  // what is in there is no result
    call.float_elements = floats.elements;
    call.denormals = floats.denormals;
  }

  std::vector<RecordedOperator> take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(operators_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<RecordedOperator> operators_;
};

OperatorRecorder::OperatorRecorder(RunRecorder& run)
    : log_(std::make_shared<Log>()),
      handle_(at::addThreadLocalCallback(at::RecordFunctionCallback(&on_start, &on_end)
                                             .needsInputs(true)
                                             .needsOutputs(true)
                                             .scopes({at::RecordScope::FUNCTION}))) {
  run.set_companion(log_);
}

OperatorRecorder::~OperatorRecorder() { at::removeCallback(handle_); }

std::vector<RecordedOperator> OperatorRecorder::take() { return log_->take(); }

std::unique_ptr<at::ObserverContext> OperatorRecorder::on_start(
    const at::RecordFunction& function) {
  Task* task = current_task();
  if (task == nullptr || !task->in_code) return nullptr;
  auto* log = dynamic_cast<Log*>(task->run().companion());
  if (log == nullptr) return nullptr;
  const auto schema = function.operator_schema();
  if (!schema) return nullptr;  // TorchScript's own ranges have the same scope
  RecordedOperator recorded{describe(function, *schema), task->id(), task->size()};
  recorded.call.parent = t_open;
  recorded.call.source_line = task->source_line;
  auto context = std::make_unique<OperatorContext>();
  context->sink = log;
  context->outer = t_open;
  context->index = log->start(std::move(recorded));
  t_open = static_cast<std::int32_t>(context->index);
  return context;
}

void OperatorRecorder::on_end(const at::RecordFunction& function, at::ObserverContext* context) {
  auto* open = static_cast<OperatorContext*>(context);
  if (open == nullptr) return;
  t_open = open->outer;
  FloatCount floats;
  const auto& outputs = function.outputs();
  const std::size_t count = std::min(function.num_outputs(), outputs.size());
  for (std::size_t i = outputs.size() - count; open->outer < 0 && i < outputs.size(); ++i) {
    count_floats(outputs[i], floats);
  }
  static_cast<Log*>(open->sink)
      ->end(open->index, capture_last(outputs, function.num_outputs()), floats);
}

}  // namespace hookstat
