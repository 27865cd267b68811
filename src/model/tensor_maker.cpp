#include "model/tensor_maker.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>

#include <algorithm>
#include <cstring>

#include "core/memory.h"
#include "hookstat/error.h"
#include "model/cause.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

/// Values are drawn in a wide type of their kind, then cast: not every type has a kernel of its
/// own.
c10::ScalarType drawn_as(c10::ScalarType type) {
  if (c10::isComplexType(type)) return c10::kComplexDouble;
  if (!c10::isFloatingType(type)) return c10::kLong;
  return type == c10::kDouble ? c10::kDouble : c10::kFloat;
}

/// The tensor, and once more what it is drawn as or the copy that brings changed inputs back.
void check_memory(const InputSpec& spec) {
  const auto drawn = static_cast<double>(c10::elementSize(drawn_as(scalar_type_of(spec.dtype))));
  const auto kept = static_cast<double>(item_size(spec.dtype));
  double bytes = kept + std::max(kept, drawn);
  for (const std::int64_t size : spec.shape) bytes *= static_cast<double>(size);
  require_memory(bytes, "make");
}

/// Nested lists of numbers, laid flat.
struct Flat {
  Shape shape;
  std::vector<double> floats;
  std::vector<std::int64_t> integers;  ///< the same, as far as they are whole
  bool has_float = false;
  bool has_integer = false;

  /// Lists are as long as the first one at their depth.
  void add(const Value& value, std::size_t depth) {
    if (const auto* list = value_as<ValueList>(value)) {
      const auto size = static_cast<std::int64_t>(list->items.size());
      if (depth == shape.size() && floats.empty()) shape.push_back(size);
      if (depth >= shape.size() || shape[depth] != size) uneven();
      for (const Value& item : list->items) add(item, depth + 1);
      return;
    }
    if (depth != shape.size()) uneven();
    if (const auto* truth = value_as<bool>(value)) {
      push(*truth ? 1.0 : 0.0, *truth ? 1 : 0);
    } else if (const auto* whole = value_as<std::int64_t>(value)) {
      has_integer = true;
      push(static_cast<double>(*whole), *whole);
    } else if (const auto* number = value_as<double>(value)) {
      has_float = true;
      push(*number, 0);
    } else {
      throw InputError("expects numbers, got " + std::string(kind_of(value)));
    }
  }

 private:
  [[noreturn]] static void uneven() { throw InputError("its nested lists are not equally long"); }

  void push(double number, std::int64_t integer) {
    floats.push_back(number);
    integers.push_back(integer);
  }
};

template <class T>
at::Tensor copy_of(const std::vector<T>& values, const Shape& shape, c10::ScalarType type) {
  at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(type));
  if (!values.empty()) {
    std::memcpy(tensor.mutable_data_ptr(), values.data(), values.size() * sizeof(T));
  }
  return tensor;
}

}  // namespace

TensorMaker::TensorMaker(std::uint64_t seed, InputFill fill, c10::Device device)
    : generator_(at::detail::createCPUGenerator(seed)), fill_(fill), device_(device) {}

at::Tensor TensorMaker::draw(const InputSpec& spec) const {
  const c10::ScalarType type = scalar_type_of(spec.dtype);
  const at::TensorOptions drawn = at::TensorOptions().dtype(drawn_as(type));
  if (c10::isFloatingType(type) || c10::isComplexType(type)) {
    at::Tensor values = at::rand(spec.shape, generator_, drawn);
    if (spec.range) values.mul_(spec.range->second - spec.range->first).add_(spec.range->first);
    return values.to(type);
  }
  const auto [low, high] = spec.range.value_or(std::pair{0.0, 2.0});
  return at::randint(static_cast<std::int64_t>(low), static_cast<std::int64_t>(high), spec.shape,
                     generator_, drawn)
      .to(type);
}

at::Tensor TensorMaker::filled(const InputSpec& spec, std::optional<InputFill> fill) {
  check_memory(spec);
  const InputFill how = fill.value_or(fill_);
  try {
    if (how == InputFill::kRandom) return draw(spec).to(device_);
    const auto options = at::TensorOptions().dtype(scalar_type_of(spec.dtype));
    return at::full(spec.shape, how == InputFill::kOnes ? 1 : 0, options).to(device_);
  } catch (const c10::Error& error) {
    throw InputError("cannot be made: " + cause_of(error));
  }
}

at::Tensor TensorMaker::moved(const at::Tensor& tensor) const {
  try {
    return tensor.to(device_);
  } catch (const c10::Error& error) {
    throw InputError("cannot be moved to " + device_.str() + ": " + cause_of(error));
  }
}

at::Tensor TensorMaker::stored(const StoredTensor& tensor) {
  const auto type = at::TensorOptions().dtype(scalar_type_of(tensor.dtype));
  auto found = storages_.find(tensor.storage.get());
  if (found == storages_.end()) {
    const std::string& bytes = *tensor.storage;
    const at::Tensor copy = at::empty({static_cast<std::int64_t>(bytes.size())}, c10::kByte);
    if (!bytes.empty()) std::memcpy(copy.mutable_data_ptr(), bytes.data(), bytes.size());
    found = storages_.emplace(tensor.storage.get(), moved(copy).storage()).first;
  }
  at::Tensor made = at::empty({0}, type.device(device_));
  made.set_(found->second, tensor.offset, tensor.sizes, tensor.strides);
  return made;
}

at::Tensor TensorMaker::numbers(const Value& numbers, std::optional<Dtype> dtype) {
  Flat flat;
  flat.add(numbers, 0);
  const at::Tensor wide = flat.has_float ? copy_of(flat.floats, flat.shape, c10::kDouble)
                                         : copy_of(flat.integers, flat.shape, c10::kLong);
  c10::ScalarType type = flat.has_float ? c10::kFloat : flat.has_integer ? c10::kLong : c10::kBool;
  if (flat.floats.empty()) type = c10::kFloat;
  if (dtype) type = scalar_type_of(*dtype);
  at::Tensor made = wide.to(type);
  if (c10::isIntegralType(type, true) && !at::equal(made.to(wide.scalar_type()), wide)) {
    throw InputError("holds numbers that " + std::string(dtype_name(dtype_of(type))) + " does not");
  }
  return moved(made);
}

}  // namespace hookstat
