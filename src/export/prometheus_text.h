// Metric families in Prometheus's text format.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hookstat/measurement.h"

namespace hookstat::exporting {

[[nodiscard]] constexpr double seconds(double ns) { return ns / 1e9; }

using Labels = std::vector<std::pair<std::string_view, std::string>>;

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
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void begin_family(std::string_view name, std::string_view help, std::string_view type);
  void add_sample(std::string_view name, std::string_view suffix, double value,
                  const Labels& labels, std::string_view quantile = {});

  Labels common_;
  std::string family_;
  std::string text_;
};

}  // namespace hookstat::exporting
