// The random numbers that a profile draws are its own.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace hookstat {

/// Saves the state of the default generators, the CPU's and that of `device`, at construction and
/// puts it back at destruction: the caller's numbers go on as if no profile had been taken.
class GeneratorGuard {
 public:
  explicit GeneratorGuard(c10::Device device);
  GeneratorGuard(const GeneratorGuard&) = delete;
  GeneratorGuard& operator=(const GeneratorGuard&) = delete;
  ~GeneratorGuard();

  /// Seeds these generators, and no other.
  void seed(std::uint64_t seed);

 private:
  struct Saved {
    at::Generator generator;
    at::Tensor state;
  };
  std::vector<Saved> saved_;
};

}  // namespace hookstat
