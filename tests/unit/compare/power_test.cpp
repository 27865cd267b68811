// How often a comparison errs, with made-up times (bench/compare_power.py does it with measured
// ones).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "unit/compare/sides.h"

namespace hookstat::testing {
namespace {

constexpr int kModules = 40;
constexpr int kPairs = 100;

/// Processes that differ as a whole by up to 15 %, and in each module by 1.5 % (standard
/// deviation).
class Machine {
 public:
  explicit Machine(double share_of_first = 0.2) : share_of_first_(share_of_first) {}

  std::vector<std::vector<double>> processes(double factor_of_first, int count = 5) {
    std::vector<std::vector<double>> all;
    for (int process = 0; process < count; ++process) {
      const double speed = std::uniform_real_distribution<double>(0.85, 1.15)(random_);
      std::vector<double> own_ns;
      for (int module = 0; module < kModules; ++module) {
        const double ns = module == 0 ? 10'000 * share_of_first_ * factor_of_first
                                      : 10'000 * (1 - share_of_first_) / (kModules - 1);
        own_ns.push_back(ns * speed * std::exp(noise_(random_)));
      }
      all.push_back(std::move(own_ns));
    }
    return all;
  }

 private:
  double share_of_first_;
  std::mt19937 random_{2026};
  std::normal_distribution<double> noise_{0, 0.015};
};

Report model() {
  std::vector<std::string> paths;
  for (int i = 0; i < kModules; ++i) paths.push_back("m" + std::to_string(i));
  return model_of(paths);
}

bool raises_an_alarm(const Comparison& comparison) {
  const auto is_clear = [](Verdict verdict) {
    return verdict == Verdict::kSlower || verdict == Verdict::kFaster;
  };
  bool alarm = is_clear(comparison.latency_verdict);
  for (const ModuleChange& change : comparison.modules) alarm |= is_clear(change.verdict);
  return alarm;
}

bool blames_another(const Comparison& comparison) {
  return std::ranges::any_of(comparison.modules, [](const ModuleChange& change) {
    return change.path != "m0" &&
           (change.verdict == Verdict::kSlower || change.verdict == Verdict::kFaster);
  });
}

TEST(ComparePower, RaisesAtMostFiveFalseAlarmsInAHundredPairs) {
  Machine machine;
  int alarms = 0;
  for (int pair = 0; pair < kPairs; ++pair) {
    const NamedReport base_side = side_of(model(), machine.processes(1));
    alarms += raises_an_alarm(compare({base_side}, {side_of(model(), machine.processes(1))}));
  }
  EXPECT_LE(alarms, 5);
}

TEST(ComparePower, FindsAModuleSlowedByATenthInNinetyOfAHundredPairs) {
  Machine machine;
  int found = 0;
  for (int pair = 0; pair < kPairs; ++pair) {
    const NamedReport base_side = side_of(model(), machine.processes(1));
    const Comparison comparison = compare({base_side}, {side_of(model(), machine.processes(1.1))});
    found += change_of(comparison, "m0").verdict == Verdict::kSlower ? 1 : 0;
  }
  EXPECT_GE(found, 90);
}

TEST(ComparePower, BlamesNoOtherModuleForOneThatChangedALot) {
  for (const double share : {0.2, 0.4, 0.6}) {
    Machine machine(share);
    int blamed = 0;
    for (int pair = 0; pair < kPairs; ++pair) {
      const NamedReport base_side = side_of(model(), machine.processes(1, 10));
      const Comparison comparison =
          compare({base_side}, {side_of(model(), machine.processes(1.2, 10))});
      EXPECT_EQ(change_of(comparison, "m0").verdict, Verdict::kSlower);
      blamed += blames_another(comparison) ? 1 : 0;
    }
    EXPECT_LE(blamed, 5) << share;
  }
}

}  // namespace
}  // namespace hookstat::testing
