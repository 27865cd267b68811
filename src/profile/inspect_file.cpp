#include "hookstat/inspect_file.h"

#include <torch/csrc/jit/runtime/operator.h>

#include <set>

#include "hookstat/error.h"
#include "model/inspect.h"
#include "model/library.h"
#include "model/load_checked.h"
#include "model/model_file.h"
#include "profile/print_handler.h"

namespace hookstat {
namespace {

std::set<std::string> registered_operators() {
  std::set<std::string> names;
  for (const auto& known : torch::jit::getAllOperators()) names.insert(known->schema().name());
  return names;
}

}  // namespace

ModelInspection inspect_file(const InspectRequest& request) {
  const PrintToStandardError printing;  // a model may print while it is loaded
  std::set<std::string> own;
  if (!request.libraries.empty()) own = registered_operators();
  for (const std::string& library : request.libraries) load_library(library);
  const auto is_custom = [&](const std::string& name) {
    return !own.empty() && !own.contains(name);
  };
  ModelInspection inspection;
  inspection.path = request.path;
  check_model_file(request.path);
  inspect_archive(inspection);
  // A library may be needed for code that this archive does not use after all.
  try {
    const LoadedModel loaded = load_checked_model(request.path, "cpu");
    inspect_module(loaded.module, request.method, is_custom, inspection);
  } catch (const InputError&) {
    const bool is_missing =
        !inspection.missing_operators.empty() || !inspection.missing_classes.empty();
    if (!is_missing || inspection.loaded) throw;
  }
  return inspection;
}

}  // namespace hookstat
