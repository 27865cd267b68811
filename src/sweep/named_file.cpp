#include "sweep/named_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

#include "sweep/scalars.h"

namespace hookstat::sweep {
namespace {

/// A file that can be read, or why it cannot.
std::string opened(const std::string& path, std::uint64_t most_bytes, std::ifstream& file) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return "no such file";
  if (error) return error.message();
  if (std::filesystem::is_directory(status)) return "is a directory";
  if (!std::filesystem::is_regular_file(status)) return "is no regular file";
  const std::uintmax_t bytes = std::filesystem::file_size(path, error);
  if (error) return error.message();
  if (bytes == 0) return "is empty";
  if (bytes > most_bytes) {
    constexpr std::uint64_t kMega = 1'000'000;
    return "is larger than " + std::to_string(most_bytes / kMega) + " MB";
  }
  file.open(path, std::ios::binary);
  if (!file) return "cannot be opened: " + std::generic_category().message(errno);
  return {};
}

/// What may be wrong with a text that names no file: YAML makes one text of an item and of lines
/// behind it that are indented further, dashes and all.
std::string hint_about(const std::string& text, const std::string& path) {
  std::error_code error;
  if (text.find(" - ") == std::string::npos || std::filesystem::exists(path, error)) return {};
  return " (an item of a list that is indented further goes on with the one before)";
}

}  // namespace

std::optional<std::string> named_file(const YamlNode& node, std::string_view what,
                                      const PlanPlace& place) {
  if (node.kind != YamlNode::Kind::kText) {
    add_unexpected(place.problems, node, what, "a file's name");
    return std::nullopt;
  }
  const std::string prefix = std::string(what) + ": ";
  if (node.text.empty()) {
    place.problems.add(node.at, prefix + "the file's name is empty");
    return std::nullopt;
  }
  const std::filesystem::path joined = std::filesystem::path(place.folder) / node.text;
  std::string path = joined.lexically_normal().string();
  if (path.front() == '-') path.insert(0, "./");
  std::ifstream file;
  const std::string why = opened(path, std::numeric_limits<std::uint64_t>::max(), file);
  if (!why.empty()) {
    place.problems.add_aside(
        node.at, prefix + in_quotes(node.text) + ": " + why + hint_about(node.text, path));
  }
  return path;
}

std::optional<std::string> whole_file(const std::string& path, std::uint64_t most_bytes,
                                      std::string& why) {
  std::ifstream file;
  why = opened(path, most_bytes, file);
  if (!why.empty()) return std::nullopt;
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) {
    why = error.message();
    return std::nullopt;
  }
  // With room for one more: it may have grown since.
  std::string bytes(std::min(size, most_bytes) + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) why = "cannot be read to its end";
  if (bytes.size() != size) why = "changes while it is read";
  if (!why.empty()) return std::nullopt;
  return bytes;
}

}  // namespace hookstat::sweep
