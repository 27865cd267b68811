// Operators and a class as a user's library registers them.
#include <ATen/ATen.h>
#include <torch/csrc/jit/runtime/custom_operator.h>
#include <torch/custom_class.h>
#include <torch/library.h>

namespace {

/// A kernel of its own: nothing in it is an operator that hookstat could price.
at::Tensor scaled_add(const at::Tensor& a, const at::Tensor& b, double scale) {
  TORCH_CHECK(a.is_contiguous() && b.is_contiguous() && a.sizes() == b.sizes(),
              "scaled_add: two contiguous tensors of one shape");
  at::Tensor sum = at::empty_like(a);
  const float* const x = a.const_data_ptr<float>();
  const float* const y = b.const_data_ptr<float>();
  float* const result = sum.mutable_data_ptr<float>();
  for (std::int64_t i = 0; i < a.numel(); ++i) result[i] = x[i] + y[i] * static_cast<float>(scale);
  return sum;
}

/// The older way, which goes past the dispatcher.
void negate_rows(torch::jit::Stack& stack) {
  const at::Tensor rows = torch::jit::pop(stack).toTensor();
  torch::jit::push(stack, -rows);
}

struct Offset : torch::CustomClassHolder {
  explicit Offset(double value) : value_(value) {}
  at::Tensor apply(const at::Tensor& x) const { return x + value_; }
  double value_;
};

const torch::jit::RegisterOperators older_way{
    {torch::jit::Operator("hookstat_test::negate_rows(Tensor rows) -> Tensor", negate_rows,
                          c10::AliasAnalysisKind::FROM_SCHEMA)}};

}  // namespace

TORCH_LIBRARY(hookstat_test, library) {
  library.def("scaled_add(Tensor a, Tensor b, float scale=1.0) -> Tensor", &scaled_add);
  library.class_<Offset>("Offset")
      .def(torch::init<double>())
      .def("apply", &Offset::apply)
      .def_pickle([](const c10::intrusive_ptr<Offset>& offset) { return offset->value_; },
                  [](double value) { return c10::make_intrusive<Offset>(value); });
}
