// What stands under `inputs`: the arguments of one call each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/axes.h"
#include "sweep/named_file.h"

namespace hookstat::sweep {

/// The value of one argument, placeholders and all.
struct InputText {
  Mark at;
  std::string text;  ///< `[NAME=]VALUE`
};

/// One value of the axis `inputs`.
struct InputEntry {
  Mark at;
  std::vector<InputText> texts;
  std::string file;       ///< of `--inputs`, from the working directory; empty: none
  std::string file_text;  ///< likewise, as written
  std::string id;         ///< of what was written, eight letters
  PerAxis<bool> uses{};   ///< whether a text says {batch}, {resolution}; no others
  std::size_t bytes = 0;  ///< of all texts
};

/// Whether the text can be the name of an argument or a method, as Python and `--input` have it.
/// Pure; thread-safe.
[[nodiscard]] bool is_identifier(std::string_view text) noexcept;

/// VALUE of `[NAME=]VALUE`. Pure; thread-safe.
[[nodiscard]] std::string_view value_part(std::string_view text) noexcept;

/// The entries behind the key `inputs`: a text, a list of texts, a map of texts by argument, each;
/// in a map `--inputs` is a file of values. Tells of what is wrong with them but for what needs the
/// values of placeholders. There is an entry for each that stands there, without what is wrong in
/// it.
[[nodiscard]] std::vector<InputEntry> read_inputs(const YamlPointer& node, const PlanPlace& place);

/// Whether a text, not yet filled, can only be meant as a tensor's specification (docs/inputs.md)
/// and never as a str: it begins with two sizes, has a placeholder for a size, or says SIZES:TYPE.
/// Pure; thread-safe.
[[nodiscard]] bool is_clearly_specification(std::string_view value);

}  // namespace hookstat::sweep
