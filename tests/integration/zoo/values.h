// Values that Python's torch.save wrote, and whether two values are the same.
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/module.h>

#include <string>

#include "hookstat/model.h"

namespace hookstat::testing {

/// Reads a tuple of positional values or a dict of named ones, and gives each the type that the
/// method's schema asks for. Throws std::exception where the file cannot be read or does not fit.
[[nodiscard]] ModelInputs read_inputs(const torch::jit::Module& module, const std::string& method,
                                      const std::string& path);

/// Where two values differ, deep: "[2].weight: 0.5 and 0.25"; empty where they do not. Tensors must
/// have equal types, sizes and strides and finite elements, which are equal bit by bit with a
/// `tolerance` of 0, else within that part of the largest magnitude. Objects, of script classes and
/// of modules, are compared by their attributes.
[[nodiscard]] std::string difference(const c10::IValue& a, const c10::IValue& b,
                                     double tolerance = 0);

/// Where the states of two modules of one class differ: parameters, buffers, attributes, those of
/// all modules below them.
[[nodiscard]] std::string state_difference(const torch::jit::Module& a,
                                           const torch::jit::Module& b);

}  // namespace hookstat::testing
