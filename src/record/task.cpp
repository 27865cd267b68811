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

void Task::restart(std::int32_t id, std::int32_t parent, std::size_t forked_at,
                   bool lazy) noexcept {
  id_ = id;
  lazy_ = lazy;
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
  tasks_.front()->restart(0, -1, 0, /*lazy=*/false);
  return *tasks_.front();
}

void Run::forget() {
  std::shared_ptr<const void> code;  // destroyed without the lock, as either may hold anything
  std::shared_ptr<RunCompanion> companion;
  const std::scoped_lock lock(mutex_);
  code.swap(code_);
  companion.swap(companion_);
}

Task& Run::fork(Task& parent, BodyStart start) {
  const std::scoped_lock lock(mutex_);
  if (used_ == tasks_.size()) tasks_.push_back(std::make_unique<Task>(*this, device_clock_));
  Task& task = *tasks_[used_];
  task.restart(static_cast<std::int32_t>(used_), parent.id(), parent.size(),
               start == BodyStart::kWhenAwaited);
  ++used_;
  if (live_bodies_.fetch_add(1, std::memory_order_acq_rel) == 0) of_bodies_ = shared_from_this();
  return task;
}

void Run::body_ended() {
  std::shared_ptr<Run> last;  // this run may end with it, after the lock
  const std::scoped_lock lock(mutex_);
  if (live_bodies_.fetch_sub(1, std::memory_order_acq_rel) == 1) last.swap(of_bodies_);
}

std::vector<TaskEvents> Run::copy() const {
  const std::scoped_lock lock(mutex_);
  std::vector<TaskEvents> all(used_);
  for (std::size_t i = 0; i < used_; ++i) {
    const Task& task = *tasks_[i];
    TaskEvents& copied = all[i];
    copied.parent = task.parent();
    copied.forked_at = task.forked_at();
    copied.events = task.events();
    copied.ended =
        i == 0 || (copied.events.empty() ? task.is_lazy() : copied.events.back().code == kBodyEnd);
    if (copied.ended) copied.values = task.values;
  }
  return all;
}

RunRecorder::RunRecorder(DeviceClock* device_clock)
    : device_clock_(device_clock), run_(std::make_shared<Run>(device_clock)) {}

RunRecorder::~RunRecorder() {
  if (device_clock_ != nullptr) await_bodies();
}

Task& RunRecorder::begin(std::shared_ptr<const void> code) {
  own_run();
  return run_->begin(std::move(code), companion_);
}

void RunRecorder::forget() {
  companion_ = nullptr;
  own_run();
  run_->forget();
}

void RunRecorder::own_run() {
  if (run_.use_count() > 1) run_ = std::make_shared<Run>(device_clock_);
}

std::vector<TaskEvents> RunRecorder::collect() {
  await_bodies();
  return collect_now();
}

void RunRecorder::await_bodies() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (!waited_in_vain_ && run_->has_live_bodies()) {
    waited_in_vain_ = std::chrono::steady_clock::now() > deadline;
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
}

}  // namespace hookstat
