#include "archive/code_scan.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace hookstat::archive {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The end of the text in quotes that begins at `begin`.
std::size_t end_of_text(std::string_view code, std::size_t begin) {
  const char quote = code[begin];
  for (std::size_t i = begin + 1; i < code.size(); ++i) {
    if (code[i] == '\\') {
      ++i;
    } else if (code[i] == quote) {
      return i + 1;
    }
  }
  return code.size();
}

/// The parts of a dotted name that begins at `at`, which is moved behind it.
std::vector<std::string_view> dotted_name(std::string_view code, std::size_t& at) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t begin = at;
    while (at < code.size() && is_word(code[at])) ++at;
    parts.push_back(code.substr(begin, at - begin));
    if (at + 1 >= code.size() || code[at] != '.' || !is_word(code[at + 1])) return parts;
    ++at;
  }
}

std::string joined(std::string_view a, std::string_view between, std::string_view b) {
  return std::string(a).append(between).append(b);
}

void take_name(const std::vector<std::string_view>& parts, bool called, NamesInCode& into) {
  const std::size_t count = parts.size();
  if (called && count == 3 && parts[0] == "ops") {
    into.operators.insert(joined(parts[1], "::", parts[2]));
  } else if (called && count == 2 && parts[0] == "torch") {
    into.operators.insert(joined("aten", "::", parts[1]));
  } else if (count >= 5 && parts[0] == "__torch__" && parts[1] == "torch" &&
             parts[2] == "classes") {
    into.custom_classes.insert(joined(parts[3], ".", parts[4]));
  }
}

/// TorchScript writes an attribute whose name is no identifier as `__annotations__["NAME"] = TYPE`,
/// NAME as it is, and reads neither quotes, line breaks, backslashes nor other alphabets there.
void take_unreadable_names(std::string_view code, NamesInCode& into) {
  constexpr std::string_view kBefore = "__annotations__[\"";
  constexpr std::string_view kAfter = "\"] = ";
  const auto breaks = [](char c) {
    return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~' || c == '"' ||
           c == '\\';
  };
  for (std::size_t at = 0; (at = code.find(kBefore, at)) != std::string_view::npos;) {
    at += kBefore.size();
    const std::size_t end = code.find(kAfter, at);
    if (end == std::string_view::npos) return;
    const std::string_view name = code.substr(at, end - at);
    if (std::ranges::any_of(name, breaks)) into.unreadable.emplace(name);
  }
}

}  // namespace

void scan_code(std::string_view code, NamesInCode& into) {
  take_unreadable_names(code, into);
  bool defines_class = false;
  for (std::size_t at = 0; at < code.size();) {
    if (code[at] == '"' || code[at] == '\'') {
      at = end_of_text(code, at);
    } else if (!is_word(code[at])) {
      ++at;
    } else {
      // What stands behind a dot belongs to a value: `x.torch.relu(` calls no operator.
      const bool of_a_value = at > 0 && code[at - 1] == '.';
      const std::vector<std::string_view> parts = dotted_name(code, at);
      const bool called = at < code.size() && code[at] == '(';
      if (!of_a_value) take_name(parts, called, into);
      if (defines_class) into.classes.emplace(parts.back());
      defines_class = parts.size() == 1 && parts.front() == "class";
    }
  }
}

}  // namespace hookstat::archive
