// The library's one call from a file to what it tells, without LibTorch in its interface.
#pragma once

#include <string>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/inspection.h"

namespace hookstat {

/// Which file to look into, and how.
struct InspectRequest {
  std::string path;                    ///< of the model
  std::vector<std::string> libraries;  ///< of custom operators, loaded before the model
  std::string method = "forward";      ///< whose operators and inputs are told
};

/// Loads the libraries and the model, and runs nothing of it but what loading runs. What that
/// prints goes to standard error. Libraries stay loaded. Throws InputError where a library or the
/// model cannot be loaded, or the method is not there. A model that needs operators or classes that
/// are missing is no error: `loaded` is false then. One at a time in a process: LibTorch's print
/// handler is global.
[[nodiscard]] HOOKSTAT_API ModelInspection inspect_file(const InspectRequest& request);

}  // namespace hookstat
