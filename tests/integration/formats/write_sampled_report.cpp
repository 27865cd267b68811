// Writes what a Sampler saw of some calls as a report.
//
//   write_sampled_report MODEL INPUT FILE
#include <c10/core/InferenceMode.h>
#include <hookstat/hookstat.h>

#include <exception>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 4) return 64;
  try {
    const c10::InferenceMode inference;
    const hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts = {argv[2]};
    const auto inputs = hookstat::make_inputs(loaded.module, "forward", request);
    const hookstat::Sampler sampler(loaded.module, {.every = 3, .name = argv[1]});
    constexpr int kCalls = 60;
    for (int i = 0; i < kCalls; ++i) sampler(inputs.positional, inputs.named);
    std::ofstream file(argv[3]);
    hookstat::write(sampler.snapshot(), "json", file);
    return file.flush() ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "write_sampled_report: " << error.what() << '\n';
    return 3;
  }
}
