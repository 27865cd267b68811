#include "sweep/best_settings.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <ranges>
#include <tuple>
#include <utility>

namespace hookstat::sweep {
namespace {

using Rows = std::vector<const SweepRow*>;

/// Measured rows of one work.
struct Work {
  std::string name;
  Rows rows;  ///< in the plan's order
};

std::vector<Work> works_of(const std::vector<SweepRow>& rows) {
  using Key =
      std::tuple<std::string, std::optional<std::string>, std::optional<std::int64_t>, std::string>;
  const InputTexts inputs(rows);
  std::vector<Work> works;
  std::map<Key, std::size_t> places;
  for (const SweepRow& row : rows) {
    if (!row.measured || row.measured->latency_ns.count == 0) continue;
    const Case& one = row.settings;
    const auto [place, is_new] =
        places.try_emplace(Key{one.model, one.method, one.resolution, one.input}, works.size());
    if (is_new) works.push_back({work_of(one, inputs), {}});
    works[place->second].rows.push_back(&row);
  }
  return works;
}

double latency_of(const SweepRow& row) { return row.measured->latency_ns.median; }
double rate_of(const SweepRow& row) { return row.measured->items_per_second; }

/// By the medians: rising in latency and in items a second.
Rows unbeaten(Rows rows) {
  std::ranges::stable_sort(rows, [](const SweepRow* a, const SweepRow* b) {
    return std::pair(latency_of(*a), -rate_of(*a)) < std::pair(latency_of(*b), -rate_of(*b));
  });
  Rows front;
  double most = 0;
  for (const SweepRow* row : rows) {
    if (rate_of(*row) <= most) continue;
    most = rate_of(*row);
    front.push_back(row);
  }
  return front;
}

/// From the last on, so that each is held against those alone that stay: where a and b overlap, and
/// b and c, but not a and c, then a is the answer to bounds that c does not hold.
Rows measurably_quicker(const Rows& front) {
  Rows kept;
  double quickest = std::numeric_limits<double>::infinity();  // that one that is kept may be
  for (const SweepRow* row : std::views::reverse(front)) {
    const auto& interval = row->measured->latency_ns.median_ci95;
    if (interval && interval->second >= quickest) continue;
    if (interval) quickest = std::min(quickest, interval->first);
    kept.push_back(row);
  }
  std::ranges::reverse(kept);
  return kept;
}

/// Without those that are slower than the one before them and have not measurably more items a
/// second.
Rows with_more(const Rows& front) {
  Rows kept;
  double most = 0;  // that the last one that is kept may give
  for (const SweepRow* row : front) {
    const double rate = rate_of(*row);
    const auto [lower, upper] =
        row->measured->items_per_second_ci95.value_or(std::pair(rate, rate));
    if (lower <= most) continue;
    most = upper;
    kept.push_back(row);
  }
  return kept;
}

using Cost = std::optional<double> Measured::*;

/// Null where no row has such a cost.
const SweepRow* cheapest(const Rows& rows, Cost cost) {
  const SweepRow* least = nullptr;
  for (const SweepRow* row : rows) {
    const std::optional<double>& seconds = (*row->measured).*cost;
    if (!seconds) continue;
    if (least == nullptr || *seconds < *((*least->measured).*cost)) least = row;
  }
  return least;
}

}  // namespace

std::string work_of(const Case& one, const InputTexts& inputs) {
  std::string text = one.model;
  if (one.method) text.append(", ").append(*one.method);
  if (one.resolution) text.append(", resolution ").append(std::to_string(*one.resolution));
  if (const std::string input = inputs.of(one); !input.empty()) text.append(", ").append(input);
  return text;
}

std::vector<BestSetting> best_settings(const std::vector<SweepRow>& rows) {
  std::vector<BestSetting> best;
  for (const Work& work : works_of(rows)) {
    for (const SweepRow* row : measurably_quicker(with_more(unbeaten(work.rows)))) {
      best.push_back({work.name, row->settings.id, latency_of(*row), rate_of(*row)});
    }
  }
  return best;
}

std::vector<CheapestSetting> cheapest_settings(const std::vector<SweepRow>& rows) {
  std::vector<CheapestSetting> settings;
  for (const Work& work : works_of(rows)) {
    if (const auto* row = cheapest(work.rows, &Measured::core_seconds_per_item)) {
      settings.push_back({work.name, row->settings.id, row->measured->core_seconds_per_item,
                          std::nullopt, rate_of(*row)});
    }
    if (const auto* row = cheapest(work.rows, &Measured::device_seconds_per_item)) {
      settings.push_back({work.name, row->settings.id, std::nullopt,
                          row->measured->device_seconds_per_item, rate_of(*row)});
    }
  }
  return settings;
}

}  // namespace hookstat::sweep
