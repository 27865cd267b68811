#include "hookstat/forward_hooks.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "core/fork_locks.h"
#include "hooks/hooked_model.h"
#include "hooks/run_hooks.h"
#include "hookstat/error.h"
#include "model/module_tree.h"
#include "record/pool.h"

namespace hookstat {

// Hidden, as a class inside one that is shown is not by itself.
class [[gnu::visibility("hidden")]] ForwardHooks::Impl
    : public std::enable_shared_from_this<ForwardHooks::Impl> {
 public:
  Impl(const torch::jit::Module& module, const std::string& method)
      : Impl(module, method, ModuleTree(module)) {}

  Impl(const torch::jit::Module& module, const std::string& method, const ModuleTree& tree)
      : module_(module),
        method_(method),
        hooked_(module, tree, method, {Instrumentation::kCallbacks, /*strict=*/false}),
        fork_locks_(fork_mutexes(), [this] {
          for (const auto& hook : *hooks_) hook->forget_other_threads();
        }) {
    auto modules = std::make_shared<ModelModules>();
    modules->infos = tree.modules();
    for (const ModuleInfo& info : modules->infos) {
      modules->modules.push_back(info.parent < 0
                                     ? module
                                     : modules->modules[static_cast<std::size_t>(info.parent)]
                                           .attr(info.path.substr(info.path.rfind('.') + 1))
                                           .toModule());
    }
    modules_ = std::move(modules);
  }

  /// Returns what removes the hook again.
  std::function<void()> add(const Modules& which, ForwardPreHook before, ForwardHook after) {
    if (!before && !after) throw InputError("a hook without a function to call");
    auto hook = std::make_shared<RegisteredHook>(which, selected(which), std::move(before),
                                                 std::move(after));
    change([&](RunHooks::List& hooks) { hooks.push_back(hook); });
    return [owner = weak_from_this(), hook = std::move(hook)] {
      const auto remove = [&](RunHooks::List& hooks) { std::erase(hooks, hook); };
      if (const auto self = owner.lock()) self->change(remove);
      hook->remove();
    };
  }

  c10::IValue call(const ModelInputs& inputs) {
    std::shared_ptr<const RunHooks::List> hooks = current_hooks();
    if (hooks->empty()) return call_method(module_, method_, inputs);
    std::unique_ptr<RunRecorder> recorder = recorders_.take();
    const auto run = std::make_shared<RunHooks>(std::move(hooks), modules_);
    recorder->set_companion(run);
    std::optional<c10::IValue> result;
    std::exception_ptr failure;
    try {
      result = hooked_.run(*recorder, inputs);
    } catch (...) {
      failure = std::current_exception();
    }
    recorder->forget();
    recorders_.put_back(std::move(recorder));
    if (auto stopped = run->outcome()) return *std::move(stopped);
    if (failure) std::rethrow_exception(failure);
    return *std::move(result);
  }

  [[nodiscard]] const std::vector<ModuleInfo>& modules() const noexcept { return modules_->infos; }

 private:
  [[nodiscard]] std::vector<std::mutex*> fork_mutexes() {
    std::vector<std::mutex*> mutexes = hooked_.mutexes();
    mutexes.insert(mutexes.end(), {&mutex_, &recorders_.mutex()});
    return mutexes;
  }

  [[nodiscard]] std::shared_ptr<const RunHooks::List> current_hooks() {
    const std::scoped_lock lock(mutex_);
    return hooks_;
  }

  /// Calls that are under way keep the list that they have.
  template <class Change>
  void change(const Change& change) {
    const std::scoped_lock lock(mutex_);
    auto hooks = std::make_shared<RunHooks::List>(*hooks_);
    change(*hooks);
    hooks_ = std::move(hooks);
  }

  /// The first path of what may be registered at several: of one object, or, as scripting makes two
  /// of a module that is registered twice, of objects with the same tensors.
  [[nodiscard]] const std::string& first_path(const ModuleInfo& info) const {
    if (!info.alias_of) return info.path;
    const auto found = std::ranges::find(modules_->infos, *info.alias_of, &ModuleInfo::path);
    return found == modules_->infos.end() ? info.path : first_path(*found);
  }

  /// By module, whether it is meant: itself, or as one that is registered elsewhere too.
  [[nodiscard]] std::vector<bool> selected(const Modules& which) const {
    const std::vector<ModuleInfo>& infos = modules_->infos;
    std::vector<bool> meant(infos.size());
    std::set<std::string> paths;
    for (const ModuleInfo& info : infos) {
      if (which.contains(info)) paths.insert(first_path(info));
    }
    for (std::size_t i = 0; i < infos.size(); ++i) meant[i] = paths.contains(first_path(infos[i]));
    if (std::ranges::find(meant, true) == meant.end()) {
      throw InputError("the model has no module " + which.description());
    }
    return meant;
  }

  torch::jit::Module module_;
  std::string method_;
  HookedModel hooked_;
  std::shared_ptr<const ModelModules> modules_;
  std::mutex mutex_;
  std::shared_ptr<const RunHooks::List> hooks_ = std::make_shared<RunHooks::List>();
  Pool<RunRecorder> recorders_;
  ForkLocks fork_locks_;
};

HookHandle::HookHandle() noexcept = default;
HookHandle::HookHandle(std::function<void()> remove) noexcept : remove_(std::move(remove)) {}
HookHandle::HookHandle(HookHandle&& other) noexcept
    : remove_(std::exchange(other.remove_, nullptr)) {}

HookHandle& HookHandle::operator=(HookHandle&& other) noexcept {
  if (this != &other) {
    remove();
    remove_ = std::exchange(other.remove_, nullptr);
  }
  return *this;
}

HookHandle::~HookHandle() { remove(); }

void HookHandle::remove() {
  if (const auto remove = std::exchange(remove_, nullptr)) remove();
}

void HookHandle::release() noexcept { remove_ = nullptr; }

ForwardHooks::ForwardHooks(const torch::jit::Module& module, const std::string& method)
    : impl_(std::make_shared<Impl>(module, method)) {}
ForwardHooks::ForwardHooks(ForwardHooks&&) noexcept = default;
ForwardHooks& ForwardHooks::operator=(ForwardHooks&&) noexcept = default;
ForwardHooks::~ForwardHooks() = default;

HookHandle ForwardHooks::before(const Modules& modules, ForwardPreHook hook) {
  return HookHandle(impl_->add(modules, std::move(hook), nullptr));
}

HookHandle ForwardHooks::after(const Modules& modules, ForwardHook hook) {
  return HookHandle(impl_->add(modules, nullptr, std::move(hook)));
}

c10::IValue ForwardHooks::operator()(
    std::vector<c10::IValue> inputs,
    const std::unordered_map<std::string, c10::IValue>& named) const {
  const std::shared_ptr<Impl> impl = impl_;  // a hook may destroy what it is called by
  return impl->call({std::move(inputs), named});
}

const std::vector<ModuleInfo>& ForwardHooks::modules() const noexcept { return impl_->modules(); }

}  // namespace hookstat
