// Receivers chosen at run time. A call of a method of an interface is left to the interpreter,
// which looks the method up in the class of the object; so the object handed to it is one of a
// class of ours, whose method is the instrumented one. The call runs in the caller's own
// interpreter, as it would without hooks: it can be suspended at a wait, and a failure has the same
// stack.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "hooks/hooked_model.h"
#include "hooks/mark_tables.h"
#include "hooks/operators.h"
#include "model/module_tree.h"

namespace hookstat {

/// All stand-ins of one HookedModel, which keeps their classes and functions; a run keeps the
/// HookedModel's code. The compilation unit that an object must have is an empty one. Thread-safe.
class StandIns final : public Receivers {
 public:
  StandIns(MarkTables& tables, const ModuleTree& tree, const HookOptions& options);
  ~StandIns() override;

  c10::IValue stand_in(Task& task, const std::string& method, const std::string& caller,
                       const c10::IValue& receiver) override;

  /// Held while the process forks. Who has it may wait for the tables'.
  [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

 private:
  struct Target;
  /// A registered module by its address, any other object by that of its class: there may be a new
  /// one at every call.
  using Key = std::tuple<const void*, std::string, std::string>;

  const Target& find(const c10::intrusive_ptr<c10::ivalue::Object>& receiver,
                     const std::string& method, const std::string& caller);
  std::unique_ptr<Target> build(const c10::intrusive_ptr<c10::ivalue::Object>& receiver,
                                const std::string& method, const std::string& caller);

  MarkTables& tables_;
  const ModuleTree& tree_;
  HookOptions options_;
  std::shared_ptr<torch::jit::CompilationUnit> unit_;
  std::mutex mutex_;
  std::map<Key, std::unique_ptr<Target>> targets_;
};

}  // namespace hookstat
