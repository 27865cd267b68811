// A file's bytes.
#pragma once

#include <cstdint>
#include <string>

namespace hookstat {

/// All of a regular file. Throws InputError, without the name of the file, where it is not there,
/// is a directory or a device, is empty, cannot be read, or does not fit into memory.
[[nodiscard]] std::string read_whole_file(const std::string& path);

/// Throws what read_whole_file throws.
[[nodiscard]] char first_byte_of(const std::string& path);

/// Throws what read_whole_file throws but for reading errors.
void require_regular_file(const std::string& path);

/// Throws InputError where memory has no room for `bytes`.
void require_room(std::uint64_t bytes);

}  // namespace hookstat
