// What hooks of users see, and what they can do.
#include "hookstat/forward_hooks.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "integration/serving/small_models.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;

/// The paths of the calls that hooks for `modules` see, in order.
std::vector<std::string> paths_seen(const Modules& modules) {
  std::vector<std::string> paths;
  ForwardHooks hooked(small_model());
  const HookHandle handle =
      hooked.before(modules, [&](const ForwardCall& call, auto&) { paths.push_back(call.path()); });
  hooked({input()});
  return paths;
}

TEST(ForwardHooks, WithoutHooksAreTheModel) {
  const ForwardHooks hooks(small_model());
  EXPECT_TRUE(hooks({input()}).toTensor().equal(plain_result()));
  EXPECT_TRUE(hooks({input()}, {{"scale", 1.0}}).toTensor().equal(input() * 4 + 3));
}

TEST(ForwardHooks, SeePathClassInputsAndOutputsInOrder) {
  ForwardHooks hooks(small_model());
  std::vector<std::string> seen;
  const HookHandle before = hooks.before(
      Modules::all(), [&](const ForwardCall& call, const std::vector<c10::IValue>& in) {
        seen.push_back(call.path() + " < " + std::to_string(in.at(0).toTensor()[0].item<float>()));
      });
  const HookHandle after = hooks.after(
      Modules::all(),
      [&](const ForwardCall& call, const std::vector<c10::IValue>& in, const c10::IValue& out) {
        EXPECT_TRUE(in.at(0).isTensor());
        seen.push_back(call.path() + " (" + call.class_name() + "." + call.method() + ") > " +
                       std::to_string(out.toTensor()[0].item<float>()));
      });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(plain_result()));
  EXPECT_THAT(
      seen,
      ElementsAre(" < 1.000000", "first < 1.000000", "first (Scaled.forward) > 3.000000",
                  "second < 3.000000", "second (Scaled.forward) > 7.000000", "heads.a < 14.000000",
                  "heads.a (Negate.forward) > -14.000000", "heads.b < -14.000000",
                  "heads.b (Negate.forward) > 14.000000", " (Small.forward) > 14.000000"));
}

TEST(ForwardHooks, SeeDefaultsAndNamedInputsOfTheModel) {
  ForwardHooks hooks(small_model());
  std::vector<double> scales;
  const HookHandle handle =
      hooks.before(Modules::at(""), [&](const ForwardCall&, std::vector<c10::IValue>& inputs) {
        scales.push_back(inputs.at(1).toDouble());
      });
  hooks({input()});
  hooks({input()}, {{"scale", 5.0}});
  hooks({input(), 6.0});
  EXPECT_THAT(scales, ElementsAre(2.0, 5.0, 6.0));
}

TEST(ForwardHooks, AreChosenByPathClassPatternOrAll) {
  EXPECT_THAT(paths_seen(Modules::at("heads.a")), ElementsAre("heads.a"));
  EXPECT_THAT(paths_seen(Modules::of_class("Scaled")), ElementsAre("first", "second"));
  EXPECT_THAT(paths_seen(Modules::of_class("__torch__.Small")), ElementsAre(""));
  EXPECT_THAT(paths_seen(Modules::matching("*")), ElementsAre("", "first", "second"));
  EXPECT_THAT(paths_seen(Modules::matching("heads.?")), ElementsAre("heads.a", "heads.b"));
  EXPECT_THAT(paths_seen(Modules::matching("**b")), ElementsAre("heads.b"));
  EXPECT_THAT(paths_seen(Modules::all()), ElementsAre("", "first", "second", "heads.a", "heads.b"));
}

TEST(ForwardHooks, OfWhatIsNotThereAreRefusedByName) {
  ForwardHooks hooks(small_model());
  const auto nothing = [](const ForwardCall&, std::vector<c10::IValue>&) {};
  const auto message = [&](const Modules& modules) -> std::string {
    try {
      static_cast<void>(hooks.before(modules, nothing));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message(Modules::at("heads.c")), "the model has no module at 'heads.c'");
  EXPECT_EQ(message(Modules::of_class("Conv9d")), "the model has no module of the class 'Conv9d'");
  EXPECT_EQ(message(Modules::matching("x*")), "the model has no module matching 'x*'");
  EXPECT_THROW(static_cast<void>(hooks.before(Modules::all(), nullptr)), InputError);
  EXPECT_THROW(ForwardHooks(small_model(), "decode"), InputError);
}

TEST(ForwardHooks, AreCalledForTheMethodThatIsMeant) {
  ForwardHooks hooks(small_model(), "encode");
  std::vector<std::string> seen;
  const auto note = [&](const ForwardCall& call, std::vector<c10::IValue>&) {
    seen.push_back(call.path() + ":" + call.method());
  };
  const HookHandle forward = hooks.before(Modules::all(), note);
  EXPECT_TRUE(hooks({input()}).toTensor().equal(input() * 2 + 1));
  EXPECT_THAT(seen, ElementsAre("first:forward"));
  const HookHandle encode = hooks.before(Modules::all().method("encode"), note);
  hooks({input()});
  EXPECT_THAT(seen, ElementsAre("first:forward", ":encode", "first:forward"));
}

TEST(ForwardHooks, ReplaceInputsAndOutputs) {
  ForwardHooks hooks(small_model());
  HookHandle doubled =
      hooks.before(Modules::at("second"), [](const ForwardCall&, std::vector<c10::IValue>& inputs) {
        inputs[0] = inputs[0].toTensor() * 10;
      });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(((input() * 2 + 1) * 10 * 2 + 1) * 2));
  doubled.remove();
  HookHandle other_shape =
      hooks.after(Modules::at("second"), [](const ForwardCall&, const auto&, c10::IValue& output) {
        output = at::ones({3, 1});
      });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(at::full({3, 1}, 2.0F)));
  other_shape = hooks.before(Modules::at(""), [](const ForwardCall&, auto& inputs) {
    inputs[1] = 0.0;  // a float, by its default
  });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(at::zeros({2})));
  const HookHandle result =
      hooks.after(Modules::at(""),
                  [](const ForwardCall&, const auto&, c10::IValue& output) { output = input(); });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(input()));
}

TEST(ForwardHooks, SeeWhatTheOnesBeforeThemPutThere) {
  ForwardHooks hooks(small_model());
  const auto add = [](double number) {
    return [number](const ForwardCall&, const auto&, c10::IValue& output) {
      output = output.toTensor() * 10 + number;
    };
  };
  const HookHandle one = hooks.after(Modules::at("first"), add(1));
  const HookHandle two = hooks.after(Modules::at("first"), add(2));
  const HookHandle stop = hooks.after(
      Modules::at("first"),
      [](const ForwardCall& call, const auto&, const c10::IValue& output) { call.stop(output); });
  EXPECT_TRUE(hooks({at::tensor({1.0F})}).toTensor().equal(at::tensor({312.0F})));
}

TEST(ForwardHooks, RefuseValuesOfAnotherTypeOrNumber) {
  ForwardHooks hooks(small_model());
  const auto message = [&]() -> std::string {
    try {
      hooks({input()});
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  HookHandle handle = hooks.after(Modules::at("heads.a"), [](const ForwardCall&, const auto&,
                                                             c10::IValue& output) { output = 3; });
  EXPECT_EQ(message(),
            "a hook replaced the output of 'heads.a' (Negate), which is declared as Tensor, by "
            "int");
  handle = hooks.before(Modules::at(""),
                        [](const ForwardCall&, auto& inputs) { inputs[0] = std::string("no"); });
  EXPECT_EQ(message(),
            "a hook replaced input 0 of the model (Small), which is declared as Tensor, by str");
  handle = hooks.before(Modules::at("first"),
                        [](const ForwardCall&, auto& inputs) { inputs.emplace_back(1); });
  EXPECT_EQ(message(), "a hook made 2 of the 1 inputs of 'first' (Scaled)");
  handle.remove();
  EXPECT_TRUE(hooks({input()}).toTensor().equal(plain_result()));
}

TEST(ForwardHooks, StopTheCallWithAResult) {
  ForwardHooks hooks(small_model());
  bool went_on = false;
  const HookHandle stop = hooks.after(
      Modules::at("first"),
      [](const ForwardCall& call, const auto&, const c10::IValue& output) { call.stop(output); });
  const HookHandle later =
      hooks.before(Modules::at("second"), [&](const ForwardCall&, auto&) { went_on = true; });
  EXPECT_TRUE(hooks({input()}).toTensor().equal(input() * 2 + 1));
  EXPECT_FALSE(went_on);
}

TEST(ForwardHooks, LiveAsLongAsTheirHandlesUnlessThoseGaveThemUp) {
  ForwardHooks hooks(small_model());
  int calls = 0;
  const auto count = [&](const ForwardCall&, auto&) { ++calls; };
  {
    HookHandle handle = hooks.before(Modules::at("first"), count);
    HookHandle other = std::move(handle);
    hooks({input()});
    EXPECT_EQ(calls, 1);
    handle = hooks.before(Modules::at("second"), count);
    handle.release();
    hooks({input()});
    EXPECT_EQ(calls, 3);
  }
  hooks({input()});
  EXPECT_EQ(calls, 4) << "the one that was given up";
}

TEST(ForwardHooks, HaveTheModelsOwnModule) {
  torch::jit::Module model = small_model();
  ForwardHooks hooks(model);
  const HookHandle handle = hooks.before(Modules::all(), [&](const ForwardCall& call, auto&) {
    if (call.path() == "heads.a") {
      EXPECT_EQ(call.module()._ivalue(),
                model.attr("heads").toModule().attr("a").toModule()._ivalue());
    }
  });
  hooks({input()});
  EXPECT_EQ(hooks.modules().size(), 6U);
}

TEST(ForwardHooks, AreCalledInForkedBodies) {
  ForwardHooks hooks(forking_model());
  std::mutex mutex;
  std::vector<std::string> seen;
  const HookHandle handle =
      hooks.after(Modules::all(), [&](const ForwardCall& call, const auto&, c10::IValue& output) {
        const std::scoped_lock lock(mutex);
        seen.push_back(call.path());
        if (call.path() == "left") output = output.toTensor() * 100;
      });
  EXPECT_TRUE(hooks({input()}).toTensor().equal((input() + 1) * 100 + input() + 2));
  EXPECT_THAT(seen, ::testing::UnorderedElementsAre("left", "right", ""));
}

TEST(ForwardHooks, KeepGradients) {
  ForwardHooks hooks(small_model());
  const HookHandle handle = hooks.after(
      Modules::of_class("Scaled"),
      [](const ForwardCall&, const auto&, c10::IValue& output) { output = output.toTensor() * 3; });
  const at::Tensor x = input().set_requires_grad(true);
  for (int i = 0; i < 4; ++i) {  // also when the executor has optimised it
    x.mutable_grad() = at::Tensor();
    hooks({x}).toTensor().sum().backward();
    EXPECT_TRUE(x.grad().equal(at::full({2}, 72.0F))) << x.grad();
  }
}

}  // namespace
}  // namespace hookstat::testing
