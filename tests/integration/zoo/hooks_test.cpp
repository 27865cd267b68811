// Hooks of users see the calls that eager Python sees, and what they leave alone stays the same.
#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "hookstat/forward_hooks.h"
#include "integration/zoo/values.h"
#include "integration/zoo/zoo.h"

namespace hookstat::testing {
namespace {

constexpr double kRounding = 1e-5;  // float32
constexpr int kCalls = 4;           // the executor has optimised the hooked graph by then

using Calls = std::vector<std::pair<std::string, std::string>>;

class ZooHooks : public ::testing::TestWithParam<std::string> {
 protected:
  const c10::InferenceMode inference;  // models are loaded in the mode that they run in
  ZooModel model = load_zoo_model(GetParam());
  ForwardHooks hooks{model.module, model.expected.method};

  c10::IValue run_with_hooks() const {
    const ModelInputs inputs = model.inputs();
    at::manual_seed(0);
    return hooks(inputs.positional, inputs.named);
  }

  /// Path and method of the calls that hooks are for: not of hooks saved in the model.
  [[nodiscard]] Calls expected_calls() const {
    std::map<std::string, c10::ClassTypePtr> types;
    for (const auto& named : model.module.named_modules()) types[named.name] = named.value.type();
    Calls calls;
    for (const ZooCall& call : model.expected.calls) {
      if (call.fork) continue;
      if (types.at(call.path)->findMethod(call.method) == nullptr) continue;
      calls.emplace_back(call.path, call.method);
    }
    return calls;
  }

  [[nodiscard]] std::set<std::string> methods() const {
    std::set<std::string> names;
    for (const ZooCall& call : model.expected.calls) names.insert(call.method);
    return names;
  }

  [[nodiscard]] double tolerance() const {
    return model.expected.regrouped.empty() ? 0 : kRounding;  // fused groups are others with hooks
  }
};

INSTANTIATE_TEST_SUITE_P(All, ZooHooks, all_zoo_names(), zoo_test_name);

TEST_P(ZooHooks, SeeEagersCallsAndChangeNothing) {
  std::mutex mutex;  // forked bodies run at once
  Calls entered;
  Calls left;
  std::vector<HookHandle> handles;
  const std::set<std::string> names = methods();
  for (const std::string& method : names) {
    handles.push_back(
        hooks.before(Modules::all().method(method), [&](const ForwardCall& call, auto&) {
          const std::scoped_lock lock(mutex);
          if (call.method() == method) entered.emplace_back(call.path(), method);
        }));
    handles.push_back(hooks.after(Modules::all().method(method),
                                  [&](const ForwardCall& call, const auto&, auto&) {
                                    const std::scoped_lock lock(mutex);
                                    if (call.method() == method)
                                      left.emplace_back(call.path(), method);
                                  }));
  }
  Calls expected = expected_calls();
  const bool in_order = !has_forks(model.expected.calls);
  if (!in_order) std::ranges::sort(expected);
  ZooModel plain = load_zoo_model(GetParam());
  for (int run = 0; run < kCalls; ++run) {
    entered.clear();
    left.clear();
    const c10::IValue result = run_plain(plain).deepcopy();
    EXPECT_EQ(difference(result, run_with_hooks(), tolerance()), "") << "run " << run;
    std::ranges::sort(left);
    if (!in_order) std::ranges::sort(entered);
    EXPECT_EQ(entered, expected) << "run " << run;
    std::ranges::sort(entered);
    EXPECT_EQ(left, entered) << "run " << run;
  }
  if (tolerance() == 0) {
    EXPECT_EQ(state_difference(plain.module, model.module), "");
  }
}

// Within rounding: attention goes another way where its three inputs are not one tensor.
TEST_P(ZooHooks, ThatReplaceValuesByAliasesChangeNothing) {
  ZooModel plain = load_zoo_model(GetParam());
  const auto same = [](const c10::IValue& value) {
    return value.isTensor() && value.toTensor().defined() &&
                   value.toTensor().layout() == at::kStrided
               ? c10::IValue(value.toTensor().alias())
               : value;
  };
  const HookHandle before =
      hooks.before(Modules::all(), [&](const ForwardCall&, std::vector<c10::IValue>& inputs) {
        for (c10::IValue& input : inputs) input = same(input);
      });
  const HookHandle after = hooks.after(
      Modules::all(),
      [&](const ForwardCall&, const auto&, c10::IValue& output) { output = same(output); });
  for (int run = 0; run < kCalls; ++run) {
    const c10::IValue expected = run_plain(plain).deepcopy();
    EXPECT_EQ(difference(expected, run_with_hooks(), kRounding), "") << "run " << run;
  }
}

}  // namespace
}  // namespace hookstat::testing
