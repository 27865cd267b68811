// Stands for NVIDIA's libnvidia-ml.so.1 where there is none.
#include <cstddef>
#include <cstring>

extern "C" {
int nvmlInit_v2() { return 0; }
int nvmlShutdown() { return 0; }
int nvmlSystemGetDriverVersion(char* version, unsigned int size) {
  std::strncpy(version, "580.95.05", static_cast<std::size_t>(size));
  return 0;
}
}
