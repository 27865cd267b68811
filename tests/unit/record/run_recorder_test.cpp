#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <latch>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "hookstat/tensor_info.h"
#include "record/task.h"
#include "unit/record/events.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A whole body that does nothing.
void run_body(Task& body) {
  body.enter(kBodyBegin);
  end_body(body);
}

std::vector<TensorInfo> one_tensor(std::int64_t size) {
  TensorInfo info;
  info.sizes = {size};
  return {info};
}

TEST(RunRecorder, BeginsWithTheTaskOfTheCall) {
  RunRecorder recorder;
  const Task& task = recorder.begin();
  EXPECT_EQ(task.id(), 0);
  EXPECT_EQ(task.parent(), -1);
  EXPECT_EQ(task.forked_at(), 0U);
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].parent, -1);
  EXPECT_THAT(all[0].events, IsEmpty());
}

TEST(RunRecorder, CollectsNothingBeforeTheFirstCall) {
  RunRecorder recorder;
  EXPECT_THAT(recorder.collect(), IsEmpty());
}

TEST(RunRecorder, NumbersForksAndKnowsWhereTheyHappened) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& first = fork(root);
  root.enter(enter_code(1));
  Task& second = fork(root);
  first.enter(kBodyBegin);
  Task& inner = fork(first);
  for (Task* body : {&second, &inner}) run_body(*body);
  end_body(first);
  EXPECT_EQ(first.id(), 1);
  EXPECT_EQ(second.id(), 2);
  EXPECT_EQ(inner.id(), 3);
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(4));
  const auto forked = [&](std::size_t task) {
    return std::pair(all[task].parent, all[task].forked_at);
  };
  EXPECT_EQ(forked(1), std::pair(0, std::size_t{1}));
  EXPECT_EQ(forked(2), std::pair(0, std::size_t{2}));
  EXPECT_EQ(forked(3), std::pair(1, std::size_t{1}));
  EXPECT_THAT(all[1].events,
              ElementsAre(Field(&Event::code, kBodyBegin), Field(&Event::code, kBodyEnd)));
}

TEST(RunRecorder, ForgetsTheLastRun) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  run_body(fork(root));
  ASSERT_THAT(recorder.collect(), SizeIs(2));
  recorder.begin().enter(enter_code(3));
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].events, ElementsAre(Field(&Event::code, 3)));
}

TEST(RunRecorder, UsesTheTasksOfForksAgain) {
  RunRecorder recorder;
  std::set<Task*> tasks;
  for (int run = 0; run < 3; ++run) {
    Task& root = recorder.begin();
    root.enter(enter_code(0));
    Task& body = fork(root);
    EXPECT_EQ(body.size(), 0U);
    run_body(body);
    tasks.insert({&root, &body});
    EXPECT_THAT(recorder.collect(), SizeIs(2));
  }
  EXPECT_THAT(tasks, SizeIs(2));
}

TEST(RunRecorder, CollectsTheSameTwice) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  run_body(fork(root));
  EXPECT_EQ(recorder.collect()[1].events.size(), recorder.collect()[1].events.size());
  EXPECT_THAT(recorder.collect(), SizeIs(2));
}

TEST(RunRecorder, HandsOutTheValuesOfEachTask) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.values.push_back(one_tensor(3));
  root.enter(enter_code(0));
  Task& body = fork(root);
  body.enter(kBodyBegin);
  body.values.push_back(one_tensor(5));
  body.enter(enter_code(1));
  body.leave(leave_code(1));
  end_body(body);
  const auto all = recorder.collect();
  EXPECT_THAT(all[0].values, ElementsAre(one_tensor(3)));
  EXPECT_THAT(all[1].values, ElementsAre(one_tensor(5)));
}

TEST(RunRecorder, ShowsItsCompanionToTheTasksOfTheNextRun) {
  const auto sink = std::make_shared<RunCompanion>();
  RunRecorder recorder;
  const Task& task = recorder.begin();
  EXPECT_EQ(task.run().companion(), nullptr);
  recorder.set_companion(sink);
  EXPECT_EQ(task.run().companion(), nullptr);
  EXPECT_EQ(recorder.begin().run().companion(), sink.get());
}

TEST(RunRecorder, LetsManyThreadsForkAtOnce) {
  constexpr std::size_t kThreads = 8;
  constexpr std::size_t kForksEach = 50;
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  std::latch start(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&start, &body = fork(root)] {
      start.arrive_and_wait();
      body.enter(kBodyBegin);
      for (std::size_t k = 0; k < kForksEach; ++k) {
        run_body(fork(body));
        body.leave(kWaitBegin);
      }
      end_body(body);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto all = recorder.collect();
  ASSERT_THAT(all, SizeIs(1 + kThreads + kThreads * kForksEach));
  std::set<std::pair<std::int32_t, std::size_t>> forks;
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_LT(all[i].parent, static_cast<std::int32_t>(i));
    ASSERT_EQ(all[i].events.back().code, kBodyEnd) << i;
    if (i > kThreads) forks.insert({all[i].parent, all[i].forked_at});
  }
  EXPECT_THAT(forks, SizeIs(kThreads * kForksEach)) << "each fork is of its own place";
}

TEST(RunRecorder, KeepsRecordersApart) {
  RunRecorder one;
  RunRecorder other;
  Task& first = one.begin();
  Task& second = other.begin();
  first.enter(enter_code(1));
  run_body(fork(second));
  EXPECT_THAT(one.collect(), SizeIs(1));
  EXPECT_THAT(other.collect(), SizeIs(2));
}

TEST(RunRecorder, WaitsForABodyThatStillRuns) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& body = fork(root);
  std::thread thread([&body] {
    body.enter(kBodyBegin);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    body.enter(enter_code(4));
    body.leave(leave_code(4));
    end_body(body);
  });
  const auto all = recorder.collect();
  thread.join();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[1].events, ElementsAre(Field(&Event::code, kBodyBegin), Field(&Event::code, 4),
                                         Field(&Event::code, ~4), Field(&Event::code, kBodyEnd)));
}

TEST(RunRecorder, WaitsForABodyThatHasNotBegun) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& body = fork(root);
  std::thread thread([&body] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    run_body(body);
  });
  const auto all = recorder.collect();
  thread.join();
  EXPECT_THAT(all[1].events, SizeIs(2));
}

}  // namespace
}  // namespace hookstat::testing
