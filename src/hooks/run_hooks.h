// The hooks of users: who is called, and what one run of the model has of them.
#pragma once

#include <atomic>
#include <cstdint>
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
struct CalledMethod {
  ModuleIndex module = 0;
  std::string method;
};

/// A registered hook. Thread-safe.
class RegisteredHook {
 public:
  /// `modules`: by module, whether the hook is for it. One of the two functions is there; when the
  /// hook is removed, and nobody is in it, it is destroyed.
  RegisteredHook(Modules which, std::vector<bool> modules, ForwardPreHook before,
                 ForwardHook after);

  [[nodiscard]] bool is_before(const CalledMethod& call) const { return is_before_ && wants(call); }
  [[nodiscard]] bool is_after(const CalledMethod& call) const { return !is_before_ && wants(call); }

  /// Calls `function` with the hook's function, unless the hook is removed. What it throws passes.
  template <class Function>
  void run(const Function& function) {
    const Inside inside(*this);
    if (inside) function(functions_.before, functions_.after);
  }

  /// From now on nobody is called. Waits for those that are, unless the calling thread is inside a
  /// hook, be it another: two that remove each other would wait for ever.
  void remove();

  /// In the child of a fork: of those that were in the hook, only the calling thread is left.
  void forget_other_threads() noexcept;

 private:
  /// Enters the hook, or finds it removed. Each thread has a list of those that it is inside.
  class Inside {
   public:
    explicit Inside(RegisteredHook& hook);
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside();
    explicit operator bool() const noexcept { return entered_; }

    [[nodiscard]] const RegisteredHook& hook() const noexcept { return hook_; }
    [[nodiscard]] const Inside* outer() const noexcept { return outer_; }

   private:
    RegisteredHook& hook_;
    const Inside* outer_ = nullptr;
    bool entered_;
  };

  static thread_local const Inside* t_innermost;

  [[nodiscard]] bool wants(const CalledMethod& call) const {
    return modules_[static_cast<std::size_t>(call.module)] && which_.means(call.method);
  }

  void leave();
  /// Destroys the functions, once. REQUIRES: removed, and nobody is inside.
  void drop();

  static constexpr std::uint32_t kRemoved = 0x80000000U;

  const Modules which_;
  const std::vector<bool> modules_;
  const bool is_before_;
  struct Functions {
    ForwardPreHook before;
    ForwardHook after;
  };
  Functions functions_;
  std::atomic<std::uint32_t> state_{0};  // how many are inside, and whether it is removed
  std::atomic<bool> dropped_{false};
};

/// The modules of a model, by index.
struct ModelModules {
  std::vector<ModuleInfo> infos;
  std::vector<torch::jit::Module> modules;
};

/// The hooks of one run of a model, found from its tasks. Thread-safe: forked bodies run at once.
class RunHooks final : public RunCompanion {
 public:
  using List = std::vector<std::shared_ptr<RegisteredHook>>;

  RunHooks(std::shared_ptr<const List> hooks, std::shared_ptr<const ModelModules> modules)
      : hooks_(std::move(hooks)), modules_(std::move(modules)) {}

  /// The hooks of the run that the calling thread is in; nullptr where it is in none.
  [[nodiscard]] static RunHooks* current();

  [[nodiscard]] bool any_before(const CalledMethod& call) const;
  [[nodiscard]] bool any_after(const CalledMethod& call) const;

  /// Calls the hooks, which may replace values; `types` are those declared. Throws what ends the
  /// model's run when a hook threw, which `outcome` then has.
  void before(const CalledMethod& call, std::vector<c10::IValue>& inputs,
              const std::vector<c10::TypePtr>& types);
  void after(const CalledMethod& call, const std::vector<c10::IValue>& inputs, c10::IValue& output,
             const c10::TypePtr& type);

  /// After the run: what is left running calls no hooks from now on. Throws what a hook threw
  /// first; returns the result that the run was stopped with.
  [[nodiscard]] std::optional<c10::IValue> outcome();

 private:
  template <class Call>
  void guarded(const Call& call);

  std::shared_ptr<const List> hooks_;
  std::shared_ptr<const ModelModules> modules_;
  std::mutex mutex_;
  bool ended_ = false;
  std::exception_ptr failure_;
  std::optional<c10::IValue> result_;
};

}  // namespace hookstat
