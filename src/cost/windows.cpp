#include <array>
#include <cstddef>
#include <optional>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// A window takes part whole, also where `ceil_mode` or padding lets it reach over the edge.
Price pool(const OpCall& call, std::int64_t rank, std::int64_t saved) {
  const std::optional<std::int64_t> window = kernel_elements(call, static_cast<std::size_t>(rank));
  return window ? per_output_element(call, *window - saved) : kNoPrice;
}

// The largest of k values takes k - 1 comparisons.
Price max_pool(const OpCall& call, std::int64_t rank) { return pool(call, rank, 1); }

// The mean of k values takes k - 1 additions and a division.
Price avg_pool(const OpCall& call, std::int64_t rank) { return pool(call, rank, 0); }

// Window i of `out` over `in` values runs from floor(i in / out) to ceil((i + 1) in / out).
std::int64_t window_total(std::int64_t in, std::int64_t out) noexcept {
  std::int64_t total = 0;
  for (std::int64_t i = 0; i < out; ++i) total += ((i + 1) * in + out - 1) / out - i * in / out;
  return total;
}

// Elements of all windows together; nullopt where the shapes are not those of a pooling.
std::optional<std::int64_t> adaptive_windows(const OpCall& call, std::int64_t rank) noexcept {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const output = first_output(call);
  const auto pooled = static_cast<std::size_t>(rank);
  if (input == nullptr || output == nullptr || input->sizes.size() != output->sizes.size() ||
      input->sizes.size() < pooled) {
    return std::nullopt;
  }
  std::int64_t elements = 1;
  const std::size_t first = input->sizes.size() - pooled;
  for (std::size_t i = 0; i < input->sizes.size(); ++i) {
    elements *= i < first ? output->sizes[i] : window_total(input->sizes[i], output->sizes[i]);
  }
  return elements;
}

Price adaptive_avg_pool(const OpCall& call, std::int64_t rank) {
  const std::optional<std::int64_t> windows = adaptive_windows(call, rank);
  return windows ? arithmetic_price(call, *windows) : kNoPrice;
}

Price adaptive_max_pool(const OpCall& call, std::int64_t rank) {
  const std::optional<std::int64_t> windows = adaptive_windows(call, rank);
  if (!windows) return kNoPrice;
  return arithmetic_price(call, *windows - element_count(first_output(call)->sizes));
}

// A value between those of a map, as interpolation takes it; where the grid lies is not counted.
Price grid_sampler(const OpCall& call, std::int64_t linear) {
  enum : std::int64_t { kBilinear = 0, kNearest = 1, kBicubic = 2 };  // of at::native
  constexpr std::int64_t kBicubicFlops = 35;
  switch (integer_argument(call, "interpolation_mode", -1)) {
    case kBilinear:
      return per_output_element(call, linear);
    case kNearest:
      return per_output_element(call, 0);
    case kBicubic:
      return per_output_element(call, kBicubicFlops);
    default:
      return kNoPrice;
  }
}

constexpr std::array kRows{
    OperatorRow{"max_pool1d", max_pool, 1},
    OperatorRow{"max_pool2d", max_pool, 2},
    OperatorRow{"max_pool3d", max_pool, 3},
    OperatorRow{"max_pool1d_with_indices", max_pool, 1},
    OperatorRow{"max_pool2d_with_indices", max_pool, 2},
    OperatorRow{"max_pool3d_with_indices", max_pool, 3},
    OperatorRow{"fractional_max_pool2d", max_pool, 2},
    OperatorRow{"fractional_max_pool3d", max_pool, 3},
    OperatorRow{"avg_pool1d", avg_pool, 1},
    OperatorRow{"avg_pool2d", avg_pool, 2},
    OperatorRow{"avg_pool3d", avg_pool, 3},
    OperatorRow{"adaptive_avg_pool1d", adaptive_avg_pool, 1},
    OperatorRow{"adaptive_avg_pool2d", adaptive_avg_pool, 2},
    OperatorRow{"adaptive_avg_pool3d", adaptive_avg_pool, 3},
    OperatorRow{"_adaptive_avg_pool2d", adaptive_avg_pool, 2},
    OperatorRow{"_adaptive_avg_pool3d", adaptive_avg_pool, 3},
    OperatorRow{"adaptive_max_pool1d", adaptive_max_pool, 1},
    OperatorRow{"adaptive_max_pool2d", adaptive_max_pool, 2},
    OperatorRow{"adaptive_max_pool3d", adaptive_max_pool, 3},

    // Interpolations along 1, 2 or 3 dimensions of 2 values (3 FLOPs: a + t (b - a)), of 4 x 4.
    OperatorRow{"upsample_nearest1d", per_output_element, 0},
    OperatorRow{"upsample_nearest2d", per_output_element, 0},
    OperatorRow{"upsample_nearest3d", per_output_element, 0},
    OperatorRow{"_upsample_nearest_exact1d", per_output_element, 0},
    OperatorRow{"_upsample_nearest_exact2d", per_output_element, 0},
    OperatorRow{"_upsample_nearest_exact3d", per_output_element, 0},
    OperatorRow{"upsample_linear1d", per_output_element, 3},
    OperatorRow{"upsample_bilinear2d", per_output_element, 7},
    OperatorRow{"upsample_trilinear3d", per_output_element, 15},
    OperatorRow{"upsample_bicubic2d", per_output_element, 35},
    OperatorRow{"grid_sampler_2d", grid_sampler, 7},
    OperatorRow{"grid_sampler_3d", grid_sampler, 15},
};

}  // namespace

std::span<const OperatorRow> window_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
