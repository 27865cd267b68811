#include "measure/memory_recorder.h"

#include <c10/core/Allocator.h>
#include <c10/util/Logging.h>

#include <mutex>
#include <unordered_map>
#include <utility>

#include "hooks/operators.h"
#include "hookstat/clock.h"
#include "record/task.h"

namespace hookstat {

class MemoryRecorder::Log final : public c10::MemoryReportingInfoBase {
 public:
  explicit Log(c10::Device device) : device_(device) {}

  void reportMemoryUsage(void* address, std::int64_t bytes, std::size_t /*total_allocated*/,
                         std::size_t /*total_reserved*/, c10::Device device) override {
    if (bytes == 0 || device.type() != device_.type() || device.index() != device_.index()) return;
    RecordedBlock recorded;
    if (const Task* task = current_task()) {
      recorded.task = task->id();
      recorded.events_before = task->size();
    }
    const std::scoped_lock lock(mutex_);
    recorded.ticks = HostClock::ticks();
    // Where an address is taken again, nobody told that it was given back: that was on a thread
    // that had ended its task already.
    if (const auto known = held_.find(address); known != held_.end()) {
      recorded.block = known->second.number;
      recorded.bytes = -known->second.bytes;
      held_.erase(known);
      recorded_.push_back(recorded);
    }
    if (bytes < 0) return;
    recorded.block = blocks_++;
    recorded.bytes = bytes;
    held_[address] = {recorded.block, bytes};
    recorded_.push_back(recorded);
  }

  [[nodiscard]] bool memoryProfilingEnabled() const override { return true; }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return recorded_.size();
  }

  [[nodiscard]] std::vector<RecordedBlock> blocks() const {
    const std::scoped_lock lock(mutex_);
    return recorded_;
  }

 private:
  struct Held {
    std::int32_t number = 0;
    std::int64_t bytes = 0;
  };

  c10::Device device_;
  mutable std::mutex mutex_;
  std::int32_t blocks_ = 0;
  std::unordered_map<void*, Held> held_;
  std::vector<RecordedBlock> recorded_;
};

MemoryRecorder::Silence::Silence() noexcept
    : level_(std::exchange(FLAGS_caffe2_log_level, c10::GLOG_ERROR)) {}

MemoryRecorder::Silence::~Silence() { FLAGS_caffe2_log_level = level_; }

MemoryRecorder::MemoryRecorder(c10::Device device)
    : log_(std::make_shared<Log>(device)), guard_(c10::DebugInfoKind::PROFILER_STATE, log_) {}

MemoryRecorder::~MemoryRecorder() = default;

std::size_t MemoryRecorder::size() const { return log_->size(); }

std::vector<RecordedBlock> MemoryRecorder::blocks() const { return log_->blocks(); }

}  // namespace hookstat
