#include <torch/csrc/jit/serialization/import.h>

#include <filesystem>
#include <system_error>

#include "hookstat/clock.h"
#include "hookstat/model.h"
#include "model/device.h"
#include "model/load_checked.h"
#include "model/load_error.h"
#include "model/model_file.h"

namespace hookstat {

LoadedModel load_model(const std::string& path, const std::string& device) {
  static_cast<void>(require_device(device));
  const std::int64_t start = HostClock::steady_ns();
  check_model_file(path);
  LoadedModel loaded = load_checked_model(path, device);
  loaded.load_ns = HostClock::steady_ns() - start;
  return loaded;
}

LoadedModel load_checked_model(const std::string& path, const std::string& device) {
  const c10::Device target = require_device(device);
  LoadedModel loaded;
  const std::int64_t start = HostClock::steady_ns();
  try {
    loaded.module = torch::jit::load(path, target);
  } catch (const std::exception& error) {
    throw load_error(path, error);
  }
  loaded.load_ns = HostClock::steady_ns() - start;
  std::error_code ignored;
  loaded.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
  return loaded;
}

}  // namespace hookstat
