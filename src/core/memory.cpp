#include "core/memory.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include "hookstat/error.h"

namespace hookstat {
namespace {

/// The number after `key` in a file of lines "key number"; nullopt where there is none.
std::optional<double> number_after(const std::filesystem::path& path, std::string_view key) {
  std::ifstream file(path);
  std::string name;
  while (file >> name) {
    double number = 0;
    if (name == key) return file >> number ? std::optional(number) : std::nullopt;
    std::string rest;
    std::getline(file, rest);
  }
  return std::nullopt;
}

/// nullopt where the file is missing, or says "max".
std::optional<double> number_in(const std::filesystem::path& path) {
  std::ifstream file(path);
  double number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

double left_in(const std::filesystem::path& group) {
  const std::optional<double> most = number_in(group / "memory.max");
  const std::optional<double> used = number_in(group / "memory.current");
  if (!most || !used) return std::numeric_limits<double>::infinity();
  const double cached = number_after(group / "memory.stat", "inactive_file").value_or(0);
  return std::max(0.0, *most - std::max(0.0, *used - cached));
}

/// "/a/b" of the line "0::/a/b"; lines of other numbers are of version 1.
std::string own_cgroup() {
  constexpr std::string_view kVersion2 = "0::";
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kVersion2)) return line.substr(kVersion2.size());
  }
  return {};
}

double machine_bytes() {
  constexpr double kKibibyte = 1024;
  if (const auto kibibytes = number_after("/proc/meminfo", "MemAvailable:")) {
    return *kibibytes * kKibibyte;
  }
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

std::string gigabytes(double bytes) {
  constexpr double kGigabyte = 1e9;
  return std::to_string(std::llround(bytes / kGigabyte)) + " GB";
}

}  // namespace

double cgroup_bytes_left(const std::filesystem::path& root, std::string_view own) {
  double left = left_in(root);
  std::filesystem::path group = root;
  for (const std::filesystem::path& part : std::filesystem::path(own).relative_path()) {
    group /= part;
    left = std::min(left, left_in(group));
  }
  return left;
}

double available_bytes() {
  return std::min(machine_bytes(), cgroup_bytes_left("/sys/fs/cgroup", own_cgroup()));
}

void require_memory(double bytes, std::string_view purpose) {
  const double available = available_bytes();
  if (bytes <= available) return;
  throw InputError("takes " + gigabytes(bytes) + " to " + std::string(purpose) +
                   ", and this machine has " + gigabytes(available) + " left");
}

}  // namespace hookstat
