// From the arguments of the process to a command and an exit code.
#pragma once

namespace hookstat::cli {

/// Parses, runs the command, maps errors to exit codes (docs/report-format.md). Never throws.
[[nodiscard]] int run(int argc, const char* const* argv) noexcept;

}  // namespace hookstat::cli
