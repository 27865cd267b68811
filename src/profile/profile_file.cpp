#include "hookstat/profile_file.h"

#include <torch/version.h>

#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "hookstat/model.h"
#include "hookstat/profile.h"
#include "model/device.h"
#include "model/library.h"
#include "profile/print_handler.h"

namespace hookstat {

Report profile_file(const FileRequest& request) {
  ProfileOptions options = request.options;
  options.timeout_from_ns = HostClock::steady_ns();
  const PrintToStandardError printing;  // a model may print while it is loaded, too
  if (options.progress) options.progress("libraries", 0.0);
  for (const std::string& library : request.libraries) load_library(library);
  if (options.progress) options.progress("load", 0.0);
  LoadedModel loaded = load_model(request.path, options.device);
  if (options.cancelled && options.cancelled()) throw Interrupted();
  options.model.path = request.path;
  options.model.file_bytes = loaded.file_bytes;
  options.load_ns = loaded.load_ns;
  change_model(loaded.module, options.changes, options.model.method);
  if (options.progress) options.progress("inputs", 0.0);
  ModelInputs inputs = make_inputs(loaded.module, options.model.method, request.inputs,
                                   options.seed, options.device);
  change_inputs(inputs, options.changes);
  return profile(loaded.module, inputs, options);
}

void check_device(const std::string& device) { (void)require_device(device); }

std::string libtorch_version() { return TORCH_VERSION; }

}  // namespace hookstat
