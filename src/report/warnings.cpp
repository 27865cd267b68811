#include "report/warnings.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/name_list.h"
#include "report/measurement_warnings.h"
#include "report/text.h"

namespace hookstat::reporting {
namespace {

constexpr std::size_t kMostNames = 5;

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string names_text(std::vector<std::string> names) {
  std::ranges::replace(names, std::string(), std::string("the model itself"));
  return first_names(names, kMostNames);
}

std::optional<double> time_percent_of_uncounted(const Report& report) {
  std::optional<double> sum;
  for (const ModuleReport& module : report.modules) {
    if (module.exclusive_cost.uncounted_calls == 0 || !module.time_percent) continue;
    sum = sum.value_or(0.0) + *module.time_percent;
  }
  return sum;
}

std::optional<Note> uncounted_operators(const Report& report) {
  if (report.uncounted.empty()) return std::nullopt;
  std::vector<std::string> names;
  std::size_t calls = 0;
  for (const UncountedReport& entry : report.uncounted) {
    names.push_back(entry.name);
    calls += static_cast<std::size_t>(entry.calls);
  }
  std::string message = counted(names.size(), "operator") + " (" + counted(calls, "call") +
                        ") without a formula: " + names_text(names) +
                        "; their cost is not in any sum";
  if (const auto share = time_percent_of_uncounted(report)) {
    message += ", and they took at most " + percent(*share) + " of the time";
  }
  return Note{"uncounted_operators", message};
}

/// Formulas of one's own for operators that did not run: a misspelled name, most likely.
std::optional<Note> unused_costs(const Recording& recording, const Report& report) {
  std::vector<std::string> unused = report.settings.own_costs;
  const auto has_run = [&](const std::string& name) {
    return std::ranges::any_of(recording.operators, [&](const OpCall& call) {
      return call.name == name || call.name == name + "_";
    });
  };
  std::erase_if(unused, has_run);
  if (unused.empty() || recording.module_calls.empty()) return std::nullopt;
  return Note{"costs_unused",
              counted(unused.size(), "formula") +
                  " of your own for operators that did not run: " + names_text(unused)};
}

std::optional<Note> calls_without_operators(const Recording& recording, const Report& report) {
  // Without an analysis run no module has operators.
  if (recording.module_calls.empty()) return std::nullopt;
  std::vector<bool> has_operators(recording.modules.size(), false);
  for (const OpCall& call : recording.operators) {
    has_operators[static_cast<std::size_t>(call.module)] = true;
  }
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    const ModuleReport& module = report.modules[i];
    if (module.leaf && module.calls > 0 && !has_operators[i]) paths.push_back(module.path);
  }
  if (paths.empty()) return std::nullopt;
  return Note{"calls_without_operators",
              counted(paths.size(), "leaf module") +
                  " called without running an operator (there is nothing to compute, or the "
                  "executor removed or folded it): " +
                  names_text(paths)};
}

/// Whether any path of the module's object was called.
std::vector<bool> called_somewhere(const Report& report) {
  std::set<std::string> called;
  const auto first_path = [](const ModuleReport& module) {
    return module.alias_of.value_or(module.path);
  };
  for (const ModuleReport& module : report.modules) {
    if (module.calls > 0) called.insert(first_path(module));
  }
  std::vector<bool> result;
  result.reserve(report.modules.size());
  for (const ModuleReport& module : report.modules) {
    result.push_back(called.contains(first_path(module)));
  }
  return result;
}

std::optional<Note> modules_not_called(const Recording& recording, const Report& report) {
  if (recording.module_calls.empty()) return std::nullopt;
  const std::vector<bool> called = called_somewhere(report);
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    const ModuleReport& module = report.modules[i];
    // What is packed belongs to a holder that nobody calls.
    const bool all_packed =
        std::ranges::all_of(recording.modules[i].parameters, &ParameterInfo::packed);
    if (!all_packed && !called[i] && !module.alias_of) paths.push_back(module.path);
  }
  if (paths.empty()) return std::nullopt;
  return Note{"modules_not_called",
              counted(paths.size(), "module") +
                  " with parameters never called (unused, or a parent reads the parameters "
                  "itself, as fused attention does): " +
                  names_text(paths)};
}

std::optional<Note> no_modules(const Report& report) {
  if (report.modules.size() != 1 || report.model.parameters > 0 || report.model.constants == 0) {
    return std::nullopt;
  }
  return Note{"no_modules",
              "the model has no modules, as freezing leaves none: all work is its own, its weights "
              "are constants of its code (" +
                  std::to_string(report.model.constants) +
                  " elements), and only operators can be told apart"};
}

std::optional<Note> memory_differs(const Report& report) {
  if (!report.memory) return std::nullopt;
  constexpr double kWorthANote = 0.01;
  const auto plain = static_cast<double>(report.memory->peak_bytes);
  const auto hooked = static_cast<double>(report.memory->hooked_peak_bytes);
  if (std::abs(hooked - plain) <= kWorthANote * plain) return std::nullopt;
  return Note{"memory_differs",
              "with hooks the model held " + std::to_string(report.memory->hooked_peak_bytes) +
                  " bytes at its peak, without " + std::to_string(report.memory->peak_bytes) +
                  ": what modules allocate is that of the hooked call"};
}

}  // namespace

std::vector<Note> warnings_of(const Recording& recording, const Report& report) {
  std::vector<Note> warnings = recording.warnings;
  if (auto note = uncounted_operators(report)) warnings.push_back(std::move(*note));
  if (auto note = unused_costs(recording, report)) warnings.push_back(std::move(*note));
  if (auto note = calls_without_operators(recording, report)) warnings.push_back(std::move(*note));
  if (auto note = modules_not_called(recording, report)) warnings.push_back(std::move(*note));
  if (auto note = no_modules(report)) warnings.push_back(std::move(*note));
  if (auto note = memory_differs(report)) warnings.push_back(std::move(*note));
  for (Note& note : measurement_warnings(report)) warnings.push_back(std::move(note));
  if (auto note = denormal_warning(recording, report)) warnings.push_back(std::move(*note));
  return warnings;
}

}  // namespace hookstat::reporting
