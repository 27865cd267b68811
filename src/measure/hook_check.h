// Whether hooks changed anything but the time: what the executor did differently, and whether it
// still runs operators where they were called.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hookstat/op_call.h"
#include "hookstat/recording.h"

namespace hookstat {

/// A note where the results of a hooked and a plain call differ.
[[nodiscard]] std::optional<Note> note_on_outputs(const OutputComparison& outputs);

/// A note where the executor groups operators (executor_groups) and does so otherwise with hooks.
[[nodiscard]] std::optional<Note> note_on_groups(const std::vector<std::string>& plain,
                                                 const std::vector<std::string>& hooked);

/// A note where the matrix products and convolutions that a module runs in its first call are not
/// those of a later one: the optimiser merged or removed some.
[[nodiscard]] std::optional<Note> note_on_products(const std::vector<OpCall>& first,
                                                   const std::vector<OpCall>& later,
                                                   const std::vector<ModuleInfo>& modules);

}  // namespace hookstat
