#include "cli/case_runner.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "cli/case_place.h"
#include "cli/commands.h"
#include "cli/crash_guard.h"
#include "cli/interrupt.h"
#include "cli/report_file.h"
#include "cli/time_limit.h"
#include "core/utc_now.h"
#include "hookstat/error.h"
#include "sweep/case_files.h"

namespace hookstat::cli {
namespace {

using sweep::CaseResult;
using sweep::CaseStatus;

constexpr std::chrono::milliseconds kPause{20};
/// After a start: others, who look at every pause, come before the next case of this runner.
constexpr std::chrono::milliseconds kBetweenStarts{60};

/// What hookstat said of an error, or else the last line; empty where nothing was said.
std::string complaint_in(const std::string& log_file) {
  constexpr std::string_view kError = "hookstat: error: ";
  std::ifstream file(log_file);
  std::string complaint;
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kError)) complaint = line.substr(kError.size());
    if (!line.empty()) last = line;
  }
  return complaint.empty() ? last : complaint;
}

/// The median latency in the report, or nullopt where that is none.
std::optional<double> latency_in(const std::string& report_file) {
  try {
    return read_report(report_file).latency_ns.median;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

void judge(const CaseEnd& end, const sweep::Case& one, const std::string& log_file, bool has_report,
           CaseResult& result) {
  result.exit_code = end.process.exit_code;
  result.signal = end.process.signal;
  result.seconds = end.seconds;
  if (end.timed_out) {
    result.status = CaseStatus::kTimedOut;
    result.message = "it took longer than " + seconds_text(one.timeout_s.value_or(0));
  } else if (end.process.signal != 0) {
    result.status = CaseStatus::kCrashed;
    result.message =
        "signal " + std::to_string(result.signal) + " (" + strsignal(result.signal) + ")";
    const std::string said = complaint_in(log_file);
    if (!said.empty()) result.message += ": " + said;
  } else if (result.exit_code != 0) {
    result.status = CaseStatus::kFailed;
    result.message = complaint_in(log_file);
    if (result.message.empty()) {
      result.message = "exit code " + std::to_string(result.exit_code) + ", and not a word";
    }
    if (const auto signal = crash_signal_in(result.message)) {
      result.status = CaseStatus::kCrashed;
      result.signal = *signal;
    }
  } else if (!has_report) {
    result.status = CaseStatus::kCrashed;
    result.message = "it ended without a report";
  }
}

}  // namespace

CaseRunner::CaseRunner(const sweep::SweepFolder& folder, std::string working_folder,
                       const RunnerOptions& options, RunnerEvents events)
    : folder_(folder),
      working_folder_(std::move(working_folder)),
      options_(options),
      events_(std::move(events)) {}

void CaseRunner::run(const std::vector<const sweep::Case*>& cases) {
  const InterruptGuard interrupts;
  left_.assign(cases.begin(), cases.end());
  begun_ = utc_now();
  while (!running_.empty() || (!left_.empty() && !InterruptGuard::requested())) {
    start_some();
    if (running_.empty() && !left_.empty()) tell_of_waiting();
    std::erase_if(running_, [&](Running& running) { return look_at(running); });
    std::this_thread::sleep_for(kPause);
  }
  if (InterruptGuard::requested()) throw Interrupted();
}

void CaseRunner::start_some() {
  // Each of those that are left is looked at once: what runs elsewhere goes to the end.
  for (std::size_t looks = left_.size(); looks > 0 && running_.size() < options_.jobs; --looks) {
    if (InterruptGuard::requested() || Clock::now() < next_start_) return;
    const sweep::Case* const one = left_.front();
    const Start outcome = start(*one);
    if (outcome == Start::kNoCores) return;
    cores_.stop_waiting();  // for a case that somebody else has by now
    left_.pop_front();
    if (outcome == Start::kElsewhere) left_.push_back(one);
    if (outcome == Start::kDone) events_.done_elsewhere(*one);
    if (outcome == Start::kStarted) next_start_ = Clock::now() + kBetweenStarts;
  }
}

void CaseRunner::tell_of_waiting() {
  constexpr int kLooks = 100;  // two seconds
  if (++waits_ != kLooks || InterruptGuard::requested()) return;
  const std::string text =
      "waiting for other sweeps, which have the cores, the device or the cases (" + cores_folder() +
      "; fuser names them)";
  std::fprintf(stderr, "hookstat: %s\n", text.c_str());
}

CaseRunner::Start CaseRunner::start(const sweep::Case& one) {
  Running running;
  running.settings = &one;
  running.lock = folder_.lock_case(one.id);
  if (!running.lock) return Start::kElsewhere;
  if (is_done_by_now(one)) return Start::kDone;
  if (!options_.share_cores) {
    const std::size_t count = cores_for(one);
    if (!may_get_cores(count)) return Start::kNoCores;
    running.cores = cores_.claim(count, one.device.value_or("cpu"));
    if (!running.cores) return Start::kNoCores;
  }
  launch(std::move(running));
  return Start::kStarted;
}

bool CaseRunner::is_done_by_now(const sweep::Case& one) const {
  try {
    if (is_done(folder_, one, options_.retry_failed)) return true;
    const auto result = folder_.result_of(one);
    return result && result->started > begun_;  // times that sort as they are written
  } catch (const InputError&) {
    return false;  // a result that cannot be read is none
  }
}

bool CaseRunner::may_get_cores(std::size_t count) const {
  std::size_t own = 0;
  for (const Running& running : running_) own += running.cores ? running.cores->cores() : 0;
  return own == 0 || own + std::min(count, cores_.count()) <= cores_.count();
}

void CaseRunner::launch(Running running) {
  const sweep::Case& one = *running.settings;
  if (!running.lock->keeps_others_away() && !std::exchange(warned_of_locks_, true)) {
    say("warning", folder_.path() + ": its file system has no locks: run the sweep in one process");
  }
  // A report that cannot be told from an older one would be taken for that of this case.
  folder_.clear_case(one.id, *running.lock);
  waits_ = 0;
  CaseStart start;
  if (running.cores) start.processors = running.cores->processors();
  running.started = utc_now();
  running.files = files_of(one);
  running.unfinished_file = folder_.unfinished_file(one.id);
  start.arguments = {"profile"};
  start.arguments.insert(start.arguments.end(), one.profile_arguments.begin(),
                         one.profile_arguments.end());
  start.arguments.emplace_back("--format=json");
  start.output_file = running.unfinished_file;
  start.error_file = folder_.log_file(one.id);
  start.working_folder = working_folder_;
  running.process = std::make_unique<CaseProcess>(start);
  events_.begun(one);
  running_.push_back(std::move(running));
}

bool CaseRunner::look_at(Running& running) {
  const bool interrupted = InterruptGuard::requested();
  if (interrupted) running.process->interrupt();
  const std::chrono::duration<double> timeout(running.settings->timeout_s.value_or(0));
  const std::optional<CaseEnd> end = running.process->poll(timeout);
  if (!end) return false;
  if (interrupted) {
    std::remove(running.unfinished_file.c_str());
  } else {
    finish(running, *end);
  }
  return true;
}

void CaseRunner::finish(const Running& running, const CaseEnd& end) {
  CaseResult result;
  result.id = running.settings->id;
  result.started = running.started;
  result.place = this_place();
  if (running.cores) {
    result.processors = running.cores->processors();
    result.cores = static_cast<std::int64_t>(running.cores->cores());
  }
  result.machine_cores = machine_cores_;
  result.timeout_s = running.settings->timeout_s;
  result.files = running.files;
  result.arguments = running.settings->profile_arguments;
  std::optional<double> latency_ns;
  if (end.process.exit_code == 0 && end.process.signal == 0 && !end.timed_out)
    latency_ns = latency_in(running.unfinished_file);
  judge(end, *running.settings, folder_.log_file(result.id), latency_ns.has_value(), result);
  folder_.write_result(result, running.unfinished_file);
  events_.ended(result, latency_ns.value_or(0));
}

/// Without a word on threads LibTorch takes all cores that it sees.
std::size_t CaseRunner::cores_for(const sweep::Case& one) const {
  const std::int64_t threads = sweep::threads_wanted(one);
  if (threads > 0) return static_cast<std::size_t>(threads);
  return std::max<std::size_t>(cores_.count() / options_.jobs, 1);
}

}  // namespace hookstat::cli
