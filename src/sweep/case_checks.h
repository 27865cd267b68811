// What shows only where all cases are side by side.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sweep/plan_sections.h"

namespace hookstat::sweep {

/// Where a case is from.
struct Origin {
  const ModelSettings* model = nullptr;
  const InputEntry* inputs = nullptr;  ///< null: there are none
};

/// Tells of two cases that are one, and of two with one id, once for each place they are from.
/// `origins` has one for each case.
void check_distinct(const std::vector<Case>& cases, const std::vector<Origin>& origins,
                    Problems& problems);

/// Tells of a timeout in which no case of a model can end, because its `min-time`, in each of its
/// `processes`, takes as long: once for each place of the later of these options and the timeout.
void check_timeout(const PlanSections& sections, const std::vector<ModelSettings>& models,
                   Problems& problems);

/// Cases whose device refuses an option of their model. Refers to the models. Not thread-safe.
class DeviceRefusals {
 public:
  /// Keeps what there is to tell of the case.
  void look_at(const ModelSettings& model, const Case& made);
  /// Once for each place of an option, however many models share it.
  void tell(Problems& problems) const;

 private:
  struct Refused {
    std::string model;   // the first
    std::string device;  // likewise
    std::set<const Model*> models;
    std::set<std::string> devices;
  };
  std::map<Mark, Refused> refused_;
};

/// Tells of exclusions that cover no case or all of them. `covered` has the number of cases that
/// each covers, of `total`; `left` are those that none does.
void check_coverage(const PlanSections& sections, const std::vector<std::size_t>& covered,
                    std::size_t total, std::size_t left, Problems& problems);

}  // namespace hookstat::sweep
