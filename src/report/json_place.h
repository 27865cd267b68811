// Where in a JSON text something stands, for messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hookstat::reporting {

/// A step on the way from the outermost value, which has no `outer`: to a field, or, without a key,
/// to an item of an array. Text is made of it only when something is wrong.
struct Place {
  const Place* outer = nullptr;
  std::string_view key = {};
  std::size_t index = 0;
};

/// "modules[3].time_ns"; "report" for the outermost value.
[[nodiscard]] std::string text_of(const Place& place);

/// Throws InputError "PLACE: WHY".
[[noreturn]] void fail(const Place& place, const std::string& why);

}  // namespace hookstat::reporting
