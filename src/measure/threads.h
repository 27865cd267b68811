// How many threads LibTorch works with while a model is measured.
#pragma once

#include <cstdint>

namespace hookstat {

/// Sets the intra-op threads for its lifetime. The inter-op threads can be set once per process,
/// before the first use, and stay. 0 leaves a number as it is. Throws InputError where LibTorch
/// refuses.
class ThreadCounts {
 public:
  ThreadCounts(std::int64_t threads, std::int64_t interop_threads);
  ThreadCounts(const ThreadCounts&) = delete;
  ThreadCounts& operator=(const ThreadCounts&) = delete;
  ~ThreadCounts();

 private:
  int before_;
};

}  // namespace hookstat
