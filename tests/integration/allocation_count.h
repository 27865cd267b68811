// How often the program that this is linked into has asked for memory (counting_malloc.cpp).
#pragma once

#include <atomic>
#include <cstdint>

namespace hookstat::testing {

extern std::atomic<std::int64_t> allocations;

/// During `call`, by any thread.
template <class Call>
std::int64_t allocations_of(const Call& call) {
  const std::int64_t before = allocations;
  call();
  return allocations - before;
}

}  // namespace hookstat::testing
