#include "record/simulated_device_clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "hookstat/error.h"

namespace hookstat::testing {
namespace {

constexpr std::int64_t kLatency = 10;

/// A simulated device beside a host whose time the test sets.
class SimulatedQueue : public ::testing::Test {
 protected:
  /// Submits work for `work_factor` x (host time since the last call) and records an event.
  static DeviceEvent record_at(SimulatedDeviceClock& clock, std::int64_t& host_ns,
                               std::int64_t now_ns) {
    host_ns = now_ns;
    return clock.record();
  }

  /// Device time from the first of the events recorded at `host_times` to each of them.
  static std::vector<std::int64_t> device_times(double work_factor,
                                                const std::vector<std::int64_t>& host_times) {
    std::int64_t host_ns = 0;
    SimulatedDeviceClock clock(work_factor, kLatency, [&host_ns] { return host_ns; });
    clock.reserve(host_times.size());
    std::vector<DeviceEvent> events;
    for (const std::int64_t now : host_times) events.push_back(record_at(clock, host_ns, now));
    clock.synchronize();
    std::vector<std::int64_t> times;
    for (const DeviceEvent event : events) times.push_back(clock.elapsed_ns(events[0], event));
    return times;
  }
};

using Times = std::vector<std::int64_t>;

TEST_F(SimulatedQueue, OfABusyDeviceTakesTheWorkAndNotTheHostsTime) {
  EXPECT_EQ(device_times(3, {0, 100, 150, 350}), (Times{0, 3 * 100, 3 * 150, 3 * 350}));
}

TEST_F(SimulatedQueue, OfAnIdleDeviceKeepsStepWithTheHost) {
  EXPECT_EQ(device_times(0.25, {0, 100, 150, 350}), (Times{0, 100, 150, 350}));
}

TEST_F(SimulatedQueue, OfADeviceAsFastAsTheHostKeepsStepToo) {
  EXPECT_EQ(device_times(1, {0, 100, 150}), (Times{0, 100, 150}));
}

TEST_F(SimulatedQueue, ReachesEventsWithoutWorkBetweenThemTogether) {
  EXPECT_EQ(device_times(2, {0, 50, 50, 50}), (Times{0, 2 * 50, 2 * 50, 2 * 50}));
}

TEST_F(SimulatedQueue, RunsInOrder) {
  for (const double work_factor : {0.0, 0.5, 1.0, 7.5}) {
    Times host{0};
    for (std::int64_t i = 1; i < 200; ++i) host.push_back(host.back() + (i * 37) % 11);
    const Times device = device_times(work_factor, host);
    EXPECT_TRUE(std::is_sorted(device.begin(), device.end())) << work_factor;
  }
}

TEST_F(SimulatedQueue, IsEmptyAfterAReset) {
  std::int64_t host_ns = 0;
  SimulatedDeviceClock clock(100, kLatency, [&host_ns] { return host_ns; });
  clock.reserve(2);
  (void)record_at(clock, host_ns, 0);
  (void)record_at(clock, host_ns, 1'000);  // busy until far beyond the host's next moments
  clock.reset();
  const DeviceEvent first = record_at(clock, host_ns, 2'000);
  const DeviceEvent second = record_at(clock, host_ns, 2'001);
  clock.synchronize();
  EXPECT_EQ(clock.elapsed_ns(first, second), 100);
}

TEST_F(SimulatedQueue, MeasuresBackwardsAsNegative) {
  std::int64_t host_ns = 0;
  SimulatedDeviceClock clock(2, kLatency, [&host_ns] { return host_ns; });
  clock.reserve(2);
  const DeviceEvent first = record_at(clock, host_ns, 0);
  const DeviceEvent second = record_at(clock, host_ns, 30);
  clock.synchronize();
  EXPECT_EQ(clock.elapsed_ns(second, first), -2 * 30);
}

TEST_F(SimulatedQueue, HeldDoesItsWorkWithoutWaitingForTheHost) {
  std::int64_t host_ns = 0;
  SimulatedDeviceClock clock(0.25, kLatency, [&host_ns] { return host_ns; });
  clock.reserve(4);
  const DeviceEvent head = clock.hold(1'000);
  std::vector<DeviceEvent> events;
  for (const std::int64_t now : {0, 100, 200}) events.push_back(record_at(clock, host_ns, now));
  clock.synchronize();
  EXPECT_EQ(clock.elapsed_ns(head, events[0]), 1'000);
  EXPECT_EQ(clock.elapsed_ns(events[0], events[1]), 25);
  EXPECT_EQ(clock.elapsed_ns(events[1], events[2]), 25);
}

TEST_F(SimulatedQueue, HeldForTooShortWaitsForTheHostAgain) {
  std::int64_t host_ns = 0;
  SimulatedDeviceClock clock(0.25, kLatency, [&host_ns] { return host_ns; });
  clock.reserve(4);
  const DeviceEvent head = clock.hold(50);
  const DeviceEvent first = record_at(clock, host_ns, 0);
  const DeviceEvent last = record_at(clock, host_ns, 400);
  clock.synchronize();
  EXPECT_EQ(clock.elapsed_ns(head, first), 50);
  EXPECT_EQ(clock.elapsed_ns(first, last), 350) << "reached as soon as the host submitted it";
}

TEST(SimulatedDeviceClock, LetsAThreadWaitForItsWork) {
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(2);
  constexpr std::int64_t kHeldNs = 2'000'000;
  const std::int64_t start_ns = HostClock::steady_ns();
  (void)clock.hold(kHeldNs);
  clock.drain();
  EXPECT_GE(HostClock::steady_ns() - start_ns, kHeldNs);
}

TEST(SimulatedDeviceClock, CannotBeHeldWithoutAnEvent) {
  SimulatedDeviceClock clock(1, 0);
  EXPECT_EQ(clock.hold(1'000), kNoDeviceEvent);
  EXPECT_EQ(clock.lost(), 1U);
}

TEST(SimulatedDeviceClock, SaysThatItIsSimulated) {
  const SimulatedDeviceClock clock(1, 0);
  EXPECT_EQ(clock.device(), "simulated");
  EXPECT_EQ(clock.device_name(), "simulated device clock");
}

TEST(SimulatedDeviceClock, ReadsTheHostClockUnlessToldOtherwise) {
  SimulatedDeviceClock clock(0, 0);
  clock.reserve(2);
  const std::int64_t before_ns = HostClock::steady_ns();
  const DeviceEvent first = clock.record();
  const std::int64_t from_ns = HostClock::steady_ns();
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const std::int64_t to_ns = HostClock::steady_ns();
  const DeviceEvent second = clock.record();
  const std::int64_t after_ns = HostClock::steady_ns();
  clock.synchronize();
  EXPECT_GE(clock.elapsed_ns(first, second), to_ns - from_ns);
  EXPECT_LE(clock.elapsed_ns(first, second), after_ns - before_ns);
}

TEST(SimulatedDeviceClock, CountsWhatFindsNoRoom) {
  SimulatedDeviceClock clock(1, 0);
  EXPECT_EQ(clock.record(), kNoDeviceEvent);
  EXPECT_EQ(clock.lost(), 1U);
  clock.reset();
  clock.reserve(2);
  EXPECT_NE(clock.record(), kNoDeviceEvent);
  EXPECT_NE(clock.record(), kNoDeviceEvent);
  EXPECT_EQ(clock.lost(), 0U);
  EXPECT_EQ(clock.record(), kNoDeviceEvent);
  EXPECT_EQ(clock.record(), kNoDeviceEvent);
  EXPECT_EQ(clock.lost(), 2U);
}

TEST(SimulatedDeviceClock, KeepsItsPoolAndForgetsItsLossesOnReset) {
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(1);
  (void)clock.record();
  (void)clock.record();
  clock.reset();
  EXPECT_EQ(clock.lost(), 0U);
  EXPECT_NE(clock.record(), kNoDeviceEvent);
  EXPECT_EQ(clock.record(), kNoDeviceEvent);
}

TEST(SimulatedDeviceClock, DoesNotShrinkItsPool) {
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(3);
  clock.reserve(1);
  for (int i = 0; i < 3; ++i) EXPECT_NE(clock.record(), kNoDeviceEvent) << i;
}

TEST(SimulatedDeviceClock, IsNotReadBeforeItIsSynchronized) {
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(3);
  const DeviceEvent first = clock.record();
  const DeviceEvent second = clock.record();
  EXPECT_THROW((void)clock.elapsed_ns(first, second), InternalError);
  clock.synchronize();
  EXPECT_NO_THROW((void)clock.elapsed_ns(first, second));
  const DeviceEvent third = clock.record();
  EXPECT_THROW((void)clock.elapsed_ns(first, third), InternalError);
  clock.synchronize();
  EXPECT_NO_THROW((void)clock.elapsed_ns(first, third));
}

TEST(SimulatedDeviceClock, IsNotReadAfterAResetEither) {
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(1);
  const DeviceEvent event = clock.record();
  clock.synchronize();
  clock.reset();
  EXPECT_THROW((void)clock.elapsed_ns(event, event), InternalError);
}

TEST(SimulatedDeviceClock, HandsEachThreadEventsOfItsOwn) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 100;
  constexpr std::size_t kRoom = 250;
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(kRoom);
  std::vector<std::vector<DeviceEvent>> recorded(kThreads);
  std::vector<std::thread> threads;
  for (std::vector<DeviceEvent>& mine : recorded) {
    threads.emplace_back([&clock, &mine] {
      for (std::size_t i = 0; i < kEach; ++i) mine.push_back(clock.record());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<DeviceEvent> distinct;
  for (const auto& mine : recorded) distinct.insert(mine.begin(), mine.end());
  distinct.erase(kNoDeviceEvent);
  EXPECT_EQ(distinct.size(), kRoom);
  EXPECT_EQ(clock.lost(), kThreads * kEach - kRoom);
}

}  // namespace
}  // namespace hookstat::testing
