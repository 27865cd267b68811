#include "hookstat/profile_file.h"

#include <torch/csrc/jit/runtime/print_handler.h>
#include <torch/version.h>

#include <cstdio>

#include "hookstat/error.h"
#include "hookstat/model.h"
#include "hookstat/profile.h"
#include "model/library.h"

namespace hookstat {
namespace {

/// Standard output is the report's; what a model prints goes to standard error meanwhile.
class PrintToStandardError {
 public:
  PrintToStandardError() : before_(torch::jit::getPrintHandler()) {
    torch::jit::setPrintHandler([](const std::string& text) {
      static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
    });
  }
  PrintToStandardError(const PrintToStandardError&) = delete;
  PrintToStandardError& operator=(const PrintToStandardError&) = delete;
  ~PrintToStandardError() { torch::jit::setPrintHandler(before_); }

 private:
  torch::jit::PrintHandler before_;
};

}  // namespace

Report profile_file(const FileRequest& request) {
  ProfileOptions options = request.options;
  const PrintToStandardError printing;  // a model may print while it is loaded, too
  if (options.progress) options.progress("libraries", 0.0);
  for (const std::string& library : request.libraries) load_library(library);
  if (options.progress) options.progress("load", 0.0);
  LoadedModel loaded = load_model(request.path, options.device);
  if (options.cancelled && options.cancelled()) throw Interrupted();
  options.model.path = request.path;
  options.model.file_bytes = loaded.file_bytes;
  options.load_ns = loaded.load_ns;
  const ModelInputs inputs = make_inputs(loaded.module, options.model.method, request.inputs,
                                         options.seed, options.device);
  return profile(loaded.module, inputs, options);
}

std::string libtorch_version() { return TORCH_VERSION; }

}  // namespace hookstat
