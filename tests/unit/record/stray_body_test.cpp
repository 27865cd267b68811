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

/// Starts a call with one forked body that has begun. Recorders leave the run of a stray body to it
/// for ever: this keeps a way to it, so that the leak checker does not mind.
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
  end_body(stray);
  EXPECT_EQ(stray.size(), 4U);
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
