// What can be said of a model's file before LibTorch reads it.
#pragma once

#include <string>

namespace hookstat {

/// Throws InputError, one line that begins with the path, where the file is not there, empty, no
/// TorchScript archive, or damaged (archive/model_archive.h). Reads all of it. Thread-safe.
void check_model_file(const std::string& path);

}  // namespace hookstat
