#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "hookstat/error.h"
#include "record/pairing.h"
#include "record/simulated_device_clock.h"
#include "unit/record/events.h"

namespace hookstat::testing {
namespace {

using ::testing::Optional;
using ::testing::SizeIs;

/// Event i was reached at `times[i]`.
class FixedTimes final : public DeviceClock {
 public:
  explicit FixedTimes(std::vector<std::int64_t> times) : times_(std::move(times)) {}

  [[nodiscard]] std::string device() const override { return "fixed"; }
  [[nodiscard]] std::string device_name() const override { return "fixed times"; }
  void reserve(std::size_t) override {}
  void reset() noexcept override {}
  [[nodiscard]] DeviceEvent record() noexcept override { return kNoDeviceEvent; }
  [[nodiscard]] std::size_t lost() const noexcept override { return 0; }
  void synchronize() override {}
  [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent from, DeviceEvent to) const override {
    return times_.at(to) - times_.at(from);
  }

 private:
  std::vector<std::int64_t> times_;
};

TEST(DeviceTimes, StartWithTheFirstDeviceEvent) {
  const FixedTimes clock({500, 530, 590, 700});
  const PairedRun run =
      paired({call_of({enter(0, 0, 0), enter(1, 1, 1), leave(1, 2, 2), leave(0, 3, 3)})}, &clock);
  ASSERT_THAT(run.spans, SizeIs(2));
  EXPECT_THAT(run.spans[0].device_start_ns, Optional(0));
  EXPECT_THAT(run.spans[0].device_stop_ns, Optional(700 - 500));
  EXPECT_THAT(run.spans[1].device_start_ns, Optional(530 - 500));
  EXPECT_THAT(run.spans[1].device_stop_ns, Optional(590 - 500));
}

TEST(DeviceTimes, FollowTheEventsAndNotTheirOrderInThePool) {
  const FixedTimes clock({700, 590, 530, 500});
  const PairedRun run =
      paired({call_of({enter(0, 0, 3), enter(1, 1, 2), leave(1, 2, 1), leave(0, 3, 0)})}, &clock);
  ASSERT_THAT(run.spans, SizeIs(2));
  EXPECT_THAT(run.spans[0].device_stop_ns, Optional(700 - 500));
  EXPECT_THAT(run.spans[1].device_start_ns, Optional(530 - 500));
}

TEST(DeviceTimes, LeaveHostTimesAlone) {
  const FixedTimes clock({500, 700});
  const PairedRun run = paired({call_of({enter(0, 4, 0), leave(0, 6, 1)})}, &clock);
  ASSERT_THAT(run.spans, SizeIs(1));
  EXPECT_EQ(run.spans[0].start_ns, 0);
  EXPECT_EQ(run.spans[0].stop_ns, ns(4, 6));
}

TEST(DeviceTimes, AreUnknownWithoutADeviceClock) {
  const PairedRun run = paired({call_of({enter(0, 0, 0), leave(0, 3, 1)})});
  ASSERT_THAT(run.spans, SizeIs(1));
  EXPECT_FALSE(run.spans[0].device_start_ns);
  EXPECT_FALSE(run.spans[0].device_stop_ns);
}

TEST(DeviceTimes, AreUnknownWhereAnEventIsMissing) {
  const FixedTimes clock({10, 40});
  const PairedRun run =
      paired({call_of({enter(0, 0, 0), enter(1, 1), leave(1, 2, 1), leave(0, 3)})}, &clock);
  ASSERT_THAT(run.spans, SizeIs(2));
  EXPECT_THAT(run.spans[0].device_start_ns, Optional(0));
  EXPECT_FALSE(run.spans[0].device_stop_ns);
  EXPECT_FALSE(run.spans[1].device_start_ns);
  EXPECT_THAT(run.spans[1].device_stop_ns, Optional(30));
}

TEST(DeviceTimes, AreAllUnknownWithoutTheFirstEvent) {
  const FixedTimes clock({10, 40});
  const PairedRun run =
      paired({call_of({enter(0, 0), enter(1, 1, 0), leave(1, 2, 1), leave(0, 3)})}, &clock);
  ASSERT_THAT(run.spans, SizeIs(2));
  for (const CallSpan& span : run.spans) {
    EXPECT_FALSE(span.device_start_ns) << span.site;
    EXPECT_FALSE(span.device_stop_ns) << span.site;
  }
}

TEST(DeviceTimes, OfForkedBodiesStartWithTheRunToo) {
  const FixedTimes clock({100, 200, 300, 400});
  const PairedRun run = paired({call_of({enter(0, 0, 0), leave(0, 9, 3)}),
                                body_of(0, 1, {event(kBodyBegin, 2, 1), event(kBodyEnd, 3, 2)})},
                               &clock);
  ASSERT_THAT(run.spans, SizeIs(2));
  EXPECT_THAT(run.spans[1].device_start_ns, Optional(200 - 100));
  EXPECT_THAT(run.spans[1].device_stop_ns, Optional(300 - 100));
}

TEST(DeviceTimes, OfACallThatRaisedEndWithTheLastEvent) {
  const FixedTimes clock({100, 200, 350});
  const PairedRun run =
      paired({call_of({enter(0, 0, 0), enter(1, 1, 1), event(kWaitBegin, 2, 2)})}, &clock);
  ASSERT_THAT(run.spans, SizeIs(2));
  EXPECT_THAT(run.spans[0].device_stop_ns, Optional(350 - 100));
  EXPECT_THAT(run.spans[1].device_stop_ns, Optional(350 - 100));
}

TEST(DeviceTimes, AreRefusedBeforeTheClockWasSynchronized) {
  SimulatedDeviceClock clock(1, 0);
  clock.reserve(2);
  const DeviceEvent first = clock.record();
  const DeviceEvent last = clock.record();
  const std::vector<TaskEvents> tasks{call_of({enter(0, 0, first), leave(0, 1, last)})};
  EXPECT_THROW((void)paired(tasks, &clock), InternalError);
  clock.synchronize();
  EXPECT_NO_THROW((void)paired(tasks, &clock));
}

}  // namespace
}  // namespace hookstat::testing
