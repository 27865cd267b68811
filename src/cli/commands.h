// The commands, behind their arguments. Each throws hookstat::Error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hookstat/exporters.h"
#include "hookstat/input_request.h"
#include "hookstat/inspect_file.h"
#include "hookstat/options.h"

namespace hookstat::cli {

/// Where and how the report is shown, the same for all commands that have one.
struct ReportArguments {
  std::vector<std::string> outputs;  ///< of -o
  std::string format = "table";      ///< of standard output
  ExportOptions layout;
};

struct ProfileArguments {
  std::string model;
  InputRequest inputs;
  std::vector<std::string> libraries;  ///< of custom operators, loaded before the model
  ProfileOptions options;
  bool keep_partial = false;        ///< a report of what was measured, also when the profile fails
  int processes = 1;                ///< each measures anew
  std::vector<std::string> limits;  ///< of --fail-if
  std::vector<std::string> costs;   ///< files of --costs, in order
  std::vector<std::string> words;   ///< the command line, for other processes
  ReportArguments report;
};

struct ConvertArguments {
  std::string report_file;
  ReportArguments report;
};

struct CompareArguments {
  std::vector<std::string> base_files;
  std::vector<std::string> new_files;
  bool force = false;
  std::optional<double> latency_limit_percent;  ///< of --fail-above
  std::optional<double> module_limit_percent;
  std::vector<std::string> outputs;
  std::string format = "table";
  int top = 10;  ///< 0: all
};

struct InspectArguments {
  InspectRequest request;
  std::string format = "text";  ///< or "json"
  int depth = -1;               ///< deepest level of modules shown; -1: all
};

/// `hookstat profile`. Returns the exit code: that of another process that failed and said so, or 1
/// where a limit is exceeded.
[[nodiscard]] int run_profile(const ProfileArguments& arguments);

/// `hookstat convert`.
void run_convert(const ConvertArguments& arguments);

/// `hookstat compare`. Returns the exit code: 1 where a limit is exceeded.
[[nodiscard]] int run_compare(const CompareArguments& arguments);

/// `hookstat inspect`.
void run_inspect(const InspectArguments& arguments);

/// `hookstat: KIND: MESSAGE` as one line whatever the message holds, without its line break.
[[nodiscard]] std::string said(const std::string& kind, const std::string& message);

/// Prints `hookstat: KIND: MESSAGE` on standard error, as one line whatever the message holds.
void say(const std::string& kind, const std::string& message);

}  // namespace hookstat::cli
