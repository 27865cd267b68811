// Stands for NVIDIA's libcuda.so.1 where there is none: the functions that hookstat asks, with
// their real types. One GPU, or the failure that FAKE_DRIVER_RESULT names.
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {
int result() {
  const char* wanted = std::getenv("FAKE_DRIVER_RESULT");
  return wanted == nullptr ? 0 : std::atoi(wanted);
}
}  // namespace

extern "C" {
int cuInit(unsigned int /*flags*/) { return result(); }

int cuDeviceGet(int* device, int ordinal) {
  constexpr int kInvalidDevice = 101;
  *device = ordinal;
  return ordinal == 0 ? 0 : kInvalidDevice;
}

int cuDeviceGetName(char* name, int size, int /*device*/) {
  std::strncpy(name, "Fake GPU 80GB", static_cast<std::size_t>(size));
  return 0;
}

int cuDeviceTotalMem_v2(std::size_t* bytes, int /*device*/) {
  *bytes = 85'899'345'920;
  return 0;
}

int cuDeviceGetAttribute(int* value, int attribute, int /*device*/) {
  constexpr int kInvalidValue = 1;
  switch (attribute) {
    case 16:  // multiprocessors
      *value = 132;
      return 0;
    case 75:  // compute capability, major
      *value = 9;
      return 0;
    case 76:  // minor
      *value = 0;
      return 0;
    default:
      return kInvalidValue;
  }
}
}
