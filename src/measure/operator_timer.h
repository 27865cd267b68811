// Times every operator as the executor runs it, in runs of their own.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "hooks/hooked_model.h"
#include "hookstat/clock.h"
#include "hookstat/live_recording.h"
#include "hookstat/options.h"
#include "measure/caller.h"
#include "model/module_tree.h"
#include "record/run_folder.h"
#include "record/task.h"

namespace hookstat {

/// A copy of the method, optimised as the caller's own, with marks around the operators of what
/// came out. What it was given outlives it. What the model throws passes through. Not thread-safe.
class OperatorTimer {
 public:
  OperatorTimer(torch::jit::Module& module, const ModuleTree& tree, const ProfileOptions& options,
                Caller& caller, DeviceClock* device_clock, LiveRecording& recording);

  /// Lets the executor optimise the copy, marks its operators and warms it up. Throws InputError
  /// where no plan was finished.
  void prepare();
  /// One more call, whose times go to Recording::operator_runs. REQUIRES: `converter` is
  /// calibrated.
  void time(const TickConverter& converter);

 private:
  void update_sites();
  void add_group(OperatorSite site);
  /// By number in the marked model's table: that in Recording::source_lines.
  [[nodiscard]] std::vector<std::int32_t> line_numbers();

  Caller& caller_;
  DeviceClock* device_clock_;
  LiveRecording& recording_;
  bool tells_lines_;
  HookedModel marked_;
  RunRecorder recorder_;
  std::vector<OperatorSite> groups_;
  std::map<OperatorSite, ModuleIndex> numbers_;
  std::vector<CallSite> sites_;  ///< by site: its group, in the place of a module
  std::size_t room_ = 0;         ///< groups that `folder_` takes
  std::unique_ptr<RunFolder> folder_;
};

}  // namespace hookstat
