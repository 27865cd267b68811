#include "model/device.h"

#include <c10/core/impl/VirtualGuardImpl.h>

#include <charconv>

#include "hookstat/error.h"

namespace hookstat {
namespace {

c10::Device parse_device(const std::string& text) {
  if (text == "cpu") return c10::Device(c10::kCPU);
  const std::string cuda = "cuda";
  if (text == cuda) return c10::Device(c10::kCUDA, 0);
  if (text.starts_with(cuda + ":")) {
    const char* begin = text.data() + cuda.size() + 1;
    const char* end = text.data() + text.size();
    int index = -1;
    const auto parsed = std::from_chars(begin, end, index);
    constexpr int kMostDevices = 127;
    if (parsed.ec == std::errc{} && parsed.ptr == end && index >= 0 && index <= kMostDevices) {
      return c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(index));
    }
  }
  throw InputError("--device " + text + ": no such device", "devices are cpu, cuda and cuda:N");
}

}  // namespace

c10::Device require_device(const std::string& text) {
  const c10::Device device = parse_device(text);
  if (device.is_cpu()) return device;
  if (!c10::impl::hasDeviceGuardImpl(device.type())) {
    throw InputError("--device " + text + ": this LibTorch is built without CUDA",
                     "use a CUDA build of LibTorch (Torch_DIR), or --device cpu");
  }
  const auto count = c10::impl::VirtualGuardImpl(device.type()).deviceCount();
  if (device.index() >= count) {
    throw InputError("--device " + text + ": this machine has " + std::to_string(count) +
                     " CUDA devices that LibTorch can use");
  }
  return device;
}

}  // namespace hookstat
