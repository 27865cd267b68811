#include "hookstat/peaks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "hookstat/error.h"
#include "hookstat/tensor_info.h"

namespace hookstat {
namespace {

constexpr const char* kHint =
    "FLOP/s and bytes/s, like 1.2T,50G, or float32=1.2T,bfloat16=2.4T,50G";

std::optional<double> factor_of(std::string_view suffix) {
  constexpr std::pair<std::string_view, double> kFactors[] = {
      {"", 1}, {"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}, {"P", 1e15}};
  const auto* const found =
      std::ranges::find(kFactors, suffix, [](const auto& f) { return f.first; });
  if (found == std::end(kFactors)) return std::nullopt;
  return found->second;
}

double rate_of(std::string_view text, const std::string& all) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  const auto rest = text.substr(static_cast<std::size_t>(parsed.ptr - text.data()));
  const auto factor = factor_of(rest);
  if (parsed.ec != std::errc{} || !factor || !std::isfinite(value) || value <= 0) {
    throw InputError("--peaks " + all + ": '" + std::string(text) + "' is no rate above 0", kHint);
  }
  return value * *factor;
}

MachinePeak peak_of(std::string_view part, const std::string& all) {
  const std::size_t equals = part.find('=');
  if (equals == std::string_view::npos) return {"any", rate_of(part, all)};
  const std::string_view dtype = part.substr(0, equals);
  if (!dtype_from_name(dtype) || dtype == "unknown") {
    throw InputError("--peaks " + all + ": '" + std::string(dtype) + "' is no dtype", kHint);
  }
  return {std::string(dtype), rate_of(part.substr(equals + 1), all)};
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

MachinePeaks parse_peaks(const std::string& text) {
  const std::vector<std::string_view> parts = parts_of(text);
  MachinePeaks peaks;
  peaks.how = "given";
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    MachinePeak peak = peak_of(parts[i], text);
    if (std::ranges::find(peaks.peaks, peak.dtype, &MachinePeak::dtype) != peaks.peaks.end()) {
      throw InputError("--peaks " + text + ": more than one rate for " + peak.dtype + " dtype",
                       kHint);
    }
    peaks.peaks.push_back(std::move(peak));
  }
  if (peaks.peaks.empty()) throw InputError("--peaks " + text + ": is no pair of rates", kHint);
  peaks.bytes_per_second = rate_of(parts.back(), text);
  return peaks;
}

}  // namespace hookstat
