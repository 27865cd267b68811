// Files that are whole or as they were before.
#pragma once

#include <filesystem>
#include <string>

namespace hookstat {

/// What the system says of an error number: "No such file or directory".
[[nodiscard]] std::string error_text(int error);

/// Throws OutputError: "PATH: cannot be written: WHY".
[[noreturn]] void cannot_write(const std::string& path, const std::string& why);

/// Where the bytes go: symbolic links are followed, so that a link stays one.
[[nodiscard]] std::filesystem::path write_target(const std::string& path);

/// "." for a name alone.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& path);

/// Writes `text` beside `path` and renames it into place, so that the file is whole or as it was
/// before. What is no regular file (/dev/stdout, a pipe) is written directly. A symbolic link is
/// followed. Throws OutputError.
void write_whole(const std::string& path, const std::string& text);

/// Writes to standard output. Throws OutputError.
void write_standard_output(const std::string& text);

}  // namespace hookstat
