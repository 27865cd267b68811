// Compulsory memory traffic: the bytes a call must move however well it is written.
#pragma once

#include <cstdint>
#include <vector>

#include "hookstat/cost.h"
#include "hookstat/op_call.h"

namespace hookstat::cost {

using Tensors = std::vector<const TensorInfo*>;

/// Bytes of the elements that the tensor really addresses (an expanded tensor: what it expands).
[[nodiscard]] std::int64_t bytes_of(const TensorInfo& tensor) noexcept;

/// Bytes of all of them, a region of one storage named twice counted once. Tensors without a known
/// storage are taken to be different.
[[nodiscard]] std::int64_t distinct_bytes(const Tensors& tensors);

/// The tensors among the arguments, those in lists and packed parameters included, `out` targets
/// left out.
[[nodiscard]] Tensors tensors_read(const OpCall& call);

/// The tensors among the results, those in lists included.
[[nodiscard]] Tensors tensors_written(const OpCall& call);

/// The cost of reading every argument and writing every result once, with no arithmetic.
[[nodiscard]] Cost traffic(const OpCall& call);

/// True where both are known to lie in one storage.
[[nodiscard]] bool share_storage(const TensorInfo& a, const TensorInfo& b) noexcept;

}  // namespace hookstat::cost
