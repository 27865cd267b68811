// Libraries of custom operators and classes.
#pragma once

#include <string>

namespace hookstat {

/// Loads a shared library, whose operators and classes register themselves, for the rest of the
/// process; a second time does nothing. Throws InputError, one line that begins with
/// `--load-library FILE: `: no such file, no shared library, a symbol that is not there. A library
/// whose registration fails (a name that is taken) ends the process: LibTorch throws where nobody
/// can catch. Thread-safe.
void load_library(const std::string& file);

}  // namespace hookstat
