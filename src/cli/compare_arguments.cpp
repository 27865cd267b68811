#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/option_checks.h"
#include "hookstat/comparison_writers.h"

namespace hookstat::cli {
namespace {

std::optional<double> percent_from(const std::string& text) {
  double value = 0;
  const char* const stop = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), stop, value);
  const std::string_view rest(end, static_cast<std::size_t>(stop - end));
  if (error != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
  if (!rest.empty() && rest != "%" && rest != " %") return std::nullopt;
  return value;
}

void add_limit(CLI::App& app, const char* name, std::optional<double>& limit, const char* text) {
  app.add_option_function<std::string>(
         name, [&limit](const std::string& value) { limit = percent_from(value); }, text)
      ->type_name("PERCENT")
      ->check(CLI::Validator(
          [](const std::string& value) -> std::string {
            if (percent_from(value)) return {};
            return "'" + value + "' is no percentage of at least 0, such as 5%";
          },
          ""))
      ->group("Limits");
}

void add_output_options(CLI::App& app, CompareArguments& arguments) {
  const std::string group = "Output";
  repeated(app, "-o,--output", arguments.outputs,
           "Write FILE too; .md, .html or .json picks the format")
      ->type_name("[FORMAT:]FILE")
      ->group(group);
  app.add_option("--format", arguments.format,
                 "Format of standard output: table, markdown, html or json [table]")
      ->type_name("NAME")
      ->check(format_of(comparison_writers()))
      ->group(group);
  app.add_option("--top", arguments.top, "Modules shown in table and markdown; 0: all [10]")
      ->type_name("N")
      ->check(at_least(0))
      ->group(group);
}

}  // namespace

CLI::App* add_compare(CLI::App& app, CompareArguments& arguments) {
  CLI::App* command =
      app.add_subcommand("compare", "Say what changed between two groups of saved reports");
  const auto add_side = [&](const char* name, std::vector<std::string>& files, const char* text) {
    command->add_option(name, files, text)
        ->type_name("REPORT...")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->required();
  };
  add_side("--base", arguments.base_files,
           "Reports of before, as profile -o FILE.json writes them");
  add_side("--new", arguments.new_files, "Reports of after");
  command->add_flag("--force", arguments.force,
                    "Compare other inputs, methods or devices all the same");
  add_limit(*command, "--fail-above", arguments.latency_limit_percent,
            "Exit with 1 where the latency grew by more, clearly");
  add_limit(*command, "--fail-module-above", arguments.module_limit_percent,
            "Likewise for the own time of any module");
  add_output_options(*command, arguments);
  command->footer(
      "\nA process is a sample: give several reports on each side, or reports of --processes N.\n"
      "\nExamples:\n"
      "  hookstat profile old.pt --input 1x3x224x224 --processes 5 -o old.json\n"
      "  hookstat profile new.pt --input 1x3x224x224 --processes 5 -o new.json\n"
      "  hookstat compare --base old.json --new new.json --fail-above 5%");
  return command;
}

}  // namespace hookstat::cli
