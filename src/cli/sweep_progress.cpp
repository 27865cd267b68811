#include "cli/sweep_progress.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <string>

#include "export/display_text.h"
#include "export/units.h"

namespace hookstat::cli {

SweepProgress::SweepProgress(std::size_t cases, std::size_t jobs) : cases_(cases), jobs_(jobs) {
  const std::string text = exporting::counted(static_cast<std::int64_t>(cases), "case");
  std::fprintf(stderr, "hookstat: %s to run\n", text.c_str());
}

void SweepProgress::begin(const std::string& id) {
  now_.emplace();
  now_->show(fmt::format("[{}/{}] {}", ++begun_, cases_, id), 0);
}

void SweepProgress::skip(const std::string& id) {
  ++begun_;
  ++done_;
  print(id + ": another process has done it");
}

void SweepProgress::show(const sweep::CaseResult& result, double latency_ns) {
  ++done_;
  ++timed_;
  seconds_ += result.seconds;
  const std::string outcome =
      result.status == sweep::CaseStatus::kOk
          ? exporting::duration_text(latency_ns)
          : std::string(name_of(result.status)) + ": " + exporting::printable(result.message);
  std::string left;
  if (done_ < cases_) {
    const double each = seconds_ / static_cast<double>(timed_);
    const auto rest = static_cast<double>(cases_ - done_);
    left = "; about " + about_text(each * rest / static_cast<double>(jobs_)) + " left";
  }
  constexpr double kNsPerSecond = 1e9;
  constexpr double kMinute = 60;
  const std::string took = result.seconds < kMinute
                               ? exporting::duration_text(result.seconds * kNsPerSecond)
                               : about_text(result.seconds);
  print(fmt::format("{}: {} ({}{})", result.id, outcome, took, left));
}

void SweepProgress::print(const std::string& line) {
  now_.reset();  // its line goes
  std::fprintf(stderr, "[%zu/%zu] %s\n", done_, cases_, line.c_str());
}

std::string about_text(double seconds) {
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kHour = 60;  // in minutes
  const std::int64_t whole = std::llround(std::ceil(seconds));
  if (whole < 2 * kMinute) return std::to_string(whole) + " s";
  const std::int64_t minutes = (whole + kMinute / 2) / kMinute;
  if (minutes < 2 * kHour) return std::to_string(minutes) + " min";
  return std::to_string(minutes / kHour) + " h " + std::to_string(minutes % kHour) + " min";
}

}  // namespace hookstat::cli
