#include "report/checks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hookstat/error.h"

namespace hookstat::reporting {
namespace {

[[noreturn]] void contradiction(const char* list, std::size_t index, const char* field,
                                std::int64_t value) {
  throw InternalError("recording: " + std::string(list) + "[" + std::to_string(index) + "]." +
                      field + " " + std::to_string(value) + " is out of range");
}

void check_index(const char* list, std::size_t index, const char* field, std::int64_t value,
                 std::size_t size) {
  if (value < 0 || static_cast<std::size_t>(value) >= size) {
    contradiction(list, index, field, value);
  }
}

/// -1, or something that stands before it.
void check_parent(const char* list, std::size_t index, std::int64_t parent) {
  if (parent != -1) check_index(list, index, "parent", parent, index);
}

/// -1, or one of the lines.
void check_line(const char* list, std::size_t index, std::int64_t line,
                const Recording& recording) {
  if (line != -1) check_index(list, index, "source_line", line, recording.source_lines.size());
}

void check_modules(const Recording& recording) {
  for (std::size_t i = 0; i < recording.modules.size(); ++i) {
    const ModuleIndex parent = recording.modules[i].parent;
    check_parent("modules", i, parent);
    if (i > 0 && parent == -1) contradiction("modules", i, "parent", parent);
  }
}

void check_sites(const Recording& recording) {
  for (std::size_t i = 0; i < recording.sites.size(); ++i) {
    check_index("sites", i, "module", recording.sites[i].module, recording.modules.size());
  }
}

void check_calls(const Recording& recording) {
  const std::size_t modules = recording.modules.size();
  for (std::size_t i = 0; i < recording.module_calls.size(); ++i) {
    check_index("module_calls", i, "module", recording.module_calls[i].module, modules);
    check_parent("module_calls", i, recording.module_calls[i].parent);
  }
  for (std::size_t i = 0; i < recording.operators.size(); ++i) {
    check_index("operators", i, "module", recording.operators[i].module, modules);
    check_parent("operators", i, recording.operators[i].parent);
    check_line("operators", i, recording.operators[i].source_line, recording);
  }
}

/// Each span's way to the root is walked only as far as it is new, so this takes linear time.
void check_span_parents(const std::vector<CallSpan>& spans) {
  std::vector<std::size_t> walked_by(spans.size(), spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    auto at = static_cast<std::int32_t>(i);
    while (at != -1) {
      const auto here = static_cast<std::size_t>(at);
      if (walked_by[here] == i) contradiction("spans", i, "parent", spans[i].parent);
      if (walked_by[here] < i) break;
      walked_by[here] = i;
      at = spans[here].parent;
    }
  }
}

void check_spans(const std::vector<CallSpan>& spans, const Recording& recording) {
  for (std::size_t i = 0; i < spans.size(); ++i) {
    check_index("spans", i, "site", spans[i].site, recording.sites.size());
    if (spans[i].parent != -1) check_index("spans", i, "parent", spans[i].parent, spans.size());
  }
  check_span_parents(spans);
}

void check_memory(const MemoryRun& run, const Recording& recording) {
  check_spans(run.spans, recording);
  check_index("memory", 0, "events_in_call", run.events_in_call, run.events.size() + 1);
  std::int32_t blocks = 0;
  for (std::size_t i = 0; i < run.events.size(); ++i) {
    const MemoryEvent& event = run.events[i];
    check_index("memory.events", i, "span", event.span, run.spans.size());
    if (event.bytes >= 0 && event.block != blocks++) {
      contradiction("memory.events", i, "block", event.block);
    }
    check_index("memory.events", i, "block", event.block, static_cast<std::size_t>(blocks));
  }
}

void check_denormals(const Recording& recording) {
  for (std::size_t i = 0; i < recording.denormals.size(); ++i) {
    const DenormalCount& count = recording.denormals[i];
    check_index("denormals", i, "module", count.module, recording.modules.size());
    if (count.elements <= 0) contradiction("denormals", i, "elements", count.elements);
  }
}

void check_size(const char* what, std::size_t size, std::size_t expected) {
  if (size == expected) return;
  throw InternalError("recording: folded." + std::string(what) + " has " + std::to_string(size) +
                      " numbers instead of " + std::to_string(expected));
}

/// `modules`: so many numbers stand in a row.
void check_folded(const FoldedRuns& runs, std::size_t modules) {
  if (runs.rows == 0) return;
  const auto rows = static_cast<std::size_t>(runs.rows);
  const auto check_rows = [&](const TimeRows& table) {
    check_size("inclusive_ns", table.inclusive_ns.size(), rows * modules);
    check_size("exclusive_ns", table.exclusive_ns.size(), rows * modules);
  };
  check_rows(runs.host);
  if (runs.device) check_rows(*runs.device);
  if (!runs.wait_ns.empty()) check_size("wait_ns", runs.wait_ns.size(), rows * modules);
  check_size("wall_ns", runs.wall_ns.size(), rows);
  check_size("calls", runs.calls.size(), modules);
  check_size("called", runs.called.size(), modules);
}

void check_operator_runs(const Recording& recording) {
  if (!recording.operator_runs) return;
  const OperatorRuns& runs = *recording.operator_runs;
  for (std::size_t i = 0; i < runs.groups.size(); ++i) {
    check_index("operator_runs.groups", i, "module", runs.groups[i].module,
                recording.modules.size());
    check_line("operator_runs.groups", i, runs.groups[i].source_line, recording);
    for (const GroupMember& member : runs.groups[i].members) {
      check_index("operator_runs.groups", i, "member's module", member.module,
                  recording.modules.size());
    }
  }
  if (runs.folded.rows > 0 && runs.groups.empty()) {
    throw InternalError("recording: operator_runs.groups lacks the call of the model");
  }
  // There may be room for more groups.
  check_folded(runs.folded, std::max(runs.folded.calls.size(), runs.groups.size()));
}

void check_queued_runs(const Recording& recording) {
  if (!recording.queued_runs) return;
  const QueuedRuns& runs = *recording.queued_runs;
  for (const FoldedRuns* folded : {&runs.ahead, &runs.behind}) {
    check_folded(*folded, recording.modules.size());
    if (folded->rows > 0 && !folded->device) {
      throw InternalError("recording: queued_runs lack the device's times");
    }
  }
  check_size("waits", runs.waits.size(), recording.modules.size());
}

}  // namespace

void check_recording(const Recording& recording) {
  check_modules(recording);
  check_sites(recording);
  check_calls(recording);
  if (recording.kept_run) check_spans(recording.kept_run->run.spans, recording);
  if (recording.memory) check_memory(*recording.memory, recording);
  check_folded(recording.folded, recording.modules.size());
  check_operator_runs(recording);
  if (recording.loaded_runs) check_folded(recording.loaded_runs->folded, recording.modules.size());
  check_queued_runs(recording);
  check_denormals(recording);
}

}  // namespace hookstat::reporting
