#include "hooks/source_lines.h"

#include <string>
#include <utility>

#include "model/cause.h"

namespace hookstat {
namespace {

std::string first_line(const std::string& text) {
  constexpr std::size_t kMost = 80;
  const std::size_t end = text.find('\n');
  std::string line = text.substr(0, end);
  if (line.size() > kMost || end != std::string::npos) line = line.substr(0, kMost) + "...";
  return line;
}

// The stack's pointers to functions may dangle: a frozen model keeps the stacks of the model that
// it was made of, and not its functions. The names are the stack's own.
std::string function_of(const torch::jit::Node& node) {
  auto call = node.callstack();
  if (!call) return {};
  while (const auto callee = (*call)->callee()) call = callee;
  return (*call)->function_name();
}

}  // namespace

SourceLine source_line_of(const torch::jit::Node& node) {
  torch::jit::SourceRange range = node.sourceRange();
  if (auto original = range.findSourceRangeThatGenerated()) range = std::move(*original);
  SourceLine line;
  if (!range.source()) return line;
  line.function = function_of(node);
  const std::string text = range.text().str();
  // Of a traced operator the range is the whole stack of Python.
  if (const auto traced = traced_code_line(text)) {
    line.file = traced->file;
    line.line = traced->line;
    line.function = traced->function;
    return line;
  }
  const auto place = range.file_line_col();
  if (!place) return line;
  line.file = std::get<0>(*place);
  line.line = static_cast<std::int64_t>(std::get<1>(*place));
  line.text = first_line(text);
  return line;
}

std::int32_t SourceLineTable::add(const SourceLine& line) {
  if (line.file.empty()) return -1;
  const auto next = static_cast<std::int32_t>(lines_.size());
  const auto [place, is_new] = numbers_.try_emplace({line.file, line.line}, next);
  if (is_new) {
    lines_.push_back(line);
  } else if (std::string& text = lines_[static_cast<std::size_t>(place->second)].text;
             line.text.size() > text.size()) {
    text = line.text;
  }
  return place->second;
}

}  // namespace hookstat
