#include "measure/peak_meter.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "hookstat/error.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

constexpr double kNsPerSecond = 1e9;
constexpr std::int64_t kBudgetNs = 60'000'000;  // for each size of matrices, and for the copies
constexpr std::int64_t kLongEnoughNs = 30'000'000;
constexpr std::int64_t kSmallest = 256;
constexpr std::int64_t kLargest = 8192;

/// On a GPU convolutions may use TF32 while products do not: the roof must be that of both.
class AllowTf32 {
 public:
  AllowTf32() : before_(at::globalContext().allowTF32CuBLAS()) {
    if (at::globalContext().allowTF32CuDNN()) at::globalContext().setAllowTF32CuBLAS(true);
  }
  AllowTf32(const AllowTf32&) = delete;
  AllowTf32& operator=(const AllowTf32&) = delete;
  ~AllowTf32() { at::globalContext().setAllowTF32CuBLAS(before_); }

 private:
  bool before_;
};

/// On the device, where there is one: launching and waiting are no part of what it can do.
template <class Work>
std::int64_t ns_of(const Work& work, DeviceClock* clock) {
  if (clock == nullptr) {
    const std::int64_t start = HostClock::steady_ns();
    work();
    return std::max<std::int64_t>(1, HostClock::steady_ns() - start);
  }
  constexpr std::int64_t kHeadStartNs = 200'000;  // in which the work is submitted
  clock->reset();
  if (clock->prepare_hold()) static_cast<void>(clock->hold(kHeadStartNs));
  const DeviceEvent start = clock->record();
  work();
  const DeviceEvent stop = clock->record();
  clock->synchronize();
  if (stop == kNoDeviceEvent) throw InternalError("the device's events were used up by three");
  return std::max<std::int64_t>(1, clock->elapsed_ns(start, stop));
}

/// The shortest of the repetitions that fit into the budget, at least two.
template <class Work>
std::int64_t shortest_ns(const Work& work, DeviceClock* clock) {
  std::int64_t shortest = ns_of(work, clock);
  std::int64_t spent = shortest;
  do {
    const std::int64_t ns = ns_of(work, clock);
    shortest = std::min(shortest, ns);
    spent += ns;
  } while (spent < kBudgetNs);
  return shortest;
}

at::Tensor factor(std::int64_t size, c10::ScalarType type, c10::Device device) {
  const auto options = at::TensorOptions().device(device);
  if (type == c10::kChar) return at::randint(-8, 8, {size, size}, options.dtype(type));
  return at::rand({size, size}, options).to(type);
}

/// Of products of `size` x `size` matrices: the shortest time.
std::int64_t product_ns(std::int64_t size, c10::ScalarType type, c10::Device device,
                        DeviceClock* clock) {
  const at::Tensor a = factor(size, type, device);
  const at::Tensor b = factor(size, type, device);
  const auto work = [&] {
    if (type == c10::kChar) {
      at::_int_mm(a, b);
    } else {
      at::mm(a, b);
    }
  };
  work();  // the first call prepares kernels
  return shortest_ns(work, clock);
}

/// The best rate of all sizes, which double until one product takes long, or finds no room.
double product_rate(c10::ScalarType type, c10::Device device, DeviceClock* clock) {
  double best = 0;
  std::int64_t ns = 0;
  for (std::int64_t size = kSmallest; size <= kLargest && ns < kLongEnoughNs; size *= 2) {
    try {
      ns = product_ns(size, type, device, clock);
    } catch (const c10::OutOfMemoryError&) {
      if (best == 0) throw;
      break;
    }
    const auto side = static_cast<double>(size);
    best = std::max(best, 2.0 * side * side * side * kNsPerSecond / static_cast<double>(ns));
  }
  return best;
}

constexpr std::int64_t kFewestCopied = 64 << 20;

/// Four times the last-level cache that the system knows of, and 64 MiB at least.
std::int64_t copied_bytes(c10::Device device) {
  constexpr std::int64_t kMost = 512 << 20;
  if (!device.is_cpu()) return kMost;
  return std::clamp(4 * std::int64_t{sysconf(_SC_LEVEL3_CACHE_SIZE)}, kFewestCopied, kMost);
}

double copy_rate(std::int64_t bytes, c10::Device device, DeviceClock* clock) {
  const auto options = at::TensorOptions().device(device).dtype(c10::kByte);
  const at::Tensor from = at::full({bytes}, 1, options);
  at::Tensor to = at::full({bytes}, 2, options);  // its pages are there
  const std::int64_t ns = shortest_ns([&] { to.copy_(from); }, clock);
  return 2.0 * static_cast<double>(bytes) * kNsPerSecond / static_cast<double>(ns);
}

struct CopyPeak {
  std::int64_t bytes = 0;
  double rate = 0;
};

/// Of blocks as large as the device has room for.
CopyPeak copy_peak(c10::Device device, DeviceClock* clock) {
  for (std::int64_t bytes = copied_bytes(device);; bytes /= 2) {
    try {
      return {bytes, copy_rate(bytes, device, clock)};
    } catch (const c10::OutOfMemoryError&) {
      if (bytes > kFewestCopied) continue;
      throw InputError("--peaks measure: there is no room for two blocks of " +
                           std::to_string(bytes >> 20) + " MiB on " + device.str(),
                       "state the peaks instead: --peaks FLOPS,BYTES");
    }
  }
}

std::optional<MachinePeak> peak_of(Dtype dtype, c10::Device device, DeviceClock* clock) {
  try {
    return MachinePeak{std::string(dtype_name(dtype)),
                       product_rate(scalar_type_of(dtype), device, clock)};
  } catch (const c10::Error&) {
    return std::nullopt;  // no kernel for it
  }
}

}  // namespace

std::vector<Dtype> dtypes_of(const std::vector<OpCall>& calls) {
  constexpr std::array kMeasured{Dtype::kFloat32, Dtype::kFloat64, Dtype::kBFloat16,
                                 Dtype::kFloat16, Dtype::kInt8};
  std::set<Dtype> seen;
  for (const OpCall& call : calls) seen.insert(arithmetic_dtype(call));
  std::vector<Dtype> dtypes;
  std::ranges::copy_if(kMeasured, std::back_inserter(dtypes),
                       [&](Dtype dtype) { return seen.contains(dtype); });
  return dtypes;
}

MachinePeaks measure_peaks(c10::Device device, DeviceClock* clock,
                           const std::vector<Dtype>& dtypes) {
  const c10::AutoGradMode gradients(false);
  const c10::impl::ExcludeDispatchKeyGuard no_autocast(c10::autocast_dispatch_keyset);
  if (clock != nullptr) clock->reserve(3);
  std::optional<AllowTf32> tf32;
  if (device.is_cuda()) tf32.emplace();
  MachinePeaks peaks;
  for (const Dtype dtype : dtypes) {
    if (auto peak = peak_of(dtype, device, clock)) peaks.peaks.push_back(std::move(*peak));
  }
  const CopyPeak copies = copy_peak(device, clock);
  peaks.bytes_per_second = copies.rate;
  peaks.how = "measured: square matrix products, and copies of " +
              std::to_string(copies.bytes >> 20) + " MiB" +
              (clock != nullptr ? ", by the device's events" : "");
  return peaks;
}

}  // namespace hookstat
