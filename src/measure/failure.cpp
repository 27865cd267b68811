#include "measure/failure.h"

#include "model/cause.h"
#include "model/dtype_hint.h"

namespace hookstat {
namespace {

std::string hint_for(const std::string& cause, const std::vector<InputDescription>& inputs) {
  if (cause.starts_with("out of memory")) {
    return "smaller inputs, --dtype float16 or --autocast float16 take less; with those --memory "
           "says what each module holds";
  }
  return dtype_hint(cause, inputs);
}

}  // namespace

std::string place_of_failure(const PairedRun& run, const std::vector<CallSite>& sites,
                             const std::vector<ModuleInfo>& modules) {
  std::string place;
  for (const CallSpan& span : run.spans) {
    if (!span.raised || span.site == 0) continue;
    const CallSite& site = sites[static_cast<std::size_t>(span.site)];
    const ModuleInfo& module = modules[static_cast<std::size_t>(site.module)];
    place = " in " + module.path + " (" + module.class_name + "." + site.method + ")";
  }
  return place;
}

ModelError model_error(const std::exception& error, const std::string& place,
                       const std::vector<InputDescription>& inputs) {
  const std::string cause = cause_of(error);
  std::string message = "the model failed" + place + ": " + cause;
  const std::string line = code_line_of(error);
  if (!line.empty()) message.append(" (").append(line).append(")");
  return ModelError(message, hint_for(cause, inputs));
}

}  // namespace hookstat
