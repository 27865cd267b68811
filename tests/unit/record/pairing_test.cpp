#include "record/pairing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "unit/record/events.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Pairing, OfNothingIsNothing) {
  EXPECT_THAT(paired({}).spans, IsEmpty());
  EXPECT_THAT(paired({call_of({})}).spans, IsEmpty());
}

TEST(Pairing, ACallIsFromItsEnterToItsLeave) {
  const PairedRun run = paired({call_of({enter(0, 5), leave(0, 9)})});
  ASSERT_EQ(run.spans.size(), 1U);
  const CallSpan& root = run.spans[0];
  EXPECT_EQ(root.site, 0);
  EXPECT_EQ(root.parent, -1);
  EXPECT_EQ(root.task, 0);
  EXPECT_EQ(root.start_ns, 0);
  EXPECT_EQ(root.stop_ns, ns(5, 9));
  EXPECT_EQ(root.wait_ns, 0);
  EXPECT_FALSE(root.raised);
  EXPECT_FALSE(root.fork_body);
}

TEST(Pairing, TimesStartWithTheFirstEvent) {
  const PairedRun run =
      paired({call_of({enter(0, 1000), enter(1, 1003), leave(1, 1004), leave(0, 1010)})});
  ASSERT_EQ(run.spans.size(), 2U);
  EXPECT_EQ(run.spans[0].start_ns, 0);
  EXPECT_EQ(run.spans[1].start_ns, ns(0, 3));
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 4));
  EXPECT_EQ(run.spans[0].stop_ns, ns(0, 10));
}

TEST(Pairing, NestedCallsHaveTheCallAroundThemAsParent) {
  const PairedRun run = paired(
      {call_of({enter(0, 0), enter(7, 1), enter(3, 2), leave(3, 4), leave(7, 8), leave(0, 16)})});
  EXPECT_THAT(sites_of(run), ElementsAre(0, 7, 3));
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 1));
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 8));
  EXPECT_EQ(run.spans[2].stop_ns, ns(0, 4));
}

TEST(Pairing, SiblingsShareTheirParent) {
  const PairedRun run = paired(
      {call_of({enter(0, 0), enter(1, 1), leave(1, 2), enter(2, 3), leave(2, 4), leave(0, 5)})});
  EXPECT_THAT(sites_of(run), ElementsAre(0, 1, 2));
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 0));
}

TEST(Pairing, OneEventLeavesACallAndEntersTheNext) {
  const PairedRun run = paired({call_of(
      {enter(0, 0), enter(1, 1), cross(1, 2, 3), cross(2, 1, 4), leave(1, 5), leave(0, 6)})});
  EXPECT_THAT(sites_of(run), ElementsAre(0, 1, 2, 1));
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 0, 0));
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 3));
  EXPECT_EQ(run.spans[2].start_ns, ns(0, 3));
  EXPECT_EQ(run.spans[2].stop_ns, ns(0, 4));
  EXPECT_EQ(run.spans[3].start_ns, ns(0, 4));
  EXPECT_THAT(run.open_after[0], ElementsAre(0, 1, 2, 3, 0, -1));
}

TEST(Pairing, OneEventLeavesOnlyTheInnermostCall) {
  EXPECT_THROW(paired({call_of({enter(0, 0), enter(1, 1), cross(2, 3, 2)})}), InternalError);
}

TEST(Pairing, CallsOfOneSiteAreSpansOfTheirOwn) {
  const PairedRun run = paired(
      {call_of({enter(0, 0), enter(1, 1), leave(1, 2), enter(1, 3), leave(1, 7), leave(0, 8)})});
  EXPECT_THAT(sites_of(run), ElementsAre(0, 1, 1));
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 2));
  EXPECT_EQ(run.spans[2].start_ns, ns(0, 3));
  EXPECT_EQ(run.spans[2].stop_ns, ns(0, 7));
}

TEST(Pairing, RecursionNestsASiteInItself) {
  const PairedRun run = paired(
      {call_of({enter(0, 0), enter(1, 1), enter(1, 2), leave(1, 3), leave(1, 6), leave(0, 7)})});
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 1));
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 6));
  EXPECT_EQ(run.spans[2].stop_ns, ns(0, 3));
}

TEST(Raised, IsACallThatWasNeverLeft) {
  const PairedRun run =
      paired({call_of({enter(0, 0), enter(1, 1), leave(1, 2), enter(2, 3), enter(3, 5)})});
  ASSERT_EQ(run.spans.size(), 4U);
  EXPECT_TRUE(run.spans[0].raised);
  EXPECT_FALSE(run.spans[1].raised);
  EXPECT_TRUE(run.spans[2].raised);
  EXPECT_TRUE(run.spans[3].raised);
}

TEST(Raised, EndsWithTheLastEventOfItsTask) {
  const PairedRun run = paired({call_of({enter(0, 0), enter(1, 1), enter(2, 3), leave(2, 7)})});
  ASSERT_EQ(run.spans.size(), 3U);
  EXPECT_EQ(run.spans[0].stop_ns, ns(0, 7));
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 7));
  EXPECT_FALSE(run.spans[2].raised);
}

TEST(Raised, HasNoPlaceForResults) {
  const PairedRun run = paired({call_of({enter(0, 0), enter(1, 1)})});
  ASSERT_EQ(run.value_slots.size(), 2U);
  EXPECT_EQ(run.value_slots[1].enter, 1);
  EXPECT_EQ(run.value_slots[1].leave, -1);
}

TEST(Waits, BelongToTheInnermostOpenCall) {
  const PairedRun run = paired({call_of({enter(0, 0), enter(1, 1), event(kWaitBegin, 2),
                                         event(kWaitEnd, 6), leave(1, 7), leave(0, 8)})});
  ASSERT_EQ(run.spans.size(), 2U);
  EXPECT_EQ(run.spans[0].wait_ns, 0);
  EXPECT_EQ(run.spans[1].wait_ns, ns(2, 6));
}

TEST(Waits, AddUpWithinACall) {
  const PairedRun run = paired({call_of(
      {enter(0, 0), event(kWaitBegin, 1), event(kWaitEnd, 3), enter(1, 4), event(kWaitBegin, 5),
       event(kWaitEnd, 6), leave(1, 7), event(kWaitBegin, 8), event(kWaitEnd, 16), leave(0, 17)})});
  ASSERT_EQ(run.spans.size(), 2U);
  EXPECT_EQ(run.spans[0].wait_ns, ns(1, 3) + ns(8, 16));
  EXPECT_EQ(run.spans[1].wait_ns, ns(5, 6));
}

TEST(Waits, AreNotSpans) {
  const PairedRun run =
      paired({call_of({enter(0, 0), event(kWaitBegin, 1), event(kWaitEnd, 2), leave(0, 3)})});
  EXPECT_EQ(run.spans.size(), 1U);
  EXPECT_THAT(run.open_after, ElementsAre(ElementsAre(0, 0, 0, -1)));
}

TEST(Waits, ThatNeverEndedCountNothing) {
  const PairedRun run = paired({call_of({enter(0, 0), enter(1, 1), event(kWaitBegin, 4)})});
  ASSERT_EQ(run.spans.size(), 2U);
  EXPECT_EQ(run.spans[1].wait_ns, 0);
  EXPECT_TRUE(run.spans[1].raised);
  EXPECT_EQ(run.spans[1].stop_ns, ns(0, 4));
}

TEST(OpenAfter, IsTheInnermostOpenCallOfEachEvent) {
  const PairedRun run = paired({call_of({enter(0, 0), enter(1, 1), enter(2, 2), leave(2, 3),
                                         leave(1, 4), enter(1, 5), leave(1, 6), leave(0, 7)})});
  EXPECT_THAT(run.open_after, ElementsAre(ElementsAre(0, 1, 2, 1, 0, 3, 0, -1)));
}

TEST(OpenAfter, OfACallThatRaisedIsThatCallToTheEnd) {
  const PairedRun run = paired({call_of({enter(0, 0), enter(1, 1), enter(2, 2)})});
  EXPECT_THAT(run.open_after, ElementsAre(ElementsAre(0, 1, 2)));
}

TEST(ValueSlots, NumberTheEntersAndLeavesOfCallsInOrder) {
  const PairedRun run =
      paired({call_of({enter(0, 0), event(kWaitBegin, 1), event(kWaitEnd, 2), enter(1, 3),
                       leave(1, 4), enter(2, 5), leave(2, 6), leave(0, 7)})});
  ASSERT_EQ(run.value_slots.size(), run.spans.size());
  EXPECT_EQ(run.value_slots[0].enter, 0);
  EXPECT_EQ(run.value_slots[1].enter, 1);
  EXPECT_EQ(run.value_slots[1].leave, 2);
  EXPECT_EQ(run.value_slots[2].enter, 3);
  EXPECT_EQ(run.value_slots[2].leave, 4);
  EXPECT_EQ(run.value_slots[0].leave, 5);
}

TEST(BadNesting, IsALeaveOfAnotherCallThanTheInnermost) {
  EXPECT_THROW((void)paired({call_of({enter(0, 0), enter(1, 1), leave(0, 2)})}), InternalError);
  EXPECT_THROW((void)paired({call_of({enter(0, 0), leave(1, 1)})}), InternalError);
}

TEST(BadNesting, IsALeaveWithoutAnEnter) {
  EXPECT_THROW((void)paired({call_of({leave(0, 0)})}), InternalError);
  EXPECT_THROW((void)paired({call_of({enter(0, 0), leave(0, 1), leave(0, 2)})}), InternalError);
}

TEST(BadNesting, IsTheEndOfABodyThatIsNone) {
  EXPECT_THROW((void)paired({call_of({enter(0, 0), event(kBodyEnd, 1)})}), InternalError);
  EXPECT_THROW((void)paired({call_of({event(kBodyEnd, 0)})}), InternalError);
}

TEST(BadNesting, NamesTheSite) {
  try {
    (void)paired({call_of({enter(0, 0), leave(42, 1)})});
    FAIL() << "nothing was thrown";
  } catch (const InternalError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("42"));
  }
}

}  // namespace
}  // namespace hookstat::testing
