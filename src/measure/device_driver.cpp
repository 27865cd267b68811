#include "measure/device_driver.h"

#include <dlfcn.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <exception>
#include <string>

namespace hookstat {
namespace {

/// Results, handles and attributes of the CUDA driver API (docs.nvidia.com/cuda/cuda-driver-api)
/// and of NVML are of these types and values since their first versions.
using Result = int;
using Device = int;
constexpr Result kSuccess = 0;
constexpr int kMultiprocessors = 16;    // CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT
constexpr int kCapabilityMajor = 75;    // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
constexpr int kCapabilityMinor = 76;    // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR
constexpr std::size_t kTextSize = 256;  // more than either library asks for

class Library {
 public:
  explicit Library(const char* name) : handle_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (handle_ != nullptr) dlclose(handle_);
  }

  /// Calls a function; false where there is none, or it fails.
  template <class... Arguments>
  bool call(const char* name, Arguments... arguments) const {
    if (handle_ == nullptr) return false;
    const auto function = reinterpret_cast<Result (*)(Arguments...)>(dlsym(handle_, name));
    return function != nullptr && function(arguments...) == kSuccess;
  }

 private:
  void* handle_;
};

using Text = std::array<char, kTextSize>;

std::string text_of(const Text& text) { return {text.data(), strnlen(text.data(), text.size())}; }

std::int64_t attribute(const Library& cuda, int which, Device device) {
  int value = 0;
  return cuda.call("cuDeviceGetAttribute", &value, which, device) ? value : 0;
}

void ask_cuda(int ordinal, DriverInfo& info) {
  const Library cuda("libcuda.so.1");
  Device device = 0;
  if (!cuda.call("cuInit", 0U) || !cuda.call("cuDeviceGet", &device, ordinal)) return;
  Text name{};
  if (cuda.call("cuDeviceGetName", name.data(), static_cast<int>(name.size()), device)) {
    info.name = text_of(name);
  }
  std::size_t bytes = 0;
  if (cuda.call("cuDeviceTotalMem_v2", &bytes, device)) {
    info.details.memory_bytes = static_cast<std::int64_t>(bytes);
  }
  info.details.multiprocessors = attribute(cuda, kMultiprocessors, device);
  const std::int64_t major = attribute(cuda, kCapabilityMajor, device);
  if (major == 0) return;
  info.details.compute_capability =
      std::to_string(major) + "." + std::to_string(attribute(cuda, kCapabilityMinor, device));
}

void ask_nvml(DriverInfo& info) {
  const Library nvml("libnvidia-ml.so.1");
  if (!nvml.call("nvmlInit_v2")) return;
  Text version{};
  const auto size = static_cast<unsigned int>(version.size());
  if (nvml.call("nvmlSystemGetDriverVersion", version.data(), size)) {
    info.details.driver_version = text_of(version);
  }
  nvml.call("nvmlShutdown");
}

}  // namespace

DriverInfo ask_driver(int device) noexcept {
  DriverInfo info;
  try {
    ask_cuda(device, info);
    ask_nvml(info);
  } catch (
      const std::exception&) {  // NOLINT(bugprone-empty-catch): out of memory; then less is known
  }
  return info;
}

}  // namespace hookstat
