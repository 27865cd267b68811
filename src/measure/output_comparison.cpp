#include "measure/output_comparison.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace hookstat {
namespace {

at::Tensor plain_data(const at::Tensor& tensor) {
  at::Tensor data = tensor.detach();
  if (data.is_quantized()) data = data.int_repr();
  if (data.layout() != c10::kStrided) data = data.to_dense();
  return data.to(c10::kCPU).contiguous().resolve_conj().resolve_neg();
}

bool same_bytes(const at::Tensor& a, const at::Tensor& b) {
  const auto bytes = static_cast<std::size_t>(a.numel() * a.element_size());
  return bytes == 0 || std::memcmp(a.const_data_ptr(), b.const_data_ptr(), bytes) == 0;
}

double largest(const at::Tensor& values) {
  return values.numel() == 0 ? 0.0 : values.abs().max().item<double>();
}

class Comparison {
 public:
  [[nodiscard]] std::optional<OutputComparison> result() const {
    if (!comparable_) return std::nullopt;
    if (!same_structure_) return OutputComparison{};
    return OutputComparison{equal_, difference_};
  }

  void compare(const c10::IValue& a, const c10::IValue& b) {
    if (a.tagKind() != b.tagKind()) return differ();
    if (a.isTensor()) return compare_tensors(a.toTensor(), b.toTensor());
    if (a.isTuple()) return compare_all(a.toTupleRef().elements(), b.toTupleRef().elements());
    if (a.isList()) return compare_all(a.toListRef(), b.toListRef());
    if (a.isGenericDict()) return compare_dicts(a, b);
    if (a.isObject()) return compare_all(a.toObjectRef().slots(), b.toObjectRef().slots());
    compare_scalars(a, b);
  }

 private:
  template <class Values>
  void compare_all(const Values& a, const Values& b) {
    if (a.size() != b.size()) return differ();
    for (std::size_t i = 0; i < a.size(); ++i) compare(a[i], b[i]);
  }

  void compare_dicts(const c10::IValue& a, const c10::IValue& b) {
    const auto x = a.toGenericDict();
    const auto y = b.toGenericDict();
    if (x.size() != y.size()) return differ();
    auto other = y.begin();
    for (const auto& item : x) {
      compare(item.key(), other->key());
      compare(item.value(), other->value());
      ++other;
    }
  }

  void compare_scalars(const c10::IValue& a, const c10::IValue& b) {
    const bool is_plain = a.isNone() || a.isInt() || a.isDouble() || a.isBool() || a.isString() ||
                          a.isComplexDouble() || a.isDevice();
    if (!is_plain) {
      comparable_ = false;
    } else if (a != b) {
      differ();
    }
  }

  void compare_tensors(const at::Tensor& a, const at::Tensor& b) {
    if (a.defined() != b.defined()) return differ();
    if (!a.defined()) return;
    if (a.is_nested() || b.is_nested() || a.is_meta() || b.is_meta()) {
      comparable_ = false;
      return;
    }
    if (a.sizes() != b.sizes() || a.scalar_type() != b.scalar_type()) return differ();
    const at::Tensor x = plain_data(a);
    const at::Tensor y = plain_data(b);
    if (same_bytes(x, y)) return;
    equal_ = false;
    const auto wide = x.is_complex() ? c10::kComplexDouble : c10::kDouble;
    const double size = largest(x.to(wide));
    const double difference = largest(x.to(wide) - y.to(wide));
    if (!(difference - difference == 0)) return differ();  // an infinity or NaN in one of them
    difference_ = std::max(difference_, size > 0 ? difference / size : difference);
  }

  void differ() noexcept { same_structure_ = false; }

  bool equal_ = true;
  bool same_structure_ = true;
  bool comparable_ = true;
  double difference_ = 0;
};

}  // namespace

std::optional<c10::IValue> copy_of(const c10::IValue& outputs) {
  const at::NoGradGuard no_grad;
  try {
    return outputs.deepcopy();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<OutputComparison> compare_outputs(const c10::IValue& plain,
                                                const c10::IValue& hooked) {
  const at::NoGradGuard no_grad;
  try {
    Comparison comparison;
    comparison.compare(plain, hooked);
    return comparison.result();
  } catch (const std::exception&) {
    return std::nullopt;  // no memory for copies of them, say
  }
}

}  // namespace hookstat
