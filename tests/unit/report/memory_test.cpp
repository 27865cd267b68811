// What modules take, keep and give back, from recorded blocks.
#include <gtest/gtest.h>

#include <algorithm>

#include "hookstat/error.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

/// The net calls m1 (span 1), which calls m2 (span 2), and then m2 (span 3).
Recording net_that_runs() {
  Recording recording = net_with_leaves(2);
  set_runs(
      recording,
      {run_of({span(0, -1, 0, 100), span(1, 0, 10, 60), span(2, 1, 20, 50), span(2, 0, 70, 90)})});
  MemoryRun run;
  run.device = "cpu";
  run.spans = recording.kept_run->run.spans;
  recording.memory = run;
  return recording;
}

/// Events are {time, bytes, block, span}; `after` of them come when the call has returned.
Report report_of(std::vector<MemoryEvent> events, std::int32_t after = 0) {
  Recording recording = net_that_runs();
  recording.memory->events_in_call = static_cast<std::int32_t>(events.size()) - after;
  recording.memory->events = std::move(events);
  recording.memory->plain_peak_bytes = 111;
  return build_report(recording, "1.0");
}

const MemoryUse& use_of(const Report& report, std::size_t module) {
  return report.modules.at(module).memory.value();
}

TEST(MemoryOfModules, IsThatOfTheCallsInsideToo) {
  const Report report = report_of({{12, 100, 0, 1}, {22, 50, 1, 2}, {72, 7, 2, 3}});
  EXPECT_EQ(use_of(report, 0).allocated_bytes, 157);
  EXPECT_EQ(use_of(report, 1).allocated_bytes, 150);
  EXPECT_EQ(use_of(report, 2).allocated_bytes, 57);
  EXPECT_EQ(use_of(report, 0).own_allocated_bytes, 0);
  EXPECT_EQ(use_of(report, 1).own_allocated_bytes, 100);
  EXPECT_EQ(use_of(report, 2).own_allocated_bytes, 57);
}

TEST(MemoryOfModules, IsGivenBackWhereThatIsDone) {
  // m2 takes block 1, m1 gives it back; block 0 is given back by the net, when m1 has returned.
  const Report report =
      report_of({{12, 100, 0, 1}, {22, 50, 1, 2}, {55, -50, 1, 1}, {65, -100, 0, 0}});
  EXPECT_EQ(use_of(report, 2).freed_bytes, 0);
  EXPECT_EQ(use_of(report, 2).kept_bytes, 50);
  EXPECT_EQ(use_of(report, 1).freed_bytes, 50);
  EXPECT_EQ(use_of(report, 1).kept_bytes, 100);
  EXPECT_EQ(use_of(report, 0).freed_bytes, 150);
  EXPECT_EQ(use_of(report, 0).kept_bytes, 0);
}

TEST(MemoryOfModules, HasItsPeakAboveWhatWasHeldAtEntry) {
  const Report report = report_of(
      {{5, 1000, 0, 0}, {12, 100, 1, 1}, {22, 50, 2, 2}, {30, -50, 2, 2}, {72, 80, 3, 3}});
  EXPECT_EQ(use_of(report, 0).peak_bytes, 1180);
  EXPECT_EQ(use_of(report, 1).peak_bytes, 150);
  EXPECT_EQ(use_of(report, 2).peak_bytes, 80) << "the worse of its two calls";
}

TEST(MemoryOfModules, OfOneThatOnlyGivesBackHasNoPeak) {
  const Report report = report_of({{12, 100, 0, 1}, {22, -100, 0, 2}});
  EXPECT_EQ(use_of(report, 2).peak_bytes, 0);
  EXPECT_EQ(use_of(report, 2).freed_bytes, 100);
}

TEST(MemoryOfTheModel, HasAPeakWithAPlaceAndATime) {
  const Report report =
      report_of({{12, 100, 0, 1}, {22, 50, 1, 2}, {30, -50, 1, 2}, {72, 40, 2, 3}});
  EXPECT_EQ(report.memory->hooked_peak_bytes, 150);
  EXPECT_EQ(report.memory->peak_module, 2);
  EXPECT_EQ(report.memory->peak_at_ns, 22);
  EXPECT_EQ(report.memory->peak_bytes, 111) << "that of the plain call";
  EXPECT_EQ(report.totals.peak_memory_bytes, 111);
  EXPECT_EQ(use_of(report, 1).at_peak_bytes, 100);
  EXPECT_EQ(use_of(report, 2).at_peak_bytes, 50) << "what came later is not in it";
}

TEST(MemoryOfTheModel, IsKeptUntilTheResultsAreGone) {
  // Block 0 is the result; block 1 stays for ever.
  const Report report = report_of({{12, 100, 0, 1}, {22, 50, 1, 2}, {120, -100, 0, 0}}, 1);
  EXPECT_EQ(use_of(report, 0).kept_bytes, 150);
  EXPECT_EQ(use_of(report, 0).freed_bytes, 0) << "the caller gave it back";
  EXPECT_EQ(report.memory->left_bytes, 50);
  EXPECT_EQ(use_of(report, 2).left_bytes, 50);
  EXPECT_EQ(use_of(report, 1).left_bytes, 0);
}

TEST(MemoryOfTheModel, MayBeNone) {
  const Report report = report_of({});
  EXPECT_EQ(report.memory->hooked_peak_bytes, 0);
  EXPECT_EQ(report.memory->allocations, 0);
  EXPECT_EQ(report.memory_timeline, std::vector<MemoryTimelineEvent>{});
}

TEST(MemoryOfTheModel, ThatDiffersWithHooksIsAWarning) {
  const auto has_note = [](const Report& report) {
    return std::ranges::any_of(report.warnings,
                               [](const Note& note) { return note.code == "memory_differs"; });
  };
  EXPECT_TRUE(has_note(report_of({{12, 100, 0, 1}}))) << "111 bytes without hooks";
  EXPECT_FALSE(has_note(report_of({{12, 111, 0, 1}})));
}

TEST(MemoryTimeline, SaysWhatIsHeldAfterEachChange) {
  const Report report = report_of({{12, 100, 0, 1}, {22, 50, 1, 2}, {30, -100, 0, 2}});
  EXPECT_EQ(report.memory_timeline,
            (std::vector<MemoryTimelineEvent>{{1, 12, 100}, {2, 22, 150}, {2, 30, 50}}));
}

TEST(MemoryTimeline, OfVeryManyChangesKeepsThePeak) {
  std::vector<MemoryEvent> events;
  for (std::int32_t i = 0; i < 30'000; ++i) {
    const std::int64_t bytes = i == 12'345 ? 5000 : 10;
    events.push_back({2 * i, bytes, i, 1});
    events.push_back({2 * i + 1, -bytes, i, 1});
  }
  const Report report = report_of(events);
  const auto& timeline = *report.memory_timeline;
  EXPECT_LE(timeline.size(), 10'000U);
  EXPECT_GT(timeline.size(), 5'000U);
  EXPECT_EQ(std::ranges::max(timeline, {}, &MemoryTimelineEvent::bytes).bytes, 5000);
  EXPECT_TRUE(std::ranges::is_sorted(timeline, {}, &MemoryTimelineEvent::at_ns));
}

TEST(MemoryRuns, MustNotContradictThemselves) {
  EXPECT_THROW(report_of({{1, 10, 0, 9}}), InternalError) << "no such span";
  EXPECT_THROW(report_of({{1, 10, 3, 0}}), InternalError) << "the first block is number 0";
  EXPECT_THROW(report_of({{1, -10, 0, 0}}), InternalError) << "given back before it was taken";
  EXPECT_THROW(report_of({{1, 10, 0, 0}}, -1), InternalError) << "more in the call than there are";
}

}  // namespace
}  // namespace hookstat::testing
