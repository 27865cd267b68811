#include "record/task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hookstat::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Chunks of 4096 events: enough for two full ones and a part of a third.
constexpr SiteId kManyEvents = 10'000;

/// Records when, by the host clock, it was asked, and lets that clock go on before and after.
class DeviceClockWithTimes final : public DeviceClock {
 public:
  struct Asked {
    std::int64_t from_ticks = 0;
    std::int64_t to_ticks = 0;
  };

  [[nodiscard]] std::string device() const override { return "fake"; }
  [[nodiscard]] std::string device_name() const override { return "fake device clock"; }
  void reserve(std::size_t events) override { asked_.reserve(events); }
  void reset() noexcept override { asked_.clear(); }
  [[nodiscard]] DeviceEvent record() noexcept override {
    const std::int64_t from = next_tick();
    const std::int64_t to = next_tick();
    asked_.push_back({from, to});
    return static_cast<DeviceEvent>(asked_.size() - 1);
  }
  [[nodiscard]] std::size_t lost() const noexcept override { return 0; }
  void synchronize() override {}
  [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent, DeviceEvent) const override { return 0; }

  [[nodiscard]] const std::vector<Asked>& asked() const noexcept { return asked_; }

 private:
  static std::int64_t next_tick() noexcept {
    const std::int64_t now = HostClock::ticks();
    std::int64_t later = now;
    while (later == now) later = HostClock::ticks();
    return later;
  }

  std::vector<Asked> asked_;
};

std::vector<Event> events_of_call(RunRecorder& recorder) { return recorder.collect()[0].events; }

void enter_many(Task& task) {
  for (SiteId site = 0; site < kManyEvents; ++site) task.enter(enter_code(site));
}

TEST(EventCode, TellsEnteringLeavingAndTheOtherMarksApart) {
  for (const SiteId site : {0, 1, 1'000'000}) {
    EXPECT_EQ(enter_code(site), site);
    EXPECT_LT(leave_code(site), 0);
    EXPECT_EQ(~leave_code(site), site);
    for (const EventCode mark : {kWaitBegin, kWaitEnd, kBodyBegin, kBodyEnd}) {
      EXPECT_GT(mark, enter_code(site));
    }
  }
}

TEST(Task, IsEmptyBeforeTheFirstEvent) {
  RunRecorder recorder;
  EXPECT_EQ(recorder.begin().size(), 0U);
  EXPECT_THAT(events_of_call(recorder), IsEmpty());
}

TEST(Task, KeepsEventsInOrder) {
  RunRecorder recorder;
  Task& task = recorder.begin();
  task.enter(enter_code(0));
  task.enter(enter_code(5));
  task.leave(leave_code(5));
  task.leave(leave_code(0));
  const std::vector<Event> events = events_of_call(recorder);
  EXPECT_THAT(events, ElementsAre(Field(&Event::code, 0), Field(&Event::code, 5),
                                  Field(&Event::code, ~5), Field(&Event::code, ~0)));
  for (std::size_t i = 1; i < events.size(); ++i) EXPECT_GE(events[i].ticks, events[i - 1].ticks);
}

TEST(Task, KeepsTheOrderOfMoreEventsThanAChunkHolds) {
  RunRecorder recorder;
  enter_many(recorder.begin());
  const std::vector<Event> events = events_of_call(recorder);
  ASSERT_THAT(events, SizeIs(kManyEvents));
  for (std::size_t i = 0; i < events.size(); ++i) {
    ASSERT_EQ(events[i].code, static_cast<EventCode>(i));
    ASSERT_GE(events[i].ticks, events[i == 0 ? 0 : i - 1].ticks) << i;
  }
}

TEST(Task, KnowsItsSizeAroundTheEndOfAChunk) {
  RunRecorder recorder;
  Task& task = recorder.begin();
  for (std::size_t i = 1; i <= 2 * 4096 + 2; ++i) {
    task.enter(enter_code(0));
    ASSERT_EQ(task.size(), i);
  }
}

TEST(Task, ForgetsItsEventsAndValuesWithARestart) {
  RunRecorder recorder;
  Task& task = recorder.begin();
  enter_many(task);
  task.values.emplace_back();
  ASSERT_EQ(&recorder.begin(), &task);
  EXPECT_EQ(task.size(), 0U);
  EXPECT_THAT(task.values, IsEmpty());
  task.enter(enter_code(77));
  EXPECT_THAT(events_of_call(recorder), ElementsAre(Field(&Event::code, 77)));
}

TEST(Task, GrowsOnAfterAShorterRun) {
  RunRecorder recorder;
  enter_many(recorder.begin());
  recorder.begin().enter(enter_code(0));
  enter_many(recorder.begin());
  const std::vector<Event> events = events_of_call(recorder);
  ASSERT_THAT(events, SizeIs(kManyEvents));
  for (std::size_t i = 0; i < events.size(); ++i) {
    ASSERT_EQ(events[i].code, static_cast<EventCode>(i));
  }
}

TEST(Task, RecordsNoDeviceEventsWithoutADeviceClock) {
  RunRecorder recorder;
  Task& task = recorder.begin();
  task.enter(enter_code(0));
  task.leave(leave_code(0));
  EXPECT_THAT(events_of_call(recorder), Each(Field(&Event::device, kNoDeviceEvent)));
}

TEST(Task, CrossesWithOneEventWithoutADeviceClock) {
  RunRecorder recorder;
  Task& task = recorder.begin();
  task.cross(leave_code(6), enter_code(7));
  task.cross(leave_code(7), enter_code(0));
  EXPECT_EQ(task.size(), 2U);
  const std::vector<Event> events = events_of_call(recorder);
  EXPECT_THAT(events,
              ElementsAre(Field(&Event::code, leave_code(6)), Field(&Event::code, leave_code(7))));
  EXPECT_EQ(events[0].entered(), 7);
  EXPECT_EQ(events[1].entered(), 0);
}

TEST(Task, CrossesWithOneDeviceEventForBoth) {
  DeviceClockWithTimes clock;
  RunRecorder recorder(&clock);
  recorder.begin().cross(leave_code(6), enter_code(7));
  const std::vector<Event> events = events_of_call(recorder);
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].code, leave_code(6));
  EXPECT_EQ(events[1].code, enter_code(7));
  for (const Event& event : events) {
    EXPECT_EQ(event.device, 0U);
    EXPECT_EQ(event.entered(), -1);
  }
  EXPECT_THAT(clock.asked(), SizeIs(1));
  EXPECT_LE(events[0].ticks, clock.asked()[0].from_ticks);
  EXPECT_GE(events[1].ticks, clock.asked()[0].to_ticks);
}

TEST(Event, EntersNothingUnlessToldTo) {
  EXPECT_EQ((Event{0, leave_code(3), kNoDeviceEvent}).entered(), -1);
  EXPECT_EQ((Event{0, leave_code(3), 0x7FFFFFFFU}).entered(), -1);
  const SiteId last = kBodyEnd - 1;
  EXPECT_EQ((Event{0, leave_code(3), Event::then_enter(last)}).entered(), last);
}

TEST(Task, EntersAfterTheDeviceEventWasRecorded) {
  DeviceClockWithTimes clock;
  RunRecorder recorder(&clock);
  recorder.begin().enter(enter_code(0));
  const std::vector<Event> events = events_of_call(recorder);
  ASSERT_THAT(events, ElementsAre(Field(&Event::device, 0U)));
  EXPECT_GE(events[0].ticks, clock.asked()[0].to_ticks);
}

TEST(Task, LeavesBeforeTheDeviceEventIsRecorded) {
  DeviceClockWithTimes clock;
  RunRecorder recorder(&clock);
  recorder.begin().leave(leave_code(0));
  const std::vector<Event> events = events_of_call(recorder);
  ASSERT_THAT(events, ElementsAre(Field(&Event::device, 0U)));
  EXPECT_LE(events[0].ticks, clock.asked()[0].from_ticks);
}

TEST(Task, RecordsOneDeviceEventForEachOfItsOwn) {
  DeviceClockWithTimes clock;
  RunRecorder recorder(&clock);
  Task& task = recorder.begin();
  task.enter(enter_code(0));
  task.leave(kWaitBegin);
  task.enter(kWaitEnd);
  task.leave(leave_code(0));
  EXPECT_THAT(clock.asked(), SizeIs(4));
  EXPECT_THAT(events_of_call(recorder),
              ElementsAre(Field(&Event::device, 0U), Field(&Event::device, 1U),
                          Field(&Event::device, 2U), Field(&Event::device, 3U)));
}

}  // namespace
}  // namespace hookstat::testing
