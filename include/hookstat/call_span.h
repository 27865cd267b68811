// One call of a module in a run.
#pragma once

#include <cstdint>
#include <optional>

namespace hookstat {

/// Index into Recording::sites.
using SiteId = std::int32_t;

/// One call of a module in a run, or the body of a forked task.
struct CallSpan {
  SiteId site = 0;  ///< from where the module was called; of the body of a fork: who forked it
  /// Index of the enclosing span in the same run, -1 for the root. For the body of a fork: the span
  /// whose code forked it.
  std::int32_t parent = -1;
  /// 0: the call itself; 1, 2 ...: forked bodies (one interpreter each).
  std::int32_t task = 0;
  /// A forked body: not a call; its time belongs to the module that forked.
  bool fork_body = false;
  bool raised = false;        ///< entered and never left
  std::int64_t start_ns = 0;  ///< host time since the run's start
  std::int64_t stop_ns = 0;   ///< likewise; where the call raised, that of its task's last event
  /// Spent waiting for forked tasks directly in this span; part of stop_ns - start_ns.
  std::int64_t wait_ns = 0;
  std::optional<std::int64_t> device_start_ns;  ///< device time since the run's first device event
  std::optional<std::int64_t> device_stop_ns;   ///< likewise
};

}  // namespace hookstat
