#include "cli/arguments.h"
#include "cli/option_checks.h"

namespace hookstat::cli {

CLI::App* add_inspect(CLI::App& app, InspectArguments& arguments) {
  CLI::App* command = app.add_subcommand(
      "inspect", "Show what a model is, and which inputs it is likely to need; runs nothing");
  command->add_option("MODEL", arguments.request.path, "TorchScript file")
      ->type_name("")
      ->required();
  add_library_option(*command, arguments.request.libraries);
  command->add_option("--method", arguments.request.method, "Method to look into [forward]")
      ->type_name("NAME")
      ->group("Input");
  command->add_option("--format", arguments.format, "text or json [text]")
      ->type_name("NAME")
      ->check(one_of({"text", "json"}))
      ->group("Output");
  command->add_option("--depth", arguments.depth, "Deepest level of modules shown as text")
      ->type_name("N")
      ->check(at_least(0))
      ->group("Output");
  command->footer(
      "Shows the file, the methods, which --input is likely to be needed and why, the tree of\n"
      "modules, and the operators. Exit code 2 where operators are missing: then it shows what\n"
      "the archive alone tells.\n"
      "\nExamples:\n"
      "  hookstat inspect ssd300.pt --depth 1\n"
      "  hookstat inspect model.pt --load-library libmyops.so --format json");
  return command;
}

}  // namespace hookstat::cli
