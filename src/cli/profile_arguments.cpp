#include <cstdint>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/option_checks.h"
#include "hookstat/tensor_info.h"

namespace hookstat::cli {
namespace {

void add_model_options(CLI::App& app, ProfileOptions& options) {
  const std::string group = "Model";
  ModelChanges& changes = options.changes;
  app.add_option_function<std::string>(
         "--dtype", [&changes](const std::string& name) { changes.dtype = dtype_from_name(name); },
         "Convert floating parameters, buffers and inputs")
      ->type_name("DTYPE")
      ->check(one_of({"float16", "bfloat16", "float32", "float64"}))
      ->group(group);
  app.add_option_function<std::string>(
         "--autocast",
         [&options](const std::string& name) { options.autocast = dtype_from_name(name); },
         "Call the model under torch.autocast to that type")
      ->type_name("DTYPE")
      ->check(one_of({"float16", "bfloat16"}))
      ->group(group);
  app.add_flag("--channels-last", changes.channels_last,
               "Convert images (4-D parameters and inputs, and 5-D\nones) to channels last")
      ->group(group);
  app.add_flag("--freeze", changes.freeze, "torch.jit.freeze; leaves no modules")->group(group);
  app.add_flag("--optimize-for-inference", changes.optimize_for_inference,
               "torch.jit.optimize_for_inference, which freezes")
      ->group(group);
  app.add_flag("--train", changes.train, "Put the model into training mode")->group(group);
  app.add_flag("--grad", options.grad, "Record gradients; without it inference mode is on")
      ->group(group);
}

void add_failure_options(CLI::App& app, ProfileArguments& arguments) {
  const std::string group = "Failures";
  app.add_option("--timeout", arguments.options.timeout_s, "End with an error after that time")
      ->type_name("SECONDS")
      ->check(at_least(0.001))
      ->group(group);
  app.add_flag(
         "--keep-partial", arguments.keep_partial,
         "Also when the profile fails, is interrupted or times\nout, report what was measured")
      ->group(group);
  repeated(
      app, "--fail-if", arguments.limits,
      "Exit with 1 where that holds: 'latency_median>20ms',\n'flops>70G', 'overhead_percent>2'")
      ->type_name("LIMIT")
      ->group(group);
}

void add_cost_options(CLI::App& app, ProfileArguments& arguments) {
  ProfileOptions& options = arguments.options;
  const auto set_peaks = [&options](const std::string& text) {
    options.measure_peaks = text == "measure";
    if (!options.measure_peaks) options.peaks = parse_peaks(text);
  };
  app.add_option_function<std::string>(
         "--peaks", set_peaks,
         "How near modules come to the machine's FLOP/s and bytes/s,\nas 1.2T,50G, or 'measure' "
         "(takes about a second)")
      ->type_name("PEAKS")
      ->group("Costs");
  repeated(app, "--costs", arguments.costs,
           "Rules for operators that hookstat has no formula for, or\nother ones (docs/costs.md)")
      ->type_name("FILE.json")
      ->group("Costs");
}

void add_place_options(CLI::App& app, ProfileOptions& options) {
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
  app.add_flag("--pin", options.pin, "Keep each thread for operators to a core of its own")
      ->group(group);
}

void add_repetition_options(CLI::App& app, ProfileArguments& arguments) {
  const std::string group = "Measurement";
  ProfileOptions& options = arguments.options;
  app.add_option("--warmup", options.warmup,
                 "Calls of each kind before those that count [until they\nget no faster]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1))
      ->group(group);
  CLI::Option* runs =
      app.add_option("--runs", options.runs,
                     "Counted calls with hooks, and as many without [until both\nmedians are known "
                     "within 1 %, at least 10]")
          ->type_name("N")
          ->check(at_least<std::int64_t>(1))
          ->group(group);
  CLI::Option* min_time = app.add_option("--min-time", options.min_time_s,
                                         "Shortest time for the counted calls, however precise")
                              ->type_name("SECONDS")
                              ->check(at_least(0.0))
                              ->group(group);
  app.add_option("--max-time", options.max_time_s,
                 "Longest time for them, precise or not; neither with --runs\nnor --min-time [10]")
      ->type_name("SECONDS")
      ->check(at_least(0.0))
      ->excludes(runs)
      ->excludes(min_time)
      ->group(group);
  app.add_option("--processes", arguments.processes,
                 "Measure in N fresh processes, which differ by more than\nthe runs of one [1]")
      ->type_name("N")
      ->check(at_least(1))
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

/// What is looked at beside the modules.
void add_look_options(CLI::App& app, ProfileOptions& options) {
  const std::string group = "Looking closer";
  app.add_flag("--operators", options.operators,
               "Time every operator too, as it really runs, in runs of\ntheir own")
      ->group(group);
  app.add_flag("--sources", options.sources,
               "Time lines of code as well, by the operators that come from\nthem")
      ->group(group);
  app.add_option("--concurrency", options.concurrency,
                 "Let N threads call the model at once as well, after the\nruns of one [1]")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
  app.add_flag("--memory", options.memory,
               "Record what every module allocates, keeps and gives back,\nin calls of their own")
      ->group(group);
}

}  // namespace

CLI::App* add_profile(CLI::App& app, ProfileArguments& arguments) {
  CLI::App* command = app.add_subcommand("profile", "Run a model and report what each layer costs");
  command->add_option("MODEL", arguments.model, "TorchScript file, as torch.jit.save writes it")
      ->type_name("")
      ->required();
  add_input_options(*command, arguments.inputs);
  command->add_option("--method", arguments.options.model.method, "Method to call [forward]")
      ->type_name("NAME")
      ->group("Input");
  add_library_option(*command, arguments.libraries);
  add_model_options(*command, arguments.options);
  add_place_options(*command, arguments.options);
  add_repetition_options(*command, arguments);
  add_look_options(*command, arguments.options);
  add_cost_options(*command, arguments);
  add_failure_options(*command, arguments);
  add_report_options(*command, arguments.report);
  command->footer(
      formats_text() +
      "\nExamples:\n"
      "  hookstat profile ssd300.pt --input 1x3x300x300\n"
      "  hookstat profile ssd300.pt --input 1x3x300x300 --sort time --top 10\n"
      "  hookstat profile bert.pt --input ids=1x128:int64[0,30000] -o report.json\n"
      "\nThe model is run as it was saved, without gradients (inference mode). The report "
      "goes to\nstandard output and to the files of -o.");
  return command;
}

}  // namespace hookstat::cli
