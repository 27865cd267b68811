#include "record/task.h"

#include <chrono>
#include <thread>

namespace hookstat {

void Task::grow() {
  if (used_chunks_ == chunks_.size()) chunks_.push_back(std::make_unique<Event[]>(kChunk));
  next_ = chunks_[used_chunks_].get();
  end_ = next_ + kChunk;
  ++used_chunks_;
}

std::size_t Task::size() const noexcept {
  return used_chunks_ == 0 ? 0 : used_chunks_ * kChunk - static_cast<std::size_t>(end_ - next_);
}

void Task::restart(std::int32_t id, std::int32_t parent, std::size_t forked_at) noexcept {
  id_ = id;
  parent_ = parent;
  forked_at_ = forked_at;
  used_chunks_ = 0;
  next_ = nullptr;
  end_ = nullptr;
  values.clear();
}

RunRecorder::~RunRecorder() {
  await_bodies();
  // A body that is still running after that holds the address of its task: leaking the tasks is the
  // only safe end.
  if (live_bodies_.load(std::memory_order_acquire) > 0) {
    for (auto& task : tasks_) static_cast<void>(task.release());
  }
}

Task& RunRecorder::begin() {
  const std::scoped_lock lock(mutex_);
  if (live_bodies_.load(std::memory_order_acquire) > 0) {
    for (auto& task : tasks_) static_cast<void>(task.release());
    tasks_.clear();
    live_bodies_.store(0, std::memory_order_release);
  }
  if (tasks_.empty()) tasks_.push_back(std::make_unique<Task>(*this, device_clock_));
  used_ = 1;
  tasks_.front()->restart(0, -1, 0);
  return *tasks_.front();
}

Task& RunRecorder::fork(Task& parent) {
  const std::scoped_lock lock(mutex_);
  if (used_ == tasks_.size()) tasks_.push_back(std::make_unique<Task>(*this, device_clock_));
  Task& task = *tasks_[used_];
  task.restart(static_cast<std::int32_t>(used_), parent.id(), parent.size());
  ++used_;
  live_bodies_.fetch_add(1, std::memory_order_acq_rel);
  return task;
}

std::vector<TaskEvents> RunRecorder::collect() {
  await_bodies();
  const std::scoped_lock lock(mutex_);
  std::vector<TaskEvents> all(used_);
  for (std::size_t i = 0; i < used_; ++i) {
    const Task& task = *tasks_[i];
    all[i].parent = task.parent();
    all[i].forked_at = task.forked_at();
    all[i].values = task.values;
    const std::size_t size = task.size();
    all[i].events.reserve(size);
    for (std::size_t k = 0; k < size; ++k) all[i].events.push_back(task.at(k));
  }
  return all;
}

void RunRecorder::await_bodies() const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (live_bodies_.load(std::memory_order_acquire) > 0 &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
}

}  // namespace hookstat
