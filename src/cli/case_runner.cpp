#include "cli/case_runner.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "cli/case_place.h"
#include "cli/interrupt.h"
#include "cli/report_file.h"
#include "cli/time_limit.h"
#include "core/utc_now.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

using sweep::CaseResult;
using sweep::CaseStatus;

constexpr std::chrono::milliseconds kPause{20};

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
  } else if (!has_report) {
    result.status = CaseStatus::kCrashed;
    result.message = "it ended without a report";
  }
}

}  // namespace

CaseRunner::CaseRunner(const sweep::SweepFolder& folder, std::string working_folder,
                       const RunnerOptions& options, CaseDone done)
    : folder_(folder),
      working_folder_(std::move(working_folder)),
      options_(options),
      done_(std::move(done)) {}

void CaseRunner::run(const std::vector<const sweep::Case*>& cases) {
  const InterruptGuard interrupts;
  std::size_t next = 0;
  while (!running_.empty() || (next < cases.size() && !InterruptGuard::requested())) {
    while (next < cases.size() && running_.size() < options_.jobs && !InterruptGuard::requested() &&
           start(*cases[next])) {
      ++next;
    }
    if (running_.empty() && next < cases.size()) tell_of_waiting();
    std::erase_if(running_, [&](Running& running) { return look_at(running); });
    std::this_thread::sleep_for(kPause);
  }
  if (InterruptGuard::requested()) throw Interrupted();
}

void CaseRunner::tell_of_waiting() {
  constexpr int kLooks = 100;  // two seconds
  if (++waits_ != kLooks || InterruptGuard::requested()) return;
  std::fputs("hookstat: waiting for cores, or a device, that another sweep has\n", stderr);
}

bool CaseRunner::start(const sweep::Case& one) {
  Running running;
  running.settings = &one;
  CaseStart start;
  if (!options_.share_cores) {
    running.cores = cores_.claim(cores_for(one), one.device.value_or("cpu"));
    if (!running.cores) return false;
    start.processors = running.cores->processors();
  }
  running.started = utc_now();
  running.unfinished_file = folder_.unfinished_file(one.id);
  start.arguments = {"profile"};
  start.arguments.insert(start.arguments.end(), one.profile_arguments.begin(),
                         one.profile_arguments.end());
  start.arguments.emplace_back("--format=json");
  start.output_file = running.unfinished_file;
  start.error_file = folder_.log_file(one.id);
  start.working_folder = working_folder_;
  running.process = std::make_unique<CaseProcess>(start);
  running_.push_back(std::move(running));
  return true;
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
  if (running.cores) result.processors = running.cores->processors();
  result.arguments = running.settings->profile_arguments;
  std::optional<double> latency_ns;
  if (end.process.exit_code == 0 && end.process.signal == 0 && !end.timed_out)
    latency_ns = latency_in(running.unfinished_file);
  judge(end, *running.settings, folder_.log_file(result.id), latency_ns.has_value(), result);
  folder_.write_result(result, running.unfinished_file);
  done_(result, latency_ns.value_or(0));
}

/// Without a word on threads LibTorch takes all cores that it sees.
std::size_t CaseRunner::cores_for(const sweep::Case& one) const {
  if (one.threads) return static_cast<std::size_t>(*one.threads);
  return std::max<std::size_t>(cores_.count() / options_.jobs, 1);
}

}  // namespace hookstat::cli
