// The clock of real devices, on a backend of the test's own: LibTorch's events are the real ones,
// and what a device would do the host does at once.
#include "measure/event_clock.h"

#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "integration/allocation_count.h"

namespace hookstat::testing {
namespace {

/// What the backend was asked to do, and is to do.
struct Backend {
  std::atomic<int> created{0};
  std::atomic<int> recorded{0};
  std::atomic<int> synchronized{0};
  bool fails = false;
  bool captures = false;
};
Backend backend;

struct FakeEvent {
  std::int64_t reached_ns = 0;
};

class FakeGuard final : public c10::impl::DeviceGuardImplInterface {
 public:
  [[nodiscard]] c10::DeviceType type() const override { return c10::DeviceType::PrivateUse1; }
  [[nodiscard]] c10::Device exchangeDevice(c10::Device device) const override {
    const c10::Device before = getDevice();
    setDevice(device);
    return before;
  }
  [[nodiscard]] c10::Device getDevice() const override { return {type(), current_}; }
  void setDevice(c10::Device device) const override { current_ = device.index(); }
  void uncheckedSetDevice(c10::Device device) const noexcept override { current_ = device.index(); }
  [[nodiscard]] c10::Stream getStream(c10::Device device) const override {
    return c10::Stream(c10::Stream::DEFAULT, device);
  }
  [[nodiscard]] c10::Stream exchangeStream(c10::Stream stream) const override { return stream; }
  [[nodiscard]] c10::DeviceIndex deviceCount() const noexcept override { return 2; }

  void record(void** event, const c10::Stream& /*stream*/, c10::DeviceIndex /*device*/,
              c10::EventFlag flag) const override {
    if (backend.fails) throw std::runtime_error("the device is gone");
    if (flag != c10::EventFlag::BACKEND_DEFAULT) throw std::logic_error("an event without a time");
    if (*event == nullptr) {
      *event = new FakeEvent();
      ++backend.created;
    }
    static_cast<FakeEvent*>(*event)->reached_ns = HostClock::steady_ns();
    ++backend.recorded;
  }
  void destroyEvent(void* event, c10::DeviceIndex /*device*/) const noexcept override {
    delete static_cast<FakeEvent*>(event);
  }
  [[nodiscard]] bool queryEvent(void* /*event*/) const override { return true; }
  void synchronizeDevice(c10::DeviceIndex /*device*/) const override { ++backend.synchronized; }
  double elapsedTime(void* from, void* to, c10::DeviceIndex /*device*/) const override {
    constexpr double kNsPerMs = 1e6;
    return static_cast<double>(static_cast<FakeEvent*>(to)->reached_ns -
                               static_cast<FakeEvent*>(from)->reached_ns) /
           kNsPerMs;
  }
  // LibTorch asks for it from 2.12 on.
  bool isStreamCapturing(const c10::Stream& /*stream*/) const { return backend.captures; }

 private:
  static inline thread_local c10::DeviceIndex current_ = 0;
};

struct FakeHooks final : at::PrivateUse1HooksInterface {};

template <class Stream>
constexpr bool kStreamsAnswer = requires(const Stream& stream) { stream.is_capturing(); };

class EventClocks : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    static FakeHooks hooks;
    at::RegisterPrivateUse1HooksInterface(&hooks);
    static const c10::impl::DeviceGuardImplRegistrar registrar(c10::DeviceType::PrivateUse1,
                                                               new FakeGuard());
  }
  void SetUp() override {
    backend.created = backend.recorded = backend.synchronized = 0;
    backend.fails = backend.captures = false;
  }

  EventClock clock_{c10::Device(c10::DeviceType::PrivateUse1, 1)};
};

TEST_F(EventClocks, AreNamedAfterTheirDevice) {
  EXPECT_EQ(clock_.device(), "privateuseone:1");
  EXPECT_EQ(clock_.device_name(), "privateuseone:1") << "no driver knows it";
}

TEST_F(EventClocks, MakeTheirEventsBeforeTheyAreNeeded) {
  clock_.reserve(3);
  EXPECT_EQ(backend.created, 3);
  EXPECT_GT(backend.synchronized, 0);
  clock_.reset();
  for (int i = 0; i < 3; ++i) EXPECT_NE(clock_.record(), kNoDeviceEvent);
  EXPECT_EQ(backend.created, 3);
  clock_.reserve(2);
  EXPECT_EQ(backend.created, 3) << "there are enough";
}

TEST_F(EventClocks, MeasureNanosecondsBetweenTheirEvents) {
  clock_.reserve(2);
  clock_.reset();
  const DeviceEvent start = clock_.record();
  const std::int64_t from_ns = HostClock::steady_ns();
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  const std::int64_t to_ns = HostClock::steady_ns();
  const DeviceEvent stop = clock_.record();
  clock_.synchronize();
  constexpr std::int64_t kRoundingNs = 100;
  EXPECT_GE(clock_.elapsed_ns(start, stop), to_ns - from_ns - kRoundingNs);
  EXPECT_LT(clock_.elapsed_ns(stop, start), 0);
}

TEST_F(EventClocks, CountWhatFindsNoEvent) {
  clock_.reserve(1);
  clock_.reset();
  EXPECT_NE(clock_.record(), kNoDeviceEvent);
  EXPECT_EQ(clock_.record(), kNoDeviceEvent);
  EXPECT_EQ(clock_.lost(), 1U);
  clock_.reset();
  EXPECT_EQ(clock_.lost(), 0U);
}

TEST_F(EventClocks, CountWhatTheDeviceRefuses) {
  clock_.reserve(1);
  clock_.reset();
  backend.fails = true;
  EXPECT_EQ(clock_.record(), kNoDeviceEvent);
  EXPECT_EQ(clock_.lost(), 1U);
}

TEST_F(EventClocks, AllocateNothingToRecord) {
  constexpr std::size_t kEvents = 1000;
  clock_.reserve(kEvents);
  clock_.reset();
  const std::int64_t allocated = allocations_of([&] {
    for (std::size_t i = 0; i < kEvents; ++i) static_cast<void>(clock_.record());
  });
  EXPECT_EQ(clock_.lost(), 0U);
  EXPECT_EQ(allocated, 0);
}

TEST_F(EventClocks, GiveEachOfSeveralThreadsEventsOfItsOwn) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 500;
  clock_.reserve(kThreads * kEach);
  clock_.reset();
  std::vector<std::vector<DeviceEvent>> taken(kThreads);
  {
    std::vector<std::jthread> threads;
    for (std::vector<DeviceEvent>& mine : taken) {
      threads.emplace_back([&] {
        for (std::size_t i = 0; i < kEach; ++i) mine.push_back(clock_.record());
      });
    }
  }
  std::set<DeviceEvent> distinct;
  for (const std::vector<DeviceEvent>& mine : taken) distinct.insert(mine.begin(), mine.end());
  EXPECT_EQ(distinct.size(), kThreads * kEach);
  EXPECT_EQ(clock_.lost(), 0U);
}

TEST_F(EventClocks, CannotHoldADeviceForWhichLibTorchHasNoKernel) {
  EXPECT_FALSE(clock_.prepare_hold());
}

TEST_F(EventClocks, KnowWhetherTheirStreamIsCaptured) {
  if (!kStreamsAnswer<c10::Stream>) {
    GTEST_SKIP() << "this LibTorch has no such question";
  }
  EXPECT_FALSE(clock_.is_capturing());
  backend.captures = true;
  EXPECT_TRUE(clock_.is_capturing());
}

}  // namespace
}  // namespace hookstat::testing
