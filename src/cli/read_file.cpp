#include "cli/read_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "hookstat/error.h"

namespace hookstat::cli {

std::string read_file(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw InputError(path + ": no such file");
  if (std::filesystem::is_directory(path, error)) throw InputError(path + ": is a directory");
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw InputError(path + ": cannot be opened: " + std::generic_category().message(errno));
  }
  std::ostringstream content;
  content << file.rdbuf();
  std::string text = std::move(content).str();
  if (text.empty()) throw InputError(path + ": is empty");
  return text;
}

}  // namespace hookstat::cli
