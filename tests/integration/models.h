// What the tests of the library share.
#pragma once

#include <string>
#include <vector>

#include "hookstat/model.h"
#include "hookstat/options.h"
#include "hookstat/report.h"
#include "integration/model_files.h"

namespace hookstat::testing {

/// A model of models.py, by name.
[[nodiscard]] torch::jit::Module load(const std::string& name);

/// What --input and --inputs would say.
[[nodiscard]] InputRequest request_of(const std::vector<std::string>& texts,
                                      const std::string& file = {});

/// Inputs by specifications such as "1x3".
[[nodiscard]] ModelInputs inputs_for(const torch::jit::Module& module,
                                     const std::vector<std::string>& specs,
                                     const std::string& method = "forward");

/// Few runs: what is tested is never a time.
[[nodiscard]] ProfileOptions quick();

/// Loads and profiles.
[[nodiscard]] Report profile_model(const std::string& name, const std::vector<std::string>& specs,
                                   const ProfileOptions& options = quick());

/// The entry of a path. Throws std::out_of_range where there is none.
[[nodiscard]] const ModuleReport& module_at(const Report& report, const std::string& path);

/// Whether two results are the same bits, in the same structure.
[[nodiscard]] bool same_bits(const c10::IValue& a, const c10::IValue& b);

}  // namespace hookstat::testing
