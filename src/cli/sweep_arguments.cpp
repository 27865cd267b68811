#include <string>

#include "cli/arguments.h"
#include "cli/option_checks.h"
#include "hookstat/profile_file.h"

namespace hookstat::cli {
namespace {

constexpr const char* kFooter =
    "Everything behind --slurm is for sbatch.\n"
    "\n"
    "Examples:\n"
    "  hookstat sweep plan.yaml -o results                       run all cases here\n"
    "  hookstat sweep results                                    go on after an interruption\n"
    "  hookstat sweep plan.yaml -o results --slurm -p gpu -t 10  as a job array of Slurm\n"
    "  hookstat sweep collect results                            when that has ended\n"
    "  hookstat sweep report results -o sweep.html\n"
    "\n"
    "docs/sweep.md says what a plan has. A case that fails, crashes or takes too long is a row of\n"
    "the results; the others run all the same.";

void add_report_command(CLI::App& sweep, SweepReportArguments& arguments) {
  CLI::App* report = sweep.add_subcommand(
      "report", "Show results: best settings, scaling by layer, cost of an item");
  report->add_option("DIR", arguments.folder, "Folder of the sweep")->type_name("")->required();
  report->footer("Example:\n  hookstat sweep report results -o sweep.html");
  report->add_option("-o,--output", arguments.outputs, "Write FILE; its end picks the format")
      ->type_name("[FORMAT:]FILE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  report
      ->add_option("--format", arguments.format,
                   "Of standard output: table, html, markdown, csv, json [table]")
      ->type_name("NAME");
  report
      ->add_option("--price-per-hour", arguments.price_per_hour,
                   "Of the machine, in any currency: prices a million items")
      ->type_name("PRICE")
      ->check(at_least(0.0));
}

void add_collect_command(CLI::App& sweep, SweepReportArguments& arguments) {
  CLI::App* collect = sweep.add_subcommand(
      "collect", "Bring results together in sweep.json; 1 where some are missing");
  collect->add_option("DIR", arguments.folder, "Folder of the sweep")->type_name("")->required();
  collect->footer("Example:\n  hookstat sweep collect results");
}

}  // namespace

CLI::App* add_sweep(CLI::App& app, SweepArguments& arguments, SweepReportArguments& report) {
  arguments.check_device = check_device;
  CLI::App* sweep =
      app.add_subcommand("sweep", "Profile many models, sizes and settings, and compare them");
  sweep->add_option("PLAN", arguments.plan, "Plan (YAML), or the folder of a sweep to go on with")
      ->type_name("");
  sweep->add_option("-o,--output", arguments.folder, "Folder for the results")->type_name("DIR");
  sweep->add_flag("--resume", arguments.resume,
                  "Go on in a folder that has results: run what is not done");
  sweep->add_flag("--retry-failed", arguments.retry_failed, "Run failed cases again, too");
  sweep->add_flag("--list", arguments.list, "Show the cases that would be run");
  sweep->add_flag("--fail", arguments.fail, "End with 1 where a case does not end well");
  sweep->add_option("--shard", arguments.shard, "Part i of n of the cases")->type_name("i/n");
  sweep->add_option("--jobs", arguments.jobs, "Cases at once, each on cores of its own [1]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1));
  sweep->add_flag("--share-cores", arguments.share_cores,
                  "Let cases run on the same cores at once");
  CLI::Option* slurm = sweep->add_flag("--slurm")->description(
      "Submit a job array; the rest of the line is for sbatch");
  sweep->add_option("--chunk", arguments.chunk, "With --slurm, before it: cases for a task [1]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1))
      ->needs(slurm);
  add_collect_command(*sweep, report);
  add_report_command(*sweep, report);
  sweep->footer(kFooter);
  return sweep;
}

}  // namespace hookstat::cli
