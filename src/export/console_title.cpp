#include <fmt/format.h>

#include "export/console_page.h"
#include "export/display_text.h"
#include "export/report_title.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

std::string known(const std::string& text) {
  return text.empty() ? std::string(kUnknown) : printable(text);
}

std::string input_text(const ReportInput& input) {
  const std::string name = known(input.name);
  if (!input.text.empty()) return fmt::format("{} {}", name, printable(input.text));
  if (!input.tensor) return fmt::format("{} ({})", name, known(input.kind));
  return fmt::format("{} {} {}", name, shape_text(input.tensor->shape),
                     printable(input.tensor->dtype));
}

std::string inputs_text(const std::vector<ReportInput>& inputs) {
  std::string text;
  for (const ReportInput& input : inputs) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", input_text(input));
  }
  return text.empty() ? "none" : text;
}

/// "NVIDIA H200, 151 GB, driver 580.95.05, CUDA 13.0, cuDNN 9.15.1", as far as it is known.
std::string hardware_text(const EnvironmentDescription& environment) {
  if (environment.device_name.empty()) return printable(environment.cpu);
  const DeviceDetails& details = environment.device_details;
  std::string text = printable(environment.device_name);
  if (details.memory_bytes > 0) text += ", " + bytes_text(details.memory_bytes);
  for (const auto& [what, version] : {std::pair{"driver", details.driver_version},
                                      {"CUDA", details.cuda_version},
                                      {"cuDNN", details.cudnn_version}}) {
    if (!version.empty()) text += fmt::format(", {} {}", what, printable(version));
  }
  return text;
}

std::string device_text(const EnvironmentDescription& environment) {
  const std::string hardware = hardware_text(environment);
  std::string text = printable(environment.device);
  if (!hardware.empty()) text += fmt::format(" ({})", hardware);
  return fmt::format("{}, {}", text, counted(environment.threads, "thread"));
}

std::string model_text(const ModelSummary& model) {
  return fmt::format("{}, {}, {} parameters ({})", known(model.path),
                     counted(model.modules, "module"), count_text(model.parameters),
                     bytes_text(model.parameter_bytes));
}

/// "float32 118 GFLOP/s, memory 21.3 GB/s (measured: ...)"; empty without peaks.
std::string peaks_text(const std::optional<MachinePeaks>& peaks) {
  if (!peaks) return {};
  std::string text;
  for (const MachinePeak& peak : peaks->peaks) {
    text +=
        fmt::format("{} {} GFLOP/s, ", printable(peak.dtype), gflops_text(peak.flops_per_second));
  }
  return text + fmt::format("memory {} GB/s ({})", gflops_text(peaks->bytes_per_second),
                            printable(peaks->how));
}

}  // namespace

std::string runs_text(const Report& report) {
  if (const auto& sampling = report.sampling) {
    return fmt::format("1 in {} of {} calls of a server: {} with hooks, {} without",
                       sampling->every, sampling->calls, sampling->hooked, sampling->plain);
  }
  const std::string calls = counted(report.latency_ns.count, "call");
  const std::string warmup = counted(report.settings.warmup, "warm-up call");
  if (report.settings.processes <= 1) return fmt::format("{} after {}", calls, warmup);
  return fmt::format("{} in {} processes, after {} in each", calls, report.settings.processes,
                     warmup);
}

std::vector<std::pair<std::string_view, std::string>> title(const Report& report) {
  const ToolInfo& tool = report.tool;
  std::vector<std::pair<std::string_view, std::string>> lines = {
      {"model", model_text(report.model)},
      {"method", known(report.model.method)},
      {"inputs", inputs_text(report.inputs)},
      {"device", device_text(report.environment)},
      {"measured", runs_text(report)}};
  if (report.machine_peaks) lines.emplace_back("peaks", peaks_text(report.machine_peaks));
  lines.emplace_back("with", fmt::format("LibTorch {}, {} {}", known(tool.libtorch_version),
                                         printable(tool.name), known(tool.version)));
  return lines;
}

std::string title_lines(const Report& report, const Page& page) {
  std::string text;
  for (const auto& [name, value] : title(report)) {
    text += wrapped(fmt::format("{:<10}", name), value, page.width);
  }
  return text;
}

}  // namespace hookstat::exporting
