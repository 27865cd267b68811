// How a device and its host shared a call of the model. Fields of the report; std::nullopt is
// `null` in JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hookstat/measurement.h"

namespace hookstat {

struct DeviceReport {
  /// Host time of an un-instrumented call until it returned: its work was submitted, not done.
  Statistics launch_ns;
  /// Device time of hooked calls that were submitted while the device was held busy, so that it
  /// never waited for the host; null where no room was left on the device to hold it.
  std::optional<Statistics> busy_ns;
  /// 100 x (1 - mean busy / mean un-instrumented latency), at least 0: what the device waited.
  std::optional<double> idle_percent;
  /// Whether the host was ahead of the device in all of those calls; if not, `busy_ns` has waiting
  /// in it and `idle_percent` says too little.
  bool queued = false;
  /// Path of the module in whose own code the host waits for the device; null where it does not.
  std::optional<std::string> waits_in;
  /// "launch": submitting takes longer than the device's work, so the host sets the pace; "device":
  /// it is the other way round; null where it is not known, as the host waits in the call.
  std::optional<std::string> bound;
  bool operator==(const DeviceReport&) const = default;
};

}  // namespace hookstat
