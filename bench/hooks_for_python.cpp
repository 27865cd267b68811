// hookstat's hooks as a TorchScript class, so that programs in Python can set them against
// torch.profiler inside one process:
//
//   torch.classes.load_library("build/bin/hooks_for_python.so")
//   model = torch.classes.hookstat_bench.HookedModel("model.pt")
//
// Calls run in inference mode, as those of hookstat do.
#include <c10/core/InferenceMode.h>
#include <torch/custom_class.h>

#include <string>
#include <tuple>
#include <vector>

#include "hooks/hooked_model.h"
#include "model/module_tree.h"
#include "record/pairing.h"
#include "record/run_folder.h"
#include "record/task.h"
#include "samples.h"

namespace hookstat::bench {
namespace {

class PythonHookedModel : public torch::CustomClassHolder {
 public:
  explicit PythonHookedModel(const std::string& path) : module_(load_model(path).module) {}

  /// The model without hooks; what it returns is of no interest.
  void call(const at::Tensor& x) {
    const c10::InferenceMode inference;
    call_method(module_, "forward", {{x}, {}});
  }

  /// Nanoseconds of a call without hooks, of `count` in a row.
  double plain_ns(const at::Tensor& x, std::int64_t count) {
    const c10::InferenceMode inference;
    const ModelInputs inputs{{x}, {}};
    return ns_per_run(
        static_cast<int>(count), [&] { call_method(module_, "forward", inputs); },
        HostClock::steady_ns);
  }

  /// The same with hooks, each call's events copied out; with `figures` paired and folded to the
  /// times of modules, too.
  double hooked_ns(const at::Tensor& x, std::int64_t count, bool figures) {
    const c10::InferenceMode inference;
    const ModelInputs inputs{{x}, {}};
    RunFolder folder(tree_.modules().size());
    FoldedRuns runs;
    const std::vector<CallSite> sites = hooked_.sites();
    const auto run = [&] {
      hooked_.run(recorder_, inputs);
      const std::vector<TaskEvents> tasks = recorder_.collect();
      if (!figures) return;
      folder.fold(pair_events(tasks, converter_).spans, sites);
      folder.store(runs);
    };
    return ns_per_run(static_cast<int>(count), run, HostClock::steady_ns);
  }

  /// One call with hooks: path and nanoseconds of each module call, in order of entry.
  std::vector<std::tuple<std::string, std::int64_t>> module_calls(const at::Tensor& x) {
    const c10::InferenceMode inference;
    TickConverter converter;
    hooked_.run(recorder_, {{x}, {}});
    const std::vector<TaskEvents> tasks = recorder_.collect();
    converter.calibrate();
    const std::vector<CallSite> sites = hooked_.sites();
    std::vector<std::tuple<std::string, std::int64_t>> calls;
    for (const CallSpan& span : pair_events(tasks, converter).spans) {
      const CallSite& site = sites.at(static_cast<std::size_t>(span.site));
      const ModuleInfo& module = tree_.modules().at(static_cast<std::size_t>(site.module));
      calls.emplace_back(module.path, span.stop_ns - span.start_ns);
    }
    return calls;
  }

 private:
  torch::jit::Module module_;
  ModuleTree tree_{module_};
  HookedModel hooked_{module_, tree_, "forward", {}};
  RunRecorder recorder_;
  TickConverter converter_;
};

TORCH_LIBRARY(hookstat_bench, library) {
  library.class_<PythonHookedModel>("HookedModel")
      .def(torch::init<std::string>())
      .def("call", &PythonHookedModel::call)
      .def("plain_ns", &PythonHookedModel::plain_ns)
      .def("hooked_ns", &PythonHookedModel::hooked_ns)
      .def("module_calls", &PythonHookedModel::module_calls);
}

}  // namespace
}  // namespace hookstat::bench
