// What is recorded of a device beside its host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hookstat/folded_runs.h"

namespace hookstat {

/// What a device is, as far as its driver and LibTorch tell; empty or 0 where they do not.
struct DeviceDetails {
  std::string driver_version;      ///< "580.95.05"
  std::string cuda_version;        ///< of the runtime that LibTorch uses, "13.0"
  std::string cudnn_version;       ///< "9.15.1"
  std::string compute_capability;  ///< "9.0"
  std::int64_t memory_bytes = 0;
  std::int64_t multiprocessors = 0;
  bool operator==(const DeviceDetails&) const = default;
};

/// Hooked runs that were submitted while the device was held busy: where the host was through
/// before the device began, no module's time on the device has waiting for the host in it.
struct QueuedRuns {
  FoldedRuns folded;  ///< their device times; the host's say nothing
  std::int64_t runs = 0;
  std::int64_t queued = 0;  ///< of these, with the host ahead of the device all the time
  /// The module in whose own code the host waited for the device, in the last run in which it did:
  /// an item, a copy to the host, a size that depends on data. The first of them in the call.
  std::optional<ModuleIndex> waits_in;
};

}  // namespace hookstat
