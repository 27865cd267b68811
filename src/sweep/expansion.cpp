#include "sweep/expansion.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "export/units.h"
#include "hookstat/error.h"
#include "hookstat/input_spec.h"
#include "hookstat/saturating.h"
#include "sweep/case_checks.h"
#include "sweep/case_id.h"
#include "sweep/input_names.h"
#include "sweep/input_uses.h"
#include "sweep/placeholders.h"

namespace hookstat::sweep {
namespace {

constexpr std::int64_t kMostCases = 100'000;
constexpr std::int64_t kMostBytes = 100'000'000;

std::int64_t saturating_product(std::int64_t a, std::int64_t b) {
  return b != 0 && a > INT64_MAX / b ? INT64_MAX : a * b;
}

/// Whether cases of this entry go through the values of the axis. Sizes go through where an input
/// says them: elsewhere each would be the same case again.
bool goes_through(const ModelSettings& model, const InputEntry* entry, std::size_t axis) {
  if (model.axes[axis] == nullptr || model.axes[axis]->values.empty()) return false;
  return !axis_table()[axis].in_inputs || (entry != nullptr && entry->uses[axis]);
}

/// The entries of the model; one null for none.
std::vector<const InputEntry*> entries_of(const ModelSettings& model) {
  if (model.inputs == nullptr) return {nullptr};
  std::vector<const InputEntry*> entries;
  entries.reserve(model.inputs->size());
  for (const InputEntry& entry : *model.inputs) entries.push_back(&entry);
  return entries;
}

std::int64_t option_bytes(const ModelSettings& model) {
  std::size_t bytes = model.model->file.size();
  for (const auto& [option, setting] : model.profile) {
    for (const std::string& word : setting->words) bytes += word.size();
  }
  return static_cast<std::int64_t>(bytes);
}

/// Tells of more cases than are made. `bound` is "" where the number is exact.
bool are_few(std::int64_t cases, const char* bound, const PlanSections& sections,
             Problems& problems) {
  if (cases <= kMostCases) return true;
  problems.add(sections.models_at, "models: there would be " + exporting::with_commas(cases) +
                                       " cases " + bound + "before exclude, and " +
                                       exporting::with_commas(kMostCases) + " are the most");
  return false;
}

/// Whether cases and arguments are few enough to be made. Counts and makes none.
bool can_be_made(const PlanSections& sections, const std::vector<ModelSettings>& models,
                 Problems& problems) {
  std::int64_t cases = 0;
  std::int64_t bytes = 0;
  for (const ModelSettings& model : models) {
    const std::int64_t of_options = option_bytes(model);
    for (const InputEntry* entry : entries_of(model)) {
      std::int64_t product = 1;
      for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
        if (!goes_through(model, entry, axis)) continue;
        product =
            saturating_product(product, static_cast<std::int64_t>(model.axes[axis]->values.size()));
      }
      const auto of_entry = static_cast<std::int64_t>(entry == nullptr ? 0 : entry->bytes);
      cases = saturating_add(cases, product);
      bytes = saturating_add(bytes, saturating_product(product, of_entry + of_options));
    }
  }
  if (!are_few(cases, "", sections, problems)) return false;
  if (bytes <= kMostBytes) return true;
  problems.add(sections.models_at,
               "models: the arguments of all cases take more than 100 MB: put values of inputs "
               "into files");
  return false;
}

/// Makes the cases of one plan.
class Expander {
 public:
  Expander(const PlanSections& sections, Problems& problems)
      : sections_(sections),
        problems_(problems),
        exclusions_(sections.exclusions),
        covered_(sections.exclusions.size()) {}

  void add(const ModelSettings& model) {
    for (const InputEntry* entry : entries_of(model)) {
      Point point;
      point.model = model.model->name;
      add_from(0, {&model, entry}, point,
               exclusions_.with_model(point.model) & exclusions_.with_input(entry));
    }
  }

  Plan finish(bool cases_are_known) {
    if (cases_are_known) {
      check_coverage(sections_, covered_, total_, plan_.cases.size(), problems_);
      check_distinct(plan_.cases, origins_, problems_);
    }
    refusals_.tell(problems_);
    plan_.excluded = total_ - plan_.cases.size();
    return std::move(plan_);
  }

 private:
  /// `possible` are the exclusions that cover the case by its values up to the axis.
  void add_from(std::size_t axis, const Origin& origin, Point& point,
                const ExclusionSet& possible) {
    if (axis == kAxisCount) return add_point(origin, point, possible);
    if (!goes_through(*origin.model, origin.inputs, axis)) {
      return add_from(axis + 1, origin, point, possible & exclusions_.with_value(axis, nullptr));
    }
    for (const std::string& value : origin.model->axes[axis]->values) {
      point.values[axis] = &value;
      add_from(axis + 1, origin, point, possible & exclusions_.with_value(axis, &value));
    }
  }

  void add_point(const Origin& origin, const Point& point, const ExclusionSet& covering) {
    ++total_;
    for (std::size_t i = 0; i < covered_.size(); ++i) covered_[i] += covering[i] ? 1U : 0U;
    if (covering.any()) return;
    Case made = case_at(origin, point);
    check_specifications(origin, made);
    refusals_.look_at(*origin.model, made);
    plan_.cases.push_back(std::move(made));
    origins_.push_back(origin);
  }

  [[nodiscard]] Case case_at(const Origin& origin, const Point& point) const {
    Case made;
    const ModelSettings& model = *origin.model;
    made.index = plan_.cases.size();
    const bool has_several = model.inputs != nullptr && model.inputs->size() > 1;
    if (has_several) {
      made.input = origin.inputs->id;
      made.input_text = shown_text(*origin.inputs);
    }
    made.id = case_id(point, made.input);
    made.model = point.model;
    made.model_file = model.model->file;
    made.timeout_s = sections_.timeout_s;
    set_axes(made, point);
    if (origin.inputs != nullptr) set_inputs(made, *origin.inputs, point);
    set_arguments(made, model, point);
    return made;
  }

  static void set_axes(Case& made, const Point& point) {
    const auto text = [&](AxisName axis) -> std::optional<std::string> {
      const std::string* const value = point.values[static_cast<std::size_t>(axis)];
      if (value == nullptr) return std::nullopt;
      return *value;
    };
    const auto number = [&](AxisName axis) -> std::optional<std::int64_t> {
      const auto value = text(axis);
      if (!value) return std::nullopt;
      return std::stoll(*value);
    };
    made.batch = number(AxisName::kBatch);
    made.resolution = number(AxisName::kResolution);
    made.threads = number(AxisName::kThreads);
    made.dtype = text(AxisName::kDtype);
    made.device = text(AxisName::kDevice);
    made.method = text(AxisName::kMethod);
  }

  static void set_inputs(Case& made, const InputEntry& entry, const Point& point) {
    const auto value_of = [&](std::string_view word) {
      const auto axis = find_axis(word);
      const std::string* const value = axis ? point.values[*axis] : nullptr;
      return value == nullptr ? std::string("{").append(word).append("}") : *value;
    };
    made.inputs_file = entry.file;
    for (const InputText& text : entry.texts) made.inputs.push_back(filled(text.text, value_of));
  }

  static void set_arguments(Case& made, const ModelSettings& model, const Point& point) {
    std::vector<std::string>& words = made.profile_arguments;
    words.push_back(made.model_file);
    // One word each, or a value that begins with a dash would be an option.
    for (const std::string& input : made.inputs) words.push_back("--input=" + input);
    if (!made.inputs_file.empty()) words.push_back("--inputs=" + made.inputs_file);
    for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
      const AxisRow& row = axis_table()[axis];
      if (row.in_inputs || point.values[axis] == nullptr) continue;
      words.push_back(std::string("--").append(row.name).append("=").append(*point.values[axis]));
    }
    for (const auto& [option, setting] : model.profile) {
      words.insert(words.end(), setting->words.begin(), setting->words.end());
    }
  }

  void check_specifications(const Origin& origin, const Case& made) {
    for (std::size_t i = 0; i < made.inputs.size(); ++i) {
      const InputText& written = origin.inputs->texts[i];
      const std::string_view value = value_part(made.inputs[i]);
      const bool is_meant =
          is_clearly_specification(value_part(written.text)) || is_clearly_specification(value);
      if (!is_meant || !placeholders_in(value).empty() || told_.contains(written.at)) continue;
      try {
        static_cast<void>(parse_input_spec(value));
      } catch (const InputError& error) {
        told_.insert(written.at);
        problems_.add(written.at, "inputs: " + in_quotes(made.inputs[i]) + ": " + error.what());
      }
    }
  }

  const PlanSections& sections_;
  Problems& problems_;
  ExclusionIndex exclusions_;
  std::vector<std::size_t> covered_;  // cases, by exclusion
  std::size_t total_ = 0;
  Plan plan_;
  std::vector<Origin> origins_;
  DeviceRefusals refusals_;
  std::set<Mark> told_;  // texts whose specification is wrong
};

}  // namespace

Plan expand(const PlanSections& sections, Problems& problems) {
  std::vector<ModelSettings> models;
  models.reserve(sections.models.size());
  std::int64_t entries = 0;
  for (const Model& model : sections.models) {
    models.push_back(settings_of(model, sections.shared));
    const auto* const inputs = models.back().inputs;
    entries += inputs == nullptr ? 1 : static_cast<std::int64_t>(inputs->size());
  }
  // What follows looks at each model with each of its inputs.
  if (models.empty() || !are_few(entries, "or more ", sections, problems)) return {};
  check_shared_uses(sections.shared, models, problems);
  check_input_uses(models, problems);
  check_exclusions(sections.exclusions, models, problems);
  for (const ModelSettings& model : models) check_conflicts(model.profile, problems);
  check_timeout(sections, models, problems);
  const bool cases_are_known = problems.cases_are_known();
  if (!can_be_made(sections, models, problems)) return {};
  Expander expander(sections, problems);
  for (const ModelSettings& model : models) expander.add(model);
  return expander.finish(cases_are_known);
}

}  // namespace hookstat::sweep
