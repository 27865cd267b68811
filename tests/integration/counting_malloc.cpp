#include <malloc.h>

#include <cstddef>

#include "integration/allocation_count.h"

namespace hookstat::testing {

std::atomic<std::int64_t> allocations = 0;

}  // namespace hookstat::testing

using hookstat::testing::allocations;

// The program's own malloc comes before the C library's, for LibTorch too; operator new calls it.
extern "C" void* __libc_malloc(std::size_t bytes);  // NOLINT(*-reserved-identifier)
extern "C" void* __libc_calloc(std::size_t count,
                               std::size_t bytes);                 // NOLINT(*-reserved-identifier)
extern "C" void* __libc_realloc(void* memory, std::size_t bytes);  // NOLINT(*-reserved-identifier)
extern "C" void* __libc_memalign(std::size_t alignment,
                                 std::size_t n);  // NOLINT(*-reserved-identifier)

extern "C" void* malloc(std::size_t bytes) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(bytes);
}
extern "C" void* calloc(std::size_t count, std::size_t bytes) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_calloc(count, bytes);
}
extern "C" void* realloc(void* memory, std::size_t bytes) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_realloc(memory, bytes);
}
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_memalign(alignment, bytes);
}
extern "C" int posix_memalign(void** memory, std::size_t alignment, std::size_t bytes) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  *memory = __libc_memalign(alignment, bytes);
  return *memory == nullptr ? 12 /* ENOMEM */ : 0;
}
