// How a device and its host shared the call.
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Fills `device` and each module's `device_busy_ns`, `device_idle_percent` and `launch_percent`;
/// nothing to do where there is no device. REQUIRES: the modules' times, the latency and the
/// warnings are filled.
void fill_device(const Recording& recording, Report& report);

/// The same of several processes, whose modules' times are merged in `joint` already.
void merge_device(const std::vector<Report>& reports, Report& joint);

}  // namespace hookstat::reporting
