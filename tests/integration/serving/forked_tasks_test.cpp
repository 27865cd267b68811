// Hooks and samples in models that fork: who decides what comes out, and what is left of tasks that
// nobody waits for.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include "hooks/hooked_model.h"
#include "hooks/operators.h"
#include "hookstat/forward_hooks.h"
#include "hookstat/sampler.h"
#include "integration/resident_memory.h"
#include "integration/serving/small_models.h"
#include "model/module_tree.h"
#include "record/task.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

struct OwnError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Forks `left`, and waits for it only where it is told to.
torch::jit::Module leaving_model() {
  return forking_model(R"(
def forward(self, x: Tensor, wait: bool = False) -> Tensor:
    future = fork(self.left.forward, x)
    y = self.right.forward(x)
    if wait:
        y = y + torch.wait(future)
    return y
)");
}

/// Waits for `left` before it runs `right`.
torch::jit::Module raising_after_wait() {
  return forking_model(R"(
def forward(self, x: Tensor) -> Tensor:
    future = fork(self.left.forward, x)
    y = self.right.forward(torch.wait(future))
    assert bool(y.sum() < 0), "too large"
    return y
)");
}

/// Returns when each thread that runs forked tasks has done all that was there before.
template <class OnEach>
void on_each_task_thread(const OnEach& on_each) {
  const auto threads = static_cast<int>(at::get_num_interop_threads());
  std::latch together(threads);
  std::latch done(threads);
  for (int i = 0; i < threads; ++i) {
    at::launch([&] {
      on_each();
      together.arrive_and_wait();
      done.count_down();
    });
  }
  done.wait();
}

void wait_for_tasks() {
  on_each_task_thread([] {});
}

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

TEST(ForkedTasks, LeaveNothingWhereCallsEndBeforeThem) {
  ForwardHooks hooks(leaving_model());
  std::atomic<int> started = 0;
  const HookHandle slow = hooks.before(Modules::at("left"), [&](const auto&, auto&) {
    ++started;
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  });
  const HookHandle stops = hooks.before(
      Modules::at("right"), [](const ForwardCall& call, auto& inputs) { call.stop(inputs[0]); });
  const auto hundred_calls = [&] {
    for (int i = 0; i < 100; ++i) hooks({input()});
    wait_for_tasks();
  };
  for (int i = 0; i < 20; ++i) hundred_calls();
  const std::int64_t early = resident_bytes();
  for (int i = 0; i < 80; ++i) hundred_calls();
  // The buffers of a run of two tasks are 128 KiB, so 8,000 that stayed would be a gigabyte.
  EXPECT_LT(resident_bytes() - early, 100 << 20);
  EXPECT_GT(started, 0);
}

TEST(ForkedTasks, ThrowFromAHookAfterAWaitAsItIs) {
  ForwardHooks hooks(forking_model(R"(
def forward(self, x: Tensor) -> Tensor:
    future = fork(self.left.forward, x)
    return self.right.forward(torch.wait(future))
)"));
  const HookHandle slow = hooks.before(Modules::at("left"), [](const auto&, auto&) { pause(); });
  HookHandle throws = hooks.before(Modules::at("right"),
                                   [](const auto&, auto&) { throw OwnError("behind the wait"); });
  for (int i = 0; i < 20; ++i) EXPECT_THROW(hooks({input()}), OwnError);
  throws.remove();
  EXPECT_TRUE(hooks({input()}).toTensor().equal(input() + 3));
}

/// Says whether it is there.
struct Witness final : RunCompanion {};

TEST(ForkedTasks, AreOnNoThreadLongerThanTheyExist) {
  const torch::jit::Module model = raising_after_wait();
  const ModuleTree tree(model);
  std::atomic<int> left = 0;
  std::atomic<int> dangling = 0;
  for (int i = 0; i < 50; ++i) {
    const HookedModel hooked(model, tree, "forward", {});
    auto recorder = std::make_unique<RunRecorder>();
    auto witness = std::make_shared<Witness>();
    const std::weak_ptr<Witness> there = witness;
    const RunCompanion* const own = witness.get();
    recorder->set_companion(std::move(witness));
    // Of so many elements that the call has to wait, and goes on on the thread of the task.
    EXPECT_THROW(hooked.run(*recorder, {{at::zeros({1 << 20})}, {}}), std::exception);
    recorder.reset();
    on_each_task_thread([&] {
      const Task* task = current_task();
      if (task == nullptr || task->run().companion() != own) return;
      ++left;
      if (there.expired()) ++dangling;
    });
  }
  EXPECT_GT(left, 0) << "the call never went on on another thread";
  EXPECT_EQ(dangling, 0);
}

TEST(ForkedTasks, DecideWhatComesOutWhereTheyEndTheCallFirst) {
  ForwardHooks hooks(raising_after_wait());
  const HookHandle stops = hooks.after(
      Modules::at("left"),
      [](const ForwardCall& call, const auto&, auto&) { call.stop(at::full({1}, 7.0)); });
  EXPECT_EQ(hooks({input()}).toTensor().item<float>(), 7) << "the model would have raised";
}

TEST(ForkedTasks, DoNotHideWhatTheModelRaisedBefore) {
  ForwardHooks hooks(forking_model(R"(
def forward(self, x: Tensor) -> Tensor:
    future = fork(self.left.forward, x)
    y = self.right.forward(x)
    assert bool(y.sum() > 1000), "too small"
    return y + torch.wait(future)
)"));
  std::atomic<bool> over = false;
  const HookHandle late = hooks.before(Modules::at("left"), [&](const ForwardCall& call, auto& x) {
    while (!over) std::this_thread::yield();
    call.stop(x[0]);
  });
  try {
    hooks({input()});
    ADD_FAILURE() << "nothing thrown";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("too small"));
  }
  over = true;
  wait_for_tasks();
}

TEST(ForkedTasks, EndACallThatDoesNotWaitForThemUntilItReturns) {
  ForwardHooks hooks(leaving_model());
  std::atomic<bool> threw = false;
  const HookHandle throws = hooks.before(Modules::at("left"), [&](const auto&, auto&) {
    threw = true;
    throw OwnError("in a task that nobody waits for");
  });
  HookHandle waits = hooks.before(Modules::at("right"), [&](const auto&, auto&) {
    while (!threw) std::this_thread::yield();
    pause();
  });
  EXPECT_THROW(hooks({input()}), OwnError);
  waits.remove();
}

TEST(ForkedTasks, CallNoHooksOnceTheCallHasReturned) {
  ForwardHooks hooks(leaving_model());
  std::atomic<bool> inside = false;
  std::atomic<bool> returned = false;
  std::atomic<int> after = 0;
  const HookHandle waits = hooks.before(Modules::at("left"), [&](const auto&, auto&) {
    inside = true;
    while (!returned) std::this_thread::yield();
  });
  const HookHandle starts = hooks.before(Modules::at("right"), [&](const auto&, auto&) {
    while (!inside) std::this_thread::yield();
  });
  const HookHandle counts =
      hooks.after(Modules::at("left"), [&](const auto&, const auto&, auto&) { ++after; });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(input() + 2));
  returned = true;
  wait_for_tasks();
  EXPECT_EQ(after, 0);
}

TEST(ForkedTasks, ThatAreStillRunningMakeALostSampleAndNobodyWait) {
  const Sampler sampler(forking_model(R"(
def slow(self, x: Tensor) -> Tensor:
    for i in range(20000):
        x = x + 1.0
    return x

def forward(self, x: Tensor, wait: bool = False) -> Tensor:
    future = fork(self.slow, x)
    y = self.right.forward(x)
    if wait:
        y = y + torch.wait(future)
    return y
)"),
                        {.every = 1, .warmup = 0});
  for (int i = 0; i < 10; ++i) sampler({input(), i % 2 == 1});
  wait_for_tasks();
  const Report report = sampler.snapshot();
  EXPECT_EQ(report.sampling->hooked, 5) << "those that waited";
  EXPECT_EQ(report.sampling->not_counted, 5) << "the first one, and those that did not";
  std::set<std::string> codes;
  for (const Note& note : report.warnings) codes.insert(note.code);
  EXPECT_THAT(codes, ::testing::IsSupersetOf({"sample_lost", "sample_incomplete"}));
}

}  // namespace
}  // namespace hookstat::testing
