// Recording allocates nothing for a module call: a hooked call allocates as often as a plain one,
// but for a few times that do not depend on how many modules are called.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <string>

#include "hooks/hooked_model.h"
#include "integration/allocation_count.h"
#include "model/module_tree.h"
#include "record/simulated_device_clock.h"
#include "record/task.h"

namespace hookstat::testing {
namespace {

/// A chain of `count` ReLUs.
torch::jit::Module relus(int count) {
  torch::jit::Module relu("ReLU");
  relu.define("def forward(self, x):\n  return torch.relu(x)\n");
  torch::jit::Module model("Relus");
  std::string code = "def forward(self, x):\n";
  for (int i = 0; i < count; ++i) {
    const std::string name = std::string("r").append(std::to_string(i));
    model.register_module(name,
                          torch::jit::Module(relu._ivalue()->compilation_unit(), relu.type()));
    code.append("  x = self.").append(name).append(".forward(x)\n");
  }
  model.define(code.append("  return x\n"));
  return model;
}

struct Counts {
  std::int64_t plain = 0;
  std::int64_t hooked = 0;
};

/// Of a call of a chain of `count` ReLUs, once everything is warm. A device's events come from its
/// pool.
Counts count_allocations(int count, DeviceClock* clock = nullptr) {
  const c10::InferenceMode inference;
  torch::jit::Module model = relus(count);
  const ModuleTree tree(model);
  const HookedModel hooked(model, tree, "forward", {});
  const ModelInputs inputs{{at::rand({4, 8})}, {}};
  RunRecorder recorder(clock);
  Counts counts;
  for (int i = 0; i < 10; ++i) {
    if (clock != nullptr) {
      clock->reset();
      clock->reserve(static_cast<std::size_t>(2 * count + 8));
    }
    counts.plain = allocations_of([&] { call_method(model, "forward", inputs); });
    counts.hooked = allocations_of([&] { hooked.run(recorder, inputs); });
  }
  // Leaving one ReLU and entering the next is one event, or two of one moment on a device; two more
  // for the model, two at the ends.
  const int events = clock == nullptr ? count + 3 : 2 * count + 2;
  EXPECT_EQ(recorder.collect().front().events.size(), static_cast<std::size_t>(events));
  if (clock != nullptr) {
    EXPECT_EQ(clock->lost(), 0U);
  }
  return counts;
}

TEST(HookAllocations, DoNotGrowWithTheNumberOfModuleCalls) {
  const Counts one = count_allocations(1);
  const Counts thousand = count_allocations(1000);
  EXPECT_GT(thousand.plain - one.plain, 1000);  // the counter sees those of LibTorch's tensors
  EXPECT_EQ(thousand.hooked - thousand.plain, one.hooked - one.plain);
}

TEST(HookAllocations, DoNotGrowWithADevicesEventsEither) {
  SimulatedDeviceClock one_clock(1.0, 0);
  SimulatedDeviceClock thousand_clock(1.0, 0);
  const Counts one = count_allocations(1, &one_clock);
  const Counts thousand = count_allocations(1000, &thousand_clock);
  EXPECT_EQ(thousand.hooked - thousand.plain, one.hooked - one.plain);
}

TEST(HookAllocations, AreFewInAWholeCall) {
  const Counts counts = count_allocations(1000);
  EXPECT_LE(counts.hooked - counts.plain, 8);
}

}  // namespace
}  // namespace hookstat::testing
