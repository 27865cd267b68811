// Models of a few lines, written as TorchScript here and compiled by LibTorch.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>

namespace hookstat::testing {

/// `first` and `second` double their input and add one; `heads.a`, `heads.b` negate it. forward(x,
/// scale=2.0) is heads.b(heads.a(second(first(x)) * scale)).
[[nodiscard]] torch::jit::Module small_model();

/// What the tests give it, and what it returns for that.
[[nodiscard]] at::Tensor input();
[[nodiscard]] at::Tensor plain_result();

/// forward(x) forks `left` and runs `right` meanwhile, whose sum it returns. Each adds one, `right`
/// two.
[[nodiscard]] torch::jit::Module forking_model();
/// The same modules, with another forward, which may `fork(...)`.
[[nodiscard]] torch::jit::Module forking_model(const std::string& forward);

/// A module of that class, with one method.
[[nodiscard]] torch::jit::Module module_of(const std::string& class_name, const std::string& code);

}  // namespace hookstat::testing
