// What is recorded of a device beside its host.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hookstat/folded_runs.h"

namespace hookstat {

/// What a device is, as far as its driver and LibTorch tell; empty or 0 where they do not.
struct DeviceDetails {
  std::string driver_version;        ///< "580.95.05"
  std::string cuda_version;          ///< of the runtime that LibTorch uses, "13.0"
  std::string cudnn_version;         ///< "9.15.1"
  std::string compute_capability;    ///< "9.0"
  std::int64_t memory_bytes = 0;     ///< all that it has
  std::int64_t multiprocessors = 0;  ///< "streaming multiprocessors" of CUDA
  bool operator==(const DeviceDetails&) const = default;
};

/// Hooked runs that were submitted while the device was held busy. In those in which the host was
/// ahead of the device all the time no module's time on the device has waiting for the host in it.
struct QueuedRuns {
  FoldedRuns ahead;       ///< device times of those runs; the host's say nothing
  FoldedRuns behind;      ///< of the others
  std::int64_t runs = 0;  ///< of both kinds
  /// [module]: runs in which the host first stood still in the module's own code, until the device
  /// had caught up: an item, a copy to the host, a size that depends on data.
  std::vector<std::int64_t> waits;
};

}  // namespace hookstat
