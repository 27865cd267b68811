// Work that may not come to its end.
#pragma once

#include <functional>
#include <string>

namespace hookstat::cli {

/// Runs `work` and returns true, or rethrows what it threw. With a limit (seconds, above 0) it runs
/// on a thread of its own; after the limit and a short grace, in which it may end by itself,
/// returns false. Then the thread still runs, nothing can stop it, and the process is to be ended
/// by _Exit.
[[nodiscard]] bool run_within(double limit_s, const std::function<void()>& work);

/// "2.5 s". Pure; thread-safe.
[[nodiscard]] std::string seconds_text(double seconds);

}  // namespace hookstat::cli
