// Pairing of tasks whose events were really recorded by several threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>
#include <vector>

#include "record/pairing.h"
#include "record/task.h"
#include "unit/record/events.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

/// Marks, each of them made in turn with those of another thread.
class InTurns {
 public:
  void run(Task& task, const std::vector<EventCode>& codes) {
    for (const EventCode code : codes) {
      turn_.arrive_and_wait();
      if (code >= 0 && code != kBodyEnd) {
        task.enter(code);
      } else {
        task.leave(code);
      }
    }
    task.run().body_ended();
  }

 private:
  std::barrier<> turn_{2};
};

std::vector<EventCode> body_calling(SiteId outer, SiteId inner) {
  return {kBodyBegin,        enter_code(outer), enter_code(inner),
          leave_code(inner), leave_code(outer), kBodyEnd};
}

/// The moment at which a span starts lies within another one.
bool starts_within(const CallSpan& span, const CallSpan& other) {
  return other.start_ns <= span.start_ns && span.start_ns <= other.stop_ns;
}

TEST(InterleavedTasks, KeepTheirCallsToThemselves) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& one = fork(root);
  root.enter(enter_code(1));
  Task& other = fork(root);
  root.leave(kWaitBegin);
  InTurns turns;
  std::thread first([&] { turns.run(one, body_calling(10, 11)); });
  std::thread second([&] { turns.run(other, body_calling(20, 21)); });
  first.join();
  second.join();
  root.enter(kWaitEnd);
  root.leave(leave_code(1));
  root.leave(leave_code(0));
  const PairedRun run = paired(recorder.collect());
  EXPECT_THAT(sites_of(run), ElementsAre(0, 1, 0, 10, 11, 1, 20, 21));
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 0, 2, 3, 1, 5, 6));
  std::vector<std::int32_t> tasks;
  for (const CallSpan& span : run.spans) {
    tasks.push_back(span.task);
    EXPECT_FALSE(span.raised);
    EXPECT_LE(span.start_ns, span.stop_ns);
    EXPECT_LE(span.stop_ns, run.spans[0].stop_ns);
  }
  EXPECT_THAT(tasks, ElementsAre(0, 0, 1, 1, 1, 2, 2, 2));
  // Step by step: the calls of both bodies are open at once, and the root waits meanwhile.
  EXPECT_TRUE(starts_within(run.spans[3], run.spans[6]) ||
              starts_within(run.spans[6], run.spans[3]));
  EXPECT_GE(run.spans[1].wait_ns, run.spans[4].stop_ns - run.spans[4].start_ns);
  EXPECT_EQ(run.spans[0].wait_ns, 0);
}

TEST(InterleavedTasks, PairByTaskWhateverThreadGoesOnWithThem) {
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& one = fork(root);
  Task& other = fork(root);
  // The interpreter gives its thread away when it waits, and goes on in another.
  const auto in_a_thread = [](const auto& work) { std::thread(work).join(); };
  in_a_thread([&] {
    one.enter(kBodyBegin);
    one.enter(enter_code(1));
    one.leave(kWaitBegin);
    other.enter(kBodyBegin);
    other.enter(enter_code(1));
  });
  in_a_thread([&] {
    other.leave(leave_code(1));
    one.enter(kWaitEnd);
    one.leave(leave_code(1));
  });
  in_a_thread([&] {
    one.leave(kBodyEnd);
    other.leave(kBodyEnd);
    for (Task* body : {&one, &other}) body->run().body_ended();
  });
  root.leave(leave_code(0));
  const PairedRun run = paired(recorder.collect());
  EXPECT_THAT(parents_of(run), ElementsAre(-1, 0, 1, 0, 3));
  EXPECT_GT(run.spans[2].wait_ns, 0);
  EXPECT_LE(run.spans[2].wait_ns, run.spans[2].stop_ns - run.spans[2].start_ns);
  EXPECT_EQ(run.spans[4].wait_ns, 0);
  for (const CallSpan& span : run.spans) EXPECT_FALSE(span.raised);
}

TEST(InterleavedTasks, OfManyThreadsAllGetTheirSpans) {
  constexpr std::size_t kBodies = 8;
  constexpr SiteId kCalls = 1'000;
  RunRecorder recorder;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kBodies; ++i) {
    threads.emplace_back([&body = fork(root)] {
      body.enter(kBodyBegin);
      for (SiteId site = 1; site <= kCalls; ++site) {
        body.enter(enter_code(site));
        body.leave(leave_code(site));
      }
      body.leave(kBodyEnd);
      body.run().body_ended();
    });
  }
  for (std::thread& thread : threads) thread.join();
  root.leave(leave_code(0));
  const PairedRun run = paired(recorder.collect());
  ASSERT_THAT(run.spans, SizeIs(1 + kBodies * (1 + kCalls)));
  for (const CallSpan& span : run.spans) {
    ASSERT_FALSE(span.raised);
    if (span.parent < 0) continue;
    const CallSpan& around = run.spans[static_cast<std::size_t>(span.parent)];
    ASSERT_EQ(around.fork_body, !span.fork_body);
    ASSERT_GE(span.start_ns, around.start_ns);
    ASSERT_LE(span.stop_ns, around.stop_ns);
  }
}

}  // namespace
}  // namespace hookstat::testing
