#include "measure/threads.h"

#include <ATen/Parallel.h>

#include <string>

#include "hookstat/error.h"
#include "model/cause.h"

namespace hookstat {

ThreadCounts::ThreadCounts(std::int64_t threads, std::int64_t interop_threads)
    : before_(at::get_num_threads()) {
  if (interop_threads > 0 &&
      interop_threads != static_cast<std::int64_t>(at::get_num_interop_threads())) {
    try {
      at::set_num_interop_threads(static_cast<int>(interop_threads));
    } catch (const std::exception& error) {
      throw InputError("--interop-threads " + std::to_string(interop_threads) + ": " +
                       cause_of(error));
    }
  }
  if (threads > 0) at::set_num_threads(static_cast<int>(threads));
}

ThreadCounts::~ThreadCounts() {
  if (at::get_num_threads() != before_) at::set_num_threads(before_);
}

}  // namespace hookstat
