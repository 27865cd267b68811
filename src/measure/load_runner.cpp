#include "measure/load_runner.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "hookstat/error.h"
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
  std::int64_t elapsed_ns = 0;
  std::vector<std::vector<TaskEvents>> runs;
  std::exception_ptr failure;
};

using Workers = std::vector<std::unique_ptr<Worker>>;
using Call = std::function<void(Worker&)>;

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
    while (running_.load() > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (stopped) continue;
      try {
        caller.check_whether_to_go_on();
      } catch (const std::exception&) {
        stopped = std::current_exception();
        stop_ = true;
      }
    }
    return stopped;
  }

  void work(Worker& worker, const Call& call) {
    try {
      // Both are the thread's own.
      const c10::InferenceMode inference(!options_.grad);
      const c10::AutoGradMode grad(options_.grad);
      if (warm_up(worker, call)) make_calls(worker, call);
    } catch (const std::exception&) {
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
      call(worker);
    } catch (const std::exception&) {
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
      call(worker);
      end = HostClock::steady_ns();
      worker.latencies_ns.push_back(end - start);
    }
    worker.elapsed_ns = end - begin;
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

void append(std::vector<std::int64_t>& all, const std::vector<std::int64_t>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void fold(const Workers& workers, const HookedModel& hooked, std::size_t modules,
          const TickConverter& converter, LoadedRuns& runs) {
  const std::vector<CallSite> sites = hooked.sites();
  RunFolder folder(modules);
  for (const auto& worker : workers) {
    append(runs.hooked_ns, worker->latencies_ns);
    for (const std::vector<TaskEvents>& tasks : worker->runs) {
      folder.fold(pair_events(tasks, converter).spans, sites);
      folder.store(runs.folded);
    }
  }
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
  Workers plain = make_workers(inputs, options);
  Period(options, plain)
      .run(
          [&](Worker& worker) {
            static_cast<void>(call_method(module, options.model.method, worker.inputs));
          },
          caller);
  for (const auto& worker : plain) {
    append(runs.plain_ns, worker->latencies_ns);
    if (worker->elapsed_ns == 0) continue;
    runs.calls_per_second += static_cast<double>(worker->latencies_ns.size()) * kNsPerSecond /
                             static_cast<double>(worker->elapsed_ns);
  }
  Workers with_hooks = make_workers(inputs, options);
  Period(options, with_hooks)
      .run(
          [&](Worker& worker) {
            static_cast<void>(hooked.run(worker.recorder, worker.inputs));
            if (worker.runs.size() < kMostRuns) worker.runs.push_back(worker.recorder.collect());
          },
          caller);
  fold(with_hooks, hooked, modules, converter, runs);
  return runs;
}

}  // namespace hookstat
