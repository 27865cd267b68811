// Text in Markdown (CommonMark with tables, as GitHub shows it).
#pragma once

#include <string>
#include <string_view>

namespace hookstat::exporting {

/// `text` as text, whatever is in it: in a table `|` ends a cell even inside code.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace hookstat::exporting
