#include "sweep/axes.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>

#include "export/display_text.h"
#include "sweep/input_entries.h"
#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

std::optional<std::string> whole_text(const YamlNode& node, std::int64_t most) {
  const auto number = whole_number(node, 1, most);
  if (!number) return std::nullopt;
  return std::to_string(*number);
}

std::optional<std::string> size_of(const YamlNode& node) { return whole_text(node, INT64_MAX); }

/// As many as hookstat profile lets LibTorch make.
std::optional<std::string> threads_of(const YamlNode& node) {
  constexpr std::int64_t kMostThreads = 1024;
  return whole_text(node, kMostThreads);
}

/// The types of `hookstat profile --dtype`.
std::optional<std::string> dtype_of(const YamlNode& node) {
  constexpr std::string_view kDtypes[] = {"float16", "bfloat16", "float32", "float64"};
  if (std::ranges::find(kDtypes, node.text) == std::end(kDtypes)) return std::nullopt;
  return node.text;
}

/// `cuda:0` is `cuda`, so that neither is taken for another device.
std::optional<std::string> device_of(const YamlNode& node) {
  const std::string_view text = node.text;
  if (text == "cpu" || text == "cuda") return node.text;
  constexpr std::string_view kPrefix = "cuda:";
  constexpr int kMostIndex = 127;  // of LibTorch
  if (!text.starts_with(kPrefix)) return std::nullopt;
  int index = -1;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + kPrefix.size(), end, index);
  const bool fits =
      parsed.ec == std::errc{} && parsed.ptr == end && index >= 0 && index <= kMostIndex;
  if (!fits) return std::nullopt;
  return index == 0 ? "cuda" : std::string(kPrefix) + std::to_string(index);
}

std::optional<std::string> method_of(const YamlNode& node) {
  constexpr std::size_t kMost = 64;  // or files of cases would have too long names
  if (!is_identifier(node.text) || node.text.size() > kMost) return std::nullopt;
  return node.text;
}

/// Names of models and inputs may be anything.
std::string shown(const std::string& value) {
  constexpr std::size_t kColumns = 60;
  return exporting::fitted(exporting::printable(value), kColumns);
}

constexpr PerAxis<AxisRow> kTable{{
    {"batch", "b", "a whole number of at least 1", size_of, true},
    {"resolution", "r", "a whole number of at least 1", size_of, true},
    {"threads", "t", "a whole number from 1 to 1024", threads_of, false},
    {"dtype", "", "float16, bfloat16, float32 or float64", dtype_of, false},
    {"device", "", "cpu, cuda or cuda:N", device_of, false},
    {"method", "", "a method's name of at most 64 letters", method_of, false},
}};

}  // namespace

const PerAxis<AxisRow>& axis_table() noexcept { return kTable; }

std::optional<std::size_t> find_axis(std::string_view name) noexcept {
  const auto* const row = std::ranges::find(kTable, name, &AxisRow::name);
  if (row == kTable.end()) return std::nullopt;
  return static_cast<std::size_t>(row - kTable.begin());
}

Axis read_axis(const AxisRow& row, Mark key, const YamlPointer& node, Problems& problems) {
  Axis axis{key, {}};
  std::set<std::string> seen;
  const std::vector<YamlPointer> items = items_of(node);
  if (items.empty()) add_unexpected(problems, *node, row.name, row.expected);
  for (const YamlPointer& item : items) {
    const auto value = row.read(*item);
    if (!value) {
      add_unexpected(problems, *item, row.name, row.expected);
    } else if (seen.insert(*value).second) {
      axis.values.push_back(*value);
    } else {
      problems.add(item->at, std::string(row.name) + ": " + shown(*value) + " is there twice");
    }
  }
  return axis;
}

}  // namespace hookstat::sweep
