// How much memory this machine can still give.
#pragma once

#include <filesystem>
#include <string_view>

namespace hookstat {

/// Bytes that this process can have without swapping: what the machine has, or its control groups
/// leave, whichever is less; all physical memory where nobody knows. Thread-safe.
[[nodiscard]] double available_bytes();

/// Bytes that the control groups (of version 2, which lie in `root`) leave: the least of the group
/// `own` ("/a/b") and those around it, `root` among them. What a group can drop at once (cached
/// files that are not in use) counts as left. Infinity where none sets a limit. Thread-safe.
[[nodiscard]] double cgroup_bytes_left(const std::filesystem::path& root, std::string_view own);

/// Throws InputError where `bytes` are more than available_bytes: "takes 3 GB to PURPOSE, and this
/// machine has 2 GB left".
void require_memory(double bytes, std::string_view purpose);

}  // namespace hookstat
