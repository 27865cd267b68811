#include "sample/sample_metrics.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "export/display_text.h"
#include "export/prometheus_text.h"

namespace hookstat {
namespace {

using exporting::Bucket;
using exporting::Labels;
using exporting::printable;
using exporting::PrometheusText;
using exporting::seconds;

constexpr std::size_t kMostModules = 50;

/// 1, 2, 5 and their multiples by ten, from a microsecond to ten seconds.
std::vector<std::int64_t> bounds_ns() {
  std::vector<std::int64_t> bounds;
  for (std::int64_t power = 1'000; power < 10'000'000'000; power *= 10) {
    for (const int step : {1, 2, 5}) bounds.push_back(step * power);
  }
  bounds.push_back(10'000'000'000);
  return bounds;
}

void add_histogram(PrometheusText& text, std::string_view name, std::string_view help,
                   const Histogram& histogram, const Labels& labels = {}) {
  std::vector<Bucket> buckets;
  for (const std::int64_t bound : bounds_ns()) {
    buckets.push_back({seconds(static_cast<double>(bound)), histogram.count_up_to(bound)});
  }
  text.add_histogram(name, help, buckets, seconds(histogram.sum_ns()), histogram.count(), labels);
}

/// Those that took the most time, in registration order.
std::vector<std::size_t> longest(const SampledTimes& times) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < times.modules.size(); ++i) {
    if (times.modules[i].exclusive.sum_ns() > 0) order.push_back(i);
  }
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](std::size_t i) { return times.modules[i].exclusive.sum_ns(); });
  order.resize(std::min(order.size(), kMostModules));
  std::ranges::sort(order);
  return order;
}

void add_calls(PrometheusText& text, const SamplingReport& sampling) {
  text.add_counter("hookstat_sampler_calls_total", "Calls of the model, hooked or not.",
                   sampling.calls);
  const std::pair<const char*, std::int64_t> kinds[] = {
      {"hooked", sampling.hooked},           {"plain", sampling.plain},
      {"not_counted", sampling.not_counted}, {"failed", sampling.failed},
      {"skipped", sampling.skipped},
  };
  for (const auto& [kind, calls] : kinds) {
    text.add_counter("hookstat_sampler_samples_total",
                     "Calls that were to be samples, by what became of them.", calls,
                     {{"kind", kind}});
  }
}

}  // namespace

std::string sample_metrics(const Recording& recording, const SampledTimes& times,
                           const SamplingReport& sampling) {
  PrometheusText text(
      {{"model", printable(recording.model.path)}, {"method", printable(recording.model.method)}});
  add_calls(text, sampling);
  add_histogram(text, "hookstat_sampler_call_seconds", "Time of a call without hooks.",
                times.plain);
  add_histogram(text, "hookstat_sampler_hooked_call_seconds", "Time of a call with hooks.",
                times.hooked);
  text.add_counter("hookstat_sampler_thread_seconds_total",
                   "Time of all modules' own code in hooked calls.", seconds(times.thread_ns));
  for (const std::size_t i : longest(times)) {
    const ModuleInfo& module = recording.modules[i];
    add_histogram(text, "hookstat_sampler_module_exclusive_seconds",
                  "Time of a hooked call in the module's own code.", times.modules[i].exclusive,
                  {{"module", module.path.empty() ? "(model)" : printable(module.path)},
                   {"class", printable(module.class_name)}});
  }
  return std::move(text).text();
}

}  // namespace hookstat
