#include "core/memory.h"

#include <unistd.h>

#include <cmath>
#include <fstream>

namespace hookstat {

double available_bytes() {
  std::ifstream file("/proc/meminfo");
  constexpr double kKibibyte = 1024;
  std::string name;
  while (file >> name) {
    double kibibytes = 0;
    if (!(file >> kibibytes)) break;
    if (name == "MemAvailable:") return kibibytes * kKibibyte;
    std::string rest;
    std::getline(file, rest);
  }
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

std::string gigabytes(double bytes) {
  constexpr double kGigabyte = 1e9;
  return std::to_string(std::llround(bytes / kGigabyte)) + " GB";
}

}  // namespace hookstat
