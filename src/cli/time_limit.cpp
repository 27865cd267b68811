#include "cli/time_limit.h"

#include <chrono>
#include <future>
#include <sstream>
#include <thread>
#include <utility>

namespace hookstat::cli {

bool run_within(double limit_s, const std::function<void()>& work) {
  if (limit_s <= 0) {
    work();
    return true;
  }
  // Between two calls of the model the work ends by itself, and says more than we could; before it
  // does, it waits for bodies left running, one second at most.
  constexpr std::chrono::duration<double> kGrace{1.5};
  std::packaged_task<void()> task(work);
  std::future<void> done = task.get_future();
  std::thread(std::move(task)).detach();
  if (done.wait_for(std::chrono::duration<double>(limit_s) + kGrace) != std::future_status::ready) {
    return false;
  }
  done.get();
  return true;
}

std::string seconds_text(double seconds) {
  std::ostringstream text;
  text << seconds << " s";
  return text.str();
}

}  // namespace hookstat::cli
