#include "sweep/plan_sections.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "sweep/closest_name.h"
#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

constexpr std::size_t kLongestName = 64;  // or files of cases would have too long names

std::vector<std::string_view> plan_keys() {
  std::vector<std::string_view> keys = settings_keys();
  keys.insert(keys.begin(), "models");
  keys.insert(keys.end(), {"exclude", "timeout"});
  return keys;
}

std::vector<std::string_view> model_keys() {
  std::vector<std::string_view> keys = settings_keys();
  keys.insert(keys.begin(), {"file", "name"});
  return keys;
}

/// Fit for the name of a file wherever that is, and for no option.
bool is_model_name(std::string_view name) {
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' || letter == '-';
  };
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, fits) &&
         name.front() != '.' && name.front() != '-';
}

class ModelsReader {
 public:
  explicit ModelsReader(const PlanPlace& place) : place_(place) {}

  std::vector<Model> read(const YamlPointer& node) {
    const std::vector<YamlPointer> items = items_of(node);
    if (items.empty()) add_unexpected(place_.problems, *node, "models", kExpected);
    for (const YamlPointer& item : items) {
      if (item->kind == YamlNode::Kind::kText) {
        add_file(*item);
      } else if (item->kind == YamlNode::Kind::kMap) {
        add_map(*item);
      } else {
        add_unexpected(place_.problems, *item, "models", kExpected);
      }
    }
    return std::move(models_);
  }

 private:
  static constexpr std::string_view kExpected = "a file, or a map with the key 'file'";

  void add_file(const YamlNode& file) {
    Model model;
    model.at = file.at;
    set_file(model, file);
    keep(std::move(model), stem_of(file), file.at);
  }

  void add_map(const YamlNode& map) {
    Model model;
    model.at = map.at;
    const YamlNode* file = nullptr;
    const YamlNode* name = nullptr;
    for (const YamlEntry& entry : map.entries) {
      if (entry.key == "file") {
        file = entry.value.get();
      } else if (entry.key == "name") {
        name = entry.value.get();
      } else if (!read_setting(entry, model.own, place_)) {
        place_.problems.add(entry.at, complaint_about(entry.key));
      }
    }
    if (file == nullptr) return place_.problems.add(map.at, "models: the key 'file' is missing");
    set_file(model, *file);
    if (name == nullptr) return keep(std::move(model), stem_of(*file), file->at);
    if (name->kind != YamlNode::Kind::kText) {
      return add_unexpected(place_.problems, *name, "name", "a text");
    }
    keep(std::move(model), name->text, name->at);
  }

  static std::string complaint_about(std::string_view key) {
    if (key == "exclude" || key == "timeout") {
      return in_quotes(key) + " is a key of the plan, not of a model";
    }
    return unknown_key(key, model_keys());
  }

  void set_file(Model& model, const YamlNode& node) {
    if (const auto file = named_file(node, "models", place_)) model.file = *file;
  }

  static std::string stem_of(const YamlNode& file) {
    return std::filesystem::path(file.text).stem().string();
  }

  void keep(Model model, const std::string& name, Mark at) {
    model.name = name;
    const auto [first, is_new] = lines_.emplace(name, at.line);
    if (!model.file.empty() && !is_model_name(name)) {
      place_.problems.add(at,
                          "name: " + in_quotes(name) +
                              " is none: write 'name' with letters, digits, '_', '-' and '.', " +
                              std::to_string(kLongestName) + " at most");
    } else if (!is_new) {
      place_.problems.add(at, "name: " + in_quotes(name) + " is there twice, first in line " +
                                  std::to_string(first->second) + ": write 'name' for one of them");
    }
    // Also where its name is wrong: its settings count for what is told of axes and inputs.
    models_.push_back(std::move(model));
  }

  const PlanPlace& place_;
  std::vector<Model> models_;
  std::map<std::string, int> lines_;
};

std::optional<double> read_timeout(const YamlNode& node, Problems& problems) {
  constexpr double kLeastS = 0.001;  // as hookstat profile has it
  const auto seconds = number_of(node, kLeastS);
  if (!seconds) add_unexpected(problems, node, "timeout", "seconds, 0.001 or more");
  return seconds;
}

}  // namespace

PlanSections read_sections(const YamlNode& root, const PlanPlace& place) {
  PlanSections sections;
  if (root.kind != YamlNode::Kind::kMap) {
    add_unexpected(place.problems, root, "the plan", "a map with the key 'models'");
    return sections;
  }
  bool has_models = false;
  for (const YamlEntry& entry : root.entries) {
    if (entry.key.starts_with("x-")) continue;  // a place for anchors
    if (entry.key == "models") {
      has_models = true;
      sections.models_at = entry.at;
      sections.models = ModelsReader(place).read(entry.value);
    } else if (entry.key == "exclude") {
      sections.exclude_at = entry.at;
      sections.exclusions = read_exclusions(entry.value, place.problems);
    } else if (entry.key == "timeout") {
      sections.timeout_at = entry.at;
      sections.timeout_s = read_timeout(*entry.value, place.problems);
    } else if (!read_setting(entry, sections.shared, place)) {
      place.problems.add(entry.at, unknown_key(entry.key, plan_keys()));
    }
  }
  if (!has_models) place.problems.add({}, "the key 'models' is missing");
  return sections;
}

}  // namespace hookstat::sweep
