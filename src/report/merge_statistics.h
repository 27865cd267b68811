// Statistics of several processes as one.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::reporting {

/// One field of each.
template <class Item, class Field>
[[nodiscard]] std::vector<Field> each(const std::vector<Item>& items, Field Item::*field) {
  std::vector<Field> values;
  values.reserve(items.size());
  for (const Item& item : items) values.push_back(item.*field);
  return values;
}

/// The 95 % interval of the mean of `values` by Student's t; nullopt below two.
[[nodiscard]] std::optional<std::pair<double, double>> mean_interval(
    const std::vector<double>& values);

/// As merge_processes says. Those without samples do not count.
[[nodiscard]] Statistics merged(const std::vector<Statistics>& processes);

[[nodiscard]] Overhead merged(const std::vector<Overhead>& processes);

/// The largest figure of each kind.
[[nodiscard]] Noise worst(const std::vector<Noise>& processes);

}  // namespace hookstat::reporting
