#include "sweep/exclusions.h"

#include <string_view>
#include <utility>

#include "export/units.h"
#include "sweep/closest_name.h"
#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

constexpr std::string_view kWhat = "exclude";

std::vector<std::string_view> exclude_keys() {
  std::vector<std::string_view> keys{"model"};
  for (const AxisRow& row : axis_table()) keys.push_back(row.name);
  return keys;
}

std::optional<std::string> model_name(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::kText) return std::nullopt;
  return node.text;
}

Exclusion::Values read_values(const AxisRow& row, const YamlEntry& entry, Problems& problems) {
  Axis axis = read_axis(row, entry.at, entry.value, problems);
  return {entry.value->at, {axis.values.begin(), axis.values.end()}};
}

Exclusion read_exclusion(const YamlNode& node, Problems& problems) {
  constexpr AxisRow kModel{"model", "", "a model's name", model_name, false};
  Exclusion exclusion;
  exclusion.at = node.at;
  for (const YamlEntry& entry : node.entries) {
    const auto axis = find_axis(entry.key);
    if (axis) {
      exclusion.axes[*axis] = read_values(axis_table()[*axis], entry, problems);
    } else if (entry.key == kModel.name) {
      exclusion.models = read_values(kModel, entry, problems);
    } else {
      problems.add(entry.at, std::string(kWhat) + ": " + unknown_key(entry.key, exclude_keys()));
    }
  }
  return exclusion;
}

/// Tells of values that are none of `known`.
void check_values(std::string_view axis, const std::optional<Exclusion::Values>& values,
                  const std::set<std::string>& known, bool exists, Problems& problems) {
  if (!values) return;
  const std::string prefix = std::string(kWhat).append(": ").append(axis).append(": ");
  for (const std::string& value : values->any_of) {
    if (known.contains(value)) continue;
    problems.add(values->at, exists ? prefix + "no model has " + in_quotes(value)
                                    : prefix + "the plan has no such axis");
  }
}

}  // namespace

ExclusionSet ExclusionIndex::with_model(const std::string& name) const {
  ExclusionSet possible;
  for (std::size_t i = 0; i < exclusions_.size(); ++i) {
    const auto& models = exclusions_[i].models;
    possible[i] = !models || models->any_of.contains(name);
  }
  return possible;
}

const ExclusionSet& ExclusionIndex::with_value(std::size_t axis, const std::string* value) {
  if (value == nullptr && without_value_[axis]) return *without_value_[axis];
  if (value != nullptr) {
    const auto known = with_value_[axis].find(*value);
    if (known != with_value_[axis].end()) return known->second;
  }
  ExclusionSet possible;
  for (std::size_t i = 0; i < exclusions_.size(); ++i) {
    const auto& values = exclusions_[i].axes[axis];
    possible[i] = !values || (value != nullptr && values->any_of.contains(*value));
  }
  if (value == nullptr) return without_value_[axis].emplace(possible);
  return with_value_[axis].emplace(*value, possible).first->second;
}

std::vector<Exclusion> read_exclusions(const YamlPointer& node, Problems& problems) {
  constexpr std::string_view kExpected = "maps of axes, such as {device: cuda, batch: [8, 16]}";
  std::vector<Exclusion> exclusions;
  const std::vector<YamlPointer> items = items_of(node);
  if (items.empty()) add_unexpected(problems, *node, kWhat, kExpected);
  if (items.size() > kMostExclusions) {
    problems.add(node->at, "exclude: has " +
                               exporting::with_commas(static_cast<std::int64_t>(items.size())) +
                               " entries, " + exporting::with_commas(kMostExclusions) + " at most");
    return exclusions;
  }
  for (const YamlPointer& item : items) {
    if (item->kind == YamlNode::Kind::kMap && !item->entries.empty()) {
      exclusions.push_back(read_exclusion(*item, problems));
    } else {
      add_unexpected(problems, *item, kWhat, kExpected);
    }
  }
  return exclusions;
}

void check_exclusions(const std::vector<Exclusion>& exclusions,
                      const std::vector<ModelSettings>& models, Problems& problems) {
  std::set<std::string> names;
  PerAxis<std::set<std::string>> values;
  PerAxis<bool> exists{};
  for (const ModelSettings& model : models) {
    names.insert(model.model->name);
    for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
      if (model.axes[axis] == nullptr) continue;
      exists[axis] = true;
      values[axis].insert(model.axes[axis]->values.begin(), model.axes[axis]->values.end());
    }
  }
  for (const Exclusion& exclusion : exclusions) {
    check_values("model", exclusion.models, names, true, problems);
    for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
      check_values(axis_table()[axis].name, exclusion.axes[axis], values[axis], exists[axis],
                   problems);
    }
  }
}

}  // namespace hookstat::sweep
