// Whether times are right: models whose modules are busy by an operator that clocks itself.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/library.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "hooks/operators.h"
#include "hookstat/clock.h"
#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

constexpr std::size_t kClocks = 8;
constexpr std::int64_t kRuns = 20;

using ByClock = std::array<double, kClocks>;

/// What the operator clocked in each timed run, by the number it was given.
class Clocks {
 public:
  void start() {
    runs_.clear();
    for (auto& ns : now_) ns = 0;
  }
  void add(std::int64_t clock, std::int64_t ns) { now_.at(static_cast<std::size_t>(clock)) += ns; }
  void end_run() {
    ByClock& run = runs_.emplace_back();
    for (std::size_t i = 0; i < kClocks; ++i)
      run.at(i) = static_cast<double>(now_.at(i).exchange(0));
  }
  [[nodiscard]] std::size_t runs() const { return runs_.size(); }
  [[nodiscard]] ByClock means() const {
    ByClock means{};
    for (const ByClock& run : runs_) {
      for (std::size_t i = 0; i < kClocks; ++i) means.at(i) += run.at(i) / kRuns;
    }
    return means;
  }
  [[nodiscard]] ByClock minima() const {
    ByClock minima = runs_.front();
    for (const ByClock& run : runs_) {
      for (std::size_t i = 0; i < kClocks; ++i) minima.at(i) = std::min(minima.at(i), run.at(i));
    }
    return minima;
  }

 private:
  std::array<std::atomic<std::int64_t>, kClocks> now_{};  // forked bodies run at once
  std::vector<ByClock> runs_;
};

Clocks& clocks() {
  static Clocks all;
  return all;
}

/// Busy for `us` microseconds, and at times much longer: the machine has other work. Only hooked
/// calls are clocked, as only they are what module times are made of; in those alone a thread has a
/// task.
at::Tensor busy(const at::Tensor& x, std::int64_t clock, std::int64_t us) {
  constexpr std::int64_t kNsPerUs = 1000;
  const std::int64_t start = HostClock::steady_ns();
  std::int64_t now = start;
  while (now - start < us * kNsPerUs) now = HostClock::steady_ns();
  if (current_task() != nullptr) clocks().add(clock, now - start);
  return x;
}

TORCH_LIBRARY_FRAGMENT(hookstat_test, library) {
  library.def(torch::schema("busy(Tensor x, int clock, int us) -> Tensor",
                            c10::AliasAnalysisKind::CONSERVATIVE),
              &busy);
}

/// By path: a module's number. Containers have none.
std::map<std::string, std::size_t> numbers_of(const torch::jit::Module& module) {
  std::map<std::string, std::size_t> numbers;
  for (const auto& each : module.named_modules()) {
    if (!each.value.hasattr("clock")) continue;
    numbers[each.name] = static_cast<std::size_t>(each.value.attr("clock").toInt());
  }
  return numbers;
}

Report profile_clocked(const std::string& name) {
  torch::jit::Module module = load(name);
  const ModelInputs inputs{{at::full({1}, 5.0)}, {}};
  ProfileOptions options;
  options.warmup = 2;
  options.runs = kRuns;
  options.threads = 1;
  options.interop_threads = 2;
  // Told at 0 that the timed runs begin, and then after each one.
  options.progress = [](const std::string& phase, double done) {
    if (phase != "runs") return;
    if (done > 0) {
      clocks().end_run();
    } else {
      clocks().start();
    }
  };
  Report report = profile(module, inputs, options);
  EXPECT_EQ(clocks().runs(), kRuns);
  return report;
}

/// `ns_of` each module, added up by number: one module at several paths has one.
template <class NsOf>
ByClock by_clock(const Report& report, const std::string& name, const NsOf& ns_of) {
  const auto numbers = numbers_of(load(name));
  ByClock sums{};
  for (const ModuleReport& module : report.modules) {
    const auto number = numbers.find(module.path);
    if (number != numbers.end()) sums.at(number->second) += ns_of(module);
  }
  return sums;
}

double sum_of(const ByClock& parts) { return std::accumulate(parts.begin(), parts.end(), 0.0); }

/// Where shares differ by more than 2 % of one of 5 % or more, by more than 0.1 points of a
/// smaller.
std::string disagreements(const ByClock& clocked, const ByClock& reported) {
  std::string text;
  for (std::size_t i = 0; i < kClocks; ++i) {
    const double share = 100.0 * clocked.at(i) / sum_of(clocked);
    const double reported_share = 100.0 * reported.at(i) / sum_of(reported);
    if (std::abs(reported_share - share) <= (share >= 5.0 ? 0.02 * share : 0.1)) continue;
    text.append("module ").append(std::to_string(i)).append(": clocked ");
    text.append(std::to_string(share)).append(" %, reported ");
    text.append(std::to_string(reported_share)).append(" %\n");
  }
  return text;
}

/// Of up to three profiles. A thread that is interrupted just between the operator's clock and the
/// mark beside it is seen by one of the two only. That is rare, so it does not happen every time; a
/// fault would.
template <class Compare>
std::string last_of_few(const std::string& name, const Compare& compare) {
  std::string text;
  for (int i = 0; i < 3; ++i) {
    text = compare(profile_clocked(name));
    if (text.empty()) break;
  }
  return text;
}

class BusyModels : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Models, BusyModels,
                         ::testing::Values("busy_nested", "busy_shared", "busy_looped"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(BusyModels, HaveTheSharesThatTheirOperatorClocked) {
  const auto compare = [&](const Report& report) {
    return disagreements(clocks().means(), by_clock(report, GetParam(), [](const auto& module) {
                           return module.time_percent.value();
                         }));
  };
  EXPECT_EQ(last_of_few(GetParam(), compare), "");
}

TEST_P(BusyModels, HaveExclusiveTimesThatAddUpAndAreNeverNegative) {
  const Report report = profile_clocked(GetParam());
  double sum_ns = 0;
  double sum_percent = 0;
  for (const ModuleReport& module : report.modules) {
    EXPECT_GE(module.time_ns.exclusive.min, 0) << module.path;
    EXPECT_FALSE(module.wait_ns) << module.path;
    sum_ns += module.time_ns.exclusive.mean;
    sum_percent += module.time_percent.value();
  }
  EXPECT_NEAR(sum_ns, report.modules.front().time_ns.inclusive.mean, 1e-6 * sum_ns);
  EXPECT_NEAR(sum_percent, 100.0, 1e-6);
}

// A fork wakes a thread, which on a busy machine takes the place of the caller's, for milliseconds:
// that time is the caller's, and no operator clocks it. So the least disturbed runs are compared;
// and waking takes tens of microseconds at best, so all times are long.
TEST(BusyModelWithForks, HasTheSharesThatItsOperatorClocked) {
  const auto compare = [](const Report& report) {
    return disagreements(clocks().minima(), by_clock(report, "busy_forked", [](const auto& module) {
                           return module.time_ns.exclusive.min;
                         }));
  };
  EXPECT_EQ(last_of_few("busy_forked", compare), "");
}

TEST(BusyModelWithForks, HasTheThreadTimeThatItsOperatorClocked) {
  const auto compare = [](const Report& report) -> std::string {
    double ns = 0;
    for (const ModuleReport& module : report.modules) ns += module.time_ns.exclusive.min;
    const double ratio = ns / sum_of(clocks().minima());
    return std::abs(ratio - 1.0) <= 0.02 ? "" : std::to_string(ratio);
  };
  EXPECT_EQ(last_of_few("busy_forked", compare), "");
}

TEST(BusyModelWithForks, HasExclusiveTimesThatAddUpAndAreNeverNegative) {
  const Report report = profile_clocked("busy_forked");
  double sum_ns = 0;
  double wait_ns = 0;
  for (const ModuleReport& module : report.modules) {
    EXPECT_GE(module.time_ns.exclusive.min, 0) << module.path;
    sum_ns += module.time_ns.exclusive.mean;
    wait_ns += module.wait_ns.value().mean;
  }
  EXPECT_NEAR(sum_ns, report.concurrency * report.modules.front().time_ns.inclusive.mean,
              1e-6 * sum_ns);
  // The caller waits for `right`, which is busy for longer than the operators in it say.
  EXPECT_GT(wait_ns, clocks().minima().at(2));
}

}  // namespace
}  // namespace hookstat::testing
