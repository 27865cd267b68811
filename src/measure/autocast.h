// The calling thread's autocast, as torch.autocast sets it.
#pragma once

#include <c10/core/DeviceType.h>
#include <c10/core/ScalarType.h>

#include <optional>

#include "hookstat/tensor_info.h"

namespace hookstat {

/// Autocast to `dtype` on devices of `type`, on this thread, while it lives; nothing without a
/// dtype.
class Autocast {
 public:
  Autocast(std::optional<Dtype> dtype, c10::DeviceType type);
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;
  ~Autocast();

 private:
  c10::DeviceType type_;
  bool changed_;
  bool enabled_before_ = false;
  c10::ScalarType dtype_before_ = c10::kFloat;
};

/// Forgets parameters that autocast has converted, as leaving `with torch.autocast` does: the next
/// call converts them again.
void end_autocast_of_call() noexcept;

}  // namespace hookstat
