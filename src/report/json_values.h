// How single values look in JSON, for the writer and the reader.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hookstat/cost.h"

namespace hookstat::reporting {

/// An interval, as [low, high].
using Interval = std::pair<double, double>;

/// Counts by name, as an object in this order.
using NamedCounts = std::vector<std::pair<std::string, std::int64_t>>;

inline constexpr std::array<std::pair<PriceState, std::string_view>, 3> kPriceStates{{
    {PriceState::kPriced, "priced"},
    {PriceState::kFree, "free"},
    {PriceState::kUncounted, "uncounted"},
}};

[[nodiscard]] constexpr std::string_view name_of(PriceState state) noexcept {
  for (const auto& [known, name] : kPriceStates) {
    if (known == state) return name;
  }
  return {};
}

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

}  // namespace hookstat::reporting
