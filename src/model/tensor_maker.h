// Tensors for a model's inputs: filled by a specification, as a file holds them, or from numbers.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <c10/core/Storage.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "hookstat/input_request.h"
#include "hookstat/input_spec.h"
#include "inputs/value.h"

namespace hookstat {

/// Draws from a generator of its own: equal seeds and calls give equal tensors. Its functions throw
/// InputError, without a word on where the tensor comes from.
class TensorMaker {
 public:
  TensorMaker(std::uint64_t seed, InputFill fill, c10::Device device);

  /// Throws where memory does not hold it. `fill` overrides the one for all.
  [[nodiscard]] at::Tensor filled(const InputSpec& spec, std::optional<InputFill> fill = {});

  /// Values, strides and dtype as stored; tensors that share a storage share it here, too.
  [[nodiscard]] at::Tensor stored(const StoredTensor& tensor);

  /// A number, or nested lists of numbers that are equally long. Without a dtype: float32 if one of
  /// them is a float, else int64, or bool if all are. Throws where the dtype does not hold them.
  [[nodiscard]] at::Tensor numbers(const Value& numbers, std::optional<Dtype> dtype);

 private:
  /// On the device. Throws InputError where it does not fit.
  [[nodiscard]] at::Tensor moved(const at::Tensor& tensor) const;
  [[nodiscard]] at::Tensor draw(const InputSpec& spec) const;

  at::Generator generator_;
  InputFill fill_;
  c10::Device device_;
  std::map<const std::string*, c10::Storage> storages_;
};

}  // namespace hookstat
