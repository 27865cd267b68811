#include "hookstat/error.h"
#include "hookstat/model.h"
#include "model/cause.h"
#include "model/input_text.h"
#include "model/signature.h"
#include "model/tensor_capture.h"

namespace hookstat {

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
    InputDescription input;
    input.name = schema.arguments()[i].name();
    input.kind = kind_of(stack[i]);
    input.text = input_text(stack[i]);
    if (stack[i].isTensor() && stack[i].toTensor().defined()) {
      input.tensor = capture_tensor(stack[i].toTensor());
    }
    descriptions.push_back(std::move(input));
  }
  return descriptions;
}

}  // namespace hookstat
