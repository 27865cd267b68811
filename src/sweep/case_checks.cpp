#include "sweep/case_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

namespace hookstat::sweep {
namespace {

/// All that makes a difference to what is measured, with what hookstat profile takes where nothing
/// is said.
std::string meaning_of(const Case& made, const Origin& origin) {
  std::string text = made.model_file;
  const auto add = [&text](const std::string& part) { text.append(1, '\0').append(part); };
  for (const std::string& input : made.inputs) add(input);
  add("--inputs=" + made.inputs_file);
  add("--threads=" + (made.threads ? std::to_string(*made.threads) : ""));
  add("--dtype=" + made.dtype.value_or(""));
  add("--device=" + made.device.value_or("cpu"));
  add("--method=" + made.method.value_or("forward"));
  for (const auto& [option, setting] : origin.model->profile) {
    for (const std::string& word : setting->words) add(word);
  }
  return text;
}

/// The input where the model alone does not tell the two apart.
Mark place_of(const Origin& origin, const Origin& other) {
  if (origin.inputs == nullptr || origin.model != other.model) return origin.model->model->at;
  return origin.inputs->at;
}

}  // namespace

void check_distinct(const std::vector<Case>& cases, const std::vector<Origin>& origins,
                    Problems& problems) {
  std::unordered_map<std::string, std::size_t> meanings;
  std::unordered_map<std::string, std::size_t> ids;
  std::set<Mark> told;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string& id = cases[i].id;
    const auto [same, is_new] = meanings.emplace(meaning_of(cases[i], origins[i]), i);
    const auto [namesake, has_new_id] = ids.emplace(id, i);
    if (!is_new) {
      const Mark at = place_of(origins[i], origins[same->second]);
      if (told.insert(at).second) {
        problems.add(at, "the case " + id + " is the same as the case " + cases[same->second].id);
      }
    } else if (!has_new_id && told.insert(origins[i].model->model->at).second) {
      problems.add(origins[i].model->model->at,
                   "two cases would be called " + id + ": give the model another name");
    }
  }
}

void check_timeout(const PlanSections& sections, const std::vector<ModelSettings>& models,
                   Problems& problems) {
  if (!sections.timeout_s) return;
  struct TooLong {
    std::string first;
    std::string time;
    std::size_t models = 0;
  };
  std::map<Mark, TooLong> found;
  for (const ModelSettings& model : models) {
    const ProfileSetting* const least = setting_in_force(model.profile, "min-time");
    if (least == nullptr) continue;
    const ProfileSetting* const processes = setting_in_force(model.profile, "processes");
    const bool are_several = processes != nullptr && processes->number > 1;
    const double least_s = least->number * (are_several ? processes->number : 1);
    if (*sections.timeout_s > least_s) continue;
    Mark at = std::max(sections.timeout_at, least->at);
    if (are_several) at = std::max(at, processes->at);
    TooLong& here = found[at];
    if (++here.models > 1) continue;
    here.first = model.model->name;
    here.time = fmt::format("{} s", least->number);
    if (are_several) here.time += fmt::format(" in each of {:.0f} processes", processes->number);
  }
  for (const auto& [at, here] : found) {
    const std::string models_text = first_of(here.first, here.models, "model");
    problems.add_aside(
        at, fmt::format("timeout: no case of {} can end in {} s: min-time alone takes {}",
                        models_text, *sections.timeout_s, here.time));
  }
}

void DeviceRefusals::look_at(const ModelSettings& model, const Case& made) {
  const ProfileSetting* const concurrency = setting_in_force(model.profile, "concurrency");
  if (concurrency == nullptr || concurrency->number <= 1) return;
  const std::string device = made.device.value_or("cpu");
  if (device == "cpu") return;
  Refused& here = refused_[concurrency->at];
  if (here.models.empty()) {
    here.model = made.model;
    here.device = device;
  }
  here.models.insert(model.model);
  here.devices.insert(device);
}

void DeviceRefusals::tell(Problems& problems) const {
  for (const auto& [at, here] : refused_) {
    problems.add(at, "profile: concurrency is for the CPU, and there are cases of " +
                         first_of(here.model, here.models.size(), "model") + " on " +
                         first_of(here.device, here.devices.size(), "device"));
  }
}

void check_coverage(const PlanSections& sections, const std::vector<std::size_t>& covered,
                    std::size_t total, std::size_t left, Problems& problems) {
  bool one_is_enough = false;
  for (std::size_t i = 0; i < covered.size(); ++i) {
    const Mark at = sections.exclusions[i].at;
    if (covered[i] == 0) problems.add(at, "exclude: no case is like that");
    if (covered[i] < total) continue;
    problems.add(at, "exclude: every case is like that");
    one_is_enough = true;
  }
  if (left == 0 && !one_is_enough) problems.add(sections.exclude_at, "exclude: no case is left");
}

}  // namespace hookstat::sweep
