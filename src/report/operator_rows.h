// The rows of Report::operators by module and operator.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Finds rows, and adds them behind the others. Rows must be added through it alone, and stay where
/// they are. What it was given outlives it.
class OperatorRows {
 public:
  explicit OperatorRows(Report& report) : report_(report) {
    for (std::size_t i = 0; i < report.operators.size(); ++i) {
      places_.emplace(std::pair(report.operators[i].module, report.operators[i].name), i);
    }
  }

  /// nullptr where there is none.
  [[nodiscard]] OperatorReport* find(ModuleIndex module, const std::string& name) const {
    const auto place = places_.find({path_of(module), name});
    return place == places_.end() ? nullptr : &report_.operators[place->second];
  }

  /// A new one is free and without calls.
  [[nodiscard]] OperatorReport& find_or_add(ModuleIndex module, const std::string& name) {
    const std::string& path = path_of(module);
    const auto [place, is_new] = places_.try_emplace({path, name}, report_.operators.size());
    if (is_new) report_.operators.push_back({path, name, 0, {}, PriceState::kFree, {}, {}, 0});
    return report_.operators[place->second];
  }

 private:
  [[nodiscard]] const std::string& path_of(ModuleIndex module) const {
    return report_.modules[static_cast<std::size_t>(module)].path;
  }

  Report& report_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;
};

}  // namespace hookstat::reporting
