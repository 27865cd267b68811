#include "sweep/input_entries.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "sweep/placeholders.h"
#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

constexpr std::string_view kFileKey = "--inputs";  // no argument can have such a name
constexpr std::string_view kWhat = "inputs";

/// FNV-1a: the same in every build, as ids of cases must be.
std::string hash_text(std::string_view text) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 16'777'619U;
  }
  std::string digits;
  for (int shift = 28; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> shift) & 0xFU];
  return digits;
}

bool has_known_end(std::string_view file) {
  constexpr std::string_view kEnds[] = {".pt", ".pth", ".npy", ".npz", ".json"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return file.ends_with(end); });
}

class EntryReader {
 public:
  explicit EntryReader(const PlanPlace& place) : place_(place) {}

  /// What is wrong with it is left out.
  InputEntry read(const YamlNode& node) {
    entry_ = {};
    entry_.at = node.at;
    written_.clear();
    whole_ = true;
    if (node.kind == YamlNode::Kind::kMap && !node.entries.empty()) {
      for (const YamlEntry& argument : node.entries) add_named(argument);
    } else if (node.kind == YamlNode::Kind::kList && !node.items.empty()) {
      for (const YamlPointer& item : node.items) add_text("", *item);
    } else {
      add_text("", node);
    }
    entry_.id = hash_text(written_);
    return std::move(entry_);
  }

  [[nodiscard]] bool is_whole() const noexcept { return whole_; }
  /// All that tells the entry from others.
  [[nodiscard]] const std::string& written() const noexcept { return written_; }

 private:
  void fail(Mark at, const std::string& why) {
    place_.problems.add(at, std::string(kWhat) + ": " + why);
    whole_ = false;
  }

  void add_named(const YamlEntry& argument) {
    if (argument.key == kFileKey) return set_file(*argument.value);
    if (is_identifier(argument.key)) return add_text(argument.key + "=", *argument.value);
    fail(argument.at, in_quotes(argument.key) + " is no argument's name; a file of values is " +
                          in_quotes(kFileKey));
  }

  void set_file(const YamlNode& node) {
    const auto file = named_file(node, "inputs: --inputs", place_);
    if (!file) {
      whole_ = false;
    } else if (!has_known_end(*file)) {
      fail(node.at, "--inputs: " + in_quotes(node.text) +
                        ": its end tells no format: there are .pt, .pth, .npy, .npz and .json");
    } else {
      entry_.file = *file;
      entry_.file_text = node.text;
      written_.append(kFileKey).append(1, '\0').append(node.text).append(1, '\0');
    }
  }

  void add_text(const std::string& name, const YamlNode& node) {
    const bool is_null = node.kind == YamlNode::Kind::kNull;
    if (node.kind != YamlNode::Kind::kText && !(is_null && !name.empty())) {
      add_unexpected(place_.problems, node, std::string(kWhat),
                     "a text for each argument (lists and dicts as JSON in quotes)");
      whole_ = false;
      return;
    }
    const std::string text = name + (is_null ? "None" : node.text);
    // The command line takes the word behind a bare `--input=` for its value.
    if (text.empty()) return fail(node.at, "a value is empty: an empty str is '\"\"'");
    for (const std::string_view word : placeholders_in(text)) note_placeholder(word, node);
    entry_.texts.push_back({node.at, text});
    entry_.bytes += text.size();
    written_.append(text).append(1, '\0');
  }

  void note_placeholder(std::string_view word, const YamlNode& node) {
    const auto axis = find_axis(word);
    if (axis && axis_table()[*axis].in_inputs) {
      entry_.uses[*axis] = true;
    } else {
      fail(node.at, "unknown placeholder '{" + std::string(word.substr(0, 60)) +
                        "}': there are {batch} and {resolution}");
    }
  }

  const PlanPlace& place_;
  InputEntry entry_;
  std::string written_;
  bool whole_ = true;
};

bool is_size(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

std::vector<std::string_view> pieces_of(std::string_view shape) {
  std::vector<std::string_view> pieces;
  while (true) {
    const std::size_t end = shape.find('x');
    pieces.push_back(shape.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    shape.remove_prefix(end + 1);
  }
}

}  // namespace

bool is_identifier(std::string_view text) noexcept {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  return std::ranges::all_of(text, [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 0x80 || byte == '_' || (byte >= '0' && byte <= '9') ||
           (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  });
}

std::string_view value_part(std::string_view text) noexcept {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || !is_identifier(text.substr(0, equals))) return text;
  return text.substr(equals + 1);
}

bool is_clearly_specification(std::string_view value) {
  const std::size_t colon = value.find(':');
  // `x` is a letter of no placeholder that there is, so each is in one piece.
  const std::vector<std::string_view> pieces = pieces_of(value.substr(0, colon));
  const auto is_placeholder = [](std::string_view piece) {
    return piece == "{batch}" || piece == "{resolution}";
  };
  if (std::ranges::any_of(pieces, is_placeholder)) return true;
  if (pieces.size() > 1 && is_size(pieces[0]) && is_size(pieces[1])) return true;
  const bool has_shape = std::ranges::all_of(pieces, is_size) || pieces[0] == "scalar";
  if (!has_shape || colon == std::string_view::npos) return false;
  return colon + 1 < value.size() && is_letter(value[colon + 1]);
}

std::vector<InputEntry> read_inputs(const YamlPointer& node, const PlanPlace& place) {
  std::vector<InputEntry> entries;
  std::map<std::string, int> lines;
  EntryReader reader(place);
  const std::vector<YamlPointer> items = items_of(node);
  if (items.empty()) {
    add_unexpected(place.problems, *node, kWhat, "a text, a list or a map for each call");
  }
  for (const YamlPointer& item : items) {
    entries.push_back(reader.read(*item));
    if (!reader.is_whole()) continue;
    const auto [first, is_new] = lines.emplace(reader.written(), item->at.line);
    if (is_new) continue;
    place.problems.add(item->at, "inputs: the same is there twice, first in line " +
                                     std::to_string(first->second));
  }
  return entries;
}

}  // namespace hookstat::sweep
