// Was the device ever without work? Times in ns, host and device each since the first mark.
#include "record/queue_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace hookstat::testing {
namespace {

using ::testing::Field;
using ::testing::Optional;

using Interval = std::pair<std::int64_t, std::int64_t>;

CallSpan span(std::int32_t parent, Interval host, Interval device) {
  CallSpan made;
  made.parent = parent;
  made.start_ns = host.first;
  made.stop_ns = host.second;
  made.device_start_ns = device.first;
  made.device_stop_ns = device.second;
  return made;
}

/// The root and two calls in it, submitted at once, with 100 ns of device work each.
std::vector<CallSpan> submitted_at_once() {
  return {span(-1, {0, 40}, {0, 200}), span(0, {10, 20}, {0, 100}), span(0, {20, 30}, {100, 200})};
}

TEST(FirstGap, IsNowhereWhereAllWasSubmittedBeforeTheDeviceBegan) {
  EXPECT_FALSE(first_gap(submitted_at_once(), 1000));
}

TEST(FirstGap, IsNowhereWhereTheHostStaysAheadThoughTheDeviceBegan) {
  // Begun after 15 ns; the third mark was there by then, and the fourth at 90, when the device had
  // 25 ns left to do.
  const std::vector<CallSpan> spans{span(-1, {0, 120}, {0, 300}), span(0, {5, 12}, {0, 100}),
                                    span(0, {90, 110}, {100, 300})};
  EXPECT_FALSE(first_gap(spans, 15));
}

TEST(FirstGap, IsInTheCallWhoseEndCameWhenTheDeviceWasThereAlready) {
  std::vector<CallSpan> spans = submitted_at_once();
  // The host spent 5,000 ns in the second call; the device had reached its beginning long before.
  spans[2].stop_ns = 5020;
  spans[0].stop_ns = 5030;
  EXPECT_THAT(first_gap(spans, 1000), Optional(Field(&Gap::span, 2)));
  EXPECT_EQ(first_gap(spans, 1000)->still_ns, 5000);
}

TEST(FirstGap, IsTheCallersWhereTheHostSpentItBetweenCalls) {
  std::vector<CallSpan> spans = submitted_at_once();
  spans[2].start_ns = 5000;
  spans[2].stop_ns = 5010;
  spans[0].stop_ns = 5020;
  EXPECT_THAT(first_gap(spans, 1000), Optional(Field(&Gap::span, 0)));
}

TEST(FirstGap, IsTheFirstOfSeveral) {
  const std::vector<CallSpan> spans{span(-1, {0, 9000}, {0, 9000}), span(0, {10, 3000}, {10, 3000}),
                                    span(0, {3010, 6000}, {3010, 6000})};
  EXPECT_THAT(first_gap(spans, 100), Optional(Field(&Gap::span, 1)));
}

TEST(FirstGap, FollowsTheOrderOfSubmissionInForkedBodiesToo) {
  std::vector<CallSpan> spans = submitted_at_once();
  spans[2].task = 1;
  spans[2].fork_body = true;
  EXPECT_FALSE(first_gap(spans, 1000));
  spans[2].stop_ns = 5000;
  EXPECT_THAT(first_gap(spans, 1000), Optional(Field(&Gap::span, 0)));
}

TEST(FirstGap, IsNowhereInARunOfOneCall) {
  EXPECT_FALSE(first_gap({span(-1, {0, 40}, {0, 10})}, 100));
  EXPECT_THAT(first_gap({span(-1, {0, 40}, {0, 10})}, 30), Optional(Field(&Gap::span, 0)));
}

TEST(WaitedForDevice, WhereTheHostStoodStillForWhatTheDeviceWasBehind) {
  // Held for 200, submitted in 100: a host that asks at any point waits for 100 at least.
  EXPECT_TRUE(waited_for_device({0, 100}, 200, 100));
  EXPECT_TRUE(waited_for_device({0, 5'000}, 200, 100));
}

TEST(WaitedForDevice, IsNotSaidWhereTheDeviceWasNotHeldForLong) {
  EXPECT_FALSE(waited_for_device({0, 5'000}, 149, 100));
  EXPECT_FALSE(waited_for_device({0, 5'000}, -10, 100));
}

TEST(WaitedForDevice, IsNotSaidOfAHostThatHasNeverStoodStill) {
  // It had to wait earlier, for room in the queue; here the device has caught up.
  EXPECT_FALSE(waited_for_device({0, 10}, 200, 100));
}

}  // namespace
}  // namespace hookstat::testing
