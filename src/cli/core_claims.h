// Cores and devices of this machine that one measurement has for itself, also from other processes
// of hookstat.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hookstat::cli {

/// Cores that nobody else claims, until this goes. Of other processes' claims, whoever they belong
/// to, it knows by locked files.
class CoreClaim {
 public:
  CoreClaim(CoreClaim&& other) noexcept;
  CoreClaim& operator=(CoreClaim&& other) noexcept;
  ~CoreClaim();

  /// Processors, as the system numbers them, for sched_setaffinity.
  [[nodiscard]] const std::vector<int>& processors() const noexcept { return processors_; }

 private:
  friend class Cores;
  CoreClaim() = default;
  void release() noexcept;

  std::vector<int> processors_;
  std::vector<int> locks_;  // descriptors
};

/// The cores that this process may use. A core with several processors (simultaneous
/// multithreading) is claimed as a whole.
class Cores {
 public:
  /// `folder`: of the files, made where it is missing; the same for all who share the machine.
  explicit Cores(std::string folder = "/tmp/hookstat-cores");

  [[nodiscard]] std::size_t count() const noexcept { return cores_.size(); }

  /// That many cores with one processor each, or all processors of all cores where there are not so
  /// many; nullopt where too few are free now, or the device is not: "cpu" is no device of its own,
  /// "cuda:1" one that two measurements would share. Throws InputError where the folder cannot be
  /// used.
  [[nodiscard]] std::optional<CoreClaim> claim(std::size_t count, const std::string& device) const;

 private:
  std::string folder_;
  std::vector<std::vector<int>> cores_;  // processors of each
};

/// The number of the card that "cuda" or "cuda:N" is, of those that `visible` (the value of
/// CUDA_VISIBLE_DEVICES) leaves; N where it says nothing. Pure; thread-safe.
[[nodiscard]] std::string card_of(const std::string& device, const std::string& visible);

/// "0-3,8" as numbers; what is no list of them is an empty one. Pure.
[[nodiscard]] std::vector<int> parse_processor_list(const std::string& text);

}  // namespace hookstat::cli
