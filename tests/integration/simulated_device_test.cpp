// The device lane, from the marks to the report, with a device clock that is simulated.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/frontend/sugared_value.h>
#include <torch/library.h>

#include <chrono>
#include <memory>
#include <thread>

#include "hookstat/error.h"
#include "hookstat/exporters.h"
#include "hookstat/profile.h"
#include "integration/models.h"
#include "record/simulated_device_clock.h"

namespace hookstat::testing {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Optional;

constexpr std::int64_t kLatencyNs = 5'000;

/// The device that test::ask waits for.
std::shared_ptr<SimulatedDeviceClock> asked_device;

/// As `.item()` does: the host goes on when the device has done its work.
at::Tensor ask(const at::Tensor& x) {
  if (asked_device) asked_device->drain();
  return x.clone();
}

/// Work that takes the host time to submit.
at::Tensor launch(const at::Tensor& x) {
  std::this_thread::sleep_for(std::chrono::microseconds(300));
  return x + 1;
}

TORCH_LIBRARY_FRAGMENT(hookstat_test, library) {
  library.def("ask(Tensor x) -> Tensor", &ask);
  library.def("launch(Tensor x) -> Tensor", &launch);
}

/// Lets code say `test.ask(x)`.
struct TestOperators final : torch::jit::Resolver {
  std::shared_ptr<torch::jit::SugaredValue> resolveValue(
      const std::string& name, torch::jit::GraphFunction& /*function*/,
      const torch::jit::SourceRange& /*place*/) override {
    if (name != "test") return nullptr;
    return std::make_shared<torch::jit::BuiltinModule>("hookstat_test");
  }
};

torch::jit::Module module_of(const std::string& name, const std::string& code) {
  torch::jit::Module module("__torch__." + name);
  module.define(code, std::make_shared<TestOperators>());
  return module;
}

/// Its modules `first` and `last` each launch work; `asking` in between waits for the device.
torch::jit::Module asking_model() {
  const std::string launching = "def forward(self, x):\n  return test.launch(x)\n";
  const std::string waiting = "def forward(self, x):\n  return test.ask(x)\n";
  torch::jit::Module model("__torch__.Asking");
  model.register_module("first", module_of("First", launching));
  model.register_module("asking", module_of("Waiting", waiting));
  model.register_module("last", module_of("Last", launching));
  model.define(
      "def forward(self, x):\n  return "
      "self.last.forward(self.asking.forward(self.first.forward(x)))\n");
  return model;
}

Report profile_asking_model(std::shared_ptr<SimulatedDeviceClock> device, bool waits) {
  torch::jit::Module model = asking_model();
  const ModelInputs inputs = inputs_for(model, {"4"});
  ProfileOptions options = quick();
  options.runs = 9;  // so that the machine's own hiccups stay the exception
  options.device_clock = device;
  asked_device = waits ? std::move(device) : nullptr;
  Report report = profile(model, inputs, options);
  asked_device.reset();
  return report;
}

Report on_simulated_device(double work_factor) {
  ProfileOptions options = quick();
  options.device_clock = std::make_shared<SimulatedDeviceClock>(work_factor, kLatencyNs);
  return profile_model("plain", {"1x3x16x16"}, options);
}

TEST(SimulatedDevice, GivesEveryModuleThatRanTimesOfItsOwn) {
  const Report report = on_simulated_device(3.0);
  EXPECT_EQ(report.environment.device, "simulated");
  for (const ModuleReport& module : report.modules) {
    ASSERT_TRUE(module.device_time_ns) << module.path;
    if (module.calls > 0 && module.leaf) {
      EXPECT_GT(module.device_time_ns->exclusive.mean, 0) << module.path;
    }
  }
}

TEST(SimulatedDevice, MakesTheSharesThoseOfTheDevice) {
  const Report report = on_simulated_device(3.0);
  double whole = 0;
  double percents = 0;
  for (const ModuleReport& module : report.modules) {
    whole += module.device_time_ns->exclusive.mean;
    percents += module.time_percent.value_or(0);
  }
  EXPECT_NEAR(percents, 100.0, 1e-9);
  const ModuleReport& conv = module_at(report, "stem.0");
  EXPECT_NEAR(*conv.time_percent, 100.0 * conv.device_time_ns->exclusive.mean / whole, 1e-6);
}

TEST(SimulatedDevice, BusyTakesLongerThanTheHostTakesToSubmit) {
  const Report report = on_simulated_device(3.0);
  const ModuleReport& root = module_at(report, "");
  EXPECT_GT(root.device_time_ns->inclusive.median, root.time_ns.inclusive.median);
}

TEST(SimulatedDevice, PutsDeviceTimesIntoTheTimeline) {
  const Report report = on_simulated_device(1.0);
  ASSERT_TRUE(report.timeline);
  for (const TimelineEvent& event : report.timeline->events) {
    EXPECT_TRUE(event.device_start_ns && event.device_duration_ns);
  }
}

TEST(SimulatedDevice, SurvivesTheRoundTripThroughJson) {
  const Report report = on_simulated_device(1.0);
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

TEST(SimulatedDevice, IsNamedBelowTheTable) {
  EXPECT_THAT(find_exporter("table")->write(on_simulated_device(1.0), {}),
              HasSubstr("medians of the device's time"));
}

TEST(SimulatedDevice, ThatIsFastIsLaunchBoundAndWaits) {
  const Report report =
      profile_asking_model(std::make_shared<SimulatedDeviceClock>(0.25, kLatencyNs), false);
  ASSERT_TRUE(report.device && report.device->busy_ns);
  EXPECT_TRUE(report.device->queued);
  EXPECT_EQ(report.device->waits_in, std::nullopt);
  EXPECT_THAT(report.device->bound, Optional(Eq("launch")));
  // A quarter of what the host takes; the marks' own time and a busy machine shift that a little.
  EXPECT_GT(report.device->idle_percent.value(), 40);
  for (const char* path : {"first", "last"}) {
    const ModuleReport& module = module_at(report, path);
    EXPECT_LT(module.device_busy_ns->exclusive.median, module.device_time_ns->exclusive.median / 2)
        << path;
  }
  EXPECT_THAT(find_exporter("table")->write(report, {}), HasSubstr("Launch-bound: "));
}

TEST(SimulatedDevice, ThatIsBusySetsThePaceAndDoesNotWait) {
  const Report report =
      profile_asking_model(std::make_shared<SimulatedDeviceClock>(4.0, kLatencyNs), false);
  ASSERT_TRUE(report.device && report.device->busy_ns);
  EXPECT_THAT(report.device->bound, Optional(Eq("device")));
  EXPECT_GT(report.device->busy_ns->median, 2 * report.device->launch_ns.median);
  const ModuleReport& last = module_at(report, "last");
  EXPECT_GT(last.device_busy_ns->exclusive.median, last.device_time_ns->exclusive.median / 2);
}

TEST(SimulatedDevice, ThatTheHostWaitsForIsFoundWithTheModule) {
  const Report report =
      profile_asking_model(std::make_shared<SimulatedDeviceClock>(0.5, kLatencyNs), true);
  ASSERT_TRUE(report.device);
  EXPECT_FALSE(report.device->queued);
  EXPECT_THAT(report.device->waits_in, Optional(Eq("asking")));
  EXPECT_EQ(report.device->bound, std::nullopt);
  EXPECT_THAT(find_exporter("table")->write(report, {}),
              HasSubstr("the host waits for the device in asking"));
}

TEST(SimulatedDevice, HasSharesOfLaunchingThatAddUp) {
  const Report report = on_simulated_device(0.5);
  double sum = 0;
  for (const ModuleReport& module : report.modules) sum += module.launch_percent.value();
  EXPECT_NEAR(sum, 100.0, 1e-9);
  EXPECT_EQ(report.device->launch_ns.count, report.latency_ns.count);
  EXPECT_LE(report.device->launch_ns.median, report.latency_ns.median);
}

TEST(SimulatedDevice, MeasuresThePeaksByItsEvents) {
  ProfileOptions options = quick();
  options.measure_peaks = true;
  const auto peak_on = [&](double work_factor) {
    options.device_clock = std::make_shared<SimulatedDeviceClock>(work_factor, 0);
    const Report report = profile_model("plain", {"1x3x16x16"}, options);
    EXPECT_THAT(report.machine_peaks->how, HasSubstr(", by the device's events"));
    return report.machine_peaks->peaks.front().flops_per_second;
  };
  // A device that takes a thousand times as long is that much slower, whatever the host takes.
  EXPECT_GT(peak_on(1.0), 100 * peak_on(1000.0));
}

/// A stream whose work is being captured.
class CapturingClock final : public DeviceClock {
 public:
  [[nodiscard]] std::string device() const override { return "cuda:0"; }
  [[nodiscard]] std::string device_name() const override { return "capturing"; }
  [[nodiscard]] bool is_capturing() const override { return true; }
  void reserve(std::size_t) override { touched_ = true; }
  void reset() noexcept override { touched_ = true; }
  [[nodiscard]] DeviceEvent record() noexcept override { return kNoDeviceEvent; }
  [[nodiscard]] std::size_t lost() const noexcept override { return 0; }
  void synchronize() override { touched_ = true; }
  [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent, DeviceEvent) const override { return 0; }
  [[nodiscard]] bool touched() const noexcept { return touched_; }

 private:
  bool touched_ = false;
};

TEST(CapturedGraphs, AreRefusedBeforeAnythingIsCalled) {
  ProfileOptions options = quick();
  const auto clock = std::make_shared<CapturingClock>();
  options.device_clock = clock;
  try {
    (void)profile_model("plain", {"1x3x16x16"}, options);
    FAIL() << "not refused";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("the current stream of cuda:0 is being captured into a "
                                        "graph: a call of the model does not run then"));
    EXPECT_THAT(error.hint(), HasSubstr("before the capture"));
  }
  EXPECT_FALSE(clock->touched()) << "waiting for the device would have broken the capture";
}

TEST(SimulatedDevice, ThatCannotBeHeldStillHasTimes) {
  class Unheld final : public DeviceClock {
   public:
    [[nodiscard]] std::string device() const override { return clock_.device(); }
    [[nodiscard]] std::string device_name() const override { return clock_.device_name(); }
    void reserve(std::size_t events) override { clock_.reserve(events); }
    void reset() noexcept override { clock_.reset(); }
    [[nodiscard]] DeviceEvent record() noexcept override { return clock_.record(); }
    [[nodiscard]] std::size_t lost() const noexcept override { return clock_.lost(); }
    void synchronize() override { clock_.synchronize(); }
    [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent from, DeviceEvent to) const override {
      return clock_.elapsed_ns(from, to);
    }

   private:
    SimulatedDeviceClock clock_{1.0, kLatencyNs};
  };
  ProfileOptions options = quick();
  options.device_clock = std::make_shared<Unheld>();
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  ASSERT_TRUE(report.device);
  EXPECT_GT(report.device->launch_ns.count, 0);
  EXPECT_FALSE(report.device->busy_ns);
  EXPECT_TRUE(module_at(report, "").device_time_ns);
  EXPECT_FALSE(module_at(report, "").device_busy_ns);
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

}  // namespace
}  // namespace hookstat::testing
