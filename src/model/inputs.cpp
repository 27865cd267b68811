#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>

#include "hookstat/error.h"
#include "hookstat/model.h"
#include "model/cause.h"
#include "model/device.h"
#include "model/signature.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

/// What can be had without swapping: MemAvailable of proc(5); else all physical memory.
double available_bytes() {
  std::ifstream file("/proc/meminfo");
  constexpr double kKibibyte = 1024;
  std::string name;
  while (file >> name) {
    double kibibytes = 0;
    if (!(file >> kibibytes)) break;
    if (name == "MemAvailable:") return kibibytes * kKibibyte;
    std::string rest;
    std::getline(file, rest);
  }
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

std::string gigabytes(double bytes) {
  constexpr double kGigabyte = 1e9;
  return std::to_string(std::llround(bytes / kGigabyte)) + " GB";
}

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
  const double available = available_bytes();
  if (bytes > available) {
    throw InputError("--input " + shape_text(spec.shape) + ": takes " + gigabytes(bytes) +
                     " to make, and this machine has " + gigabytes(available) + " left");
  }
}

at::Tensor draw(const InputSpec& spec, const at::Generator& generator) {
  const c10::ScalarType type = scalar_type_of(spec.dtype);
  const at::TensorOptions drawn = at::TensorOptions().dtype(drawn_as(type));
  if (c10::isFloatingType(type) || c10::isComplexType(type)) {
    at::Tensor values = at::rand(spec.shape, generator, drawn);
    if (spec.range) values.mul_(spec.range->second - spec.range->first).add_(spec.range->first);
    return values.to(type);
  }
  const auto [low, high] = spec.range.value_or(std::pair{0.0, 2.0});
  return at::randint(static_cast<std::int64_t>(low), static_cast<std::int64_t>(high), spec.shape,
                     generator, drawn)
      .to(type);
}

at::Tensor make_tensor(const InputSpec& spec, const at::Generator& generator, c10::Device device) {
  check_memory(spec);
  try {
    return draw(spec, generator).to(device);
  } catch (const c10::Error& error) {
    throw InputError("--input " + shape_text(spec.shape) + ": cannot be made: " + cause_of(error));
  }
}

/// Which specification each argument of a method gets.
class Binding {
 public:
  Binding(const torch::jit::Module& module, const c10::FunctionSchema& schema)
      : module_(module), schema_(schema), bound_(schema.arguments().size()) {}

  void bind_all(const std::vector<InputSpec>& specs) {
    const std::size_t most = bound_.size() - 1;
    if (specs.size() > most) {
      fail("it takes " + std::to_string(most) + (most == 1 ? " input, and " : " inputs, and ") +
           std::to_string(specs.size()) + " are given");
    }
    for (const InputSpec& spec : specs) bind(spec);
    check_complete(specs.size());
  }

  [[nodiscard]] const std::vector<const InputSpec*>& bound() const noexcept { return bound_; }

 private:
  void bind(const InputSpec& spec) {
    const std::size_t argument = spec.name.empty() ? next() : named(spec.name);
    if (bound_[argument] != nullptr) fail("the argument '" + spec.name + "' is given twice");
    check_takes_tensor(schema_.arguments()[argument]);
    bound_[argument] = &spec;
  }

  void check_takes_tensor(const c10::Argument& argument) const {
    if (takes_tensor(argument)) return;
    throw InputError(schema_.name() + ": the argument '" + argument.name() + "' is of type " +
                         argument.type()->annotation_str() + ", and --input makes tensors",
                     "it is " + signature_text(schema_));
  }

  void check_complete(std::size_t given) const {
    std::string missing;
    std::size_t count = 0;
    for (std::size_t i = 1; i < bound_.size(); ++i) {
      const c10::Argument& argument = schema_.arguments()[i];
      if (bound_[i] != nullptr || argument.default_value()) continue;
      check_takes_tensor(argument);
      missing += (count++ == 0 ? "'" : ", '") + argument.name() + "'";
    }
    if (count == 0) return;
    if (given == 0) fail("no --input is given, and its shapes cannot be guessed");
    fail("no --input is given for " + missing);
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw InputError(
        schema_.name() + ": " + why,
        "it is " + signature_text(schema_) + "; for example: " + input_example(module_, schema_));
  }

  std::size_t next() {
    while (bound_[next_] != nullptr) ++next_;  // there are not more specifications than arguments
    return next_;
  }

  [[nodiscard]] std::size_t named(const std::string& name) const {
    for (std::size_t i = 1; i < bound_.size(); ++i) {
      if (schema_.arguments()[i].name() == name) return i;
    }
    fail("it has no argument '" + name + "'");
  }

  const torch::jit::Module& module_;
  const c10::FunctionSchema& schema_;
  std::vector<const InputSpec*> bound_;  // per argument; self stays nullptr
  std::size_t next_ = 1;
};

std::string kind_of(const c10::IValue& value) {
  if (value.isTensor()) return "tensor";
  if (value.isNone()) return "none";
  if (value.isInt()) return "int";
  if (value.isDouble()) return "float";
  if (value.isBool()) return "bool";
  if (value.isString()) return "str";
  if (value.isTuple()) return "tuple";
  if (value.isList()) return "list";
  if (value.isGenericDict()) return "dict";
  return value.tagKind();
}

}  // namespace

ModelInputs make_inputs(const torch::jit::Module& module, const std::string& method,
                        const std::vector<InputSpec>& specs, std::uint64_t seed,
                        const std::string& device) {
  const c10::Device target = require_device(device);
  const c10::FunctionSchema& schema = require_schema(module, method);
  Binding binding(module, schema);
  binding.bind_all(specs);
  const at::Generator generator = at::detail::createCPUGenerator(seed);
  ModelInputs inputs;
  bool in_order = true;  // an argument left at its default ends the positional ones
  for (std::size_t i = 1; i < binding.bound().size(); ++i) {
    const InputSpec* spec = binding.bound()[i];
    in_order = in_order && spec != nullptr;
    if (spec == nullptr) continue;
    at::Tensor tensor = make_tensor(*spec, generator, target);
    if (in_order) {
      inputs.positional.emplace_back(std::move(tensor));
    } else {
      inputs.named.emplace(schema.arguments()[i].name(), std::move(tensor));
    }
  }
  return inputs;
}

std::vector<InputDescription> describe_inputs(const torch::jit::Module& module,
                                              const std::string& method,
                                              const ModelInputs& inputs) {
  const c10::FunctionSchema& schema = require_schema(module, method);
  std::vector<c10::IValue> stack{module._ivalue()};
  stack.insert(stack.end(), inputs.positional.begin(), inputs.positional.end());
  try {
    schema.checkAndNormalizeInputs(stack, inputs.named);
  } catch (const std::exception& error) {
    throw InputError("the inputs do not fit: " + cause_of(error),
                     "it is " + signature_text(schema));
  }
  std::vector<InputDescription> descriptions;
  for (std::size_t i = 1; i < stack.size(); ++i) {
    InputDescription input{schema.arguments()[i].name(), kind_of(stack[i]), std::nullopt};
    if (stack[i].isTensor() && stack[i].toTensor().defined()) {
      input.tensor = capture_tensor(stack[i].toTensor());
    }
    descriptions.push_back(std::move(input));
  }
  return descriptions;
}

}  // namespace hookstat
