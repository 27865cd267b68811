#include "core/in_source.h"
#include "hookstat/error.h"
#include "hookstat/model.h"
#include "model/argument_binding.h"
#include "model/device.h"
#include "model/input_example.h"
#include "model/signature.h"
#include "model/tensor_maker.h"
#include "model/typed_value.h"
#include "model/value_place.h"

namespace hookstat {
namespace {

c10::IValue made_of(const GivenInput& given, const c10::Argument& argument, TensorMaker& maker) {
  const Value value = given.value ? *given.value : in_source(given.source, [&] {
    return literal_for(*argument.type(), given.text);
  });
  // What --input says is for one argument; a file's value is one of many.
  const ValuePlace source{nullptr, given.source, !given.value};
  const ValuePlace place{&source, argument.name()};
  return TypedValues(maker, given.described).convert(value, argument.type(), place);
}

std::string hint_for(const GivenInput& given, const c10::Argument& argument,
                     const c10::FunctionSchema& schema) {
  std::string hint = "it is " + signature_text(schema);
  if (given.value) return hint;
  return hint.append("; for example: --input ")
      .append(argument.name())
      .append("=")
      .append(literal_example(*argument.type(), "1x3x224x224"));
}

}  // namespace

ModelInputs make_inputs(const torch::jit::Module& module, const std::string& method,
                        const InputRequest& request, std::uint64_t seed,
                        const std::string& device) {
  const c10::Device target = require_device(device);
  const c10::FunctionSchema& schema = require_schema(module, method);
  const auto bound = bind_arguments(module, schema, request);
  TensorMaker maker(seed, request.fill, target);
  ModelInputs inputs;
  bool in_order = true;  // an argument left at its default ends the positional ones
  for (std::size_t i = 1; i < bound.size(); ++i) {
    in_order = in_order && bound[i].has_value();
    if (!bound[i]) continue;
    const c10::Argument& argument = schema.arguments()[i];
    c10::IValue value;
    try {
      value = made_of(*bound[i], argument, maker);
    } catch (const InputError& error) {
      if (!error.hint().empty()) throw;
      throw InputError(error.what(), hint_for(*bound[i], argument, schema));
    }
    if (in_order) {
      inputs.positional.push_back(std::move(value));
    } else {
      inputs.named.emplace(argument.name(), std::move(value));
    }
  }
  return inputs;
}

}  // namespace hookstat
