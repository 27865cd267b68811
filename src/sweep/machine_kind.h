// What must be the same of two machines for figures of theirs to be compared.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace hookstat::sweep {

struct MachineKind {
  std::string cpu;                 ///< "AMD EPYC"; empty: unknown
  std::int64_t logical_cores = 0;  ///< 0: unknown
  std::string libtorch_version;    ///< "2.13.0"; empty: unknown
  auto operator<=>(const MachineKind&) const = default;
};

/// "AMD EPYC, 16 logical cores, LibTorch 2.13.0", as far as it is known. Pure; thread-safe.
[[nodiscard]] std::string kind_text(const MachineKind& kind);

}  // namespace hookstat::sweep
