// What a hook costs: 1,000 ReLU modules on a 4 x 8 tensor, where a call does next to nothing.
//
//   hook_cost [BLOCKS]      default: 40; each block runs all variants, in turn another one first
//
// On one thread: the model as it is; with hooks; with two JIT operators that do nothing at each
// call. The difference of two variants within a block, over the calls, is one sample; medians over
// blocks with their 95 % intervals are printed. The yardstick is what no hook can do without: two
// clock reads and two operators.
//
// Then in thread CPU time, with and without hooks: on one thread, and on two at once, which share
// the model and its hooks and record each for itself.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <array>
#include <barrier>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

#include "hooks/hooked_model.h"
#include "model/module_tree.h"
#include "record/task.h"
#include "relu_model.h"
#include "samples.h"

namespace {

using hookstat::bench::kModules;
using hookstat::bench::ns_per_run;
using hookstat::bench::Samples;

constexpr int kRunsPerSample = 40;
constexpr int kWarmUps = 20;
constexpr double kMostNs = 30;
constexpr double kMostNsOfMarks = 20;
constexpr double kMostOfYardstick = 1.5;
constexpr double kMostOfOneThread = 1.5;

/// The model with its hooks, as all variants use them.
struct Subject {
  torch::jit::Module model = hookstat::bench::make_relu_model();
  hookstat::ModuleTree tree{model};
  hookstat::HookedModel hooked{model, tree, "forward", {}};
  /// With marks around its operators, of which each module has one, instead.
  hookstat::HookedModel marked{
      model, tree, "forward", {hookstat::Instrumentation::kOperators, false}};
  hookstat::ModelInputs inputs = hookstat::bench::relu_inputs();
};

double ns_of_two_clock_reads() {
  constexpr int kReads = 100'000;
  std::int64_t sum = 0;
  const double ns = ns_per_run(
      kReads, [&] { sum += hookstat::HostClock::ticks(); }, hookstat::HostClock::steady_ns);
  if (sum == 0) std::abort();  // the reads may not be optimised away
  return 2.0 * ns;
}

std::int64_t thread_cpu_ns() {
  constexpr std::int64_t kNsPerSecond = 1'000'000'000;
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * kNsPerSecond + time.tv_nsec;
}

/// Prints how a cost stands to the least that such a hook can do by itself, and returns whether it
/// is within the limits.
bool judge(const char* what, double ns, double yardstick_ns, double most_ns) {
  const double ratio = ns / yardstick_ns;
  const std::string text = std::string(what) + " / (two operators + two clock reads)";
  std::printf("%-56s %10.2f\n", text.c_str(), ratio);
  const bool within = ns <= most_ns || ratio <= kMostOfYardstick;
  std::printf("%s: at most %.0f ns, or at most %.1f times the yardstick\n",
              within ? "within the limit" : "OVER THE LIMIT", most_ns, kMostOfYardstick);
  return within;
}

/// Prints the figures and returns whether they are within the limits.
bool measure_one_thread(Subject& subject, int blocks) {
  hookstat::RunRecorder recorder;
  const auto empty = hookstat::bench::with_empty_operators(subject.model);
  const auto run_plain = [&] { hookstat::call_method(subject.model, "forward", subject.inputs); };
  const auto run_hooked = [&] { subject.hooked.run(recorder, subject.inputs); };
  const auto run_marked = [&] { subject.marked.run(recorder, subject.inputs); };
  const auto run_empty = [&] {
    torch::jit::Stack stack{subject.model._ivalue(), subject.inputs.positional.front()};
    empty->run(stack);
  };
  for (int i = 0; i < kWarmUps; ++i) {
    run_plain();
    run_hooked();
    run_marked();
    run_empty();
    if (i == 2) subject.marked.mark_operators();
  }
  Samples call{"the model itself, per module call", {}};
  Samples hook{"hook, per module call", {}};
  Samples mark{"marks around an operator, per call", {}};
  Samples operators{"two operators that do nothing", {}};
  Samples reads{"two clock reads", {}};
  const auto now = hookstat::HostClock::steady_ns;
  for (int block = 0; block < blocks; ++block) {
    std::array<double, 4> ns{};
    for (int i = 0; i < 4; ++i) {
      const int variant = (block + i) % 4;
      ns.at(static_cast<std::size_t>(variant)) =
          variant == 0   ? ns_per_run(kRunsPerSample, run_plain, now)
          : variant == 1 ? ns_per_run(kRunsPerSample, run_hooked, now)
          : variant == 3 ? ns_per_run(kRunsPerSample, run_marked, now)
                         : ns_per_run(kRunsPerSample, run_empty, now);
    }
    call.values.push_back(ns[0] / kModules);
    hook.values.push_back((ns[1] - ns[0]) / kModules);
    operators.values.push_back((ns[2] - ns[0]) / kModules);
    mark.values.push_back((ns[3] - ns[0]) / kModules);
    reads.values.push_back(ns_of_two_clock_reads());
  }
  for (const Samples* samples : {&call, &hook, &mark, &operators, &reads}) print(*samples, "ns");
  const double yardstick_ns = operators.median() + reads.median();
  const bool hook_is_cheap = judge("hook", hook.median(), yardstick_ns, kMostNs);
  return judge("marks", mark.median(), yardstick_ns, kMostNsOfMarks) && hook_is_cheap;
}

/// Thread CPU time that hooks add to a module call: one sample a block and thread, of `threads` at
/// once. Every thread runs the same variant at the same time.
std::vector<double> cpu_ns_of_a_hook(Subject& subject, int threads, int blocks) {
  std::barrier together(threads);
  std::vector<std::vector<double>> samples(static_cast<std::size_t>(threads));
  const auto work = [&](std::vector<double>& own) {
    const c10::InferenceMode inference;
    hookstat::RunRecorder recorder;
    const auto run_plain = [&] { hookstat::call_method(subject.model, "forward", subject.inputs); };
    const auto run_hooked = [&] { subject.hooked.run(recorder, subject.inputs); };
    for (int block = -1; block < blocks; ++block) {  // the first is a warm-up
      std::array<double, 2> ns{};
      for (int i = 0; i < 2; ++i) {
        const bool hooked = (block + i) % 2 != 0;
        together.arrive_and_wait();
        ns.at(hooked ? 1 : 0) = hooked ? ns_per_run(kRunsPerSample, run_hooked, thread_cpu_ns)
                                       : ns_per_run(kRunsPerSample, run_plain, thread_cpu_ns);
      }
      if (block >= 0) own.push_back((ns[1] - ns[0]) / kModules);
    }
  };
  std::vector<std::jthread> workers;
  for (auto& own : samples) workers.emplace_back(work, std::ref(own));
  workers.clear();
  std::vector<double> all;
  for (const auto& own : samples) all.insert(all.end(), own.begin(), own.end());
  return all;
}

bool measure_two_threads(Subject& subject, int blocks) {
  Samples one{"hook, thread CPU time, one thread", {}};
  Samples two{"hook, thread CPU time, two threads at once", {}};
  // In parts, so that a change of the machine's speed hits both.
  constexpr int kParts = 4;
  for (int part = 0; part < kParts; ++part) {
    for (Samples* samples : {&one, &two}) {
      const auto values =
          cpu_ns_of_a_hook(subject, samples == &one ? 1 : 2, std::max(1, blocks / kParts));
      samples->values.insert(samples->values.end(), values.begin(), values.end());
    }
  }
  for (const Samples* samples : {&one, &two}) print(*samples, "ns");
  const double ratio = two.median() / one.median();
  std::printf("%-56s %10.2f\n", "two threads / one thread", ratio);
  const bool within = ratio <= kMostOfOneThread;
  std::printf("%s: at most %.1f times as much on two threads\n",
              within ? "within the limit" : "OVER THE LIMIT", kMostOfOneThread);
  return within;
}

}  // namespace

int main(int argc, char** argv) {
  const int blocks = argc > 1 ? std::atoi(argv[1]) : 40;
  if (blocks < 1) {
    std::fputs("usage: hook_cost [BLOCKS]\n", stderr);
    return 2;
  }
  at::set_num_threads(1);
  const c10::InferenceMode inference;
  Subject subject;
  std::printf("%d modules, %d blocks of %d runs of each variant, clock: %s\n", kModules, blocks,
              kRunsPerSample, hookstat::HostClock::name());
  const bool one = measure_one_thread(subject, blocks);
  const bool two = measure_two_threads(subject, blocks);
  return one && two ? 0 : 1;
}
