#include "compare/differences.h"

#include <optional>
namespace hookstat::comparing {
namespace {

std::string text(const std::string& value) { return value.empty() ? "none" : value; }
std::string text(bool value) { return value ? "on" : "off"; }
std::string text(std::int64_t value) { return std::to_string(value); }
std::string text(const std::optional<std::string>& value) { return value.value_or("as saved"); }

/// What there is to compute: shapes, and values that are no tensors.
std::string inputs_text(const Report& report) {
  std::string all;
  for (const ReportInput& input : report.inputs) {
    all.append(all.empty() ? "" : ", ");
    if (!input.tensor) {
      all.append(input.text.empty() ? input.kind : input.text);
      continue;
    }
    const Shape& shape = input.tensor->shape;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      all.append(i == 0 ? "" : "x").append(std::to_string(shape[i]));
    }
    if (shape.empty()) all.append("scalar");
  }
  return all;
}

std::string input_types_text(const Report& report) {
  std::string all;
  for (const ReportInput& input : report.inputs) {
    all.append(all.empty() ? "" : ", ").append(input.name).append(" ");
    all.append(input.tensor ? input.tensor->dtype : input.kind);
  }
  return all;
}

class Differences {
 public:
  template <class T>
  void look(const char* what, const T& base_value, const T& new_value, bool refused = false) {
    if (base_value == new_value) return;
    found.push_back({what, text(base_value), text(new_value), refused});
  }
  std::vector<Difference> found;
};

void look_at_settings(const SettingsDescription& a, const SettingsDescription& b,
                      Differences& differences) {
  differences.look("dtype", a.dtype, b.dtype);
  differences.look("autocast", a.autocast.value_or("off"), b.autocast.value_or("off"));
  differences.look("channels last", a.channels_last, b.channels_last);
  differences.look("freezing", a.freeze, b.freeze);
  differences.look("optimize_for_inference", a.optimize_for_inference, b.optimize_for_inference);
  differences.look("training mode", a.train, b.train);
  differences.look("inference mode", a.inference_mode, b.inference_mode);
  differences.look("strict executor", a.strict, b.strict);
  differences.look("pinned threads", a.pin, b.pin);
}

}  // namespace

std::vector<Difference> differences_of(const Report& base_report, const Report& new_report) {
  const EnvironmentDescription& a = base_report.environment;
  const EnvironmentDescription& b = new_report.environment;
  Differences differences;
  constexpr bool kRefused = true;
  differences.look("method", base_report.model.method, new_report.model.method, kRefused);
  differences.look("inputs", inputs_text(base_report), inputs_text(new_report), kRefused);
  differences.look("device", a.device, b.device, kRefused);
  differences.look("names and types of inputs", input_types_text(base_report),
                   input_types_text(new_report));
  differences.look("device name", a.device_name, b.device_name);
  differences.look("driver", a.device_details.driver_version, b.device_details.driver_version);
  differences.look("CUDA", a.device_details.cuda_version, b.device_details.cuda_version);
  differences.look("cuDNN", a.device_details.cudnn_version, b.device_details.cudnn_version);
  differences.look("CPU", a.cpu, b.cpu);
  differences.look("cores", a.usable_cores, b.usable_cores);
  differences.look("threads", a.threads, b.threads);
  differences.look("inter-op threads", a.interop_threads, b.interop_threads);
  differences.look("system", a.os, b.os);
  differences.look("LibTorch", a.libtorch_version, b.libtorch_version);
  differences.look("hookstat", base_report.tool.version, new_report.tool.version);
  look_at_settings(base_report.settings, new_report.settings, differences);
  return differences.found;
}

}  // namespace hookstat::comparing
