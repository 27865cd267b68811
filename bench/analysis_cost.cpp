// What the analysis costs: a call that reads values and a call that records operators, beside a
// plain one, of a model of 1,000 ReLU modules on a 4 x 8 tensor, where a call does next to nothing.
//
//   analysis_cost [BLOCKS]      default: 20; each block runs all variants, in turn another one
//   first
//
// Executors are warm in all variants. With each analysis run its reading is counted: pairing
// events, giving operators to modules. The memory is the process's largest resident size after
// plain calls, and after analysis runs.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <sys/resource.h>

#include <array>
#include <cstdlib>

#include "hooks/hooked_model.h"
#include "hookstat/cost.h"
#include "measure/analysis.h"
#include "measure/operator_recorder.h"
#include "model/module_tree.h"
#include "record/task.h"
#include "relu_model.h"
#include "samples.h"

namespace {

using hookstat::bench::ns_per_run;
using hookstat::bench::Samples;

constexpr int kRunsPerSample = 5;
constexpr int kWarmUps = 5;
constexpr double kMostOfPlain = 20;
constexpr double kMostMemory = 2;

double largest_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1000;
}

bool judge(const char* name, double ratio, double most) {
  std::printf("%-56s %10.2f times  (%s %.0f)\n", name, ratio,
              ratio <= most ? "at most" : "MORE THAN", most);
  return ratio <= most;
}

}  // namespace

int main(int argc, char** argv) {
  const int blocks = argc > 1 ? std::atoi(argv[1]) : 20;
  if (blocks < 1) {
    std::fputs("usage: analysis_cost [BLOCKS]\n", stderr);
    return 2;
  }
  at::set_num_threads(1);
  const c10::InferenceMode inference;
  torch::jit::Module model = hookstat::bench::make_relu_model();
  const hookstat::ModelInputs inputs = hookstat::bench::relu_inputs();
  const auto run_plain = [&] { hookstat::call_method(model, "forward", inputs); };
  for (int i = 0; i < kWarmUps; ++i) run_plain();
  const double plain_megabytes = largest_megabytes();

  const hookstat::ModuleTree tree(model);
  const hookstat::HookedModel values(model, tree, "forward",
                                     {hookstat::Instrumentation::kValues, false});
  const hookstat::HookedModel timed(model, tree, "forward", {});
  hookstat::RunRecorder recorder;
  hookstat::HookedRun values_run;
  const auto read_values = [&] {
    values.run(recorder, inputs);
    values_run = hookstat::read_run(recorder.collect(), values);
  };
  const auto record_operators = [&] {
    hookstat::RunRecorder operators_of_run;
    hookstat::OperatorRecorder operators(operators_of_run);
    timed.run(operators_of_run, inputs);
    const hookstat::HookedRun run = hookstat::read_run(operators_of_run.collect(), timed);
    const auto calls = hookstat::attribute_operators(operators.take(), run, values_run);
    if (calls.size() < hookstat::bench::kModules) std::abort();
  };
  for (int i = 0; i < kWarmUps; ++i) {
    read_values();
    record_operators();
  }
  Samples plain{"plain call", {}};
  Samples with_values{"call that reads values", {}};
  Samples with_operators{"call that records operators", {}};
  const auto now = hookstat::HostClock::steady_ns;
  constexpr double kNsPerMs = 1e6;
  for (int block = 0; block < blocks; ++block) {
    for (int i = 0; i < 3; ++i) {
      const int variant = (block + i) % 3;
      if (variant == 0)
        plain.values.push_back(ns_per_run(kRunsPerSample, run_plain, now) / kNsPerMs);
      if (variant == 1) {
        with_values.values.push_back(ns_per_run(kRunsPerSample, read_values, now) / kNsPerMs);
      }
      if (variant == 2) {
        with_operators.values.push_back(ns_per_run(kRunsPerSample, record_operators, now) /
                                        kNsPerMs);
      }
    }
  }
  for (const Samples* samples : {&plain, &with_values, &with_operators}) print(*samples, "ms");
  const double values_ratio = with_values.median() / plain.median();
  const double operators_ratio = with_operators.median() / plain.median();
  const bool fast = judge("reading values", values_ratio, kMostOfPlain) &
                    judge("recording operators", operators_ratio, kMostOfPlain);
  std::printf("%-56s %10.1f MB\n", "largest resident size after plain calls", plain_megabytes);
  std::printf("%-56s %10.1f MB\n", "... and after analysis runs", largest_megabytes());
  const bool small = judge("memory", largest_megabytes() / plain_megabytes, kMostMemory);
  return fast && small ? 0 : 1;
}
