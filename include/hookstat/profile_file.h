// The library's one call from a file to a report, without LibTorch in its interface: what the
// command line uses.
#pragma once

#include <string>

#include "hookstat/api.h"
#include "hookstat/input_request.h"
#include "hookstat/options.h"
#include "hookstat/report.h"

namespace hookstat {

/// Which file to profile, with which inputs, and how.
struct FileRequest {
  std::string path;        ///< of the model; options.model.path and file_bytes follow from it
  InputRequest inputs;     ///< of the method
  ProfileOptions options;  ///< options.model.method is the method profiled
  std::vector<std::string> libraries;  ///< of custom operators, loaded before the model, in order
};

/// Loads the libraries and the model, changes it as options.changes says, makes its inputs from
/// options.seed, and profiles it. options.timeout_s counts from here, options.load_ns is measured.
/// What the model prints while it runs goes to standard error. Libraries stay loaded. Throws what
/// load_model, change_model, make_inputs and profile throw, and InputError for a library that
/// cannot be loaded. One at a time in a process: LibTorch's print handler is global.
[[nodiscard]] HOOKSTAT_API Report profile_file(const FileRequest& request);

/// Throws InputError where this LibTorch or this machine has no such device as "cpu", "cuda" (the
/// first GPU) or "cuda:N": one line that says which of the two. Thread-safe.
HOOKSTAT_API void check_device(const std::string& device);

/// Version of the LibTorch that this was compiled against: "2.13.0". Thread-safe.
[[nodiscard]] HOOKSTAT_API std::string libtorch_version();

}  // namespace hookstat
