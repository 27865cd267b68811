// Where in the inputs a value stands, for messages.
#pragma once

#include <cstddef>
#include <string>

namespace hookstat {

/// A step on the way from where the inputs come from to a value.
struct ValuePlace {
  const ValuePlace* outer = nullptr;
  std::string step;
  bool names_argument = false;  ///< a source that says already for which argument it is
};

/// "inputs.json: xs[1]["mask"]": the source, then the argument with the way into it. For a whole
/// argument a source that names it stands alone.
[[nodiscard]] std::string text_of(const ValuePlace& place);

[[nodiscard]] ValuePlace item_of(const ValuePlace& outer, std::size_t index);
[[nodiscard]] ValuePlace item_of(const ValuePlace& outer, const std::string& key);

/// Throws InputError "PLACE: WHY".
[[noreturn]] void fail(const ValuePlace& place, const std::string& why,
                       const std::string& hint = {});

}  // namespace hookstat
