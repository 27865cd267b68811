#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "export/display_text.h"
#include "export/text_grid.h"
#include "export/units.h"
#include "hookstat/inspection_writers.h"

namespace hookstat {
namespace exporting {
namespace {

struct Layout {
  std::size_t width;
  bool color;
  int depth;
};

std::string heading(std::string_view text, const Layout& layout) {
  return fmt::format("\n{}\n", painted(text, Style::kBold, layout.color));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    list.append(list.empty() ? "" : ", ").append(printable(text));
  }
  return list;
}

std::string line(std::string_view name, std::string_view text, const Layout& layout) {
  constexpr std::size_t kColumn = 10;
  return wrapped(padded(name, kColumn, Align::kLeft), text, layout.width);
}

std::string archive_text(const ModelInspection& inspection) {
  std::string text = counted(inspection.records, "record");
  if (!inspection.format_version.empty()) {
    text += ", format version " + printable(inspection.format_version);
  }
  if (!inspection.byte_order.empty()) text += ", " + printable(inspection.byte_order) + "-endian";
  text += fmt::format(", {} of tensors and {} of code", bytes_text(inspection.weight_bytes),
                      bytes_text(inspection.code_bytes));
  return text;
}

std::string kind_text(const ModelInspection& inspection) {
  std::string text = printable(inspection.modules.front().class_name);
  text += fmt::format(", {}, {} parameters ({})",
                      counted(static_cast<std::int64_t>(inspection.modules.size()), "module"),
                      count_text(inspection.parameters), bytes_text(inspection.parameter_bytes));
  text += inspection.modules.front().training ? ", in training mode" : ", in evaluation mode";
  if (inspection.quantized) text += ", quantized";
  if (inspection.frozen) {
    text += ", without submodules: frozen, or made as one; everything is its own work";
  }
  return text;
}

std::string head(const ModelInspection& inspection, const Layout& layout) {
  std::string text = line(
      "file", fmt::format("{} ({})", printable(inspection.path), bytes_text(inspection.file_bytes)),
      layout);
  text += line("archive", archive_text(inspection), layout);
  if (!inspection.loaded) return text;
  text += line("model", kind_text(inspection), layout);
  const std::string types =
      inspection.dtypes.empty() ? "none registered" : joined(inspection.dtypes);
  const std::string devices =
      inspection.devices.empty() ? std::string() : " on " + joined(inspection.devices);
  return text + line("tensors", types + devices, layout);
}

std::string method_text(const MethodInspection& method) {
  std::string arguments;
  for (const ArgumentInspection& argument : method.arguments) {
    arguments.append(arguments.empty() ? "" : ", ");
    arguments.append(printable(argument.name)).append(": ").append(printable(argument.type));
    if (argument.default_value) arguments.append(" = ").append(printable(*argument.default_value));
  }
  return fmt::format("({}) -> {}", arguments, printable(method.returns));
}

std::string methods(const ModelInspection& inspection, const Layout& layout) {
  std::string text = heading("Methods", layout);
  for (const MethodInspection& method : inspection.methods) {
    text += wrapped("  " + printable(method.name), method_text(method), layout.width);
  }
  return text;
}

std::string inputs(const ModelInspection& inspection, const Layout& layout) {
  if (inspection.inputs.empty()) return {};
  std::string text = heading("Inputs of " + printable(inspection.method), layout);
  const bool only_one = inspection.inputs.size() == 1 && inspection.inputs.front().tensor;
  for (const InputSuggestion& input : inspection.inputs) {
    const std::string name = printable(input.argument);
    if (input.value.empty()) {
      text += wrapped("  " + name + ": ", printable(input.reason), layout.width);
      continue;
    }
    text += fmt::format("  --input {}{}\n", only_one ? std::string() : name + "=", input.value);
    text += wrapped("      " + name + ": ", printable(input.reason), layout.width);
  }
  return text;
}

std::string notes_of(const ModuleInspection& module, bool model_trains) {
  std::vector<std::string> notes;
  if (module.alias_of) notes.push_back("the same as " + *module.alias_of);
  if (module.training != model_trains) notes.emplace_back(module.training ? "training" : "eval");
  if (module.packed_parameters > 0) {
    notes.push_back(count_text(module.packed_parameters) + " packed");
  }
  if (!module.hooks.empty()) notes.push_back("hooks " + joined(module.hooks));
  return joined(notes);
}

std::string modules(const ModelInspection& inspection, const Layout& layout) {
  TextGrid grid;
  grid.columns = {
      {"module", Align::kLeft, 0},  {"class", Align::kLeft, 4},    {"own params", Align::kRight, 3},
      {"params", Align::kRight, 0}, {"buffers", Align::kRight, 2}, {"dtype", Align::kLeft, 5},
      {"", Align::kLeft, 1}};
  grid.indent = 2;
  std::size_t hidden = 0;
  for (const ModuleInspection& module : inspection.modules) {
    if (layout.depth >= 0 && module.depth > layout.depth) {
      ++hidden;
      continue;
    }
    const std::size_t dot = module.path.rfind('.');
    const std::string name =
        module.path.empty() ? "(model)" : printable(module.path.substr(dot + 1));
    grid.rows.push_back({{std::string(2 * static_cast<std::size_t>(module.depth), ' ') + name},
                         {printable(module.class_name)},
                         {count_text(module.parameters)},
                         {count_text(module.parameters_below)},
                         {count_text(module.buffers)},
                         {joined(module.dtypes)},
                         {notes_of(module, inspection.modules.front().training)}});
  }
  std::string text = heading("Modules", layout) + render(grid, layout.width, layout.color);
  if (hidden > 0) {
    text += fmt::format("  ({} below are not shown)\n",
                        counted(static_cast<std::int64_t>(hidden), "module"));
  }
  return text;
}

std::string operators(const ModelInspection& inspection, const Layout& layout) {
  std::string text;
  for (const OperatorInspection& entry : inspection.operators) {
    text.append(text.empty() ? "" : ", ");
    text += fmt::format("{} x {}{}", printable(entry.name), entry.count,
                        entry.custom ? " (custom)" : "");
  }
  if (text.empty()) text = "none";
  return heading("Operators that " + printable(inspection.method) + " reaches", layout) +
         wrapped("  ", text, layout.width);
}

std::string missing(const ModelInspection& inspection, const Layout& layout) {
  std::string text = heading("Missing, so that the model cannot be loaded", layout);
  const auto list = [&](std::string_view noun, const std::vector<std::string>& names) {
    if (!names.empty()) text += wrapped(noun, joined(names), layout.width);
  };
  list("  operators ", inspection.missing_operators);
  list("  classes   ", inspection.missing_classes);
  text += heading("What the archive's code names", layout);
  list("  classes   ", inspection.code_classes);
  list("  operators ", inspection.code_operators);
  return text;
}

}  // namespace
}  // namespace exporting

std::string inspection_text(const ModelInspection& inspection, const InspectionLayout& options) {
  const exporting::Layout layout{static_cast<std::size_t>(std::max(options.width, 0)),
                                 options.color, options.depth};
  std::string text = exporting::head(inspection, layout);
  if (!inspection.loaded) return text + exporting::missing(inspection, layout);
  return text + exporting::methods(inspection, layout) + exporting::inputs(inspection, layout) +
         exporting::modules(inspection, layout) + exporting::operators(inspection, layout);
}

}  // namespace hookstat
