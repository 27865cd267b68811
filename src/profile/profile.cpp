#include "hookstat/profile.h"

#include <algorithm>
#include <optional>
#include <string>

#include "hookstat/clock.h"
#include "hookstat/cost_table.h"
#include "hookstat/partial_report.h"
#include "hookstat/version.h"
#include "measure/measure.h"

namespace hookstat {

Report profile(torch::jit::Module& module, const ModelInputs& inputs,
               const ProfileOptions& options) {
  const Recording recording = measure(module, inputs, options);
  if (options.progress) options.progress("report", 0.0);
  const std::int64_t start = HostClock::steady_ns();
  Report report =
      build_report(recording, std::string(version()), options.costs ? *options.costs : CostTable());
  report.phases_ns.report_ns = HostClock::steady_ns() - start;
  return report;
}

std::optional<Report> partial_report(const LiveRecording& recording, const std::string& why,
                                     const CostTable& own) {
  Recording partial = recording.copy();
  if (partial.hooked_ns.empty() || partial.baseline_ns.empty()) return std::nullopt;
  // A call of one kind may lack its counterpart.
  const std::size_t rounds = std::min(partial.hooked_ns.size(), partial.baseline_ns.size());
  partial.hooked_ns.resize(rounds);
  partial.baseline_ns.resize(rounds);
  if (!partial.launch_ns.empty()) partial.launch_ns.resize(rounds);
  partial.settings.runs = static_cast<std::int64_t>(rounds);
  partial.warnings.insert(partial.warnings.begin(),
                          {"partial_report", "the profile did not come to its end: " + why});
  return build_report(partial, std::string(version()), own);
}

}  // namespace hookstat
