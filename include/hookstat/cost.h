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
  std::int64_t macs = 0;           ///< multiply-accumulates
  std::int64_t flops = 0;          ///< floating-point operations, those of the MACs included
  std::int64_t bytes_read = 0;     ///< by operators on their own: caches and fusion are not seen
  std::int64_t bytes_written = 0;  ///< likewise

  /// Adds each field, by saturating_add.
  Cost& operator+=(const Cost& other) noexcept {
    macs = saturating_add(macs, other.macs);
    flops = saturating_add(flops, other.flops);
    bytes_read = saturating_add(bytes_read, other.bytes_read);
    bytes_written = saturating_add(bytes_written, other.bytes_written);
    return *this;
  }
  bool operator==(const Cost&) const = default;
};

/// What is known of the cost of a call.
enum class PriceState : std::uint8_t {
  kPriced,     ///< a formula gave the cost
  kFree,       ///< truly free: a view or metadata, 0 FLOPs and 0 bytes
  kUncounted,  ///< no formula; listed in the report, never silently zero
};

/// What a call costs, as far as that is known.
struct Price {
  PriceState state = PriceState::kUncounted;  ///< whether there is a cost
  Cost cost;                                  ///< all 0 unless kPriced
};

/// Of a call that is truly free.
inline constexpr Price kFreePrice{.state = PriceState::kFree, .cost = {}};
/// Of a call that nobody prices.
inline constexpr Price kNoPrice{.state = PriceState::kUncounted, .cost = {}};

class CostTable;

/// The price of one call on its own, looked up in hookstat's table by operator name (all overloads,
/// in-place and `out` forms alike). Free where no tensor and no packed parameters go in or come
/// out; uncounted where there is no formula, or it cannot read these arguments. Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API Price price_operator(const OpCall& call);
/// Likewise, looked up in `own` first: what a formula there says stands, be it kNoPrice. What it
/// throws passes through.
[[nodiscard]] HOOKSTAT_API Price price_operator(const OpCall& call, const CostTable& own);

/// A call that takes part in the total.
struct PricedCall {
  std::size_t index = 0;  ///< into the list given
  Price price;            ///< priced or free, or uncounted and to be listed so
};

/// Prices a whole run: each outermost call with a formula is priced (or found free) and the calls
/// inside it are not asked; without a formula its inner calls are asked instead, and where it has
/// none it is uncounted. So is a call that wrote data though all its inner calls are free, and a
/// kernel known to work outside its inner calls (sort, topk). In the order of the list. REQUIRES: a
/// parent stands before its children (order of start). Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API std::vector<PricedCall> price_calls(const std::vector<OpCall>& calls);
/// Likewise, with the formulas of `own` before hookstat's.
[[nodiscard]] HOOKSTAT_API std::vector<PricedCall> price_calls(const std::vector<OpCall>& calls,
                                                               const CostTable& own);

}  // namespace hookstat
