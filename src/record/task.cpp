#include "record/task.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace hookstat {

Event* Task::grow() {
  const std::scoped_lock lock(growing_);
  if (used_chunks_ == chunks_.size()) chunks_.push_back(std::make_unique<Event[]>(kChunk));
  Event* const first = chunks_[used_chunks_].get();
  next_.store(first, std::memory_order_relaxed);
  end_ = first + kChunk;
  ++used_chunks_;
  return first;
}

std::size_t Task::size() const noexcept {
  if (used_chunks_ == 0) return 0;
  return used_chunks_ * kChunk -
         static_cast<std::size_t>(end_ - next_.load(std::memory_order_acquire));
}

std::vector<Event> Task::events() const {
  const std::scoped_lock lock(growing_);
  std::vector<Event> all;
  std::size_t left = size();
  all.reserve(left);
  for (std::size_t chunk = 0; left > 0; ++chunk) {
    const Event* const first = chunks_[chunk].get();
    const std::size_t count = std::min(left, kChunk);
    all.insert(all.end(), first, first + count);
    left -= count;
  }
  return all;
}

void Task::restart(std::int32_t id, std::int32_t parent, std::size_t forked_at) noexcept {
  id_ = id;
  parent_ = parent;
  forked_at_ = forked_at;
  used_chunks_ = 0;
  next_.store(nullptr, std::memory_order_relaxed);
  end_ = nullptr;
  values.clear();
  in_code = false;
  source_line = -1;
}

Task& Run::begin(std::shared_ptr<const void> code, std::shared_ptr<RunCompanion> companion) {
  const std::scoped_lock lock(mutex_);
  code_ = std::move(code);
  companion_ = std::move(companion);
  if (tasks_.empty()) tasks_.push_back(std::make_unique<Task>(*this, device_clock_));
  used_ = 1;
  tasks_.front()->restart(0, -1, 0);
  return *tasks_.front();
}

Task& Run::fork(Task& parent) {
  const std::scoped_lock lock(mutex_);
  if (used_ == tasks_.size()) tasks_.push_back(std::make_unique<Task>(*this, device_clock_));
  Task& task = *tasks_[used_];
  task.restart(static_cast<std::int32_t>(used_), parent.id(), parent.size());
  ++used_;
  live_bodies_.fetch_add(1, std::memory_order_acq_rel);
  return task;
}

std::vector<TaskEvents> Run::copy() const {
  const std::scoped_lock lock(mutex_);
  std::vector<TaskEvents> all(used_);
  for (std::size_t i = 0; i < used_; ++i) {
    const Task& task = *tasks_[i];
    all[i].parent = task.parent();
    all[i].forked_at = task.forked_at();
    all[i].events = task.events();
    const bool ended = i == 0 || (!all[i].events.empty() && all[i].events.back().code == kBodyEnd);
    if (ended) all[i].values = task.values;
  }
  return all;
}

RunRecorder::RunRecorder(DeviceClock* device_clock)
    : device_clock_(device_clock), run_(std::make_unique<Run>(device_clock)) {}

RunRecorder::~RunRecorder() {
  await_bodies();
  // A body that is still running after that holds addresses of its run: leaking it is the only safe
  // end.
  if (run_->has_live_bodies()) static_cast<void>(run_.release());
}

Task& RunRecorder::begin(std::shared_ptr<const void> code) {
  if (run_->has_live_bodies()) {
    static_cast<void>(run_.release());  // as above
    run_ = std::make_unique<Run>(device_clock_);
  }
  return run_->begin(std::move(code), companion_);
}

std::vector<TaskEvents> RunRecorder::collect() {
  await_bodies();
  return run_->copy();
}

void RunRecorder::await_bodies() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (!waited_in_vain_ && run_->has_live_bodies()) {
    waited_in_vain_ = std::chrono::steady_clock::now() > deadline;
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
}

}  // namespace hookstat
