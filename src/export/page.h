// The page that shows a report or a comparison in a browser: one HTML file, made from web/.
#pragma once

#include <string>
#include <string_view>

namespace hookstat::exporting {

/// Why there is no page; empty where there is one.
#if HOOKSTAT_HAS_PAGE
inline constexpr std::string_view kPageMissing;
#else
inline constexpr std::string_view kPageMissing =
    "this hookstat was built without Node.js, which makes its page";
#endif

/// The page without data; empty where there is none.
[[nodiscard]] std::string page_template();

/// `page` with the data in its place: {"kind": kind, kind: json}. Nothing in `json` can end the
/// element that it stands in. Throws InputError where the page is empty.
[[nodiscard]] std::string page_with(std::string page, std::string_view kind, std::string_view json);

}  // namespace hookstat::exporting
