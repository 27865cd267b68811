// Where models.py puts what it makes.
#pragma once

#include <string>

namespace hookstat::testing {

/// The path of a model, by name, or of a file with its ending.
[[nodiscard]] inline std::string model_file(const std::string& name) {
  const std::string ending = name.find('.') == std::string::npos ? ".pt" : "";
  return std::string(HOOKSTAT_MODELS) + "/" + name + ending;
}

}  // namespace hookstat::testing
