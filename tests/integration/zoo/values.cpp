#include "integration/zoo/values.h"

#include <ATen/ATen.h>
#include <ATen/quantized/Quantizer.h>
#include <torch/csrc/jit/serialization/pickle.h>
#include <torch/custom_class.h>

#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace hookstat::testing {
namespace {

c10::IValue as_type(const c10::IValue& value, const c10::TypePtr& type);

c10::IValue as_list(const c10::IValue& value, const c10::ListType& type) {
  c10::impl::GenericList list(type.getElementType());
  for (const c10::IValue& item : value.toListRef()) {
    list.push_back(as_type(item, type.getElementType()));
  }
  return list;
}

c10::IValue as_dict(const c10::IValue& value, const c10::DictType& type) {
  c10::impl::GenericDict dict(type.getKeyType(), type.getValueType());
  for (const auto& item : value.toGenericDict()) {
    dict.insert(as_type(item.key(), type.getKeyType()), as_type(item.value(), type.getValueType()));
  }
  return dict;
}

c10::IValue as_tuple(const c10::IValue& value, const c10::TupleTypePtr& type) {
  const auto& elements = value.toTupleRef().elements();
  if (elements.size() != type->elements().size()) throw std::runtime_error("a tuple does not fit");
  std::vector<c10::IValue> converted;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    converted.push_back(as_type(elements[i], type->elements()[i]));
  }
  if (!type->schema()) return c10::ivalue::Tuple::create(std::move(converted));
  return c10::ivalue::Tuple::createNamed(std::move(converted), type);
}

/// Python's lists and dicts have no element types; TorchScript's do.
c10::IValue as_type(const c10::IValue& value, const c10::TypePtr& type) {
  if (const auto optional = type->cast<c10::OptionalType>()) {
    return value.isNone() ? value : as_type(value, optional->getElementType());
  }
  const auto list = type->cast<c10::ListType>();
  if (list && value.isList()) return as_list(value, *list);
  const auto dict = type->cast<c10::DictType>();
  if (dict && value.isGenericDict()) return as_dict(value, *dict);
  const auto tuple = type->cast<c10::TupleType>();
  if (tuple && value.isTuple()) return as_tuple(value, tuple);
  return value;
}

class Comparison {
 public:
  explicit Comparison(double tolerance) : tolerance_(tolerance) {}

  std::string compare(const c10::IValue& a, const c10::IValue& b) {
    if (a.isTensor() && b.isTensor()) return compare_tensors(a.toTensor(), b.toTensor());
    if (a.isTuple() && b.isTuple()) {
      return compare_all(a.toTupleRef().elements(), b.toTupleRef().elements());
    }
    if (a.isList() && b.isList()) return compare_all(a.toListRef(), b.toListRef());
    if (a.isGenericDict() && b.isGenericDict()) return compare_dicts(a, b);
    if (a.isObject() && b.isObject()) return compare_objects(a, b);
    if (a.isDouble() && b.isDouble() && tolerance_ > 0) {
      return at::allclose(at::tensor(a.toDouble()), at::tensor(b.toDouble()), tolerance_)
                 ? ""
                 : ": numbers differ";
    }
    return a == b ? "" : ": " + shown(a) + " and " + shown(b);
  }

 private:
  static std::string shown(const c10::IValue& value) {
    if (value.isInt()) return std::to_string(value.toInt());
    if (value.isDouble()) return std::to_string(value.toDouble());
    if (value.isString()) return "'" + value.toStringRef() + "'";
    return value.tagKind();
  }

  template <class Values>
  std::string compare_all(const Values& a, const Values& b) {
    if (a.size() != b.size()) return ": lengths differ";
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::string text = compare(a[i], b[i]);
      if (!text.empty()) return "[" + std::to_string(i) + "]" + text;
    }
    return "";
  }

  std::string compare_dicts(const c10::IValue& a, const c10::IValue& b) {
    std::vector<c10::IValue> first;
    std::vector<c10::IValue> second;
    for (const auto& item : a.toGenericDict()) {
      first.push_back(item.key());
      first.push_back(item.value());
    }
    for (const auto& item : b.toGenericDict()) {
      second.push_back(item.key());
      second.push_back(item.value());
    }
    return compare_all(first, second);
  }

  std::string compare_objects(const c10::IValue& a, const c10::IValue& b) {
    const c10::ivalue::Object& first = a.toObjectRef();
    const c10::ivalue::Object& second = b.toObjectRef();
    if (!seen_.insert(&first).second) return "";
    const auto type = first.type();
    // Packed weights and the like keep their state in C++.
    auto* get_state = type->findMethod("__getstate__");
    if (get_state != nullptr && torch::isCustomClass(a)) {
      return compare((*get_state)({a}), (*get_state)({b}));
    }
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      const std::string text = compare(first.getSlot(i), second.getSlot(i));
      if (!text.empty()) return "." + type->getAttributeName(i) + text;
    }
    return "";
  }

  [[nodiscard]] std::string compare_tensors(const at::Tensor& a, const at::Tensor& b) const {
    if (a.defined() != b.defined()) return ": one is undefined";
    if (!a.defined()) return "";
    if (a.dtype() != b.dtype()) return ": types differ";
    if (a.sizes() != b.sizes()) return ": sizes differ";
    if (!a.is_mkldnn() && a.strides() != b.strides()) return ": strides differ";
    if (a.is_quantized()) return compare_quantized(a, b);
    const at::Tensor x = a.is_mkldnn() ? a.to_dense() : a.detach();
    const at::Tensor y = b.is_mkldnn() ? b.to_dense() : b.detach();
    if (!x.isfinite().all().item<bool>()) return ": not finite";
    if (at::equal(x, y)) return "";
    const double apart = (x - y).abs().max().item<double>();
    if (tolerance_ > 0 && apart <= tolerance_ * x.abs().max().item<double>()) return "";
    return ": elements differ by up to " + std::to_string(apart);
  }

  static std::string compare_quantized(const at::Tensor& a, const at::Tensor& b) {
    if (!a.quantizer()->equalTo(b.quantizer())) return ": quantisers differ";
    return at::equal(a.int_repr(), b.int_repr()) ? "" : ": quantised elements differ";
  }

  double tolerance_;
  std::set<const void*> seen_;  // objects may refer to each other in circles
};

}  // namespace

ModelInputs read_inputs(const torch::jit::Module& module, const std::string& method,
                        const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  const c10::IValue values = torch::jit::pickle_load(bytes);
  const c10::FunctionSchema& schema = module.get_method(method).function().getSchema();
  ModelInputs inputs;
  if (values.isTuple()) {
    const auto& elements = values.toTupleRef().elements();
    for (std::size_t i = 0; i < elements.size(); ++i) {
      inputs.positional.push_back(as_type(elements[i], schema.arguments().at(i + 1).type()));
    }
    return inputs;
  }
  for (const auto& item : values.toGenericDict()) {
    const std::string name = item.key().toStringRef();
    const auto argument = schema.argumentIndexWithName(name);
    if (!argument) throw std::runtime_error("no argument " + name);
    const auto& type = schema.arguments()[static_cast<std::size_t>(*argument)].type();
    inputs.named.emplace(name, as_type(item.value(), type));
  }
  return inputs;
}

std::string difference(const c10::IValue& a, const c10::IValue& b, double tolerance) {
  return Comparison(tolerance).compare(a, b);
}

std::string state_difference(const torch::jit::Module& a, const torch::jit::Module& b) {
  return difference(a._ivalue(), b._ivalue());
}

}  // namespace hookstat::testing
