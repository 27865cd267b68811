#include "model/library.h"

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "hookstat/error.h"

namespace hookstat {
namespace {

/// dlerror()'s text without the file's name, which the message has already, as one line.
std::string reason_of(std::string text, const std::string& file) {
  if (text.starts_with(file + ": ")) text.erase(0, file.size() + 2);
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

void load_library(const std::string& file) {
  const std::string option = "--load-library " + file;
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw InputError(option + ": no such file");
  if (std::filesystem::is_directory(file, error)) throw InputError(option + ": is a directory");
  // Without a slash in it, dlopen would look for the name in the system's folders.
  const std::string absolute = std::filesystem::absolute(file, error).string();
  if (dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL) != nullptr) return;
  const char* const text = dlerror();
  throw InputError(option + ": cannot be loaded: " +
                       reason_of(text == nullptr ? "unknown reason" : text, absolute),
                   "it must be a shared library built against this LibTorch");
}

}  // namespace hookstat
