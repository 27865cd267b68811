// What the process is told of where it runs.
#pragma once

#include <string>

namespace hookstat {

/// Empty where it is not set. Not while another thread sets variables.
[[nodiscard]] std::string environment_variable(const char* name);

/// The machine's name; empty where the system does not tell. Thread-safe.
[[nodiscard]] std::string host_name();

}  // namespace hookstat
