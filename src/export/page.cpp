#include "export/page.h"

#include "hookstat/error.h"

namespace hookstat::exporting {
namespace {

constexpr std::string_view kPlace = "/*HOOKSTAT_DATA*/";

/// Appends JSON without the white space between its tokens, and with `<` as its escape.
void append_for_script(std::string& page, std::string_view json) {
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!in_string && (c == ' ' || c == '\n')) continue;
    if (c == '<') {
      page += "\\u003c";
      continue;
    }
    page.push_back(c);
    if (in_string && c == '\\') {
      page.push_back(json[++i]);
    } else if (c == '"') {
      in_string = !in_string;
    }
  }
}

}  // namespace

std::string page_with(std::string page, std::string_view kind, std::string_view json) {
  const std::size_t place = page.find(kPlace);
  if (place == std::string::npos) throw InputError("html: " + std::string(kPageMissing));
  const std::string rest = page.substr(place + kPlace.size());
  page.resize(place);
  page.reserve(place + json.size() + rest.size());
  page.append(R"({"kind":")").append(kind).append(R"(",")").append(kind).append(R"(":)");
  append_for_script(page, json);
  return page.append("}").append(rest);
}

}  // namespace hookstat::exporting
