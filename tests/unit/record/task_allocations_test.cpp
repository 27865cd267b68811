#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "record/task.h"

namespace {

thread_local std::size_t t_allocations = 0;

}  // namespace

// Counts what a thread allocates; the other forms of new and delete end up here. Not to be inlined:
// the compiler would see free() beside a call of new, and warn.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++t_allocations;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++t_allocations;  // a sanitizer's would be one of its own
  return std::malloc(bytes == 0 ? 1 : bytes);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace hookstat::testing {
namespace {

/// A call with a forked body; more events than a chunk holds in each. Returns its allocations.
std::size_t allocations_of_a_run(RunRecorder& recorder) {
  constexpr SiteId kEvents = 10'000;
  const std::size_t before = t_allocations;
  Task& root = recorder.begin();
  root.enter(enter_code(0));
  Task& body = root.run().fork(root);
  for (Task* task : {&root, &body}) {
    for (SiteId site = 0; site < kEvents; ++site) task->enter(enter_code(site));
  }
  body.leave(kBodyEnd);
  body.run().body_ended();
  return t_allocations - before;
}

TEST(TaskAllocations, AreNoneInARunLikeTheOneBefore) {
  RunRecorder recorder;
  EXPECT_GT(allocations_of_a_run(recorder), 0U);
  EXPECT_EQ(allocations_of_a_run(recorder), 0U);
  EXPECT_EQ(recorder.collect()[1].events.size(), 10'001U);
  EXPECT_EQ(allocations_of_a_run(recorder), 0U);
}

TEST(TaskAllocations, AreNoneAfterAShorterRunEither) {
  RunRecorder recorder;
  (void)allocations_of_a_run(recorder);
  recorder.begin().enter(enter_code(0));
  EXPECT_EQ(allocations_of_a_run(recorder), 0U);
}

}  // namespace
}  // namespace hookstat::testing
