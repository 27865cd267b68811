#include "export/prometheus_text.h"

#include <fmt/format.h>

#include <cmath>

namespace hookstat::exporting {
namespace {

void append_label(std::string& text, std::string_view name, std::string_view value) {
  if (text.back() != '{') text.push_back(',');
  text.append(name).append("=\"");
  for (const char c : value) {
    if (c == '\\' || c == '"') text.push_back('\\');
    if (c == '\n') {
      text.append("\\n");
    } else {
      text.push_back(c);
    }
  }
  text.push_back('"');
}

}  // namespace

void PrometheusText::begin_family(std::string_view name, std::string_view help,
                                  std::string_view type) {
  if (family_ == name) return;
  family_ = name;
  text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

template <class Number>
void PrometheusText::add_sample(std::string_view name, std::string_view suffix, Number value,
                                const Labels& labels, std::string_view own,
                                std::string_view own_value) {
  text_.append(name).append(suffix).push_back('{');
  for (const auto& [label, text] : common_) append_label(text_, label, text);
  for (const auto& [label, text] : labels) append_label(text_, label, text);
  if (!own.empty()) append_label(text_, own, own_value);
  text_ += fmt::format("}} {}\n", value);
}

void PrometheusText::add_gauge(std::string_view name, std::string_view help,
                               std::optional<double> value, const Labels& labels) {
  if (!value || !std::isfinite(*value)) return;
  begin_family(name, help, "gauge");
  add_sample(name, "", *value, labels);
}

void PrometheusText::add_summary(std::string_view name, std::string_view help,
                                 const Statistics& statistics, const Labels& labels) {
  if (statistics.count == 0) return;
  begin_family(name, help, "summary");
  const std::pair<std::string_view, double> quantiles[] = {
      {"0", statistics.min},   {"0.1", statistics.p10},  {"0.5", statistics.median},
      {"0.9", statistics.p90}, {"0.99", statistics.p99}, {"1", statistics.max}};
  for (const auto& [quantile, ns] : quantiles) {
    add_sample(name, "", seconds(ns), labels, "quantile", quantile);
  }
  const auto count = static_cast<double>(statistics.count);
  add_sample(name, "_sum", seconds(statistics.mean * count), labels);
  add_sample(name, "_count", count, labels);
}

void PrometheusText::add_counter(std::string_view name, std::string_view help, double value,
                                 const Labels& labels) {
  begin_family(name, help, "counter");
  add_sample(name, "", value, labels);
}

void PrometheusText::add_counter(std::string_view name, std::string_view help, std::int64_t value,
                                 const Labels& labels) {
  begin_family(name, help, "counter");
  add_sample(name, "", value, labels);
}

void PrometheusText::add_histogram(std::string_view name, std::string_view help,
                                   const std::vector<Bucket>& buckets, double sum,
                                   std::int64_t count, const Labels& labels) {
  begin_family(name, help, "histogram");
  for (const Bucket& bucket : buckets) {
    add_sample(name, "_bucket", bucket.count, labels, "le", fmt::format("{}", bucket.up_to));
  }
  add_sample(name, "_bucket", count, labels, "le", "+Inf");
  add_sample(name, "_sum", sum, labels);
  add_sample(name, "_count", count, labels);
}

}  // namespace hookstat::exporting
