#include "sweep/closest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "sweep/problems.h"

namespace hookstat::sweep {
namespace {

constexpr std::size_t kMostEdits = 2;

/// Letters added, left out, changed, or swapped with their neighbour.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view closest_name(std::string_view typed, const std::vector<std::string_view>& names) {
  std::string_view closest;
  std::size_t fewest = kMostEdits + 1;
  for (const std::string_view name : names) {
    const std::size_t apart =
        std::max(typed.size(), name.size()) - std::min(typed.size(), name.size());
    if (apart > kMostEdits) continue;  // and no table is made for a text of megabytes
    const std::size_t edits = edits_between(typed, name);
    if (edits >= fewest || 2 * edits >= typed.size()) continue;
    fewest = edits;
    closest = name;
  }
  return closest;
}

std::string unknown_key(std::string_view typed, const std::vector<std::string_view>& names) {
  const std::string_view meant = closest_name(typed, names);
  const std::string what = "unknown key " + in_quotes(typed);
  if (!meant.empty()) return what + ": did you mean " + in_quotes(meant) + "?";
  return what + ": there are " + listed(names);
}

}  // namespace hookstat::sweep
