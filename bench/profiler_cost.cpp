// What torch.profiler costs beside hookstat's hooks: 1,000 ReLU modules on a 4 x 8 tensor, one
// thread.
//
//   profiler_cost [BLOCKS]      default: 12; each block runs all variants, in turn another one
//   first
//
// The profiler is the one behind torch.profiler (Kineto, CPU activity, no shapes, no stacks), used
// as that uses it: prepare, enable, run, disable, which hands over all events. Counted are the run
// alone, between enable and disable, and everything. A hook is counted with collecting its events.
// A sample is a variant's time less that of the plain model in the same block, over the calls.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/profiler_kineto.h>

#include <array>
#include <cstdlib>
#include <set>

#include "hookstat/hooks.h"
#include "model/module_tree.h"
#include "record/task.h"
#include "relu_model.h"
#include "samples.h"

namespace {

using hookstat::bench::kModules;
using hookstat::bench::ns_per_run;
using hookstat::bench::Samples;

constexpr int kRunsPerSample = 10;
constexpr double kLeastOfModules = 200;
constexpr double kLeastOfPlain = 50;

struct ProfilerTimes {
  double run_ns = 0;
  double all_ns = 0;
};

/// `count` calls of `run`, under the profiler together; the times are of one call.
template <class Run>
ProfilerTimes profile(bool with_modules, int count, const Run& run) {
  namespace impl = torch::profiler::impl;
  const std::set<impl::ActivityType> activities{impl::ActivityType::CPU};
  const impl::ProfilerConfig config(impl::ProfilerState::KINETO, /*report_input_shapes=*/false,
                                    /*profile_memory=*/false, /*with_stack=*/false,
                                    /*with_flops=*/false, with_modules);
  const std::int64_t start = hookstat::HostClock::steady_ns();
  torch::autograd::profiler::prepareProfiler(config, activities);
  torch::autograd::profiler::enableProfiler(config, activities);
  ProfilerTimes times;
  times.run_ns = ns_per_run(count, run, hookstat::HostClock::steady_ns);
  const auto result = torch::autograd::profiler::disableProfiler();
  times.all_ns = static_cast<double>(hookstat::HostClock::steady_ns() - start) / count;
  if (result->events().size() < static_cast<std::size_t>(count) * kModules) {
    std::fputs("profiler_cost: the profiler saw fewer operators than there are\n", stderr);
    std::exit(1);
  }
  return times;
}

struct Figures {
  Samples hook{"hookstat: hooks and collecting, per module call", {}};
  Samples plain_run{"torch.profiler: run", {}};
  Samples plain_all{"torch.profiler: enable, run, disable", {}};
  Samples modules_run{"torch.profiler with_modules: run", {}};
  Samples modules_all{"torch.profiler with_modules: enable, run, disable", {}};
};

void add(Samples& samples, double ns, double model_ns) {
  samples.values.push_back((ns - model_ns) / kModules);
}

Figures measure(int blocks) {
  torch::jit::Module model = hookstat::bench::make_relu_model();
  const hookstat::ModuleTree tree(model);
  const hookstat::HookedModel hooked(model, tree, "forward", {});
  const hookstat::ModelInputs inputs = hookstat::bench::relu_inputs();
  hookstat::RunRecorder recorder;
  const auto run_plain = [&] { hookstat::call_method(model, "forward", inputs); };
  const auto run_hooked = [&] {
    hooked.run(recorder, inputs);
    static_cast<void>(recorder.collect());
  };
  const auto now = hookstat::HostClock::steady_ns;
  Figures figures;
  for (int block = -1; block < blocks; ++block) {  // the first is a warm-up
    double model_ns = 0;
    double hooked_ns = 0;
    std::array<ProfilerTimes, 2> profiler{};
    for (int i = 0; i < 4; ++i) {
      const int variant = (block + 1 + i) % 4;
      if (variant == 0) model_ns = ns_per_run(kRunsPerSample, run_plain, now);
      if (variant == 1) hooked_ns = ns_per_run(kRunsPerSample, run_hooked, now);
      if (variant == 2) profiler[0] = profile(false, kRunsPerSample, run_plain);
      if (variant == 3) profiler[1] = profile(true, kRunsPerSample, run_plain);
    }
    if (block < 0) continue;
    add(figures.hook, hooked_ns, model_ns);
    add(figures.plain_run, profiler[0].run_ns, model_ns);
    add(figures.plain_all, profiler[0].all_ns, model_ns);
    add(figures.modules_run, profiler[1].run_ns, model_ns);
    add(figures.modules_all, profiler[1].all_ns, model_ns);
  }
  return figures;
}

bool judge(const Samples& profiler, const Samples& hook, double least) {
  const double ratio = profiler.median() / hook.median();
  std::printf("%-56s %10.1f times a hook", profiler.name, ratio);
  if (least > 0) std::printf("  (%s %.0f)", ratio >= least ? "at least" : "LESS THAN", least);
  std::printf("\n");
  return ratio >= least;
}

}  // namespace

int main(int argc, char** argv) {
  const int blocks = argc > 1 ? std::atoi(argv[1]) : 12;
  if (blocks < 1) {
    std::fputs("usage: profiler_cost [BLOCKS]\n", stderr);
    return 2;
  }
  at::set_num_threads(1);
  const c10::InferenceMode inference;
  std::printf("%d modules, %d blocks of %d runs of each variant\n", kModules, blocks,
              kRunsPerSample);
  const Figures figures = measure(blocks);
  for (const Samples* samples : {&figures.hook, &figures.plain_run, &figures.plain_all,
                                 &figures.modules_run, &figures.modules_all}) {
    print(*samples, "ns");
  }
  judge(figures.plain_run, figures.hook, 0);
  judge(figures.modules_run, figures.hook, 0);
  const bool plain = judge(figures.plain_all, figures.hook, kLeastOfPlain);
  const bool modules = judge(figures.modules_all, figures.hook, kLeastOfModules);
  return plain && modules ? 0 : 1;
}
