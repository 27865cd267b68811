// What the driver of an NVIDIA GPU says of it.
#pragma once

#include <string>

#include "hookstat/device_runs.h"

namespace hookstat {

struct DriverInfo {
  std::string name;  ///< "NVIDIA H200"; empty where the driver is not there or does not tell
  DeviceDetails details;
};

/// Asks the driver's libraries (libcuda.so.1, libnvidia-ml.so.1) where they can be loaded; hookstat
/// is built without CUDA's headers. `device` counts the GPUs that CUDA_VISIBLE_DEVICES leaves. The
/// versions of LibTorch's own libraries stay empty. Never throws; thread-safe.
[[nodiscard]] DriverInfo ask_driver(int device) noexcept;

}  // namespace hookstat
