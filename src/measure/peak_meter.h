// What this machine can do at best, measured in about a second.
#pragma once

#include <c10/core/Device.h>

#include <vector>

#include "hookstat/clock.h"
#include "hookstat/op_call.h"
#include "hookstat/peaks.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

/// The dtypes of products that these calls may have made: what the roof is asked for.
[[nodiscard]] std::vector<Dtype> dtypes_of(const std::vector<OpCall>& calls);

/// FLOP/s of a square matrix product for each of `dtypes` that LibTorch has a kernel for, and bytes
/// read and written by copying a block much larger than the caches, with the threads that are set;
/// each the best of repetitions, a product over growing sizes of matrices. `clock` synchronises the
/// device; nullptr on the CPU. Not thread-safe: it would measure what is left of the machine.
[[nodiscard]] MachinePeaks measure_peaks(c10::Device device, DeviceClock* clock,
                                         const std::vector<Dtype>& dtypes);

}  // namespace hookstat
