#include "report/leaves.h"

#include <cstddef>
#include <utility>

#include "hookstat/torchstat.h"

namespace hookstat::reporting {
namespace {

constexpr std::size_t kNoCall = static_cast<std::size_t>(-1);

/// Index of each module's call that its row is made from.
std::vector<std::size_t> calls_to_show(const Recording& recording) {
  std::vector<std::size_t> forward(recording.modules.size(), kNoCall);
  std::vector<std::size_t> any(recording.modules.size(), kNoCall);
  for (std::size_t i = 0; i < recording.module_calls.size(); ++i) {
    const ModuleCall& call = recording.module_calls[i];
    const auto module = static_cast<std::size_t>(call.module);
    any[module] = i;
    if (call.method.starts_with("forward")) forward[module] = i;
  }
  for (std::size_t i = 0; i < forward.size(); ++i) {
    if (forward[i] == kNoCall) forward[i] = any[i];
  }
  return forward;
}

LeafModule leaf_of(const Recording& recording, std::size_t module, std::size_t call) {
  const ModuleInfo& info = recording.modules[module];
  LeafModule leaf;
  leaf.class_name = info.class_name;
  leaf.ran = call != kNoCall;
  for (const ParameterInfo& parameter : info.parameters) {
    leaf.parameters += parameter.elements;
    if (parameter.trainable) leaf.trainable_parameters += parameter.elements;
  }
  if (!leaf.ran) return leaf;
  leaf.inputs = recording.module_calls[call].inputs;
  leaf.outputs = recording.module_calls[call].outputs;
  return leaf;
}

std::vector<LeafModule> leaves_of(const Recording& recording) {
  const std::vector<std::size_t> shown = calls_to_show(recording);
  std::vector<LeafModule> leaves;
  for (std::size_t i = 0; i < shown.size(); ++i) leaves.push_back(leaf_of(recording, i, shown[i]));
  for (const OpCall& call : recording.operators) {
    if (call.parent != -1 || call.module_call < 0) continue;
    const auto module_call = static_cast<std::size_t>(call.module_call);
    if (module_call >= recording.module_calls.size()) continue;
    const auto module = static_cast<std::size_t>(recording.module_calls[module_call].module);
    if (!recording.modules[module].leaf || shown[module] != module_call) continue;
    leaves[module].operators.push_back(call);
  }
  return leaves;
}

TorchstatCells cells_of(TorchstatRow row) {
  return {row.supported,
          std::move(row.input_shape),
          std::move(row.output_shape),
          row.parameters,
          row.memory_mb,
          row.madd,
          row.flops,
          row.mem_read_bytes,
          row.mem_write_bytes,
          /*duration_percent=*/0.0};
}

void add(TorchstatTotals& totals, const TorchstatCells& cells) {
  totals.memory_mb += cells.memory_mb;
  totals.madd += cells.madd;
  totals.flops += cells.flops;
  totals.mem_read_bytes += cells.mem_read_bytes;
  totals.mem_write_bytes += cells.mem_write_bytes;
}

}  // namespace

TorchstatTotals fill_torchstat(const Recording& recording, std::vector<ModuleReport>& modules) {
  const std::vector<LeafModule> leaves = leaves_of(recording);
  TorchstatTotals totals;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (!recording.modules[i].leaf) continue;
    modules[i].torchstat = cells_of(torchstat_row(leaves[i]));
    add(totals, *modules[i].torchstat);
  }
  return totals;
}

}  // namespace hookstat::reporting
