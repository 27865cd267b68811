// Prints what goes into each layer and what comes out, as it happens.
//
//   log_shapes MODEL INPUT...          log_shapes ssd300.pt 1x3x300x300
#include <ATen/ATen.h>
#include <hookstat/hookstat.h>

#include <exception>
#include <iostream>
#include <string>
#include <syncstream>

namespace {

std::string shape_of(const c10::IValue& value) {
  if (!value.isTensor()) return value.tagKind();
  if (!value.toTensor().defined()) return "none";
  return hookstat::shape_text(value.toTensor().sizes().vec());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) throw hookstat::InputError("give a model and the shapes of its inputs");
    const hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts.assign(argv + 2, argv + argc);
    const auto inputs = hookstat::make_inputs(loaded.module, "forward", request);

    hookstat::ForwardHooks model(loaded.module);
    const auto hook =
        model.after(hookstat::Modules::all(), [](const hookstat::ForwardCall& call,
                                                 const std::vector<c10::IValue>& given,
                                                 const c10::IValue& output) {
          std::osyncstream line(std::cout);  // a model that forks runs hooks on several threads
          line << (call.path().empty() ? "(model)" : call.path()) << ' ' << call.class_name();
          for (const c10::IValue& input : given) line << ' ' << shape_of(input);
          line << " -> " << shape_of(output) << '\n';
        });
    model(inputs.positional, inputs.named);
    return 0;
  } catch (const hookstat::Error& error) {
    std::cerr << "log_shapes: " << error.what() << '\n';
    return error.exit_code();
  } catch (const std::exception& error) {
    std::cerr << "log_shapes: " << error.what() << '\n';
    return 3;
  }
}
