#include "hooks/source_lines.h"

#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "model/cause.h"

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::SourceRange;
using torch::jit::Value;

/// The line that a range begins in, without indentation.
std::string text_of(const SourceRange& range) {
  constexpr std::size_t kMost = 80;
  constexpr const char* kBlanks = " \t\r\n";
  const auto& source = range.source();
  std::string line = source->get_line(source->lineno_for_offset(range.start())).str();
  line.erase(0, line.find_first_not_of(kBlanks));
  line.erase(line.find_last_not_of(kBlanks) + 1);
  if (line.size() > kMost) line = line.substr(0, kMost - 3) + "...";
  return line;
}

/// As the archive's debug files tell it; of some calls they have an empty range.
std::optional<SourceRange> original_of(const SourceRange& range) {
  auto original = range.findSourceRangeThatGenerated();
  const bool is_empty = original && (!original->source() || original->source()->size() == 0);
  if (is_empty) original.reset();
  return original;
}

/// The line of a range as the archive's debug files tell it, else of the archive's own code.
SourceLine line_of(SourceRange range, std::string function) {
  if (auto original = original_of(range)) range = std::move(*original);
  SourceLine line;
  line.function = std::move(function);
  if (!range.source()) return line;
  // Of a traced operator the range is the whole stack of Python.
  if (const auto traced = traced_code_line(range.text().str())) {
    line.file = traced->file;
    line.line = traced->line;
    line.function = traced->function;
    return line;
  }
  const auto place = range.file_line_col();
  if (!place) return line;
  line.file = std::get<0>(*place);
  line.line = static_cast<std::int64_t>(std::get<1>(*place));
  line.text = text_of(range);
  return line;
}

/// That of an argument on the same line of the archive's code, where that is known.
std::optional<SourceRange> range_of_argument(const Node& node) {
  const SourceRange own = node.sourceRange();
  if (!own.source() || original_of(own)) return std::nullopt;
  const auto place = own.file_line_col();
  for (const Value* input : node.inputs()) {
    const SourceRange other = input->node()->sourceRange();
    if (!other.source() || !original_of(other)) continue;
    const auto of_input = other.file_line_col();
    const bool is_same = place && of_input && std::get<0>(*place) == std::get<0>(*of_input) &&
                         std::get<1>(*place) == std::get<1>(*of_input);
    if (is_same) return other;
  }
  return std::nullopt;
}

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The path in "self.PATH.ATTRIBUTE", or with a number behind it, which tells equal names apart.
std::string module_in(std::string_view name) {
  constexpr std::string_view kSelf = "self.";
  constexpr std::string_view kConverted = "_mkldnn";
  if (!name.starts_with(kSelf)) return {};
  name.remove_prefix(kSelf.size());
  if (name.ends_with(kConverted)) name.remove_suffix(kConverted.size());
  std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && is_number(name.substr(dot + 1))) {
    name = name.substr(0, dot);
    dot = name.rfind('.');
  }
  return dot == std::string_view::npos ? std::string() : std::string(name.substr(0, dot));
}

/// Freezing names the constants that it makes by the attributes they were; equal ones become one,
/// so a bias of zeros may have another's name, and the weight comes before it.
std::string frozen_module(const Node& node) {
  for (const Value* input : node.inputs()) {
    const std::string_view kind = input->node()->kind().toQualString();
    const bool is_constant = kind == "prim::Constant" || kind == "prim::ConstantMKLDNNTensor";
    if (!is_constant || !input->hasDebugName()) continue;
    std::string path = module_in(input->debugName());
    if (!path.empty()) return path;
  }
  return {};
}

/// From the method that was called first to the code of the node itself. The stack's pointers to
/// functions may dangle: a frozen model keeps the stacks of the model that it was made of, and not
/// its functions. The names are the stack's own.
std::vector<SourceLine> lines_of(const Node& node, std::string function) {
  std::vector<SourceLine> lines;
  for (auto call = node.callstack(); call; call = (*call)->callee()) {
    lines.push_back(line_of((*call)->source_range(), std::move(function)));
    function = (*call)->function_name();
  }
  lines.push_back(line_of(node.sourceRange(), std::move(function)));
  return lines;
}

}  // namespace

SourceLine source_line_of(const Node& node, const std::string& function) {
  SourceLine found;
  const std::vector<SourceLine> lines = lines_of(node, function);
  for (const SourceLine& line : std::views::reverse(lines)) {
    if (line.file.empty()) continue;
    const bool is_users = !is_torchs_own(line.file);
    if (is_users || found.file.empty()) found = line;
    if (is_users) break;
  }
  found.scope = frozen_module(node);
  return found;
}

void complete_ranges(Block& block) {
  for (Node* node : block.nodes()) {
    if (const auto range = range_of_argument(*node)) node->setSourceRange(*range);
    for (Block* inner : node->blocks()) complete_ranges(*inner);
  }
}

std::int32_t SourceLineTable::add(const SourceLine& line) {
  if (line.file.empty() && line.scope.empty()) return -1;
  const std::scoped_lock lock(mutex_);
  const auto next = static_cast<std::int32_t>(lines_.size());
  const auto [place, is_new] = numbers_.try_emplace({line.file, line.line, line.scope}, next);
  if (is_new) lines_.push_back(line);
  return place->second;
}

std::vector<SourceLine> SourceLineTable::all() const {
  const std::scoped_lock lock(mutex_);
  return lines_;
}

}  // namespace hookstat
