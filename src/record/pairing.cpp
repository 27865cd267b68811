#include "record/pairing.h"

#include <algorithm>
#include <string>

#include "hookstat/error.h"

namespace hookstat {
namespace {

class Pairer {
 public:
  Pairer(const std::vector<TaskEvents>& tasks, const TickConverter& converter,
         const DeviceClock* device_clock)
      : tasks_(tasks), converter_(converter), device_clock_(device_clock) {}

  PairedRun pair() {
    if (tasks_.empty() || tasks_.front().events.empty()) return {};
    origin_ = tasks_.front().events.front();
    paired_.open_after.resize(tasks_.size());
    for (std::size_t task = 0; task < tasks_.size(); ++task) pair_task(task);
    return std::move(paired_);
  }

 private:
  void pair_task(std::size_t task) {
    stack_.clear();
    value_position_ = 0;
    wait_begin_ = -1;
    const TaskEvents& events = tasks_[task];
    for (const Event& event : events.events) {
      handle(static_cast<std::int32_t>(task), event);
      paired_.open_after[task].push_back(stack_.empty() ? -1 : stack_.back());
    }
    while (!stack_.empty()) {
      close(events.events.back());
      paired_.spans[static_cast<std::size_t>(last_closed_)].raised = true;
    }
  }

  void handle(std::int32_t task, const Event& event) {
    if (event.code == kWaitBegin) {
      wait_begin_ = event.ticks;
    } else if (event.code == kWaitEnd) {
      end_wait(event);
    } else if (event.code == kBodyBegin) {
      open_body(task, event);
    } else if (event.code == kBodyEnd) {
      expect_open(true, 0);
      close(event);
    } else if (event.code >= 0) {
      open_call(task, event.code, event);
    } else {
      expect_open(false, ~event.code);
      paired_.value_slots[static_cast<std::size_t>(stack_.back())].leave = value_position_++;
      close(event);
      if (event.entered() >= 0) open_call(task, event.entered(), event);
    }
  }

  void open_call(std::int32_t task, SiteId site, const Event& event) {
    open(task, site, stack_.empty() ? -1 : stack_.back(), event);
    paired_.value_slots.back().enter = value_position_++;
  }

  void open(std::int32_t task, SiteId site, std::int32_t parent, const Event& event) {
    CallSpan span;
    span.site = site;
    span.parent = parent;
    span.task = task;
    span.start_ns = converter_.elapsed_ns(origin_.ticks, event.ticks);
    span.device_start_ns = device_time(event);
    stack_.push_back(static_cast<std::int32_t>(paired_.spans.size()));
    paired_.spans.push_back(span);
    paired_.value_slots.emplace_back();
  }

  void open_body(std::int32_t task, const Event& event) {
    const TaskEvents& own = tasks_[static_cast<std::size_t>(task)];
    if (own.parent < 0 || own.parent >= task || own.forked_at == 0) {
      throw InternalError("the recorder: a forked body without a parent");
    }
    const auto& open_in_parent = paired_.open_after[static_cast<std::size_t>(own.parent)];
    if (own.forked_at > open_in_parent.size()) {
      throw InternalError("the recorder: a task forked after its parent's end");
    }
    const std::int32_t parent = open_in_parent[own.forked_at - 1];
    if (parent < 0) throw InternalError("the recorder: a fork outside any call");
    open(task, paired_.spans[static_cast<std::size_t>(parent)].site, parent, event);
    paired_.spans.back().fork_body = true;
  }

  void close(const Event& event) {
    last_closed_ = stack_.back();
    stack_.pop_back();
    CallSpan& span = paired_.spans[static_cast<std::size_t>(last_closed_)];
    span.stop_ns = converter_.elapsed_ns(origin_.ticks, event.ticks);
    span.device_stop_ns = device_time(event);
  }

  void expect_open(bool body, SiteId site) const {
    if (!stack_.empty()) {
      const CallSpan& span = paired_.spans[static_cast<std::size_t>(stack_.back())];
      if (span.fork_body == body && (body || span.site == site)) return;
    }
    throw InternalError("the recorder: a leave of site " + std::to_string(site) +
                        " does not close the innermost open call");
  }

  void end_wait(const Event& event) {
    if (wait_begin_ < 0 || stack_.empty()) return;
    paired_.spans[static_cast<std::size_t>(stack_.back())].wait_ns +=
        converter_.elapsed_ns(wait_begin_, event.ticks);
    wait_begin_ = -1;
  }

  [[nodiscard]] std::optional<std::int64_t> device_time(const Event& event) const {
    if (device_clock_ == nullptr || event.device == kNoDeviceEvent ||
        origin_.device == kNoDeviceEvent) {
      return std::nullopt;
    }
    return device_clock_->elapsed_ns(origin_.device, event.device);
  }

  const std::vector<TaskEvents>& tasks_;
  const TickConverter& converter_;
  const DeviceClock* device_clock_;
  Event origin_;
  PairedRun paired_;
  std::vector<std::int32_t> stack_;
  std::int32_t value_position_ = 0;
  std::int32_t last_closed_ = -1;
  std::int64_t wait_begin_ = -1;
};

}  // namespace

std::int32_t PairedRun::open_at(std::int32_t task, std::size_t events_before) const {
  const std::vector<std::int32_t>& open = open_after[static_cast<std::size_t>(task)];
  if (events_before == 0 || events_before > open.size()) return 0;
  return std::max(0, open[events_before - 1]);
}

PairedRun pair_events(const std::vector<TaskEvents>& tasks, const TickConverter& converter,
                      const DeviceClock* device_clock) {
  return Pairer(tasks, converter, device_clock).pair();
}

}  // namespace hookstat
