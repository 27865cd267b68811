#include "measure/analysis.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace hookstat {
namespace {

std::size_t index(std::int32_t value) { return static_cast<std::size_t>(value); }

/// Which task: for each fork on the way from the call itself, the how-manieth of its parent's.
using TaskKey = std::vector<std::int32_t>;
/// Which call: its task, its module and method, the how-manieth of these there.
using CallKey = std::tuple<TaskKey, ModuleIndex, std::string, std::int32_t>;

std::vector<TaskKey> task_keys(const std::vector<TaskEvents>& tasks) {
  std::vector<TaskKey> keys(tasks.size());
  std::vector<std::int32_t> forks(tasks.size(), 0);
  for (std::size_t i = 1; i < tasks.size(); ++i) {
    const std::size_t parent = index(tasks[i].parent);  // stands before its forks
    keys[i] = keys[parent];
    keys[i].push_back(forks[parent]++);
  }
  return keys;
}

/// Per span; empty for the body of a fork, which is no call.
std::vector<std::optional<CallKey>> call_keys(const HookedRun& run) {
  const std::vector<TaskKey> tasks = task_keys(run.tasks);
  std::map<std::tuple<std::int32_t, ModuleIndex, std::string>, std::int32_t> counts;
  std::vector<std::optional<CallKey>> keys;
  keys.reserve(run.paired.spans.size());
  for (const CallSpan& span : run.paired.spans) {
    if (span.fork_body) {
      keys.emplace_back();
      continue;
    }
    const CallSite& site = run.sites[index(span.site)];
    const std::int32_t ordinal = counts[{span.task, site.module, site.method}]++;
    keys.emplace_back(CallKey{tasks[index(span.task)], site.module, site.method, ordinal});
  }
  return keys;
}

/// Per span of a run: the index of its call among the spans that are calls, its fork's for a body.
std::vector<std::int32_t> call_of_each_span(const PairedRun& run) {
  std::vector<std::int32_t> call_of;
  call_of.reserve(run.spans.size());
  std::int32_t calls = 0;
  for (const CallSpan& span : run.spans) {
    call_of.push_back(span.fork_body ? call_of[index(span.parent)] : calls++);
  }
  return call_of;
}

std::vector<TensorInfo> value_at(const TaskEvents& task, std::int32_t slot) {
  if (slot < 0 || index(slot) >= task.values.size()) return {};
  return task.values[index(slot)];
}

/// Per span of `run`: the index of its call among those of `other`. Two runs of one model differ
/// only where it draws numbers or counts; then a call without a counterpart hands its operators to
/// the call around it.
std::vector<std::int32_t> counterparts(const HookedRun& run, const HookedRun& other) {
  std::map<CallKey, std::int32_t> known;
  const std::vector<std::int32_t> calls = call_of_each_span(other.paired);
  const auto other_keys = call_keys(other);
  for (std::size_t i = 0; i < other_keys.size(); ++i) {
    if (other_keys[i]) known.emplace(*other_keys[i], calls[i]);
  }
  std::vector<std::int32_t> counterpart;
  const auto keys = call_keys(run);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::int32_t parent = run.paired.spans[i].parent;
    const std::int32_t around = parent < 0 ? 0 : counterpart[index(parent)];
    const auto found = keys[i] ? known.find(*keys[i]) : known.end();
    counterpart.push_back(found == known.end() ? around : found->second);
  }
  return counterpart;
}

}  // namespace

HookedRun read_run(std::vector<TaskEvents> tasks, const HookedModel& hooked) {
  HookedRun run;
  run.tasks = std::move(tasks);
  run.paired = pair_events(run.tasks, TickConverter());
  run.sites = hooked.sites();
  return run;
}

std::vector<ModuleCall> module_calls_of(const HookedRun& run) {
  const std::vector<std::int32_t> call_of = call_of_each_span(run.paired);
  std::vector<ModuleCall> calls;
  for (std::size_t i = 0; i < run.paired.spans.size(); ++i) {
    const CallSpan& span = run.paired.spans[i];
    if (span.fork_body) continue;
    const CallSite& site = run.sites[index(span.site)];
    const PairedRun::ValueSlots& slots = run.paired.value_slots[i];
    ModuleCall call;
    call.module = site.module;
    call.method = site.method;
    call.parent = span.parent < 0 ? -1 : call_of[index(span.parent)];
    call.inputs = value_at(run.tasks[index(span.task)], slots.enter);
    call.outputs = value_at(run.tasks[index(span.task)], slots.leave);
    calls.push_back(std::move(call));
  }
  return calls;
}

std::vector<OpCall> attribute_operators(std::vector<RecordedOperator> operators,
                                        const HookedRun& operators_run,
                                        const HookedRun& values_run) {
  const std::vector<std::int32_t> call_of_span = counterparts(operators_run, values_run);
  const PairedRun& run = operators_run.paired;
  std::vector<OpCall> attributed;
  attributed.reserve(operators.size());
  for (RecordedOperator& recorded : operators) {
    // A body that the model left running may have forked more of them since its events were read.
    if (index(recorded.task) >= run.open_after.size()) continue;
    const std::int32_t open = run.open_at(recorded.task, recorded.events_before);
    recorded.call.module_call = call_of_span[index(open)];
    recorded.call.module = operators_run.sites[index(run.spans[index(open)].site)].module;
    attributed.push_back(std::move(recorded.call));
  }
  return attributed;
}

std::vector<DenormalCount> denormals_of(const std::vector<OpCall>& operators) {
  std::map<ModuleIndex, DenormalCount> counts;
  for (const OpCall& call : operators) {
    if (call.float_elements == 0) continue;
    DenormalCount& count = counts[call.module];
    count.module = call.module;
    count.elements += call.float_elements;
    count.denormals += call.denormals;
  }
  std::vector<DenormalCount> list;
  list.reserve(counts.size());
  for (const auto& [module, count] : counts) list.push_back(count);
  return list;
}

}  // namespace hookstat
