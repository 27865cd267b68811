#include <cstdint>
#include <string>

#include "cli/arguments.h"
#include "cli/option_checks.h"

namespace hookstat::cli {
namespace {

void add_measurement_options(CLI::App& app, ProfileOptions& options) {
  const std::string group = "Measurement";
  app.add_option("--device", options.device, "cpu, cuda or cuda:N [cpu]")
      ->type_name("DEVICE")
      ->group(group);
  app.add_option("--threads", options.threads, "Threads for one operator [LibTorch's choice]")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
  app.add_option("--interop-threads", options.interop_threads,
                 "Threads for forked tasks [LibTorch's choice]")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
  app.add_option("--warmup", options.warmup, "Calls of each kind before those that count [3]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1))
      ->group(group);
  app.add_option("--runs", options.runs,
                 "Counted calls with hooks, and as many without\n[10, and more for --min-time]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1))
      ->group(group);
  app.add_option("--min-time", options.min_time_s,
                 "Shortest time for the counted calls [1; 0 with --runs]")
      ->type_name("SECONDS")
      ->check(at_least(0.0))
      ->group(group);
  app.add_option("--seed", options.seed, "Of the inputs and of the model's random numbers [0]")
      ->type_name("N")
      ->check(at_least<std::uint64_t>(0))
      ->group(group);
  app.add_flag(
         "--strict", options.strict,
         "Time the hooked runs with the simple executor,\nwhich moves no work between modules")
      ->group(group);
  app.add_flag_callback(
         "--no-timeline", [&options] { options.timeline = false; },
         "Leave the timeline out of the report")
      ->group(group);
}

}  // namespace

CLI::App* add_profile(CLI::App& app, ProfileArguments& arguments) {
  CLI::App* command = app.add_subcommand("profile", "Run a model and report what each layer costs");
  command->add_option("MODEL", arguments.model, "TorchScript file, as torch.jit.save writes it")
      ->type_name("")
      ->required();
  repeated(*command, "--input", arguments.inputs,
           "An input tensor, filled with random numbers, for each\nargument of the method: "
           "1x3x300x300, mask=1x77:bool,\n1x128:int64[0,30000] (from 0 to 29,999)")
      ->type_name("[NAME=]SHAPE[:DTYPE]")
      ->group("Input");
  command->add_option("--method", arguments.options.model.method, "Method to call [forward]")
      ->type_name("NAME")
      ->group("Input");
  add_library_option(*command, arguments.libraries);
  add_measurement_options(*command, arguments.options);
  add_report_options(*command, arguments.report);
  command->footer(
      formats_text() +
      "\nExamples:\n"
      "  hookstat profile ssd300.pt --input 1x3x300x300\n"
      "  hookstat profile ssd300.pt --input 1x3x300x300 --sort time --top 10\n"
      "  hookstat profile bert.pt --input ids=1x128:int64[0,30000] -o report.json\n"
      "\nThe model is run without gradients (inference mode), as it was saved. The report "
      "goes to\nstandard output and to the files of -o.");
  return command;
}

}  // namespace hookstat::cli
