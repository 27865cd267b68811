// Operator calls for tests, written as one would write the call.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "hookstat/cost.h"
#include "hookstat/op_call.h"

namespace hookstat::test {

inline constexpr std::int64_t kFloatBytes = 4;

/// A contiguous tensor with a storage of its own.
inline TensorInfo tensor(Shape sizes, Dtype dtype = Dtype::kFloat32) {
  static std::uint64_t last_storage = 0;
  TensorInfo info;
  info.strides.resize(sizes.size());
  std::int64_t stride = 1;
  for (std::size_t i = sizes.size(); i-- > 0; stride *= sizes[i]) info.strides[i] = stride;
  info.sizes = std::move(sizes);
  info.storage = ++last_storage;
  info.dtype = dtype;
  return info;
}

/// The same memory with other sizes and strides.
inline TensorInfo view_of(const TensorInfo& base, Shape sizes, Shape strides) {
  TensorInfo info = base;
  info.sizes = std::move(sizes);
  info.strides = std::move(strides);
  return info;
}

struct Argument {
  std::string name;
  OpValue value;
};

inline const OpValue kNone{};

/// "aten::add.out" has the overload "out".
inline OpCall call(const std::string& name, const std::vector<Argument>& arguments,
                   std::vector<OpValue> results) {
  OpCall made;
  const std::size_t dot = name.find('.');
  made.name = name.substr(0, dot);
  if (dot != std::string::npos) made.overload = name.substr(dot + 1);
  for (const Argument& argument : arguments) {
    made.argument_names.push_back(argument.name);
    made.inputs.push_back(argument.value);
  }
  made.outputs = std::move(results);
  return made;
}

inline OpCall inside(std::int32_t parent, OpCall made) {
  made.parent = parent;
  return made;
}

/// FLOPs of `name` on one tensor [2, 3, 4, 4] with a result of the same shape.
inline constexpr std::int64_t kElements = 2 * 3 * 4 * 4;

inline Price unary(const std::string& name, std::vector<Argument> more = {},
                   Dtype dtype = Dtype::kFloat32) {
  more.insert(more.begin(), {"self", tensor({2, 3, 4, 4}, dtype)});
  return price_operator(call(name, more, {tensor({2, 3, 4, 4}, dtype)}));
}

inline OpCall conv2d(const TensorInfo& input, const TensorInfo& weight, const OpValue& bias,
                     const TensorInfo& output, std::int64_t groups = 1) {
  return call("aten::conv2d",
              {{"input", input},
               {"weight", weight},
               {"bias", bias},
               {"stride", Shape{1, 1}},
               {"padding", Shape{0, 0}},
               {"dilation", Shape{1, 1}},
               {"groups", groups}},
              {output});
}

/// The general operator that traced models call.
inline OpCall traced_convolution(const TensorInfo& input, const TensorInfo& weight,
                                 const OpValue& bias, const TensorInfo& output,
                                 bool transposed = false, std::int64_t groups = 1) {
  return call("aten::_convolution",
              {{"input", input},
               {"weight", weight},
               {"bias", bias},
               {"stride", Shape{1, 1}},
               {"padding", Shape{0, 0}},
               {"dilation", Shape{1, 1}},
               {"transposed", transposed},
               {"output_padding", Shape{0, 0}},
               {"groups", groups},
               {"benchmark", false},
               {"deterministic", false},
               {"cudnn_enabled", true},
               {"allow_tf32", true}},
              {output});
}

inline OpCall max_pool2d(const TensorInfo& input, Shape kernel, const TensorInfo& output) {
  return call("aten::max_pool2d",
              {{"self", input},
               {"kernel_size", std::move(kernel)},
               {"stride", Shape{}},
               {"padding", Shape{0, 0}},
               {"dilation", Shape{1, 1}},
               {"ceil_mode", true}},
              {output});
}

inline OpCall batch_norm(const TensorInfo& input, bool affine, bool training) {
  const TensorInfo channels = tensor({input.sizes[1]});
  return call("aten::batch_norm",
              {{"input", input},
               {"weight", affine ? OpValue{channels} : kNone},
               {"bias", affine ? OpValue{tensor({input.sizes[1]})} : kNone},
               {"running_mean", tensor({input.sizes[1]})},
               {"running_var", tensor({input.sizes[1]})},
               {"training", training},
               {"momentum", 0.1},
               {"eps", 1e-5},
               {"cudnn_enabled", true}},
              {tensor(input.sizes)});
}

inline OpCall linear(const TensorInfo& input, const TensorInfo& weight, const TensorInfo& output,
                     const OpValue& bias = kNone) {
  return call("aten::linear", {{"input", input}, {"weight", weight}, {"bias", bias}}, {output});
}

}  // namespace hookstat::test
