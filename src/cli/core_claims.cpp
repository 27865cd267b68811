#include "cli/core_claims.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "core/host.h"

namespace hookstat::cli {

std::string cores_folder() {
  const std::string folder = environment_variable("HOOKSTAT_CORES");
  return folder.empty() ? "/tmp/hookstat-cores" : folder;
}

std::string visible_cards() {
  for (const char* const name : {"SLURM_STEP_GPUS", "SLURM_JOB_GPUS"}) {
    if (std::string cards = environment_variable(name); !cards.empty()) return cards;
  }
  return environment_variable("CUDA_VISIBLE_DEVICES");
}

std::string card_of(const std::string& device, const std::string& visible) {
  const std::size_t colon = device.find(':');
  std::string number = colon == std::string::npos ? "0" : device.substr(colon + 1);
  std::istringstream cards(visible);
  std::string card;
  for (int i = std::atoi(number.c_str()); i >= 0; --i) {
    if (!std::getline(cards, card, ',')) return number;
  }
  std::erase(card, ' ');
  std::ranges::replace(card, '/', '-');  // it becomes part of a file's name
  return card;
}

std::optional<CoreClaim> Cores::claim(std::size_t count, const std::string& device) {
  constexpr mode_t kForAll = 01777;
  if (mkdir(folder_.c_str(), kForAll) == 0) chmod(folder_.c_str(), kForAll);
  if (!waiting_ || waiting_->count != count || waiting_->device != device) {
    waiting_ = Waiting{count, device, {}, {}, {}};
    waiting_->cores.resize(cores_.size());
  }
  if (!go_on(*waiting_)) return std::nullopt;
  CoreClaim claim = finished(*std::move(waiting_));
  waiting_.reset();
  return claim;
}

/// Whether it has all. A device comes before the turn: who waits for one keeps nobody from cores.
bool Cores::go_on(Waiting& waiting) const {
  if (waiting.device != "cpu" && !waiting.device_lock) {
    waiting.device_lock = lock("card-" + card_of(waiting.device, visible_cards()));
    if (!waiting.device_lock) return false;
  }
  if (!waiting.turn) waiting.turn = lock("turn");
  if (!waiting.turn) return false;
  const std::size_t wanted = std::clamp<std::size_t>(waiting.count, 1, cores_.size());
  auto held = static_cast<std::size_t>(
      std::ranges::count_if(waiting.cores, [](const auto& core) { return core.has_value(); }));
  for (std::size_t i = 0; i < cores_.size() && held < wanted; ++i) {
    std::optional<FileLock>& core = waiting.cores[i];
    if (core) continue;
    core = lock("core-" + std::to_string(cores_[i].number));
    held += core ? 1U : 0U;
  }
  return held == wanted;
}

std::optional<FileLock> Cores::lock(const std::string& name) const {
  return FileLock::take(folder_ + "/" + name);
}

CoreClaim Cores::finished(Waiting waiting) const {
  CoreClaim claim;
  if (waiting.device_lock) claim.locks_.push_back(*std::move(waiting.device_lock));
  for (std::size_t i = 0; i < cores_.size(); ++i) {
    if (!waiting.cores[i]) continue;
    claim.locks_.push_back(*std::move(waiting.cores[i]));
    ++claim.cores_;
    // Where cores are enough, no two threads are to share one.
    const std::vector<int>& all = cores_[i].processors;
    const auto last = waiting.count <= cores_.size() ? all.begin() + 1 : all.end();
    claim.processors_.insert(claim.processors_.end(), all.begin(), last);
  }
  return claim;
}

}  // namespace hookstat::cli
