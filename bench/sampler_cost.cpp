// What a Sampler costs.
//
//   sampler_cost MODEL INPUT [BLOCKS]      default: 40; bench/sampler_cost.py makes the model
//
// A call that is no sample: of a model that returns its input, through a Sampler and through the
// module's forward, which looks the method up in each call, and through a method that is kept, as
// the Sampler keeps it; blocks of calls in turn. The difference over the calls is one sample of the
// figure.
//
// A hooked call, with all that is done with its events: of MODEL, each through a Sampler that hooks
// every call, beside a plain one. A hundredth of what it adds is what sampling one in a hundred
// costs.
//
// And as a server would see it: a hundred calls through a Sampler of one in a hundred beside a
// hundred plain ones, whole blocks in turn.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <cstdlib>
#include <string>

#include "hookstat/model.h"
#include "hookstat/sampler.h"
#include "samples.h"

namespace {

using hookstat::Sampler;
using hookstat::SamplerOptions;
using hookstat::bench::ns_per_run;
using hookstat::bench::Samples;

constexpr double kMostNs = 50;
constexpr double kMostPercentByCalls = 0.1;
constexpr double kMostPercentOfThroughput = 1;
constexpr int kWarmUps = 20;
constexpr int kEvery = 100;
constexpr double kPercent = 100;

/// Runs both, another one first in each block, and hands on what a call of each took.
template <class One, class Other, class Take>
void in_turn(int blocks, int calls, const One& one, const Other& other, const Take& take) {
  const auto now = hookstat::HostClock::steady_ns;
  for (int block = 0; block < blocks; ++block) {
    double one_ns = 0;
    if (block % 2 == 0) one_ns = ns_per_run(calls, one, now);
    const double other_ns = ns_per_run(calls, other, now);
    if (block % 2 != 0) one_ns = ns_per_run(calls, one, now);
    take(one_ns, other_ns);
  }
}

bool judge(bool within, const char* limit) {
  std::printf("%s: %s\n", within ? "within the limit" : "OVER THE LIMIT", limit);
  return within;
}

bool measure_no_sample(int blocks) {
  torch::jit::Module model("identity");
  model.define("def forward(self, x: Tensor) -> Tensor:\n    return x\n");
  constexpr std::int64_t kNever = 1'000'000'000'000;
  const Sampler sampler(model, SamplerOptions{.every = kNever, .name = "identity"});
  const torch::jit::Method method = model.get_method("forward");
  const at::Tensor x = at::zeros({1});
  const auto plain = [&] { model.forward({x}); };
  const auto kept = [&] { method({x}); };
  const auto sampled = [&] { sampler({x}); };
  for (int i = 0; i < kWarmUps; ++i) {
    plain();
    kept();
    sampled();
  }
  constexpr int kCalls = 20'000;
  Samples call{"module.forward() of a model that returns its input", {}};
  Samples to_forward{"what a Sampler adds to that, where it takes no sample", {}};
  Samples to_method{"and to a method that is kept", {}};
  in_turn(blocks, kCalls, plain, sampled, [&](double plain_ns, double sampled_ns) {
    call.values.push_back(plain_ns);
    to_forward.values.push_back(sampled_ns - plain_ns);
  });
  in_turn(blocks, kCalls, kept, sampled, [&](double kept_ns, double sampled_ns) {
    to_method.values.push_back(sampled_ns - kept_ns);
  });
  for (const Samples* samples : {&call, &to_forward, &to_method}) print(*samples, "ns");
  return judge(to_method.median() <= kMostNs, "at most 50 ns");
}

struct Subject {
  torch::jit::Module model;
  hookstat::ModelInputs inputs;

  void plain() { model.forward(inputs.positional); }
};

bool measure_hooked(Subject& subject, int blocks) {
  const Sampler sampler(subject.model, SamplerOptions{.every = 1, .name = "model"});
  for (int i = 0; i < kWarmUps; ++i) {
    subject.plain();
    sampler(subject.inputs.positional);
  }
  Samples call{"a plain call of the model", {}};
  Samples added{"what a hooked call adds", {}};
  in_turn(
      kEvery * blocks / 4, 1, [&] { subject.plain(); }, [&] { sampler(subject.inputs.positional); },
      [&](double plain_ns, double hooked_ns) {
        constexpr double kNsPerUs = 1e3;
        call.values.push_back(plain_ns / kNsPerUs);
        added.values.push_back((hooked_ns - plain_ns) / kNsPerUs);
      });
  print(call, "us");
  print(added, "us");
  const double percent = kPercent * added.median() / call.median() / kEvery;
  std::printf("%-56s %10.4f %%\n", "one in a hundred, as calls x cost", percent);
  return judge(percent <= kMostPercentByCalls, "at most 0.1 %");
}

bool measure_throughput(Subject& subject, int blocks) {
  const Sampler sampler(subject.model, SamplerOptions{.every = kEvery, .name = "model"});
  for (int i = 0; i < 4 * kEvery; ++i) sampler(subject.inputs.positional);
  Samples added{"a hundred sampled calls, more than plain ones", {}};
  in_turn(
      blocks, kEvery, [&] { subject.plain(); }, [&] { sampler(subject.inputs.positional); },
      [&](double plain_ns, double sampled_ns) {
        added.values.push_back(kPercent * (sampled_ns - plain_ns) / plain_ns);
      });
  print(added, "%");
  const auto interval = hookstat::reporting::median_interval(added.values);
  return judge(interval && interval->second <= kMostPercentOfThroughput,
               "nothing of the interval is above 1 %");
}

}  // namespace

int main(int argc, char** argv) {
  const int blocks = argc > 3 ? std::atoi(argv[3]) : 40;
  if (argc < 3 || blocks < 8) {
    std::fputs("usage: sampler_cost MODEL INPUT [BLOCKS], 8 blocks at least\n", stderr);
    return 2;
  }
  at::set_num_threads(1);
  const c10::InferenceMode inference;
  Subject subject{hookstat::load_model(argv[1]).module, {}};
  hookstat::InputRequest request;
  request.texts = {argv[2]};
  subject.inputs = hookstat::make_inputs(subject.model, "forward", request);
  const bool none = measure_no_sample(blocks);
  const bool hooked = measure_hooked(subject, blocks);
  const bool throughput = measure_throughput(subject, blocks);
  return none && hooked && throughput ? 0 : 1;
}
