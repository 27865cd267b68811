// Inputs of a sweep's cases as people read them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sweep/plan.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// The text of each input, which no other input of the same model has. Immutable.
class InputTexts {
 public:
  explicit InputTexts(const std::vector<SweepRow>& rows);

  /// What the plan says of the case's inputs; with their id behind it where others of the model
  /// read the same. Empty where the model has one input alone.
  [[nodiscard]] std::string of(const Case& one) const;

 private:
  std::map<std::pair<std::string, std::string>, std::set<std::string>> ids_;  // by model and text
};

}  // namespace hookstat::sweep
