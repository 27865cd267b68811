#include "report/sources.h"

#include <algorithm>
#include <cstddef>

#include "hookstat/cost.h"

namespace hookstat::reporting {

std::optional<std::vector<SourceReport>> sources_of(const Recording& recording,
                                                    const std::vector<PricedCall>& calls) {
  if (recording.source_lines.empty()) return std::nullopt;
  std::vector<SourceReport> all;
  all.reserve(recording.source_lines.size());
  for (const SourceLine& line : recording.source_lines) {
    all.push_back({line.file, line.line, line.function, line.text, std::nullopt, 0, 0});
  }
  for (const PricedCall& priced : calls) {
    const std::int32_t line = recording.operators.at(priced.index).source_line;
    if (line < 0) continue;
    SourceReport& source = all.at(static_cast<std::size_t>(line));
    ++source.calls;
    source.flops += priced.price.cost.flops;
  }
  std::erase_if(all, [](const SourceReport& source) { return source.calls == 0; });
  std::ranges::stable_sort(all, std::ranges::greater(), &SourceReport::flops);
  return all;
}

}  // namespace hookstat::reporting
