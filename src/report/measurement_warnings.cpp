#include "report/measurement_warnings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/name_list.h"
#include "report/text.h"

namespace hookstat::reporting {
namespace {

std::string cores(double count) { return fixed(count, 1); }

std::optional<Note> imprecise(const Report& report) {
  constexpr double kWanted = 1.0;
  const auto& interval = report.latency_ns.median_ci95;
  const bool several = report.settings.processes > 1;
  if ((report.settings.max_time_s <= 0 && !several) || !interval || report.latency_ns.median <= 0) {
    return std::nullopt;
  }
  const double median = report.latency_ns.median;
  const double within =
      100.0 * std::max(median - interval->first, interval->second - median) / median;
  if (within <= kWanted) return std::nullopt;
  const char* const why = several
                              ? "the processes differ (more of them tell more: --processes)"
                              : "the runs ended at the time limit (--max-time) before it was known "
                                "within 1 %";
  return Note{"imprecise",
              "the median latency is known within " + percent(within) + " only: " + why};
}

std::optional<Note> overhead(const Report& report) {
  constexpr double kMuch = 2.0;
  const Overhead& overhead = report.overhead;
  const auto& interval = overhead.percent_ci95;
  if (!interval || std::abs(overhead.percent) <= kMuch) return std::nullopt;
  if (interval->first <= 0 && interval->second >= 0) return std::nullopt;
  const bool more = overhead.percent > 0;
  std::string message = "the hooked calls took " + percent(std::abs(overhead.percent)) +
                        (more ? " more" : " less") + " than plain ones (95 % between " +
                        percent(interval->first) + " and " + percent(interval->second) +
                        "): the times of modules are off by as much";
  return Note{"overhead", std::move(message)};
}

std::optional<Note> noisy(const Noise& noise) {
  constexpr double kMuch = 10.0;
  if (!noise.cv_percent || *noise.cv_percent <= kMuch) return std::nullopt;
  return Note{"noisy", "the latency varies by " + percent(*noise.cv_percent) +
                           " (coefficient of variation): medians are surer than means, and than "
                           "the shares of time that come from means"};
}

std::optional<Note> drift(const Noise& noise) {
  constexpr double kMuch = 3.0;
  if (!noise.drift_percent || std::abs(*noise.drift_percent) <= kMuch) return std::nullopt;
  return Note{"drift", "the latency drifted: the last third of the calls took " +
                           percent(std::abs(*noise.drift_percent)) +
                           (*noise.drift_percent > 0 ? " more" : " less") + " than the first"};
}

std::optional<Note> bimodal(const Noise& noise) {
  if (noise.modes.size() != 2) return std::nullopt;
  constexpr double kNsPerMs = 1e6;
  const auto text = [](const Mode& mode) {
    return fixed(mode.median_ns / kNsPerMs, 3) + " ms (" + percent(mode.percent) + ")";
  };
  return Note{"bimodal", "the latencies fall into two groups, around " + text(noise.modes.front()) +
                             " and " + text(noise.modes.back()) +
                             ": no single number stands for both"};
}

std::optional<Note> machine_loaded(const Report& report) {
  constexpr double kMuchWaiting = 5.0;
  constexpr double kLeastBusy = 0.2;
  const Noise& noise = report.noise;
  const double others = noise.other_cores_busy.value_or(0.0);
  const EnvironmentDescription& environment = report.environment;
  const bool waited = noise.waiting_percent.value_or(0.0) > kMuchWaiting;
  const bool crowded = others >= kLeastBusy && environment.logical_cores > 0 &&
                       others + static_cast<double>(environment.threads) >
                           static_cast<double>(environment.logical_cores);
  if (!waited && !crowded) return std::nullopt;
  std::string message = "the machine was busy:";
  if (noise.other_cores_busy) {
    message.append(" other processes used ").append(cores(others)).append(" of ");
    message.append(std::to_string(environment.logical_cores)).append(" cores");
  }
  if (noise.waiting_percent) {
    message.append(noise.other_cores_busy ? "," : "")
        .append(" this one's threads waited for a core ");
    message.append("for ").append(percent(*noise.waiting_percent)).append(" of the time");
  }
  return Note{"machine_loaded", std::move(message)};
}

std::optional<Note> oversubscribed(const EnvironmentDescription& environment) {
  if (environment.usable_cores <= 0 || environment.threads <= environment.usable_cores) {
    return std::nullopt;
  }
  return Note{"oversubscribed", std::to_string(environment.threads) + " threads for " +
                                    std::to_string(environment.usable_cores) +
                                    (environment.usable_cores == 1 ? " core" : " cores") +
                                    ": they take turns (--threads)"};
}

}  // namespace

std::vector<Note> measurement_warnings(const Report& report) {
  std::vector<Note> notes;
  for (std::optional<Note> note :
       {imprecise(report), overhead(report), noisy(report.noise), drift(report.noise),
        bimodal(report.noise), machine_loaded(report), oversubscribed(report.environment)}) {
    if (note) notes.push_back(std::move(*note));
  }
  return notes;
}

bool is_of_measurement(const std::string& code) {
  constexpr std::array<std::string_view, 7> kCodes{
      "imprecise", "overhead", "noisy", "drift", "bimodal", "machine_loaded", "oversubscribed"};
  return std::ranges::find(kCodes, code) != kCodes.end();
}

std::optional<Note> denormal_warning(const Recording& recording, const Report& report) {
  constexpr double kMuch = 1.0;
  constexpr std::size_t kMostNames = 3;
  std::vector<std::string> names;
  for (const DenormalCount& count : recording.denormals) {
    const double share =
        100.0 * static_cast<double>(count.denormals) / static_cast<double>(count.elements);
    if (share < kMuch) continue;
    const std::string& path = report.modules[static_cast<std::size_t>(count.module)].path;
    names.push_back((path.empty() ? "the model itself" : path) + " (" + percent(share) + ")");
  }
  if (names.empty()) return std::nullopt;
  return Note{"denormals",
              "denormal numbers, which slow arithmetic down, are among the results of " +
                  first_names(names, kMostNames) +
                  ": weights or inputs may not be what the model gets in earnest"};
}

}  // namespace hookstat::reporting
