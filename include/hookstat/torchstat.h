// The `torchstat` convention: the columns of the reference report, per leaf module class, oddities
// included, so that tables people already have can be compared (docs/costs.md lists the rules).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/op_call.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

/// A leaf module as its last call of `forward` left it.
struct LeafModule {
  std::string class_name;                 ///< "Conv2d"; mangling stripped
  bool ran = false;                       ///< false: every cell is zero, shapes are 0 0 0
  std::int64_t parameters = 0;            ///< own elements, frozen ones included
  std::int64_t trainable_parameters = 0;  ///< own elements that require a gradient
  std::vector<TensorInfo> inputs;         ///< of the last call
  std::vector<TensorInfo> outputs;        ///< of the last call
  std::vector<OpCall> operators;  ///< outermost operator calls the leaf made in its last call
};

/// A row of torchstat's table.
struct TorchstatRow {
  bool supported = false;  ///< false for "any other leaf": costs are zero
  Shape input_shape;   ///< first input tensor without its batch dimension; 0 0 0 if it never ran
  Shape output_shape;  ///< likewise
  std::int64_t parameters = 0;       ///< own elements
  double memory_mb = 0;              ///< 4 bytes x elements of the output without batch / 2^20
  std::int64_t madd = 0;             ///< ignores the batch
  std::int64_t flops = 0;            ///< counts the batch
  std::int64_t mem_read_bytes = 0;   ///< in the item size of the input
  std::int64_t mem_write_bytes = 0;  ///< likewise
};

/// The row of one leaf. Pure; thread-safe. A class outside the table is unsupported, not an error.
[[nodiscard]] HOOKSTAT_API TorchstatRow torchstat_row(const LeafModule& leaf);

}  // namespace hookstat
