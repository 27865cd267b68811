// Cores and devices of this machine that one measurement has for itself, also from other processes
// of hookstat.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/file_lock.h"
#include "core/machine_cores.h"

namespace hookstat::cli {

/// Cores that nobody else claims, until this goes. Of other processes' claims, whoever they belong
/// to, it knows by locked files.
class CoreClaim {
 public:
  /// Processors, as the system numbers them, for sched_setaffinity.
  [[nodiscard]] const std::vector<int>& processors() const noexcept { return processors_; }
  [[nodiscard]] std::size_t cores() const noexcept { return cores_; }

 private:
  friend class Cores;
  CoreClaim() = default;

  std::vector<int> processors_;
  std::size_t cores_ = 0;
  std::vector<FileLock> locks_;
};

/// The folder that all who share the machine claim cores in: what HOOKSTAT_CORES says, or
/// /tmp/hookstat-cores.
[[nodiscard]] std::string cores_folder();

/// The cores that this process may use. A core with several processors (simultaneous
/// multithreading) is claimed as a whole. Not thread-safe.
class Cores {
 public:
  /// `folder` is made where it is missing.
  explicit Cores(std::string folder = cores_folder(),
                 std::vector<MachineCore> cores = usable_machine_cores())
      : folder_(std::move(folder)), cores_(std::move(cores)) {}

  [[nodiscard]] std::size_t count() const noexcept { return cores_.size(); }

  /// That many cores with one processor each, or all processors of all cores where there are not so
  /// many; nullopt where too few are free now, or the device is not: "cpu" is no device of its own,
  /// "cuda:1" one that two measurements would share. Who asks again for the same goes on waiting:
  /// it keeps what it has got, and its place before all who came later, so that many who want
  /// little do not keep one from much. Throws InputError where the folder cannot be used.
  [[nodiscard]] std::optional<CoreClaim> claim(std::size_t count, const std::string& device);

  /// Gives back what is held in waiting.
  void stop_waiting() noexcept { waiting_.reset(); }

 private:
  struct Waiting {
    std::size_t count;
    std::string device;
    std::optional<FileLock> device_lock;
    std::optional<FileLock> turn;                // only who has it collects cores
    std::vector<std::optional<FileLock>> cores;  // of each that it has got
  };

  [[nodiscard]] bool go_on(Waiting& waiting) const;
  [[nodiscard]] std::optional<FileLock> lock(const std::string& name) const;
  [[nodiscard]] CoreClaim finished(Waiting waiting) const;

  std::string folder_;
  std::vector<MachineCore> cores_;
  std::optional<Waiting> waiting_;
};

/// The cards that this process may use, as the machine calls them: of Slurm's variables, where each
/// task counts its own cards from 0, else of CUDA_VISIBLE_DEVICES; empty: all.
[[nodiscard]] std::string visible_cards();

/// The number or name of the card that "cuda" or "cuda:N" is, of those that `visible` leaves, a
/// list with commas; N where it says nothing. Pure; thread-safe.
[[nodiscard]] std::string card_of(const std::string& device, const std::string& visible);

}  // namespace hookstat::cli
