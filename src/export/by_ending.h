// Which format the end of a file's name picks.
#pragma once

#include <iterator>
#include <string_view>

namespace hookstat::exporting {

/// Of `formats`, each with an `extension`, the one whose extension ends `path`, the longest one
/// that fits; nullptr where none does. An empty extension never does.
template <class Formats>
[[nodiscard]] constexpr auto by_ending(const Formats& formats, std::string_view path) noexcept
    -> decltype(&*std::begin(formats)) {
  decltype(&*std::begin(formats)) best = nullptr;
  for (const auto& format : formats) {
    if (format.extension.empty() || !path.ends_with(format.extension)) continue;
    if (best == nullptr || format.extension.size() > best->extension.size()) best = &format;
  }
  return best;
}

}  // namespace hookstat::exporting
