// How host and device shared the call, in words that several formats use.
#pragma once

#include <string>
#include <vector>

#include "export/module_rows.h"
#include "hookstat/report.h"

namespace hookstat::exporting {

/// "27.5 % of the latency", or "at least ..." where the device's own time has waiting in it; "not
/// known".
[[nodiscard]] std::string idle_text(const DeviceReport& device);

/// Who sets the pace, in a sentence without an end; empty where there is nothing to say.
[[nodiscard]] std::string pace_text(const DeviceReport& device);

/// Modules in which the device waits 1 % of the time of all or more, those with most first.
[[nodiscard]] std::vector<const ModuleReport*> idle_modules(const Report& report);

}  // namespace hookstat::exporting
