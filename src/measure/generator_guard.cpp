#include "measure/generator_guard.h"

#include <ATen/Context.h>

#include <exception>
#include <mutex>

namespace hookstat {

GeneratorGuard::GeneratorGuard(c10::Device device) {
  std::vector<c10::Device> devices{c10::Device(c10::kCPU)};
  if (!device.is_cpu()) devices.push_back(device);
  for (const c10::Device each : devices) {
    at::Generator generator = at::globalContext().defaultGenerator(each);
    const std::scoped_lock lock(generator.mutex());
    saved_.push_back({generator, generator.get_state()});
  }
}

void GeneratorGuard::seed(std::uint64_t seed) {
  for (Saved& saved : saved_) {
    const std::scoped_lock lock(saved.generator.mutex());
    saved.generator.set_current_seed(seed);
  }
}

GeneratorGuard::~GeneratorGuard() {
  for (Saved& saved : saved_) {
    try {
      const std::scoped_lock lock(saved.generator.mutex());
      saved.generator.set_state(saved.state);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): a destructor cannot report
    }
  }
}

}  // namespace hookstat
