#include "sweep/yaml_tree.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <sstream>

#include "sweep/yaml_builder.h"
#include "sweep/yaml_quotes.h"

namespace hookstat::sweep {
namespace {

void feed(const std::string& text, TreeBuilder& builder) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

/// The quote within which the parser met `end`. With a line break behind what is before, it takes
/// that for a text.
std::optional<Mark> quote_open_at(int end, const std::string& text) {
  const std::size_t uncounted = text.size() - counted_part(text).size();
  const std::string before =
      text.substr(0, uncounted + static_cast<std::size_t>(std::max(end, 0))) + "\n";
  Problems told_already;
  TreeBuilder builder(before, told_already);
  try {
    feed(before, builder);
  } catch (const Stop&) {
    return builder.open_quote();
  } catch (const YAML::Exception&) {
    return std::nullopt;
  }
  return std::nullopt;
}

void tell_of(const YAML::Exception& error, const TreeBuilder& builder, const std::string& text,
             Problems& problems) {
  const bool is_within_quote =
      error.msg == YAML::ErrorMsg::EOF_IN_SCALAR || error.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
  const auto open = is_within_quote ? quote_open_at(error.mark.pos, text) : std::nullopt;
  if (open) {
    problems.add(*open, kOpenQuote);
  } else if (const auto runaway = builder.runaway_quote()) {
    problems.add(*runaway, std::string(kOpenQuote) + " before the next key or item");
  } else {
    problems.add(mark_of(error.mark), "is not YAML: " + error.msg);
  }
}

}  // namespace

YamlPointer parse_yaml(const std::string& text, Problems& problems) {
  TreeBuilder builder(text, problems);
  try {
    feed(text, builder);
    return builder.root();
  } catch (const YAML::Exception& error) {
    tell_of(error, builder, text, problems);
  } catch (const Stop&) {
    return nullptr;
  }
  return nullptr;
}

}  // namespace hookstat::sweep
