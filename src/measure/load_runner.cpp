#include "measure/load_runner.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <latch>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "hookstat/error.h"
#include "measure/autocast.h"
#include "measure/state_guard.h"
#include "record/pairing.h"
#include "record/run_folder.h"
#include "record/task.h"

namespace hookstat {
namespace {

/// Calls of a thread whose events are kept.
constexpr std::size_t kMostRuns = 200;
constexpr std::int64_t kFewestCalls = 10;
constexpr double kSeconds = 1.0;
constexpr double kNsPerSecond = 1e9;

/// What one thread has for itself.
struct Worker {
  explicit Worker(ModelInputs given) : inputs(std::move(given)), guard(inputs) {}

  ModelInputs inputs;
  InputGuard guard;
  RunRecorder recorder;
  std::vector<std::int64_t> latencies_ns;
  std::vector<std::int64_t> ends_ns;  ///< of each call
  std::vector<std::vector<TaskEvents>> runs;
  std::exception_ptr failure;
};

using Workers = std::vector<std::unique_ptr<Worker>>;

/// What a thread does again and again: what counts, and what comes after it.
struct Call {
  std::function<void(Worker&)> call;
  std::function<void(Worker&)> after;
};

ModelInputs copy_of(const ModelInputs& inputs) {
  ModelInputs copy;
  for (const c10::IValue& value : inputs.positional) copy.positional.push_back(value.deepcopy());
  for (const auto& [name, value] : inputs.named) copy.named.emplace(name, value.deepcopy());
  return copy;
}

Workers make_workers(const ModelInputs& inputs, const ProfileOptions& options) {
  Workers workers;
  for (std::int64_t i = 0; i < options.concurrency; ++i) {
    workers.push_back(std::make_unique<Worker>(copy_of(inputs)));
  }
  return workers;
}

/// Calls of all threads between a common start and the end of each.
class Period {
 public:
  Period(const ProfileOptions& options, Workers& workers)
      : options_(options), workers_(workers), start_(std::ssize(workers)) {}

  void run(const Call& call, const Caller& caller) {
    std::vector<std::jthread> threads;
    const std::exception_ptr lacking = start(threads, call);
    const std::exception_ptr stopped = wait_for_the_end(caller);
    threads.clear();  // joins
    if (lacking) std::rethrow_exception(lacking);
    if (stopped) std::rethrow_exception(stopped);
    for (const auto& worker : workers_) {
      if (worker->failure) std::rethrow_exception(worker->failure);
    }
  }

 private:
  /// What went wrong where the system has no more threads: then those that are there stop.
  std::exception_ptr start(std::vector<std::jthread>& threads, const Call& call) {
    threads.reserve(workers_.size());
    try {
      for (auto& worker : workers_) {
        threads.emplace_back([&, w = worker.get()] { work(*w, call); });
      }
    } catch (const std::system_error& error) {
      stop_ = true;
      const auto missing = std::ssize(workers_) - std::ssize(threads);
      running_ -= missing;
      start_.count_down(missing);
      return std::make_exception_ptr(InputError(
          "--concurrency " + std::to_string(workers_.size()) + ": the system gives no more than " +
          std::to_string(threads.size()) + " threads: " + error.code().message()));
    }
    return nullptr;
  }

  /// What `caller` threw, if it did, when all threads are through.
  std::exception_ptr wait_for_the_end(const Caller& caller) {
    std::exception_ptr stopped;
    for (;;) {
      try {
        if (!stopped) caller.check_whether_to_go_on();
      } catch (const std::exception&) {
        stopped = std::current_exception();
        stop_ = true;
      }
      if (running_.load() == 0) return stopped;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  void work(Worker& worker, const Call& call) {
    try {
      // All three are the thread's own.
      const c10::InferenceMode inference(!options_.grad);
      const c10::AutoGradMode grad(options_.grad);
      const Autocast autocast(options_.autocast, c10::kCPU);
      if (warm_up(worker, call)) make_calls(worker, call);
    } catch (...) {
      worker.failure = std::current_exception();
      stop_ = true;
    }
    --running_;
  }

  /// Also when the call fails the others get their start.
  bool warm_up(Worker& worker, const Call& call) {
    try {
      if (options_.threads > 0) at::set_num_threads(static_cast<int>(options_.threads));
      worker.guard.restore();
      call.call(worker);
      call.after(worker);
    } catch (...) {
      worker.failure = std::current_exception();
      stop_ = true;
    }
    worker.runs.clear();
    start_.arrive_and_wait();
    return !stop_;
  }

  void make_calls(Worker& worker, const Call& call) {
    const std::int64_t begin = HostClock::steady_ns();
    std::int64_t end = begin;
    while (!stop_ && !is_done(std::ssize(worker.latencies_ns), end - begin)) {
      worker.guard.restore();
      const std::int64_t start = HostClock::steady_ns();
      call.call(worker);
      end = HostClock::steady_ns();
      worker.latencies_ns.push_back(end - start);
      worker.ends_ns.push_back(end);
      if (options_.autocast) end_autocast_of_call();
      call.after(worker);
    }
  }

  [[nodiscard]] bool is_done(std::int64_t calls, std::int64_t elapsed_ns) const {
    if (options_.runs) return calls >= *options_.runs;
    const double least_ns = options_.min_time_s.value_or(kSeconds) * kNsPerSecond;
    return calls >= kFewestCalls && static_cast<double>(elapsed_ns) >= least_ns;
  }

  const ProfileOptions& options_;
  Workers& workers_;
  std::latch start_;
  std::atomic<bool> stop_ = false;
  std::atomic<std::int64_t> running_{std::ssize(workers_)};
};

/// Forgets what threads did when the first of them was through: the others had it easier.
void keep_common_window(Workers& workers) {
  std::int64_t window_end = std::numeric_limits<std::int64_t>::max();
  for (const auto& worker : workers) window_end = std::min(window_end, worker->ends_ns.back());
  for (auto& worker : workers) {
    const auto in_window = static_cast<std::size_t>(
        std::ranges::upper_bound(worker->ends_ns, window_end) - worker->ends_ns.begin());
    worker->latencies_ns.resize(in_window);
    worker->runs.resize(std::min(worker->runs.size(), in_window));
  }
}

std::int64_t calls_of(const Workers& workers) {
  std::int64_t calls = 0;
  for (const auto& worker : workers) calls += 1 + std::ssize(worker->ends_ns);  // one to warm up
  return calls;
}

/// Of all threads together; the time in which a thread puts its inputs back is not in it.
double calls_per_second(const Workers& workers) {
  double sum = 0;
  for (const auto& worker : workers) {
    const double busy_ns =
        std::accumulate(worker->latencies_ns.begin(), worker->latencies_ns.end(), 0.0);
    if (busy_ns <= 0) continue;
    sum += static_cast<double>(worker->latencies_ns.size()) * kNsPerSecond / busy_ns;
  }
  return sum;
}

std::vector<std::int64_t> latencies_of(const Workers& workers) {
  std::vector<std::int64_t> all;
  for (const auto& worker : workers) {
    all.insert(all.end(), worker->latencies_ns.begin(), worker->latencies_ns.end());
  }
  return all;
}

FoldedRuns folded(const Workers& workers, const std::vector<CallSite>& sites, std::size_t modules,
                  const TickConverter& converter) {
  FoldedRuns runs;
  RunFolder folder(modules);
  for (const auto& worker : workers) {
    for (const std::vector<TaskEvents>& tasks : worker->runs) {
      folder.fold(pair_events(tasks, converter).spans, sites);
      folder.store(runs);
    }
  }
  return runs;
}

}  // namespace

void require_no_conflict_with_threads(const ProfileOptions& options) {
  if (options.concurrency <= 1) return;
  if (options.pin) {
    throw InputError("--concurrency and --pin do not go together",
                     "pinning gives one thread's operators the cores; leave out --pin");
  }
  if (options.device != "cpu") {
    throw InputError("--concurrency is for the CPU: on " + options.device +
                     " the calls of all threads wait in one stream");
  }
}

LoadedRuns call_from_threads(torch::jit::Module& module, const HookedModel& hooked,
                             std::size_t modules, const ModelInputs& inputs,
                             const ProfileOptions& options, const Caller& caller,
                             const TickConverter& converter) {
  LoadedRuns runs;
  runs.threads = options.concurrency;
  const auto call_plain = [&](Worker& worker) {
    static_cast<void>(call_method(module, options.model.method, worker.inputs));
  };
  Workers plain = make_workers(inputs, options);
  Period(options, plain).run({call_plain, [](Worker&) {}}, caller);
  keep_common_window(plain);
  runs.plain_ns = latencies_of(plain);
  runs.calls_per_second = calls_per_second(plain);
  const auto call_hooked = [&](Worker& worker) {
    static_cast<void>(hooked.run(worker.recorder, worker.inputs));
  };
  const auto keep_events = [](Worker& worker) {
    std::vector<TaskEvents> tasks = worker.recorder.collect();
    if (worker.runs.size() < kMostRuns) worker.runs.push_back(std::move(tasks));
  };
  Workers with_hooks = make_workers(inputs, options);
  Period(options, with_hooks).run({call_hooked, keep_events}, caller);
  keep_common_window(with_hooks);
  runs.hooked_ns = latencies_of(with_hooks);
  runs.calls = calls_of(plain) + calls_of(with_hooks);
  runs.folded = folded(with_hooks, hooked.sites(), modules, converter);
  return runs;
}

}  // namespace hookstat
