// Names the first layer that returns something that is no finite number, and what it was given.
//
//   find_nan MODEL INPUT...          find_nan ssd300.pt 1x3x300x300       exit 1 where there is one
#include <ATen/ATen.h>
#include <hookstat/hookstat.h>

#include <atomic>
#include <exception>
#include <iostream>

namespace {

bool is_finite(const c10::IValue& value) {
  if (value.isTensor()) {
    const at::Tensor& tensor = value.toTensor();
    return !tensor.defined() || !(tensor.is_floating_point() || tensor.is_complex()) ||
           at::isfinite(tensor).all().item<bool>();
  }
  bool finite = true;
  // Tensors in tuples, lists, dictionaries and objects.
  value.visit([&](const c10::IValue& inner) {
    if (inner.isTensor()) finite = finite && is_finite(inner);
    return false;
  });
  return finite;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) throw hookstat::InputError("give a model and the shapes of its inputs");
    const hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts.assign(argv + 2, argv + argc);
    const auto inputs = hookstat::make_inputs(loaded.module, "forward", request);

    std::atomic<bool> found = false;  // a model that forks runs hooks on several threads
    hookstat::ForwardHooks model(loaded.module);
    const auto hook = model.after(
        hookstat::Modules::all(), [&](const hookstat::ForwardCall& call,
                                      const std::vector<c10::IValue>& given, c10::IValue& output) {
          if (is_finite(output) || found.exchange(true)) return;
          std::cout << (call.path().empty() ? "the model itself" : call.path()) << " ("
                    << call.class_name() << ") returns NaN or infinity";
          for (const c10::IValue& input : given) {
            if (!is_finite(input)) std::cout << ", and was given some";
          }
          std::cout << '\n';
          call.stop(output);  // the first one is the one to look at
        });
    model(inputs.positional, inputs.named);
    if (!found) std::cout << "all outputs of all layers are finite\n";
    return found ? 1 : 0;
  } catch (const hookstat::Error& error) {
    std::cerr << "find_nan: " << error.what() << '\n';
    return error.exit_code();
  } catch (const std::exception& error) {
    std::cerr << "find_nan: " << error.what() << '\n';
    return 3;
  }
}
