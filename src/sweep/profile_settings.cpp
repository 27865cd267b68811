#include "sweep/profile_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <set>
#include <system_error>

#include "hookstat/error.h"
#include "hookstat/peaks.h"
#include "sweep/closest_name.h"
#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

enum class Kind : std::uint8_t {
  kCount,
  kThreads,
  kSeed,
  kSeconds,
  kFlag,
  kChoice,
  kPeaks,
  kFiles
};

struct Option {
  std::string_view name;
  Kind kind;
  std::array<std::string_view, 3> choices = {};  ///< of kChoice; "" stands for none
};

/// Those of `hookstat profile --help` that are about one case, in its order.
constexpr Option kOptions[] = {
    {"input-fill", Kind::kChoice, {"random", "zeros", "ones"}},
    {"load-library", Kind::kFiles},
    {"autocast", Kind::kChoice, {"float16", "bfloat16"}},
    {"channels-last", Kind::kFlag},
    {"freeze", Kind::kFlag},
    {"optimize-for-inference", Kind::kFlag},
    {"train", Kind::kFlag},
    {"grad", Kind::kFlag},
    {"interop-threads", Kind::kThreads},
    {"pin", Kind::kFlag},
    {"warmup", Kind::kCount},
    {"runs", Kind::kCount},
    {"min-time", Kind::kSeconds},
    {"max-time", Kind::kSeconds},
    {"processes", Kind::kCount},
    {"seed", Kind::kSeed},
    {"strict", Kind::kFlag},
    {"no-timeline", Kind::kFlag},
    {"operators", Kind::kFlag},
    {"sources", Kind::kFlag},
    {"concurrency", Kind::kCount},
    {"memory", Kind::kFlag},
    {"peaks", Kind::kPeaks},
    {"costs", Kind::kFiles},
    {"keep-partial", Kind::kFlag},
};

/// The other options, and what there is in their stead.
struct NotHere {
  std::string_view name;
  std::string_view instead;
};
constexpr std::string_view kAxis = "is an axis: write it outside of profile";
constexpr std::string_view kReport = "is of one report, and a sweep writes its own";
constexpr NotHere kNotHere[] = {
    {"input", "is what 'inputs' outside of profile gives"},
    {"inputs", kAxis},
    {"batch", kAxis},
    {"resolution", kAxis},
    {"threads", kAxis},
    {"dtype", kAxis},
    {"device", kAxis},
    {"method", kAxis},
    {"timeout", "is a key of the plan: write it outside of profile"},
    {"fail-if", "is a limit for one report: hold the reports of the sweep against it"},
    {"output", kReport},
    {"format", kReport},
    {"sort", kReport},
    {"depth", kReport},
    {"top", kReport},
};

class OptionReader {
 public:
  OptionReader(const Option& option, const PlanPlace& place)
      : option_(option), what_("profile: " + std::string(option.name)), place_(place) {}

  /// Words of the command line; tells of a value that is none.
  ProfileSetting read(const YamlEntry& entry) {
    ProfileSetting setting{entry.at, {}, 0};
    const YamlNode& node = *entry.value;
    constexpr std::int64_t kMostThreads = 1024;
    switch (option_.kind) {
      case Kind::kCount:
      case Kind::kThreads: {
        const bool threads = option_.kind == Kind::kThreads;
        const auto number = whole_number(node, 1, threads ? kMostThreads : INT64_MAX);
        setting.number = static_cast<double>(number.value_or(0));
        expect(setting, node, number.has_value(),
               threads ? "a whole number from 1 to 1024" : "a whole number of at least 1");
        break;
      }
      case Kind::kSeed:
        expect(setting, node, whole_number(node, 0).has_value(), "a whole number of at least 0");
        break;
      case Kind::kSeconds: {
        const auto seconds = number_of(node, 0.0);
        setting.number = seconds.value_or(0);
        expect(setting, node, seconds.has_value(), "seconds, 0 or more");
        break;
      }
      case Kind::kChoice:
        expect(setting, node, std::ranges::count(choices(), std::string_view(node.text)) > 0,
               listed(choices(), "or"));
        break;
      case Kind::kFlag:
        read_flag(setting, node);
        break;
      case Kind::kPeaks:
        read_peaks(setting, node);
        break;
      case Kind::kFiles:
        read_files(setting, entry.value);
        break;
    }
    return setting;
  }

 private:
  [[nodiscard]] std::string word(const std::string& value) const {
    return std::string("--").append(option_.name).append("=").append(value);
  }

  void expect(ProfileSetting& setting, const YamlNode& node, bool fits,
              const std::string& expected) {
    if (!fits) return add_unexpected(place_.problems, node, what_, expected);
    setting.words.push_back(word(node.text));
  }

  /// Those of the option that there are.
  [[nodiscard]] std::vector<std::string_view> choices() const {
    std::vector<std::string_view> names;
    for (const std::string_view name : option_.choices) {
      if (!name.empty()) names.push_back(name);
    }
    return names;
  }

  void read_flag(ProfileSetting& setting, const YamlNode& node) {
    const auto truth = truth_of(node);
    if (!truth) return add_unexpected(place_.problems, node, what_, "true or false");
    if (*truth) setting.words.push_back("--" + std::string(option_.name));
  }

  void read_peaks(ProfileSetting& setting, const YamlNode& node) {
    if (node.kind != YamlNode::Kind::kText) {
      return add_unexpected(place_.problems, node, what_, "peaks, like 1.2T,50G, or 'measure'");
    }
    try {
      if (node.text != "measure") static_cast<void>(parse_peaks(node.text));
      setting.words.push_back(word(node.text));
    } catch (const InputError& error) {
      const std::string prefix = "--peaks ";
      const std::string why = error.what();
      place_.problems.add(
          node.at, "profile: peaks " + why.substr(why.find(prefix) == 0 ? prefix.size() : 0));
    }
  }

  void read_files(ProfileSetting& setting, const YamlPointer& node) {
    const std::vector<YamlPointer> files = items_of(node);
    constexpr std::size_t kMostFiles = 100;
    if (files.empty() || files.size() > kMostFiles) {
      return add_unexpected(place_.problems, *node, what_, "one file to 100 of them");
    }
    std::set<std::string> seen;
    for (const YamlPointer& item : files) {
      const auto file = named_file(*item, what_, place_);
      if (!file) continue;
      if (!seen.insert(*file).second) {
        place_.problems.add(item->at, what_ + ": " + in_quotes(item->text) + " is there twice");
      }
      setting.words.push_back(word(*file));
    }
  }

  const Option& option_;
  std::string what_;
  const PlanPlace& place_;
};

std::vector<std::string_view> option_names() {
  std::vector<std::string_view> names;
  for (const Option& option : kOptions) names.push_back(option.name);
  return names;
}

std::string complaint_about(std::string_view name) {
  const auto* const other = std::ranges::find(kNotHere, name, &NotHere::name);
  if (other != std::end(kNotHere)) return std::string(name).append(" ").append(other->instead);
  return unknown_key(name, option_names());
}

}  // namespace

ProfileSettings read_profile(const YamlNode& node, const PlanPlace& place) {
  ProfileSettings settings;
  if (node.kind != YamlNode::Kind::kMap) {
    add_unexpected(place.problems, node, "profile", "a map of options, such as 'runs: 20'");
    return settings;
  }
  for (const YamlEntry& entry : node.entries) {
    const auto* const option = std::ranges::find(kOptions, entry.key, &Option::name);
    if (option == std::end(kOptions)) {
      place.problems.add(entry.at, "profile: " + complaint_about(entry.key));
      continue;
    }
    const auto index = static_cast<std::size_t>(option - std::begin(kOptions));
    settings[index] =
        std::make_shared<const ProfileSetting>(OptionReader(*option, place).read(entry));
  }
  return settings;
}

const ProfileSetting* setting_in_force(const ProfileSettings& settings, std::string_view option) {
  const auto* const row = std::ranges::find(kOptions, option, &Option::name);
  const auto found = settings.find(static_cast<std::size_t>(row - std::begin(kOptions)));
  if (found == settings.end() || found->second->words.empty()) return nullptr;
  return found->second.get();
}

}  // namespace hookstat::sweep
