// Forked bodies that the model left running for longer than a recorder waits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "record/pairing.h"
#include "record/task.h"
#include "unit/record/events.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Starts a call with one forked body that has begun. One that never ends has its run for ever:
/// this keeps a way to it, so that the leak checker does not mind.
Task& begin_with_body(RunRecorder& recorder) {
  static auto& bodies = *new std::vector<Task*>;  // outlives the leak check
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& body = fork(root);
  bodies.push_back(&body);
  body.enter(kBodyBegin);
  root.leave(leave_code(0));
  return body;
}

TEST(StrayBody, DoesNotHoldUpItsRunForEver) {
  RunRecorder recorder;
  begin_with_body(recorder);
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[0].events, SizeIs(2));
  EXPECT_THAT(all[1].events, ElementsAre(Field(&Event::code, kBodyBegin)));
  const PairedRun run = paired(all);
  ASSERT_THAT(run.spans, SizeIs(2));
  EXPECT_TRUE(run.spans[1].raised);
}

TEST(StrayBody, KeepsOutOfTheNextRun) {
  RunRecorder recorder;
  Task& stray = begin_with_body(recorder);
  Task& root = recorder.begin();
  root.enter(enter_code(7));
  stray.enter(enter_code(1));
  Task& late = fork(stray);
  late.enter(kBodyBegin);
  end_body(late);
  stray.leave(leave_code(1));
  end_body(stray);
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].events, ElementsAre(Field(&Event::code, 7)));
}

TEST(StrayBody, IsNotTakenForABodyOfTheNextRun) {
  RunRecorder recorder;
  Task& stray = begin_with_body(recorder);
  Task& body = begin_with_body(recorder);
  end_body(stray);
  std::thread thread([&body] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    end_body(body);
  });
  const auto all = recorder.collect();
  thread.join();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[1].events,
              ElementsAre(Field(&Event::code, kBodyBegin), Field(&Event::code, kBodyEnd)));
}

TEST(StrayBody, MayOutliveItsRecorder) {
  std::optional<RunRecorder> recorder(std::in_place);
  Task& stray = begin_with_body(*recorder);
  recorder.reset();
  stray.enter(enter_code(1));
  EXPECT_EQ(stray.run().companion(), nullptr);
  Task& late = fork(stray);
  late.enter(kBodyBegin);
  end_body(late);
  stray.leave(leave_code(1));
  EXPECT_EQ(stray.size(), 3U);
  end_body(stray);
}

/// Says when it goes.
struct Witness final : RunCompanion {
  explicit Witness(int& gone) : gone_(gone) {}
  ~Witness() override { ++gone_; }
  int& gone_;
};

TEST(StrayBody, HasItsRunUntilItEnds) {
  int gone = 0;
  RunRecorder recorder;
  recorder.set_companion(std::make_shared<Witness>(gone));
  Task& first = begin_with_body(recorder);
  Task& second = fork(first);
  second.enter(kBodyBegin);
  recorder.forget();
  end_body(first);
  EXPECT_EQ(gone, 0);
  end_body(second);
  EXPECT_EQ(gone, 1);
}

TEST(StrayBody, LeavesBuffersToTheNextRunOnceItHasEnded) {
  RunRecorder recorder;
  Task* const root = &recorder.begin();
  root->enter(enter_code(0));
  end_body(begin_with_body(recorder));
  EXPECT_EQ(&recorder.begin(), root);
  Task& stray = begin_with_body(recorder);
  EXPECT_NE(&recorder.begin(), root);
  end_body(stray);
}

TEST(StrayBody, IsNotWaitedForWhereNobodyWantsTo) {
  RunRecorder recorder;
  Task& stray = begin_with_body(recorder);
  const auto all = recorder.collect_now();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_TRUE(all[0].ended);
  EXPECT_FALSE(all[1].ended);
  end_body(stray);
  EXPECT_TRUE(recorder.collect_now()[1].ended);
}

TEST(StrayBody, NeedNotRunWhereItIsLazy) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& lazy = root.run().fork(root, BodyStart::kWhenAwaited);
  Task& eager = root.run().fork(root);
  EXPECT_TRUE(recorder.collect_now()[1].ended);
  EXPECT_FALSE(recorder.collect_now()[2].ended) << "it has only not begun";
  lazy.enter(kBodyBegin);
  EXPECT_FALSE(recorder.collect_now()[1].ended);
  for (Task* body : {&lazy, &eager}) end_body(*body);
  EXPECT_TRUE(recorder.collect_now()[1].ended);
}

TEST(StrayBody, HandsOutNoValuesThatItMayBeAddingTo) {
  RunRecorder recorder;
  Task& stray = begin_with_body(recorder);
  stray.values.emplace_back();
  stray.enter(enter_code(1));
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[1].events, SizeIs(2));
  EXPECT_THAT(all[1].values, IsEmpty());
}

TEST(StrayBody, MayGoOnRecordingWhileItIsCollected) {
  RunRecorder recorder;
  Task& stray = begin_with_body(recorder);
  std::atomic<bool> stop = false;
  std::thread thread([&stray, &stop] {
    for (SiteId site = 0; !stop; ++site) {
      stray.enter(enter_code(site));
      if (site % 256 == 0) std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
  });
  const auto all = recorder.collect();
  stop = true;
  thread.join();
  ASSERT_THAT(all, SizeIs(2));
  const auto& events = all[1].events;
  ASSERT_FALSE(events.empty());
  for (std::size_t i = 1; i < events.size(); ++i) {
    ASSERT_EQ(events[i].code, static_cast<EventCode>(i - 1));
  }
}

}  // namespace
}  // namespace hookstat::testing
