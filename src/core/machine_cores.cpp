#include "core/machine_cores.h"

#include <sched.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <map>
#include <numeric>
#include <set>
#include <sstream>
#include <thread>

namespace hookstat {
namespace {

constexpr const char* kProcessors = "/sys/devices/system/cpu/";

std::vector<int> list_in(const std::string& file) {
  std::ifstream stream(kProcessors + file);
  std::string text;
  std::getline(stream, text);
  return parse_processor_list(text);
}

std::vector<int> usable_processors() {
  std::vector<int> usable;
  cpu_set_t set{};
  if (sched_getaffinity(0, sizeof(set), &set) != 0) {  // more than the set has room for
    usable.resize(std::max(std::thread::hardware_concurrency(), 1U));
    std::iota(usable.begin(), usable.end(), 0);
    return usable;
  }
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(static_cast<std::size_t>(i), &set)) usable.push_back(i);
  }
  return usable;
}

/// The lowest processor of the same core, where the system tells.
int core_of(int processor) {
  const std::vector<int> siblings =
      list_in("cpu" + std::to_string(processor) + "/topology/thread_siblings_list");
  return siblings.empty() ? processor : std::ranges::min(siblings);
}

}  // namespace

std::vector<MachineCore> usable_machine_cores() {
  std::vector<MachineCore> cores;
  std::map<int, std::size_t> places;  // by number
  for (const int processor : usable_processors()) {
    const int number = core_of(processor);
    const auto [place, is_new] = places.try_emplace(number, cores.size());
    if (is_new) cores.push_back({number, {}});
    cores[place->second].processors.push_back(processor);
  }
  return cores;
}

std::int64_t count_machine_cores() {
  std::set<int> numbers;
  for (const int processor : list_in("online")) numbers.insert(core_of(processor));
  return static_cast<std::int64_t>(numbers.size());
}

std::vector<int> parse_processor_list(const std::string& text) {
  std::vector<int> processors;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    int first = 0;
    int last = 0;
    char dash = 0;
    std::istringstream range(part);
    if (!(range >> first)) return {};
    last = range >> dash >> last ? last : first;
    for (int i = first; i <= last; ++i) processors.push_back(i);
  }
  return processors;
}

}  // namespace hookstat
