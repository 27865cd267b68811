// The `operators` convention: what an operator call costs, from its real shapes and dtypes
// (docs/costs.md states every rule and its source).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/op_call.h"
#include "hookstat/saturating.h"

namespace hookstat {

/// Analytic cost. 1 MAC = 2 FLOPs; bytes are compulsory traffic (each distinct input region read
/// once, each output written once).
struct Cost {
  std::int64_t macs = 0;
  std::int64_t flops = 0;
  std::int64_t bytes_read = 0;
  std::int64_t bytes_written = 0;

  Cost& operator+=(const Cost& other) noexcept {
    macs = saturating_add(macs, other.macs);
    flops = saturating_add(flops, other.flops);
    bytes_read = saturating_add(bytes_read, other.bytes_read);
    bytes_written = saturating_add(bytes_written, other.bytes_written);
    return *this;
  }
  bool operator==(const Cost&) const = default;
};

enum class PriceState : std::uint8_t {
  kPriced,     ///< a formula gave the cost
  kFree,       ///< truly free: a view or metadata, 0 FLOPs and 0 bytes
  kUncounted,  ///< no formula; listed in the report, never silently zero
};

struct Price {
  PriceState state = PriceState::kUncounted;
  Cost cost;
};

inline constexpr Price kFreePrice{.state = PriceState::kFree, .cost = {}};
inline constexpr Price kNoPrice{.state = PriceState::kUncounted, .cost = {}};

class CostTable;

/// The price of one call on its own, looked up by operator name (all overloads, in-place and `out`
/// forms alike): in `own` first, then in hookstat's own table. kUncounted where neither has a
/// formula, or the formula cannot read these arguments. Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API Price price_operator(const OpCall& call);
[[nodiscard]] HOOKSTAT_API Price price_operator(const OpCall& call, const CostTable& own);

/// A call that takes part in the total.
struct PricedCall {
  std::size_t index = 0;  ///< into the list given
  Price price;
};

/// Prices a whole run: each outermost call with a formula is priced (or found free) and the calls
/// inside it are not asked; without a formula its inner calls are asked instead, and where it has
/// none it is uncounted. So is a call that wrote data though all its inner calls are free, and a
/// kernel known to work outside its inner calls (sort, topk). REQUIRES: a parent stands before its
/// children (order of start).
[[nodiscard]] HOOKSTAT_API std::vector<PricedCall> price_calls(const std::vector<OpCall>& calls);
[[nodiscard]] HOOKSTAT_API std::vector<PricedCall> price_calls(const std::vector<OpCall>& calls,
                                                               const CostTable& own);

}  // namespace hookstat
