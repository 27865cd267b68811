#include "hookstat/profile.h"

#include <string>

#include "hookstat/clock.h"
#include "hookstat/version.h"
#include "measure/measure.h"

namespace hookstat {

Report profile(torch::jit::Module& module, const ModelInputs& inputs,
               const ProfileOptions& options) {
  const Recording recording = measure(module, inputs, options);
  if (options.progress) options.progress("report", 0.0);
  const std::int64_t start = HostClock::steady_ns();
  Report report = build_report(recording, std::string(version()));
  report.phases_ns.report_ns = HostClock::steady_ns() - start;
  return report;
}

}  // namespace hookstat
