// A user's program: a profile, a hook and a sampler in a few lines.
#include <hookstat/hookstat.h>

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  try {
    hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts = {argv[2]};
    const auto inputs = hookstat::make_inputs(loaded.module, "forward", request);
    hookstat::ProfileOptions options;
    options.runs = 3;
    options.warmup = 1;
    hookstat::write(hookstat::profile(loaded.module, inputs, options), "table", std::cout);

    int calls = 0;
    hookstat::ForwardHooks hooks(loaded.module);
    const auto handle =
        hooks.before(hookstat::Modules::of_class("Conv2d"), [&](const auto&, auto&) { ++calls; });
    hooks(inputs.positional, inputs.named);

    const hookstat::Sampler sampler(loaded.module, {.every = 2, .name = argv[1]});
    for (int i = 0; i < 20; ++i) sampler(inputs.positional, inputs.named);
    std::cout << calls << " convolutions, " << sampler.counts().calls << " calls\n";
  } catch (const hookstat::InputError& error) {  // a class of the library's, caught outside it
    std::cerr << "outside: " << error.what() << '\n';
    return error.exit_code();
  }
}
