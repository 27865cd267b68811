#include "sweep/machine_kind.h"

#include "export/units.h"

namespace hookstat::sweep {

std::string kind_text(const MachineKind& kind) {
  std::string text = kind.cpu.empty() ? "unknown CPU" : kind.cpu;
  if (kind.logical_cores > 0) {
    text.append(", ").append(exporting::counted(kind.logical_cores, "logical core"));
  }
  if (!kind.libtorch_version.empty()) text.append(", LibTorch ").append(kind.libtorch_version);
  return text;
}

}  // namespace hookstat::sweep
