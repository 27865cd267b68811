#include "cli/core_claims.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "core/host.h"
#include "core/write_whole.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

std::vector<int> usable_processors() {
  std::vector<int> usable;
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return {0};
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(static_cast<std::size_t>(i), &set)) usable.push_back(i);
  }
  return usable;
}

/// The lowest processor of the same core, where the system tells.
int core_of(int processor) {
  std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(processor) +
                     "/topology/thread_siblings_list");
  std::string text;
  std::getline(file, text);
  const std::vector<int> siblings = parse_processor_list(text);
  return siblings.empty() ? processor : std::ranges::min(siblings);
}

/// A descriptor that has the lock; -1 where somebody else has it.
int try_lock(const std::string& path) {
  // Files of another user's are locked through a descriptor that only reads.
  int file = open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file < 0 && errno == EACCES) file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) throw InputError(path + ": cannot be used to claim a core: " + error_text(errno));
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  close(file);
  return -1;
}

}  // namespace

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

std::string card_of(const std::string& device, const std::string& visible) {
  const std::size_t colon = device.find(':');
  std::string number = colon == std::string::npos ? "0" : device.substr(colon + 1);
  std::istringstream cards(visible);
  std::string card;
  for (int i = std::atoi(number.c_str()); i >= 0; --i) {
    if (!std::getline(cards, card, ',')) return number;
  }
  std::ranges::replace(card, '/', '-');  // it becomes part of a file's name
  return card;
}

CoreClaim::CoreClaim(CoreClaim&& other) noexcept
    : processors_(std::move(other.processors_)), locks_(std::exchange(other.locks_, {})) {}

CoreClaim& CoreClaim::operator=(CoreClaim&& other) noexcept {
  if (this != &other) {
    release();
    processors_ = std::move(other.processors_);
    locks_ = std::exchange(other.locks_, {});
  }
  return *this;
}

CoreClaim::~CoreClaim() { release(); }

void CoreClaim::release() noexcept {
  for (const int lock : locks_) close(lock);
  locks_.clear();
}

Cores::Cores(std::string folder) : folder_(std::move(folder)) {
  std::map<int, std::vector<int>> by_core;
  for (const int processor : usable_processors()) {
    by_core[core_of(processor)].push_back(processor);
  }
  for (auto& [core, processors] : by_core) cores_.push_back(std::move(processors));
}

std::optional<CoreClaim> Cores::claim(std::size_t count, const std::string& device) const {
  constexpr mode_t kForAll = 01777;
  if (mkdir(folder_.c_str(), kForAll) == 0) chmod(folder_.c_str(), kForAll);
  const std::size_t wanted = std::clamp<std::size_t>(count, 1, cores_.size());
  CoreClaim claim;
  if (device != "cpu") {
    const std::string visible = environment_variable("CUDA_VISIBLE_DEVICES");
    const int lock = try_lock(folder_ + "/card-" + card_of(device, visible));
    if (lock < 0) return std::nullopt;
    claim.locks_.push_back(lock);
  }
  std::size_t claimed = 0;
  for (const std::vector<int>& processors : cores_) {
    const int lock = try_lock(folder_ + "/core-" + std::to_string(processors.front()));
    if (lock < 0) continue;
    claim.locks_.push_back(lock);
    // Where cores are enough, no two threads are to share one.
    const auto last = count <= cores_.size() ? processors.begin() + 1 : processors.end();
    claim.processors_.insert(claim.processors_.end(), processors.begin(), last);
    if (++claimed == wanted) return claim;
  }
  return std::nullopt;
}

}  // namespace hookstat::cli
