// The cores of this machine, and those that this process may use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hookstat {

/// A physical core, and of its processors (several with simultaneous multithreading) those that
/// this process may use, at least one.
struct MachineCore {
  int number = 0;  ///< its lowest processor, whether this process may use that one or not
  std::vector<int> processors;
};

/// Those that this process may use, in the order of the first processor that it may use of each.
/// Thread-safe.
[[nodiscard]] std::vector<MachineCore> usable_machine_cores();

/// How many the machine has, whoever may use them; 0 where the system does not tell. Thread-safe.
[[nodiscard]] std::int64_t count_machine_cores();

/// "0-3,8" as numbers; what is no list of them is an empty one. Pure; thread-safe.
[[nodiscard]] std::vector<int> parse_processor_list(const std::string& text);

}  // namespace hookstat
