#include "measure/analysis.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace hookstat {
namespace {

std::size_t index(std::int32_t value) { return static_cast<std::size_t>(value); }

/// Numbers the calls of each module's method.
class Ordinals {
 public:
  using Key = std::tuple<ModuleIndex, std::string, std::int32_t>;
  Key next(ModuleIndex module, const std::string& method) {
    return {module, method, counts_[{module, method}]++};
  }

 private:
  std::map<std::pair<ModuleIndex, std::string>, std::int32_t> counts_;
};

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

}  // namespace

std::vector<ModuleCall> module_calls_of(const PairedRun& run, const std::vector<TaskEvents>& tasks,
                                        const std::vector<CallSite>& sites) {
  const std::vector<std::int32_t> call_of = call_of_each_span(run);
  std::vector<ModuleCall> calls;
  for (std::size_t i = 0; i < run.spans.size(); ++i) {
    const CallSpan& span = run.spans[i];
    if (span.fork_body) continue;
    const CallSite& site = sites[index(span.site)];
    ModuleCall call;
    call.module = site.module;
    call.method = site.method;
    call.parent = span.parent < 0 ? -1 : call_of[index(span.parent)];
    call.inputs = value_at(tasks[index(span.task)], run.value_slots[i].enter);
    call.outputs = value_at(tasks[index(span.task)], run.value_slots[i].leave);
    calls.push_back(std::move(call));
  }
  return calls;
}

std::vector<OpCall> attribute_operators(std::vector<RecordedOperator> operators,
                                        const PairedRun& run, const std::vector<CallSite>& sites,
                                        const std::vector<ModuleCall>& calls) {
  std::map<Ordinals::Key, std::int32_t> known;
  Ordinals ordinals;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    known.emplace(ordinals.next(calls[i].module, calls[i].method), static_cast<std::int32_t>(i));
  }
  // Two runs of one model differ only where it draws numbers or counts; then a call without a
  // counterpart hands its operators to the call around it.
  std::vector<std::int32_t> call_of_span;
  Ordinals again;
  for (const CallSpan& span : run.spans) {
    const std::int32_t around = span.parent < 0 ? 0 : call_of_span[index(span.parent)];
    if (span.fork_body) {
      call_of_span.push_back(around);
      continue;
    }
    const CallSite& site = sites[index(span.site)];
    const auto found = known.find(again.next(site.module, site.method));
    call_of_span.push_back(found == known.end() ? around : found->second);
  }
  std::vector<OpCall> attributed;
  attributed.reserve(operators.size());
  for (RecordedOperator& recorded : operators) {
    // A body that the model left running may have forked more of them since its events were read.
    if (index(recorded.task) >= run.open_after.size()) continue;
    const auto& open_after = run.open_after[index(recorded.task)];
    const std::size_t before = recorded.events_before;
    const std::int32_t span =
        before == 0 || before > open_after.size() ? 0 : open_after[before - 1];
    recorded.call.module_call = call_of_span[index(span < 0 ? 0 : span)];
    recorded.call.module = sites[index(run.spans[index(span < 0 ? 0 : span)].site)].module;
    attributed.push_back(std::move(recorded.call));
  }
  return attributed;
}

}  // namespace hookstat
