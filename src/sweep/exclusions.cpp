#include "sweep/exclusions.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/name_list.h"
#include "export/units.h"
#include "sweep/closest_name.h"
#include "sweep/input_names.h"
#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

constexpr std::string_view kWhat = "exclude";

std::vector<std::string_view> exclude_keys() {
  std::vector<std::string_view> keys{"model", "input"};
  for (const AxisRow& row : axis_table()) keys.push_back(row.name);
  return keys;
}

std::optional<std::string> any_text(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::kText) return std::nullopt;
  return node.text;
}

Exclusion::Values read_values(const AxisRow& row, const YamlEntry& entry, Problems& problems) {
  Axis axis = read_axis(row, entry.at, entry.value, problems);
  return {entry.value->at, {axis.values.begin(), axis.values.end()}};
}

Exclusion read_exclusion(const YamlNode& node, Problems& problems) {
  constexpr AxisRow kModel{"model", "", "a model's name", any_text, false};
  constexpr AxisRow kInput{"input", "", "an entry of inputs as one text, or its id", any_text,
                           false};
  Exclusion exclusion;
  exclusion.at = node.at;
  for (const YamlEntry& entry : node.entries) {
    const auto axis = find_axis(entry.key);
    if (axis) {
      exclusion.axes[*axis] = read_values(axis_table()[*axis], entry, problems);
    } else if (entry.key == kModel.name) {
      exclusion.models = read_values(kModel, entry, problems);
    } else if (entry.key == kInput.name) {
      exclusion.inputs = read_values(kInput, entry, problems);
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

/// All that the models' inputs are called, as far as exclusions say it.
class InputNames {
 public:
  InputNames(const std::vector<Exclusion>& exclusions, const std::vector<ModelSettings>& models) {
    std::set<std::string_view> wanted;
    for (const Exclusion& exclusion : exclusions) {
      if (exclusion.inputs)
        wanted.insert(exclusion.inputs->any_of.begin(), exclusion.inputs->any_of.end());
    }
    if (wanted.empty()) return;
    std::set<const std::vector<InputEntry>*> seen;  // models share them
    std::set<std::string> shown;
    for (const ModelSettings& model : models) {
      if (model.inputs == nullptr || !seen.insert(model.inputs).second) continue;
      for (const InputEntry& entry : *model.inputs) {
        for (const std::string& name : names_of(entry)) {
          if (wanted.contains(name)) known_.insert(name);
        }
        const auto [text, is_new] = shown.insert(shown_text(entry));
        if (is_new) shown_.push_back(*text);
      }
    }
    std::vector<std::string> quoted(shown_.size());
    std::ranges::transform(shown_, quoted.begin(),
                           [](const auto& text) { return in_quotes(text); });
    constexpr std::size_t kMostNames = 3;
    all_ = first_names(quoted, kMostNames);
  }

  void check(const Exclusion::Values& values, Problems& problems) {
    for (const std::string& value : values.any_of) {
      if (known_.contains(value)) continue;
      problems.add(values.at, shown_.empty() ? "exclude: input: the plan has no inputs"
                                             : "exclude: input: no model has " + in_quotes(value) +
                                                   suggestion(value));
    }
  }

 private:
  std::string suggestion(const std::string& typed) {
    // Bounds the time: each text is held against each, letter by letter.
    constexpr std::size_t kMostTexts = 100;
    constexpr std::size_t kLongest = 100;
    if (suggestions_left_ > 0 && typed.size() <= kLongest) {
      --suggestions_left_;
      const std::size_t count = std::min(shown_.size(), kMostTexts);
      const std::vector<std::string_view> texts(
          shown_.begin(), shown_.begin() + static_cast<std::ptrdiff_t>(count));
      const std::string_view meant = closest_name(typed, texts);
      if (!meant.empty()) return ": did you mean " + in_quotes(meant) + "?";
    }
    return ": there are " + all_;
  }

  std::set<std::string> known_;
  std::vector<std::string> shown_;  // in the order of the plan, none twice
  std::string all_;                 // of these
  std::size_t suggestions_left_ = 1000;
};

}  // namespace

ExclusionIndex::ExclusionIndex(const std::vector<Exclusion>& exclusions) : exclusions_(exclusions) {
  for (std::size_t i = 0; i < exclusions.size(); ++i) {
    const auto& inputs = exclusions[i].inputs;
    of_any_input_[i] = !inputs;
    if (!inputs) continue;
    for (const std::string& name : inputs->any_of) by_input_[name].push_back(i);
  }
}

ExclusionSet ExclusionIndex::with_input(const InputEntry* entry) const {
  ExclusionSet possible = of_any_input_;
  if (entry == nullptr || by_input_.empty()) return possible;
  for (const std::string& name : names_of(*entry)) {
    const auto found = by_input_.find(name);
    if (found == by_input_.end()) continue;
    for (const std::size_t i : found->second) possible.set(i);
  }
  return possible;
}

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
  InputNames inputs(exclusions, models);
  for (const Exclusion& exclusion : exclusions) {
    if (exclusion.inputs) inputs.check(*exclusion.inputs, problems);
    check_values("model", exclusion.models, names, true, problems);
    for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
      check_values(axis_table()[axis].name, exclusion.axes[axis], values[axis], exists[axis],
                   problems);
    }
  }
}

}  // namespace hookstat::sweep
