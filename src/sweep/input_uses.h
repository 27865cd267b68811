// Whether what the plan gives is of use to a model.
#pragma once

#include <vector>

#include "sweep/model_settings.h"

namespace hookstat::sweep {

/// Tells of a {placeholder} whose axis a model has not, and of an axis for inputs that no input of
/// any model that has it says.
void check_input_uses(const std::vector<ModelSettings>& models, Problems& problems);

/// Tells of axes and inputs of the plan that every model has in its own way.
void check_shared_uses(const Settings& shared, const std::vector<ModelSettings>& models,
                       Problems& problems);

}  // namespace hookstat::sweep
