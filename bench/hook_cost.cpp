// What a hook costs: 1,000 ReLU modules on a 4 x 8 tensor, where a call does next to nothing.
//
//   hook_cost [BLOCKS]      default: 40; each block runs all variants, in turn another one first
//
// Variants: the model as it is; with hooks; with two JIT operators that do nothing at each call.
// The difference of two variants within a block, over the calls, is one sample; medians over blocks
// with their 95 % intervals are printed. The yardstick is what no hook can do without: two clock
// reads and two operators.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "hookstat/clock.h"
#include "hookstat/hooks.h"
#include "model/module_tree.h"
#include "record/task.h"
#include "report/statistics.h"

namespace {

using hookstat::reporting::median_of;
using torch::jit::Graph;
using torch::jit::GraphFunction;
using torch::jit::Node;
using torch::jit::Operation;
using torch::jit::Operator;
using torch::jit::Stack;

constexpr int kModules = 1000;
constexpr int kRunsPerSample = 40;
constexpr int kWarmUps = 20;

const torch::jit::RegisterOperators kEmptyOperator({Operator(
    "hookstat_bench::empty(...) -> ...", [](const Node*) -> Operation { return [](Stack&) {}; },
    c10::AliasAnalysisKind::CONSERVATIVE)});

torch::jit::Module make_model() {
  torch::jit::Module relu("ReLU");
  relu.define("def forward(self, x):\n  return torch.relu(x)\n");
  torch::jit::Module model("Relus");
  std::string code = "def forward(self, x):\n";
  for (int i = 0; i < kModules; ++i) {
    const std::string name = std::string("r").append(std::to_string(i));
    model.register_module(name,
                          torch::jit::Module(relu._ivalue()->compilation_unit(), relu.type()));
    code.append("  x = self.").append(name).append(".forward(x)\n");
  }
  model.define(code + "  return x\n");
  return model;
}

/// The model's graph, inlined, with an operator that does nothing before and after each ReLU.
std::unique_ptr<GraphFunction> with_empty_operators(const torch::jit::Module& model) {
  auto& forward = torch::jit::toGraphFunction(model.get_method("forward").function());
  auto graph = forward.graph()->copy();
  torch::jit::Inline(*graph);
  const auto empty = c10::Symbol::fromQualString("hookstat_bench::empty");
  for (Node* node : graph->nodes()) {
    if (node->kind() != c10::aten::relu) continue;
    graph->create(empty, {}, 0)->insertBefore(node);
    graph->create(empty, {}, 0)->insertAfter(node);
  }
  return std::make_unique<GraphFunction>("forward", graph, nullptr);
}

template <class Run>
double ns_per_run(const Run& run) {
  const std::int64_t start = hookstat::HostClock::steady_ns();
  for (int i = 0; i < kRunsPerSample; ++i) run();
  return static_cast<double>(hookstat::HostClock::steady_ns() - start) / kRunsPerSample;
}

double ns_of_two_clock_reads() {
  constexpr int kReads = 100'000;
  std::int64_t sum = 0;
  const std::int64_t start = hookstat::HostClock::steady_ns();
  for (int i = 0; i < kReads; ++i) sum += hookstat::HostClock::ticks();
  const std::int64_t stop = hookstat::HostClock::steady_ns();
  if (sum == 0) std::abort();  // the reads may not be optimised away
  return 2.0 * static_cast<double>(stop - start) / kReads;
}

struct Samples {
  const char* name;
  std::vector<double> ns;
};

void print(const Samples& samples) {
  const auto interval = hookstat::reporting::median_interval(samples.ns);
  std::printf("%-44s %8.1f ns", samples.name, median_of(samples.ns));
  if (interval) std::printf("  (95 %% between %.1f and %.1f)", interval->first, interval->second);
  std::printf("\n");
}

void measure(int blocks) {
  const c10::InferenceMode inference;
  torch::jit::Module model = make_model();
  const hookstat::ModuleTree tree(model);
  const hookstat::HookedModel hooked(model, tree, "forward", {});
  hookstat::RunRecorder recorder;
  const auto empty = with_empty_operators(model);
  const hookstat::ModelInputs inputs{{at::rand({4, 8})}, {}};

  const auto run_plain = [&] { hookstat::call_method(model, "forward", inputs); };
  const auto run_hooked = [&] { hooked.run(recorder, inputs); };
  const auto run_empty = [&] {
    Stack stack{model._ivalue(), inputs.positional.front()};
    empty->run(stack);
  };
  for (int i = 0; i < kWarmUps; ++i) {
    run_plain();
    run_hooked();
    run_empty();
  }

  Samples hook{"hook, per module call", {}};
  Samples operators{"two operators that do nothing", {}};
  Samples reads{"two clock reads", {}};
  Samples call{"the model itself, per module call", {}};
  for (int block = 0; block < blocks; ++block) {
    std::array<double, 3> ns{};
    for (int i = 0; i < 3; ++i) {
      const int variant = (block + i) % 3;
      ns[static_cast<std::size_t>(variant)] = variant == 0   ? ns_per_run(run_plain)
                                              : variant == 1 ? ns_per_run(run_hooked)
                                                             : ns_per_run(run_empty);
    }
    call.ns.push_back(ns[0] / kModules);
    hook.ns.push_back((ns[1] - ns[0]) / kModules);
    operators.ns.push_back((ns[2] - ns[0]) / kModules);
    reads.ns.push_back(ns_of_two_clock_reads());
  }
  std::printf("%d modules, %d blocks of %d runs of each variant, clock: %s\n", kModules, blocks,
              kRunsPerSample, hookstat::HostClock::name());
  for (const Samples* samples : {&call, &hook, &operators, &reads}) print(*samples);
  const double yardstick = median_of(operators.ns) + median_of(reads.ns);
  std::printf("%-44s %8.2f\n", "hook / (two operators + two clock reads)",
              median_of(hook.ns) / yardstick);
  const bool within = median_of(hook.ns) <= 40 || median_of(hook.ns) <= 2 * yardstick;
  std::printf("%s: at most 40 ns, or at most 2 times the yardstick\n",
              within ? "within the budget" : "OVER THE BUDGET");
}

}  // namespace

int main(int argc, char** argv) {
  const int blocks = argc > 1 ? std::atoi(argv[1]) : 40;
  if (blocks < 1) {
    std::fputs("usage: hook_cost [BLOCKS]\n", stderr);
    return 2;
  }
  at::set_num_threads(1);
  measure(blocks);
  return 0;
}
