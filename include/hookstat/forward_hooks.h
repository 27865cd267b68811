// Forward hooks for TorchScript modules: callbacks before and after calls of submodules, as
// torch.nn.Module has them and torch::jit::Module has not.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/recording.h"

namespace hookstat {

/// Which modules a hook is for. A value; thread-safe as such.
class HOOKSTAT_API Modules {
 public:
  /// The one registered at `path`: "backbone.layer1.0.conv1"; "" is the model itself.
  [[nodiscard]] static Modules at(std::string path);
  /// All of a class: "Conv2d", or the qualified name that TorchScript gave it.
  [[nodiscard]] static Modules of_class(std::string name);
  /// All whose path fits a pattern: `*` is any text within one name, `**` any text, `?` any one
  /// character but a dot. "backbone.*" are the children of backbone, "backbone.**" all below it.
  [[nodiscard]] static Modules matching(std::string pattern);
  /// All, the model itself too.
  [[nodiscard]] static Modules all();

  /// The same modules' calls of another method than forward:
  /// `Modules::at("text").method("encode")`.
  [[nodiscard]] Modules method(std::string name) const;

  /// Whether a module is one of them; aliases are not looked at. ForwardHooks looks at them.
  [[nodiscard]] bool contains(const ModuleInfo& module) const;
  /// Whether calls of a method are meant. For "forward" also "forward1" and "forward__0", which is
  /// what tracing and overloading make of it.
  [[nodiscard]] bool means(const std::string& method) const;
  /// For messages: "at 'backbone'", "of the class 'Conv2d'", "matching 'head.*'".
  [[nodiscard]] const std::string& description() const noexcept { return description_; }

 private:
  enum class Kind : std::uint8_t { kPath, kClass, kPattern, kAll };
  Modules(Kind kind, std::string text, std::string description);

  Kind kind_;
  std::string text_;
  std::string description_;
  std::string method_ = "forward";
};

/// The call that a hook is called for. Lives as long as the hook runs.
class HOOKSTAT_API ForwardCall {
 public:
  /// Made by ForwardHooks. Refers to all three.
  ForwardCall(const ModuleInfo& info, const torch::jit::Module& module, const std::string& method)
      : info_(info), module_(module), method_(method) {}

  /// Registered path of the module: "backbone.layer1.0.conv1"; "" is the model itself.
  [[nodiscard]] const std::string& path() const noexcept { return info_.path; }
  /// "Conv2d".
  [[nodiscard]] const std::string& class_name() const noexcept { return info_.class_name; }
  /// "forward".
  [[nodiscard]] const std::string& method() const noexcept { return method_; }
  /// The caller's own module: its parameters and attributes.
  [[nodiscard]] const torch::jit::Module& module() const noexcept { return module_; }

  /// Ends the call of the model here, as an exception would, and has ForwardHooks return `result`,
  /// of whatever type. For hooks only, and what it throws must not be caught there.
  [[noreturn]] static void stop(c10::IValue result);

 private:
  const ModuleInfo& info_;
  const torch::jit::Module& module_;
  const std::string& method_;
};

/// Called before a module runs. `inputs` are the arguments in the order of the declaration,
/// defaults included, without self and without arguments that are modules; assigning to one
/// replaces it for the module (the number of them stays, and each has the type that is declared).
using ForwardPreHook =
    std::function<void(const ForwardCall& call, std::vector<c10::IValue>& inputs)>;

/// Called after it. `inputs` are those that the module got (it may have changed them in place);
/// assigning to `output`, a value of the type that is declared, replaces it for whatever comes
/// after.
using ForwardHook = std::function<void(
    const ForwardCall& call, const std::vector<c10::IValue>& inputs, c10::IValue& output)>;

/// Owns a registered hook: the hook goes with it. May outlive its ForwardHooks. Different handles
/// are independent; one handle is for one thread at a time. The hook's function is destroyed when
/// the hook is removed and nobody is in it, or, where the handle was released, with ForwardHooks.
class HOOKSTAT_API HookHandle {
 public:
  /// Of no hook.
  HookHandle() noexcept;
  /// The other one has no hook then.
  HookHandle(HookHandle&& other) noexcept;
  /// Removes the hook that it had. The other one has none then.
  HookHandle& operator=(HookHandle&& other) noexcept;
  /// Removes the hook, as `remove` does.
  ~HookHandle();

  /// Removes the hook. When this returns no thread is in it and none will be: calls of the model
  /// that are under way go on without it, and this waits for those that are inside the hook, so the
  /// caller must hold no lock that the hook takes. (It does not wait when it is called from inside
  /// a hook: then the hook may still run on other threads, and in this one.) Nothing happens the
  /// second time.
  void remove();
  /// Gives the hook up: it stays for as long as its ForwardHooks.
  void release() noexcept;

 private:
  friend class ForwardHooks;
  explicit HookHandle(std::function<void()> remove) noexcept;
  std::function<void()> remove_;
};

/// Runs a method of a model with hooks in it. The model itself is not touched: calls that do not go
/// through here have no hooks, and parameters, buffers and attributes are the model's own.
///
/// All functions are thread-safe, but moving and destroying. A call has the hooks that were there
/// when it began, in the order in which they were registered. Hooks run on the thread that runs the
/// module: with several calls at once, or a model that forks, on several threads at once.
/// Gradients, InferenceMode and autocast are as the caller has set them. Each hooked call of a
/// module divides what the executor can fuse.
class HOOKSTAT_API ForwardHooks {
 public:
  /// Makes the hooked copy of the method's graph, the only one there will be: adding and removing
  /// hooks builds nothing. Shares the module's object, so that may go before this. Throws
  /// InputError where the model has no such method, or it is no TorchScript graph.
  explicit ForwardHooks(const torch::jit::Module& module, const std::string& method = "forward");
  /// The other one can then only be assigned to or destroyed.
  ForwardHooks(ForwardHooks&&) noexcept;
  /// Likewise; its own hooks are gone.
  ForwardHooks& operator=(ForwardHooks&&) noexcept;
  /// A hook may destroy what it is called by; that call goes on to its end.
  ~ForwardHooks();

  /// Registers a hook that is called before those modules, in calls of the model that begin from
  /// now on. A module that is registered at several paths is meant whichever is used to name it. A
  /// hook that was saved in the model is not a module: its time is before the first hook here and
  /// after the last. Throws InputError where there is no such module, or `hook` is empty.
  [[nodiscard]] HookHandle before(const Modules& modules, ForwardPreHook hook);
  /// Likewise, called after those modules; not where the module raised.
  [[nodiscard]] HookHandle after(const Modules& modules, ForwardHook hook);

  /// Calls the method as `torch::jit::Module` would. Without hooks that is what it does. What the
  /// model throws passes through; so does what a hook throws, unchanged, and the model's run ends
  /// there. In a model that forks the first hook that ends the call, by `stop` or by throwing,
  /// decides what comes out, also where the model raised later, and also in a task that the call
  /// does not wait for, so long as that was before the call returned; after that no hook is called.
  /// Throws InputError where a hook replaced a value by one of another type, or changed the
  /// number of inputs; c10::Error for inputs that do not fit the method.
  c10::IValue operator()(std::vector<c10::IValue> inputs,
                         const std::unordered_map<std::string, c10::IValue>& named = {}) const;

  /// The registered modules, in registration order: what hooks can be registered for. Valid as long
  /// as this.
  [[nodiscard]] const std::vector<ModuleInfo>& modules() const noexcept;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace hookstat
