#include "hooks/stand_ins.h"

#include <torch/csrc/jit/api/compilation_unit.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "hooks/instrumented.h"
#include "hooks/instrumenter.h"

namespace hookstat {

struct StandIns::Target {
  c10::ClassTypePtr type;  ///< nullptr: no graph to instrument, the receiver stands for itself
  std::unique_ptr<torch::jit::GraphFunction> function;
  /// Kept alive, as the key is its address.
  c10::intrusive_ptr<c10::ivalue::Object> receiver;
  c10::ClassTypePtr receiver_type;
};

StandIns::StandIns(MarkTables& tables, const ModuleTree& tree, const HookOptions& options)
    : tables_(tables),
      tree_(tree),
      options_(options),
      unit_(std::make_shared<torch::jit::CompilationUnit>()) {}

StandIns::~StandIns() = default;

c10::IValue StandIns::stand_in(Task& task, const std::string& method, const std::string& caller,
                               const c10::IValue& receiver) {
  if (!receiver.isObject()) return receiver;
  const Target& target = find(receiver.toObject(), method, caller);
  if (target.type == nullptr) return receiver;
  auto object = c10::ivalue::Object::create(c10::StrongTypePtr(unit_, target.type), 2);
  object->setSlot(0, receiver);
  object->setSlot(1, task_value(task));
  return object;
}

const StandIns::Target& StandIns::find(const c10::intrusive_ptr<c10::ivalue::Object>& receiver,
                                       const std::string& method, const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  const bool is_registered = tree_.index_of(receiver.get()) >= 0;
  const void* identity = is_registered ? static_cast<const void*>(receiver.get())
                                       : static_cast<const void*>(receiver->type().get());
  std::unique_ptr<Target>& target = targets_[{identity, method, caller}];
  if (!target) {
    target = build(receiver, method, caller);
    target->receiver_type = receiver->type();
    if (is_registered) target->receiver = receiver;
  }
  return *target;
}

std::unique_ptr<StandIns::Target> StandIns::build(
    const c10::intrusive_ptr<c10::ivalue::Object>& receiver, const std::string& method,
    const std::string& caller) {
  auto target = std::make_unique<Target>();
  auto* function = receiver->type()->findMethod(method);
  auto* graph_function = function == nullptr ? nullptr : torch::jit::tryToGraphFunction(*function);
  if (graph_function == nullptr) return target;

  const ModuleIndex index = tree_.index_of(receiver.get());
  std::optional<std::string> path;
  if (index >= 0) path = tree_.modules()[static_cast<std::size_t>(index)].path;
  std::optional<CalledMethod> call;
  Whose owner{path.value_or(caller), std::max(0, tree_.index_of(caller))};
  if (path && *path != caller && is_written_call(method)) {
    owner.time = index;
    call = CalledMethod{index, method};
  }
  const c10::QualifiedName name("__hookstat__", "StandIn");
  target->type = c10::ClassType::create(name, unit_);
  target->type->addAttribute(kReceiverAttribute, receiver->type());
  target->type->addAttribute(kTaskAttribute, c10::IntType::get());
  Instrumenter instrumenter({tables_, tree_, *this}, options_.instrumentation);
  auto graph = instrumenter.instrument_stand_in(*graph_function, path, owner, target->type, call);
  target->function =
      make_function(c10::QualifiedName(name, method), std::move(graph), options_.strict);
  target->type->addMethod(target->function.get());
  return target;
}

}  // namespace hookstat
