#include "hooks/run_hooks.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "hooks/operators.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

/// What ForwardCall::stop throws.
struct Stopped {
  c10::IValue result;
};

std::string name_of(const ModuleInfo& info) {
  return (info.path.empty() ? "the model" : "'" + info.path + "'") + " (" + info.class_name + ")";
}

void check_type(const c10::IValue& value, const c10::TypePtr& type, const std::string& what,
                const ModuleInfo& info) {
  // A tensor's own type has its shape, which is not asked for, and an undefined one has none.
  const c10::TypePtr given = value.isTensor() ? c10::TypePtr(c10::TensorType::get()) : value.type();
  if (given->isSubtypeOf(*type)) return;
  throw InputError("a hook replaced " + what + " of " + name_of(info) + ", which is declared as " +
                   type->repr_str() + ", by " + given->repr_str());
}

void check_inputs(const std::vector<c10::IValue>& inputs, const std::vector<c10::IValue>& before,
                  const std::vector<c10::TypePtr>& types, const ModuleInfo& info) {
  if (inputs.size() != before.size()) {
    throw InputError("a hook made " + std::to_string(inputs.size()) + " of the " +
                     std::to_string(before.size()) + " inputs of " + name_of(info));
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].is(before[i])) continue;
    check_type(inputs[i], types[i], "input " + std::to_string(i), info);
  }
}

}  // namespace

void ForwardCall::stop(c10::IValue result) { throw Stopped{std::move(result)}; }

RegisteredHook::RegisteredHook(Modules which, std::vector<bool> modules, ForwardPreHook before,
                               ForwardHook after)
    : which_(std::move(which)),
      modules_(std::move(modules)),
      is_before_(before != nullptr),
      functions_{std::move(before), std::move(after)} {}

thread_local const RegisteredHook::Inside* RegisteredHook::t_innermost = nullptr;

RegisteredHook::Inside::Inside(RegisteredHook& hook) : hook_(hook) {
  entered_ = (hook_.state_.fetch_add(1) & kRemoved) == 0;
  if (entered_) {
    outer_ = std::exchange(t_innermost, this);
  } else {
    hook_.leave();
  }
}

RegisteredHook::Inside::~Inside() {
  if (!entered_) return;
  t_innermost = outer_;
  hook_.leave();
}

void RegisteredHook::leave() {
  if (state_.fetch_sub(1) != (kRemoved | 1)) return;
  drop();
  state_.notify_all();
}

void RegisteredHook::remove() {
  std::uint32_t state = state_.fetch_or(kRemoved) | kRemoved;
  while (t_innermost == nullptr && state != kRemoved) {
    state_.wait(state);
    state = state_;
  }
  if (state == kRemoved) drop();
}

void RegisteredHook::drop() {
  if (dropped_.exchange(true)) return;
  const Functions dropped = std::move(functions_);
}

void RegisteredHook::forget_other_threads() noexcept {
  std::uint32_t own = 0;
  for (const Inside* inside = t_innermost; inside != nullptr; inside = inside->outer()) {
    if (&inside->hook() == this) ++own;
  }
  state_ = (state_ & kRemoved) | own;
}

RunHooks* RunHooks::current() {
  Task* task = current_task();
  return task == nullptr ? nullptr : dynamic_cast<RunHooks*>(task->run().companion());
}

bool RunHooks::any_before(const CalledMethod& call) const {
  return std::ranges::any_of(*hooks_, [&](const auto& hook) { return hook->is_before(call); });
}

bool RunHooks::any_after(const CalledMethod& call) const {
  return std::ranges::any_of(*hooks_, [&](const auto& hook) { return hook->is_after(call); });
}

template <class Call>
void RunHooks::guarded(const Call& call) {
  {
    const std::scoped_lock lock(mutex_);
    if (ended_ || failure_ || result_) return;  // of other bodies: the run ends anyway
  }
  std::optional<c10::IValue> result;
  std::exception_ptr failure;
  try {
    // Hooks may run models of their own, this one too.
    const CurrentTask none(nullptr);
    return call();
  } catch (Stopped& stopped) {
    result = std::move(stopped.result);
  } catch (...) {
    failure = std::current_exception();
  }
  const std::scoped_lock lock(mutex_);
  if (!failure_ && !result_) {
    failure_ = failure;
    result_ = std::move(result);
  }
  // The interpreter makes a text of whatever is thrown; `outcome` has the thing itself.
  throw std::runtime_error("a forward hook ended the call");
}

void RunHooks::before(const CalledMethod& call, std::vector<c10::IValue>& inputs,
                      const std::vector<c10::TypePtr>& types) {
  const auto index = static_cast<std::size_t>(call.module);
  const ForwardCall seen(modules_->infos[index], modules_->modules[index], call.method);
  guarded([&] {
    for (const auto& hook : *hooks_) {
      if (!hook->is_before(call)) continue;
      const std::vector<c10::IValue> given = inputs;
      hook->run([&](const ForwardPreHook& run, const ForwardHook&) { run(seen, inputs); });
      check_inputs(inputs, given, types, modules_->infos[index]);
    }
  });
}

void RunHooks::after(const CalledMethod& call, const std::vector<c10::IValue>& inputs,
                     c10::IValue& output, const c10::TypePtr& type) {
  const auto index = static_cast<std::size_t>(call.module);
  const ForwardCall seen(modules_->infos[index], modules_->modules[index], call.method);
  guarded([&] {
    for (const auto& hook : *hooks_) {
      if (!hook->is_after(call)) continue;
      const c10::IValue given = output;
      hook->run([&](const ForwardPreHook&, const ForwardHook& run) { run(seen, inputs, output); });
      if (!output.is(given)) check_type(output, type, "the output", modules_->infos[index]);
    }
  });
}

std::optional<c10::IValue> RunHooks::outcome() {
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  // Nothing of it is left to a body that runs on, which would destroy it on a thread of its own.
  if (const std::exception_ptr failure = std::exchange(failure_, nullptr)) {
    std::rethrow_exception(failure);
  }
  return std::exchange(result_, std::nullopt);
}

}  // namespace hookstat
