// Metric families in Prometheus's text format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hookstat/measurement.h"

namespace hookstat::exporting {

[[nodiscard]] constexpr double seconds(double ns) { return ns / 1e9; }

using Labels = std::vector<std::pair<std::string_view, std::string>>;

/// Of a histogram: how many were at most so long.
struct Bucket {
  double up_to = 0;  ///< s
  std::int64_t count = 0;
};

/// Samples of one family must be added one after another.
class PrometheusText {
 public:
  /// `common`: labels of every sample.
  explicit PrometheusText(Labels common) : common_(std::move(common)) {}

  /// Adds nothing for a value that is unknown or not finite.
  void add_gauge(std::string_view name, std::string_view help, std::optional<double> value,
                 const Labels& labels = {});
  /// Quantiles, sum and count, from nanoseconds to seconds; nothing without samples.
  void add_summary(std::string_view name, std::string_view help, const Statistics& statistics,
                   const Labels& labels = {});
  void add_counter(std::string_view name, std::string_view help, double value,
                   const Labels& labels = {});
  void add_counter(std::string_view name, std::string_view help, std::int64_t value,
                   const Labels& labels = {});
  /// `buckets` by length, each with those before it; `sum` in seconds.
  void add_histogram(std::string_view name, std::string_view help,
                     const std::vector<Bucket>& buckets, double sum, std::int64_t count,
                     const Labels& labels = {});
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void begin_family(std::string_view name, std::string_view help, std::string_view type);
  /// `own`: a label of this sample alone, such as its quantile.
  template <class Number>
  void add_sample(std::string_view name, std::string_view suffix, Number value,
                  const Labels& labels, std::string_view own = {}, std::string_view own_value = {});

  Labels common_;
  std::string family_;
  std::string text_;
};

}  // namespace hookstat::exporting
