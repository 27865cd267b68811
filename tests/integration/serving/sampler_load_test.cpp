// Samplers with many threads, for a long time, and where something goes wrong.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <torch/csrc/jit/runtime/operator.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "hookstat/forward_hooks.h"
#include "hookstat/profile.h"
#include "hookstat/sampler.h"
#include "integration/resident_memory.h"
#include "integration/serving/small_models.h"
#include "sample/thread_slots.h"

namespace hookstat::testing {
namespace {

/// Runs `work` on so many threads, giving each its number.
template <class Work>
void on_threads(int count, const Work& work) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back([&, i] { work(i); });
  for (std::thread& thread : threads) thread.join();
}

TEST(SamplerLoad, EightThreadsLoseNothing) {
  constexpr int kThreads = 8;
  constexpr int kCalls = 10'000;
  constexpr int kEvery = 10;
  const Sampler sampler(small_model(), {.every = kEvery});
  while (sampler.counts().hooked == 0) sampler({input()});  // warm: from here on all is exact
  const SamplingReport before = sampler.counts();
  std::atomic<int> different = 0;
  std::atomic<bool> over = false;
  std::thread reader([&] {
    while (!over) {
      const Report report = sampler.snapshot();
      EXPECT_LE(report.sampling->hooked - before.hooked, kThreads * kCalls / kEvery);
      static_cast<void>(sampler.prometheus());
    }
  });
  on_threads(kThreads, [&](int number) {
    const at::Tensor x = input() + number;
    const at::Tensor expected = (x * 4 + 3) * 2;
    for (int i = 0; i < kCalls; ++i) {
      if (!sampler({x}).toTensor().equal(expected)) ++different;
    }
  });
  over = true;
  reader.join();
  EXPECT_EQ(different, 0);
  const Report report = sampler.snapshot();
  const SamplingReport& counts = *report.sampling;
  EXPECT_EQ(counts.calls - before.calls, kThreads * kCalls);
  EXPECT_EQ(counts.hooked - before.hooked, kThreads * kCalls / kEvery);
  EXPECT_EQ(counts.plain - before.plain, kThreads * kCalls / kEvery);
  EXPECT_EQ(counts.not_counted, 3);
  EXPECT_EQ(counts.failed, 0);
  EXPECT_EQ(counts.skipped, 0);
  for (const ModuleReport& module : report.modules) {
    EXPECT_EQ(module.time_ns.exclusive.count, counts.hooked) << module.path;
    if (module.path == "heads") continue;  // never called
    EXPECT_GT(module.time_ns.exclusive.min, 0) << module.path;
  }
  for (const Note& note : report.warnings) EXPECT_NE(note.code, "sample_lost") << note.message;
}

// The executor compiles in the first hooked calls: all others would have to wait for that.
TEST(SamplerLoad, OneCallAtATimeWarmsUp) {
  for (int round = 0; round < 5; ++round) {
    const Sampler sampler(small_model(), {.every = 1});
    on_threads(8, [&](int) {
      for (int i = 0; i < 100; ++i) sampler({input()});
    });
    const SamplingReport counts = sampler.counts();
    EXPECT_EQ(counts.not_counted, 3);
    EXPECT_EQ(counts.hooked + counts.not_counted + counts.skipped, 800);
  }
}

TEST(SamplerLoad, ManyShortThreadsShareFewCounters) {
  const Sampler sampler(small_model(), {.every = 10});
  for (int i = 0; i < 100; ++i) {
    on_threads(2, [&](int) {
      for (int call = 0; call < 5; ++call) sampler({input()});
    });
  }
  const SamplingReport counts = sampler.counts();
  EXPECT_EQ(counts.calls, 1000);
  // What one thread leaves, the next goes on with: no short thread escapes being sampled.
  EXPECT_GE(counts.hooked + counts.not_counted + counts.skipped, 98);
  EXPECT_LE(counts.hooked + counts.not_counted + counts.skipped, 102);
}

TEST(SamplerLoad, AThreadGoesOnWithTheCounterOfTheOneBefore) {
  const auto slots = std::make_shared<ThreadSlots>(10);
  std::set<const ThreadSlot*> used;
  for (int i = 0; i < 20; ++i) {
    std::thread([&] { used.insert(&slots->mine()); }).join();
  }
  EXPECT_EQ(used.size(), 1U);
}

/// Counts at the very end of its thread, when the thread's counter was given back.
struct LastCall {
  ThreadSlots* slots = nullptr;
  ~LastCall() {
    if (slots != nullptr) ++slots->mine().calls;
  }
};
thread_local LastCall t_last_call;

TEST(SamplerLoad, ACallAtTheEndOfAThreadIsCountedToo) {
  const auto slots = std::make_shared<ThreadSlots>(10);
  for (int i = 0; i < 10; ++i) {
    std::thread([&] {
      t_last_call.slots = slots.get();  // made before the counter, so destroyed after it
      ++slots->mine().calls;
    }).join();
  }
  EXPECT_EQ(slots->calls(), 20);
}

TEST(SamplerLoad, MemoryStaysAsItIs) {
  const Sampler sampler(small_model(), {.every = 4});
  constexpr int kCalls = 100'000;
  std::int64_t early = 0;
  for (int i = 0; i < kCalls; ++i) {
    if (i == kCalls / 5) early = resident_bytes();
    sampler({input()});
  }
  EXPECT_LT(resident_bytes() - early, 1 << 20);
  EXPECT_GT(sampler.counts().hooked, 24'000);
}

TEST(SamplerLoad, ManySamplersOfOneModuleLeaveNothing) {
  const torch::jit::Module model = small_model();
  const auto cycle = [&] {
    const Sampler sampler(model, {.every = 1, .warmup = 0});
    sampler({input()});
    sampler({input()});
  };
  for (int i = 0; i < 50; ++i) cycle();
  const auto operators = torch::jit::getAllOperators().size();
  const auto functions = model._ivalue()->compilation_unit()->get_functions().size();
  const std::int64_t early = resident_bytes();
  constexpr int kCycles = 200;  // each takes the 10 ms in which the clock is calibrated
  for (int i = 0; i < kCycles; ++i) cycle();
  EXPECT_LT(resident_bytes() - early, kCycles * 16384);
  EXPECT_EQ(torch::jit::getAllOperators().size(), operators);
  EXPECT_EQ(model._ivalue()->compilation_unit()->get_functions().size(), functions);
}

TEST(SamplerLoad, WhatTheModelThrowsIsCountedAndPassesThrough) {
  const torch::jit::Module model = module_of("Raises", R"(
def forward(self, x: Tensor) -> Tensor:
    assert bool(x.sum() < 100), "too large"
    return x
)");
  const Sampler sampler(model, {.every = 2});
  int raised = 0;
  for (int i = 0; i < 100; ++i) {
    try {
      sampler({input() + (i % 2 == 0 ? 0 : 1000)});
    } catch (const std::exception& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("too large"));
      ++raised;
    }
  }
  EXPECT_EQ(raised, 50);
  const SamplingReport counts = sampler.counts();
  EXPECT_EQ(counts.calls, 100);
  EXPECT_GT(counts.failed, 5);
  EXPECT_EQ(counts.hooked + counts.not_counted + counts.failed, 50);
  EXPECT_GT(counts.hooked, 5) << "those in between are measured";
}

TEST(SamplerLoad, AProfileHooksAndTwoSamplersOfOneModuleDoNotMeet) {
  torch::jit::Module model = small_model();
  const Sampler one(model, {.every = 2});
  const Sampler two(model, {.every = 3});
  ForwardHooks hooks(model);
  std::atomic<int> calls = 0;
  const HookHandle handle = hooks.before(Modules::all(), [&](const auto&, auto&) { ++calls; });
  on_threads(3, [&](int number) {
    for (int i = 0; i < 300; ++i) {
      const c10::IValue result = number == 0   ? one({input()})
                                 : number == 1 ? two({input()})
                                               : hooks({input()});
      EXPECT_TRUE(result.toTensor().equal(plain_result()));
    }
  });
  ProfileOptions options;
  options.runs = 2;
  options.warmup = 1;
  static_cast<void>(profile(model, {{input()}, {}}, options));
  EXPECT_EQ(one.counts().hooked + one.counts().not_counted, 150);
  EXPECT_EQ(two.counts().hooked + two.counts().not_counted, 100);
  EXPECT_EQ(calls, 1500);
}

TEST(SamplerLoad, MayGoBeforeItsThreadsAndAfterItsModule) {
  std::optional<torch::jit::Module> model = small_model();
  auto sampler = std::make_optional<Sampler>(*model, SamplerOptions{.every = 2});
  model.reset();
  std::atomic<int> step = 0;
  std::thread thread([&] {
    for (int i = 0; i < 10; ++i) (*sampler)({input()});
    step = 1;
    while (step != 2) std::this_thread::yield();
  });
  while (step != 1) std::this_thread::yield();
  EXPECT_EQ(sampler->counts().calls, 10);
  sampler.reset();
  step = 2;
  thread.join();
}

TEST(SamplerLoad, GoesOnInAChildProcess) {
  const Sampler sampler(small_model(), {.every = 2});
  for (int i = 0; i < 20; ++i) sampler({input()});
  std::atomic<bool> over = false;
  std::thread other([&] {  // has the locks every now and then, also at the moment of the fork
    while (!over) static_cast<void>(sampler.prometheus());
  });
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);  // a lock that nobody gives back would be waited for
      for (int i = 0; i < 20; ++i) {
        if (!sampler({input()}).toTensor().equal(plain_result())) _exit(1);
      }
      const SamplingReport counts = sampler.counts();
      _exit(counts.calls == 40 && counts.hooked + counts.not_counted == 20 ? 0 : 2);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status)) << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  over = true;
  other.join();
  EXPECT_EQ(sampler.counts().calls, 20) << "the child's calls are its own";
}

}  // namespace
}  // namespace hookstat::testing
