// How a device and its host shared a call of the model. Fields of the report; std::nullopt is
// `null` in JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hookstat/measurement.h"

namespace hookstat {

/// Who waits for whom, and how long.
struct DeviceReport {
  /// Host time of an un-instrumented call until it returned: its work was submitted, not done.
  Statistics launch_ns;
  /// Device time of hooked calls that were submitted while the device was held busy: of those calls
  /// in which it never waited for the host, if there are any. Null where it was not measured.
  std::optional<Statistics> busy_ns;
  /// 100 x (1 - mean busy / mean latency), at least 0: what the device waited. Of the
  /// un-instrumented latency; of the hooked one where hooks split fused operators, which makes
  /// other work.
  std::optional<double> idle_percent;
  /// Whether there were such calls; if not, `busy_ns` has waiting in it and `idle_percent` says too
  /// little.
  bool queued = false;
  /// Path of the module in whose own code the host waits for the device in most calls; null where
  /// it does not.
  std::optional<std::string> waits_in;
  /// Which takes longer by a tenth: "launch", submitting a call, so the host sets the pace, or
  /// "device", its work; "both" where neither does; null where it is not known.
  std::optional<std::string> bound;
  bool operator==(const DeviceReport&) const = default;
};

}  // namespace hookstat
