#include "measure/memory_meter.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "measure/autocast.h"
#include "measure/memory_recorder.h"
#include "model/device.h"
#include "record/pairing.h"
#include "record/task.h"

namespace hookstat {
namespace {

std::int64_t peak_of(const std::vector<RecordedBlock>& blocks) {
  std::int64_t held = 0;
  std::int64_t peak = 0;
  for (const RecordedBlock& block : blocks) {
    held += block.bytes;
    peak = std::max(peak, held);
  }
  return peak;
}

std::int32_t open_span(const RecordedBlock& block, const PairedRun& run) {
  const bool is_known = block.task >= 0 && std::cmp_less(block.task, run.open_after.size());
  return is_known ? run.open_at(block.task, block.events_before) : 0;
}

std::vector<MemoryEvent> events_of(const std::vector<RecordedBlock>& blocks,
                                   const std::vector<TaskEvents>& tasks, const PairedRun& run,
                                   const TickConverter& converter) {
  const std::int64_t start = tasks.front().events.front().ticks;
  std::vector<MemoryEvent> events;
  events.reserve(blocks.size());
  for (const RecordedBlock& block : blocks) {
    events.push_back({converter.elapsed_ns(start, block.ticks), block.bytes, block.block,
                      open_span(block, run)});
  }
  return events;
}

}  // namespace

MemoryRun record_memory(Caller& caller, torch::jit::Module& module, const HookedModel& hooked,
                        const ModelInputs& inputs, const ProfileOptions& options,
                        const TickConverter& converter) {
  const c10::Device device = require_device(options.device);
  MemoryRun run;
  run.device = device.str();
  caller.call([&] {
    const MemoryRecorder recorder(device);
    static_cast<void>(call_method(module, options.model.method, inputs));
    run.plain_peak_bytes = peak_of(recorder.blocks());
    return c10::IValue();
  });
  RunRecorder events;
  std::vector<TaskEvents> tasks;
  std::vector<RecordedBlock> blocks;
  caller.call([&] {
    const MemoryRecorder recorder(device);
    c10::IValue results = hooked.run(events, inputs);
    tasks = events.collect();  // when bodies that it left running are over
    run.events_in_call = static_cast<std::int32_t>(recorder.size());
    results = c10::IValue();
    if (options.autocast) end_autocast_of_call();
    blocks = recorder.blocks();
    return results;
  });
  const PairedRun paired = pair_events(tasks, converter);
  run.events = events_of(blocks, tasks, paired, converter);
  run.spans = paired.spans;
  return run;
}

}  // namespace hookstat
