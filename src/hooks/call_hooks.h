// The hooks of users: who is called, and what one run of the model has of them.
#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/forward_hooks.h"
#include "record/task.h"

namespace hookstat {

/// A call of a module that hooks may be for, as its nodes know it.
struct HookedCall {
  ModuleIndex module = 0;
  std::string method;
};

/// A registered hook. Thread-safe.
class CallHook {
 public:
  /// `modules`: by module, whether the hook is for it. One of the two functions is there; when the
  /// hook is removed, and nobody is in it, it is destroyed.
  CallHook(Modules which, std::vector<bool> modules, ForwardPreHook before, ForwardHook after);

  [[nodiscard]] bool is_before(const HookedCall& call) const { return is_before_ && wants(call); }
  [[nodiscard]] bool is_after(const HookedCall& call) const { return !is_before_ && wants(call); }

  /// Calls `function` with the hook's function, unless the hook is removed. What it throws passes.
  template <class Function>
  void run(const Function& function) {
    const Inside inside(*this);
    if (inside) function(functions_.before, functions_.after);
  }

  /// From now on nobody is called. Waits for those that are, unless the calling thread is inside a
  /// hook, be it another: two that remove each other would wait for ever.
  void remove();

 private:
  /// Enters the hook, or finds it removed.
  class Inside {
   public:
    explicit Inside(CallHook& hook);
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside();
    explicit operator bool() const noexcept { return entered_; }

   private:
    CallHook& hook_;
    bool entered_;
  };

  [[nodiscard]] bool wants(const HookedCall& call) const {
    return modules_[static_cast<std::size_t>(call.module)] && which_.means(call.method);
  }

  const Modules which_;
  const std::vector<bool> modules_;
  const bool is_before_;
  struct Functions {
    ForwardPreHook before;
    ForwardHook after;
  };
  Functions functions_;  // changed only when nobody is inside
  std::mutex mutex_;
  std::condition_variable idle_;
  int running_ = 0;
  bool removed_ = false;
};

/// The modules of a model, by index.
struct HookedModules {
  std::vector<ModuleInfo> infos;
  std::vector<torch::jit::Module> modules;
};

/// The hooks of one run of a model, found from its tasks. Thread-safe: forked bodies run at once.
class CallHooks final : public RunCompanion {
 public:
  using List = std::vector<std::shared_ptr<CallHook>>;

  CallHooks(std::shared_ptr<const List> hooks, std::shared_ptr<const HookedModules> modules)
      : hooks_(std::move(hooks)), modules_(std::move(modules)) {}

  /// The hooks of the run that the calling thread is in; nullptr where it is in none.
  [[nodiscard]] static CallHooks* current();

  [[nodiscard]] bool any_before(const HookedCall& call) const;
  [[nodiscard]] bool any_after(const HookedCall& call) const;

  /// Calls the hooks, which may replace values; `types` are those declared. Throws what ends the
  /// model's run when a hook threw, which `outcome` then has.
  void before(const HookedCall& call, std::vector<c10::IValue>& inputs,
              const std::vector<c10::TypePtr>& types);
  void after(const HookedCall& call, const std::vector<c10::IValue>& inputs, c10::IValue& output,
             const c10::TypePtr& type);

  /// After the run: what is left running calls no hooks from now on. Throws what a hook threw
  /// first; returns the result that the run was stopped with.
  [[nodiscard]] std::optional<c10::IValue> outcome();

 private:
  template <class Call>
  void guarded(const Call& call);

  std::shared_ptr<const List> hooks_;
  std::shared_ptr<const HookedModules> modules_;
  std::mutex mutex_;
  bool ended_ = false;
  std::exception_ptr failure_;
  std::optional<c10::IValue> result_;
};

}  // namespace hookstat
