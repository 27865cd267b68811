// Hooks where something goes wrong, or at the same time as something else.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <torch/csrc/jit/runtime/operator.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "hookstat/error.h"
#include "hookstat/forward_hooks.h"
#include "hookstat/profile.h"
#include "integration/resident_memory.h"
#include "integration/serving/small_models.h"

namespace hookstat::testing {
namespace {

struct OwnError : std::runtime_error {
  using std::runtime_error::runtime_error;
  int code = 42;
};

/// Waits for it.
bool ended_well(pid_t child) {
  int status = -1;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(HookFaults, WhatAHookThrowsComesOutAsItIs) {
  for (const torch::jit::Module& model : {small_model(), forking_model()}) {
    ForwardHooks hooks(model);
    HookHandle handle = hooks.before(Modules::matching("?**t"), [](const ForwardCall& call, auto&) {
      throw OwnError("in " + call.path());
    });
    try {
      hooks({input()});
      ADD_FAILURE() << "nothing thrown";
    } catch (const OwnError& error) {
      EXPECT_EQ(error.code, 42);
      EXPECT_TRUE(std::string(error.what()).starts_with("in ")) << error.what();
    }
    handle.remove();
    EXPECT_TRUE(hooks({input()}).isTensor()) << "the next call has nothing of it";
  }
}

TEST(HookFaults, WhatTheModelThrowsComesOutWithItsMessage) {
  torch::jit::Module model = module_of("Raises", R"(
def forward(self, x: Tensor) -> Tensor:
    assert bool(x.sum() > 100), "too small"
    return x
)");
  ForwardHooks hooks(model);
  bool after = false;
  const HookHandle handle =
      hooks.after(Modules::all(), [&](const ForwardCall&, const auto&, auto&) { after = true; });
  try {
    hooks({input()});
    ADD_FAILURE() << "nothing thrown";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("too small"));
  }
  EXPECT_FALSE(after);
  EXPECT_THROW(hooks({std::string("no tensor")}), std::exception);
}

TEST(HookFaults, AHookIsGoneWhenRemoveReturns) {
  ForwardHooks hooks(small_model());
  std::atomic<bool> over = false;
  std::vector<std::thread> callers;
  for (int i = 0; i < 3; ++i) {
    callers.emplace_back([&] {
      while (!over) EXPECT_TRUE(hooks({input()}).toTensor().equal(plain_result()));
    });
  }
  for (int i = 0; i < 300; ++i) {
    // What the hook refers to ends with the block.
    std::atomic<int> alive = 1;
    std::atomic<int> called = 0;
    HookHandle handle = hooks.before(Modules::all(), [&](const ForwardCall&, auto&) {
      EXPECT_EQ(alive, 1);
      ++called;
      std::this_thread::yield();
      EXPECT_EQ(alive, 1);
    });
    while (called == 0) std::this_thread::yield();
    handle.remove();
    alive = 0;
  }
  over = true;
  for (std::thread& caller : callers) caller.join();
}

TEST(HookFaults, RemoveWaitsForAHookThatRuns) {
  ForwardHooks hooks(small_model());
  std::atomic<bool> inside = false;
  std::atomic<bool> left = false;
  HookHandle handle = hooks.before(Modules::at("first"), [&](const ForwardCall&, auto&) {
    inside = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    left = true;
  });
  std::thread caller([&] { hooks({input()}); });
  while (!inside) std::this_thread::yield();
  handle.remove();
  EXPECT_TRUE(left);
  caller.join();
}

TEST(HookFaults, AHookMayRemoveItselfAndOthers) {
  ForwardHooks hooks(small_model());
  int calls = 0;
  HookHandle own;
  HookHandle other =
      hooks.before(Modules::at("second"), [&](const ForwardCall&, auto&) { ++calls; });
  own = hooks.before(Modules::at("first"), [&](const ForwardCall&, auto&) {
    ++calls;
    own.remove();
    other.remove();
  });
  hooks({input()});
  hooks({input()});
  EXPECT_EQ(calls, 1);
}

TEST(HookFaults, AHookMayCallModels) {
  ForwardHooks outer(small_model());
  ForwardHooks inner(small_model());
  int calls = 0;
  const HookHandle counts =
      inner.before(Modules::all(), [&](const ForwardCall&, auto&) { ++calls; });
  std::optional<HookHandle> added;
  const HookHandle handle = outer.before(Modules::at("second"), [&](const ForwardCall&, auto&) {
    inner({input()});
    if (!added) added = outer.after(Modules::at("second"), [&](const auto&, const auto&, auto&) {});
  });
  EXPECT_TRUE(outer({input()}).toTensor().equal(plain_result()));
  EXPECT_EQ(calls, 5);
}

TEST(HookFaults, HandlesAndModulesMayGoInAnyOrder) {
  std::optional<torch::jit::Module> model = small_model();
  auto hooks = std::make_optional<ForwardHooks>(*model);
  int calls = 0;
  HookHandle handle = hooks->before(Modules::all(), [&](const ForwardCall&, auto&) { ++calls; });
  model.reset();  // the module goes before its hooks
  EXPECT_TRUE((*hooks)({input()}).toTensor().equal(plain_result()));
  EXPECT_EQ(calls, 5);
  hooks.reset();  // and those before the handle
  handle.remove();
  handle = HookHandle();
}

TEST(HookFaults, TwoForwardHooksAndAProfileOfOneModuleDoNotMeet) {
  torch::jit::Module model = small_model();
  ForwardHooks one(model);
  ForwardHooks two(model);
  int calls = 0;
  const HookHandle first = one.before(Modules::all(), [&](const auto&, auto&) { ++calls; });
  const HookHandle second = two.before(Modules::all(), [&](const auto&, auto&) { calls += 100; });
  ProfileOptions options;
  options.runs = 3;
  options.warmup = 1;
  const Report report = profile(model, {{input()}, {}}, options);
  EXPECT_EQ(calls, 0) << "the model itself has no hooks";
  EXPECT_EQ(report.modules.size(), 6U);
  one({input()});
  EXPECT_EQ(calls, 5);
  two({input()});
  EXPECT_EQ(calls, 505);
  EXPECT_EQ(model.get_method("forward").graph()->toString(false).find("hookstat"),
            std::string::npos);
}

TEST(HookFaults, HooksCanBeAddedWithoutEndAndLeaveNothing) {
  ForwardHooks hooks(small_model());
  hooks({input()});
  const auto operators = torch::jit::getAllOperators().size();
  std::int64_t early = 0;
  constexpr int kCycles = 10000;
  int calls = 0;
  for (int i = 0; i < kCycles; ++i) {
    if (i == kCycles / 5) early = resident_bytes();
    HookHandle before = hooks.before(Modules::all(), [&](const auto&, auto&) { ++calls; });
    const HookHandle after =
        hooks.after(Modules::of_class("Negate"), [&](const auto&, const auto&, auto&) { ++calls; });
    hooks({input()});
  }
  EXPECT_EQ(calls, kCycles * 7);
  EXPECT_EQ(torch::jit::getAllOperators().size(), operators);
  EXPECT_LT(resident_bytes() - early, (kCycles - kCycles / 5) * 256);
}

TEST(HookFaults, OneModuleCanBeHookedAgainAndAgain) {
  const torch::jit::Module model = small_model();
  const auto functions = model._ivalue()->compilation_unit()->get_functions().size();
  const auto operators = torch::jit::getAllOperators().size();
  std::int64_t early = 0;
  constexpr int kCycles = 1000;
  for (int i = 0; i < kCycles; ++i) {
    if (i == kCycles / 5) early = resident_bytes();
    ForwardHooks hooks(model);
    const HookHandle handle = hooks.before(Modules::all(), [](const auto&, auto&) {});
    hooks({input()});
  }
  EXPECT_LT(resident_bytes() - early, (kCycles - kCycles / 5) * 4096);
  EXPECT_EQ(model._ivalue()->compilation_unit()->get_functions().size(), functions);
  EXPECT_EQ(torch::jit::getAllOperators().size(), operators);
}

TEST(HookFaults, WorkInAChildProcess) {
  ForwardHooks hooks(small_model());
  int calls = 0;
  const HookHandle handle = hooks.before(Modules::all(), [&](const auto&, auto&) { ++calls; });
  hooks({input()});
  const pid_t child = fork();
  if (child == 0) {
    const bool same = hooks({input()}).toTensor().equal(plain_result());
    _exit(same && calls == 10 ? 0 : 1);
  }
  EXPECT_TRUE(ended_well(child));
  EXPECT_EQ(calls, 5) << "the parent's are its own";
}

TEST(HookFaults, AChildWaitsForNoThreadOfItsParents) {
  ForwardHooks hooks(small_model());
  std::atomic<bool> inside = false;
  std::atomic<bool> over = false;
  HookHandle handle = hooks.before(Modules::at("first"), [&](const auto&, auto&) {
    inside = true;
    while (!over) std::this_thread::yield();
  });
  std::thread caller([&] { hooks({input()}); });
  std::thread changer([&] {  // has the lock every now and then, also at the moment of the fork
    while (!over) static_cast<void>(hooks.before(Modules::all(), [](const auto&, auto&) {}));
  });
  while (!inside) std::this_thread::yield();
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);  // a thread that is not there would be waited for
      handle.remove();
      static_cast<void>(hooks.before(Modules::all(), [](const auto&, auto&) {}));
      _exit(0);
    }
    ASSERT_TRUE(ended_well(child)) << round;
  }
  over = true;
  caller.join();
  changer.join();
}

TEST(HookFaults, AHookMayForkAndTheChildRemoveIt) {
  ForwardHooks hooks(small_model());
  std::optional<pid_t> child;
  int calls = 0;
  HookHandle handle;
  handle = hooks.before(Modules::at("first"), [&](const auto&, auto&) {
    ++calls;
    if (child) return;
    child = fork();
    if (*child == 0) handle.remove();  // from inside: the function must live on until it returns
  });
  hooks({input()});
  if (*child == 0) {
    alarm(20);
    hooks({input()});
    _exit(calls == 1 ? 0 : 1);
  }
  EXPECT_TRUE(ended_well(*child));
  hooks({input()});
  EXPECT_EQ(calls, 2) << "the parent has its hook";
}

}  // namespace
}  // namespace hookstat::testing
