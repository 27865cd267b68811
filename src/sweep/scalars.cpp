#include "sweep/scalars.h"

#include <charconv>
#include <cmath>
#include <system_error>

namespace hookstat::sweep {
namespace {

template <class Number>
std::optional<Number> plain_number(const YamlNode& node) noexcept {
  if (node.kind != YamlNode::Kind::kText || node.quoted) return std::nullopt;
  Number number{};
  const char* const end = node.text.data() + node.text.size();
  const auto parsed = std::from_chars(node.text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::int64_t> whole_number(const YamlNode& node, std::int64_t least,
                                         std::int64_t most) noexcept {
  const auto number = plain_number<std::int64_t>(node);
  if (!number || *number < least || *number > most) return std::nullopt;
  // 010 is 8 for some readers of YAML.
  if (node.text.size() > 1 && node.text.front() == '0') return std::nullopt;
  return number;
}

std::optional<double> number_of(const YamlNode& node, double least) noexcept {
  const auto number = plain_number<double>(node);
  if (!number || !std::isfinite(*number) || *number < least) return std::nullopt;
  return number;
}

std::optional<bool> truth_of(const YamlNode& node) noexcept {
  if (node.kind != YamlNode::Kind::kText || node.quoted) return std::nullopt;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  return std::nullopt;
}

std::string description_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kText:
      return (node.quoted ? "the text " : "") + in_quotes(node.text);
    case YamlNode::Kind::kList:
      return node.items.empty() ? "an empty list" : "a list";
    case YamlNode::Kind::kMap:
      return "a map";
  }
  return "something else";
}

void add_unexpected(Problems& problems, const YamlNode& node, std::string_view what,
                    std::string_view expected) {
  problems.add(node.at, std::string(what)
                            .append(": expects ")
                            .append(expected)
                            .append(", got ")
                            .append(description_of(node)));
}

std::vector<YamlPointer> items_of(const YamlPointer& node) {
  if (node->kind == YamlNode::Kind::kList) return node->items;
  return {node};
}

}  // namespace hookstat::sweep
