// What does a layer matter? Puts zeros in the place of its output and says how far the model's
// result moves.
//
//   replace_output MODEL LAYER INPUT...         replace_output resnet50.pt layer4.2 1x3x224x224
#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <hookstat/hookstat.h>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  try {
    if (argc < 4) throw hookstat::InputError("give a model, a layer and the shapes of its inputs");
    const c10::InferenceMode inference;
    const hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts.assign(argv + 3, argv + argc);
    const auto inputs = hookstat::make_inputs(loaded.module, "forward", request);

    hookstat::ForwardHooks model(loaded.module);
    const c10::IValue as_it_is = model(inputs.positional, inputs.named);
    const auto hook =
        model.after(hookstat::Modules::at(argv[2]),
                    [](const hookstat::ForwardCall& call, const auto&, c10::IValue& output) {
                      if (!output.isTensor()) {
                        throw hookstat::InputError(call.path() + " returns no tensor");
                      }
                      output = at::zeros_like(output.toTensor());
                    });
    const c10::IValue without = model(inputs.positional, inputs.named);
    if (!as_it_is.isTensor()) throw hookstat::InputError("the model returns no tensor");
    const at::Tensor difference = without.toTensor() - as_it_is.toTensor();
    std::cout << "without " << argv[2] << " the result moves by "
              << difference.norm().item<double>() / as_it_is.toTensor().norm().item<double>()
              << " of its length\n";
    return 0;
  } catch (const hookstat::Error& error) {
    std::cerr << "replace_output: " << error.what() << '\n';
    return error.exit_code();
  } catch (const std::exception& error) {
    std::cerr << "replace_output: " << error.what() << '\n';
    return 3;
  }
}
