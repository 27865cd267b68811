// The models of the zoo, by name, and runs of them.
#pragma once

#include <gtest/gtest.h>
#include <torch/csrc/jit/api/module.h>

#include <optional>
#include <string>
#include <vector>

#include "hooks/hooked_model.h"
#include "hookstat/model.h"
#include "integration/zoo/expectation.h"
#include "record/pairing.h"

namespace hookstat::testing {

/// Every name there must be: a model that make_zoo.py lost is a failure, not a skipped case.
[[nodiscard]] const std::vector<std::string>& zoo_names();

/// A model with what is expected of it. Its inputs are read anew for each run, which may change
/// them.
struct ZooModel {
  std::string name;
  Expectation expected;
  torch::jit::Module module;

  [[nodiscard]] ModelInputs inputs() const;
};

/// Throws std::exception where a file is missing.
[[nodiscard]] ZooModel load_zoo_model(const std::string& name);

/// Calls the model with hooks, after seeding the generators as profile() does.
c10::IValue run_hooked(const HookedModel& hooked, const ZooModel& model, RunRecorder& recorder);
/// The same without hooks.
c10::IValue run_plain(ZooModel& model);

/// The spans of a run as calls.
[[nodiscard]] std::vector<ZooCall> calls_of(const PairedRun& run, const HookedModel& hooked,
                                            const std::vector<ModuleInfo>& modules);

/// A fixture over all names.
class ZooTest : public ::testing::TestWithParam<std::string> {
 protected:
  ZooModel model = load_zoo_model(GetParam());
};

/// INSTANTIATE_TEST_SUITE_P's arguments for a ZooTest.
[[nodiscard]] inline auto all_zoo_names() { return ::testing::ValuesIn(zoo_names()); }
[[nodiscard]] inline std::string zoo_test_name(const ::testing::TestParamInfo<std::string>& info) {
  return info.param;
}

}  // namespace hookstat::testing
