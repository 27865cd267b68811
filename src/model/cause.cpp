#include "model/cause.h"

#include <string_view>

namespace hookstat {
namespace {

/// "RuntimeError: ", "builtins.ValueError: ", "torch.jit.Error: ": a name that ends in Error or
/// Exception, a colon and a blank, at the start of a line. Returns what follows, or an empty view.
std::string_view after_exception_class(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos) return {};
  const std::string_view name = line.substr(0, colon);
  if (name.find(' ') != std::string_view::npos) return {};
  if (!name.ends_with("Error") && !name.ends_with("Exception")) return {};
  return line.substr(colon + 2);
}

}  // namespace

std::string cause_of(const std::exception& error) {
  const std::string_view text = error.what();
  std::string_view cause;
  std::string_view first;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    if (first.empty()) first = line;
    const std::string_view after = after_exception_class(line);
    if (!after.empty()) cause = after;
    begin = end + 1;
  }
  return std::string(cause.empty() ? first : cause);
}

}  // namespace hookstat
