// Values written as JSON.
#pragma once

#include <string_view>

#include "inputs/value.h"

namespace hookstat {

/// Arrays become lists, objects dicts with str keys in the order of the text. Throws InputError for
/// what is not JSON (NaN among it), whole numbers beyond 64 bits, a key that appears twice in one
/// object, and nesting deeper than kDeepestNesting. Pure; thread-safe.
[[nodiscard]] Value parse_json_value(std::string_view text);

/// One value as a user types it: None or null, true, false, True, False, a number, JSON where it
/// begins with '[', '{' or '"', and any other text as str. Throws what parse_json_value throws.
[[nodiscard]] Value parse_literal(std::string_view text);

}  // namespace hookstat
