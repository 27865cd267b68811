// Uses a layer's output as the result, and leaves out everything behind it: features of a
// classifier.
//
//   stop_early MODEL LAYER INPUT...         stop_early resnet50.pt avgpool 1x3x224x224
#include <c10/core/InferenceMode.h>
#include <hookstat/hookstat.h>

#include <atomic>
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

    std::atomic<int> layers = 0;  // a model that forks runs hooks on several threads
    hookstat::ForwardHooks model(loaded.module);
    const auto count = model.before(hookstat::Modules::all(), [&](auto&, auto&) { ++layers; });
    const auto stop = model.after(hookstat::Modules::at(argv[2]),
                                  [](const hookstat::ForwardCall& call, const auto&,
                                     const c10::IValue& output) { call.stop(output); });
    const c10::IValue features = model(inputs.positional, inputs.named);
    std::cout << "after " << layers << " calls: ";
    if (features.isTensor()) {
      std::cout << hookstat::shape_text(features.toTensor().sizes().vec()) << '\n';
    } else {
      std::cout << features.tagKind() << '\n';
    }
    return 0;
  } catch (const hookstat::Error& error) {
    std::cerr << "stop_early: " << error.what() << '\n';
    return error.exit_code();
  } catch (const std::exception& error) {
    std::cerr << "stop_early: " << error.what() << '\n';
    return 3;
  }
}
