#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "record/pairing.h"
#include "unit/record/events.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

/// A body that calls nothing, from one moment to another.
TaskEvents empty_body(std::int32_t parent, std::size_t forked_at, std::int64_t from,
                      std::int64_t to) {
  return body_of(parent, forked_at, {event(kBodyBegin, from), event(kBodyEnd, to)});
}

/// The root calls site 1 and after it site 2: 6 events.
TaskEvents two_calls() {
  return call_of({enter(0, 0), enter(1, 1), leave(1, 2), enter(2, 3), leave(2, 4), leave(0, 5)});
}

TEST(ForkedBody, LiesInTheCallThatForkedIt) {
  for (const auto& [forked_at, parent] :
       {std::pair<std::size_t, std::int32_t>{1, 0}, {2, 1}, {3, 0}, {4, 2}, {5, 0}}) {
    const PairedRun run = paired({two_calls(), empty_body(0, forked_at, 10, 12)});
    ASSERT_THAT(run.spans, SizeIs(4));
    EXPECT_EQ(run.spans[3].parent, parent) << "forked after " << forked_at << " events";
    EXPECT_EQ(run.spans[3].site, run.spans[static_cast<std::size_t>(parent)].site);
  }
}

TEST(ForkedBody, IsASpanOfItsOwnTaskAndNoCall) {
  const PairedRun run = paired({two_calls(), empty_body(0, 2, 10, 12)});
  ASSERT_THAT(run.spans, SizeIs(4));
  EXPECT_TRUE(run.spans[3].fork_body);
  EXPECT_FALSE(run.spans[3].raised);
  EXPECT_EQ(run.spans[3].task, 1);
  EXPECT_EQ(run.spans[3].start_ns, ns(0, 10));
  EXPECT_EQ(run.spans[3].stop_ns, ns(0, 12));
  for (std::size_t call = 0; call < 3; ++call) EXPECT_FALSE(run.spans[call].fork_body) << call;
}

TEST(ForkedBody, HoldsTheCallsThatItMakes) {
  const PairedRun run =
      paired({two_calls(), body_of(0, 4,
                                   {event(kBodyBegin, 4), enter(5, 5), enter(6, 6), leave(6, 7),
                                    leave(5, 8), event(kBodyEnd, 9)})});
  EXPECT_THAT(sites_of(run), ElementsAre(0, 1, 2, 2, 5, 6));
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 0, 2, 3, 4));
  EXPECT_THAT(run.open_after[1], ElementsAre(3, 4, 5, 4, 3, -1));
  EXPECT_EQ(run.spans[4].task, 1);
  EXPECT_EQ(run.spans[5].task, 1);
}

TEST(ForkedBody, CountsValuesFromZeroAndHasNoneItself) {
  const PairedRun run =
      paired({two_calls(),
              body_of(0, 4, {event(kBodyBegin, 4), enter(5, 5), leave(5, 8), event(kBodyEnd, 9)})});
  ASSERT_THAT(run.value_slots, SizeIs(5));
  EXPECT_EQ(run.value_slots[3].enter, -1);
  EXPECT_EQ(run.value_slots[3].leave, -1);
  EXPECT_EQ(run.value_slots[4].enter, 0);
  EXPECT_EQ(run.value_slots[4].leave, 1);
}

TEST(ForkedBody, WaitsForItself) {
  const PairedRun run = paired({two_calls(), body_of(0, 1,
                                                     {event(kBodyBegin, 1), event(kWaitBegin, 2),
                                                      event(kWaitEnd, 4), event(kBodyEnd, 5)})});
  ASSERT_THAT(run.spans, SizeIs(4));
  EXPECT_EQ(run.spans[3].wait_ns, ns(2, 4));
  EXPECT_EQ(run.spans[0].wait_ns, 0);
}

TEST(ForkedBody, MayForkInItsTurn) {
  const PairedRun run =
      paired({two_calls(),
              body_of(0, 2, {event(kBodyBegin, 2), enter(5, 3), leave(5, 9), event(kBodyEnd, 10)}),
              empty_body(1, 2, 4, 6), empty_body(1, 1, 5, 7), empty_body(2, 1, 5, 6)});
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 0, 1, 3, 4, 3, 5));
  EXPECT_THAT(sites_of(run), ElementsAre(0, 1, 2, 1, 5, 5, 1, 5));
  EXPECT_EQ(run.spans[7].task, 4);
}

TEST(ForkedBody, SpansOfOneForkAreNotThoseOfAnother) {
  const PairedRun run = paired(
      {two_calls(),
       body_of(0, 2, {event(kBodyBegin, 2), enter(5, 4), leave(5, 8), event(kBodyEnd, 12)}),
       body_of(0, 2, {event(kBodyBegin, 3), enter(5, 6), leave(5, 10), event(kBodyEnd, 11)})});
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 0, 1, 3, 1, 5));
  EXPECT_EQ(run.spans[4].stop_ns, ns(0, 8));
  EXPECT_EQ(run.spans[6].start_ns, ns(0, 6));
  EXPECT_EQ(run.spans[6].stop_ns, ns(0, 10));
}

TEST(ForkedBody, ThatNeverEndedRaised) {
  const PairedRun run =
      paired({two_calls(), body_of(0, 2, {event(kBodyBegin, 2), enter(5, 3), enter(6, 8)})});
  ASSERT_THAT(run.spans, SizeIs(6));
  for (std::size_t span = 3; span < 6; ++span) {
    EXPECT_TRUE(run.spans[span].raised) << span;
    EXPECT_EQ(run.spans[span].stop_ns, ns(0, 8)) << span;
  }
  EXPECT_FALSE(run.spans[1].raised);
}

TEST(ForkedBody, ThatNeverBeganIsNoSpan) {
  const PairedRun run = paired({two_calls(), body_of(0, 2, {}), empty_body(0, 4, 4, 6)});
  EXPECT_THAT(run.spans, SizeIs(4));
  EXPECT_THAT(run.open_after, SizeIs(3));
  EXPECT_EQ(run.spans[3].task, 2);
}

TEST(ForkedBody, MayOutliveTheCallThatForkedIt) {
  const PairedRun run = paired({two_calls(), empty_body(0, 2, 100, 200)});
  ASSERT_THAT(run.spans, SizeIs(4));
  EXPECT_GT(run.spans[3].start_ns, run.spans[1].stop_ns);
  EXPECT_EQ(run.spans[3].parent, 1);
}

TEST(ForkedBody, OfACallThatRaisedStillLiesInIt) {
  const PairedRun run =
      paired({call_of({enter(0, 0), enter(1, 1), enter(2, 2)}), empty_body(0, 3, 3, 4)});
  ASSERT_THAT(run.spans, SizeIs(4));
  EXPECT_EQ(run.spans[3].parent, 2);
  EXPECT_FALSE(run.spans[3].raised);
}

TEST(BadFork, IsForkedBeyondTheEventsOfItsParent) {
  for (const std::size_t forked_at : {7U, 1'000'000U}) {
    try {
      (void)paired({two_calls(), empty_body(0, forked_at, 6, 7)});
      ADD_FAILURE() << "nothing was thrown for " << forked_at;
    } catch (const InternalError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("after its parent's end"));
    }
  }
}

TEST(BadFork, IsForkedBeforeAnythingWasEntered) {
  EXPECT_THROW((void)paired({two_calls(), empty_body(0, 0, 6, 7)}), InternalError);
}

TEST(BadFork, IsForkedAfterTheRootWasLeft) {
  EXPECT_THROW((void)paired({two_calls(), empty_body(0, 6, 6, 7)}), InternalError);
}

TEST(BadFork, HasNoParentBeforeIt) {
  EXPECT_THROW((void)paired({two_calls(), empty_body(-1, 1, 6, 7)}), InternalError);
  EXPECT_THROW((void)paired({two_calls(), empty_body(1, 1, 6, 7)}), InternalError);
  EXPECT_THROW((void)paired({two_calls(), empty_body(2, 1, 6, 7), empty_body(0, 1, 6, 7)}),
               InternalError);
}

TEST(BadFork, EndsWhileACallIsOpenInIt) {
  EXPECT_THROW(
      (void)paired(
          {two_calls(), body_of(0, 1, {event(kBodyBegin, 1), enter(5, 2), event(kBodyEnd, 3)})}),
      InternalError);
}

TEST(BadFork, IsLeftLikeACall) {
  EXPECT_THROW((void)paired({two_calls(), body_of(0, 2, {event(kBodyBegin, 1), leave(1, 3)})}),
               InternalError);
}

}  // namespace
}  // namespace hookstat::testing
