// Values that may be unknown, as JSON has them.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>

namespace hookstat::exporting {

/// null for what is no number.
[[nodiscard]] inline nlohmann::ordered_json known(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

/// null for what is not there.
template <class T>
[[nodiscard]] nlohmann::ordered_json known(const std::optional<T>& value) {
  if (!value) return nullptr;
  if constexpr (std::is_floating_point_v<T>) {
    return known(*value);
  } else {
    return *value;
  }
}

}  // namespace hookstat::exporting
