// What `hookstat profile MODEL --input SHAPE` does, from a program of your own.
//
//   profile_model MODEL INPUT...          profile_model ssd300.pt 1x3x300x300
#include <hookstat/hookstat.h>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  try {
    if (argc < 2) throw hookstat::InputError("give a model and the shapes of its inputs");
    hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts.assign(argv + 2, argv + argc);
    const hookstat::ModelInputs inputs = hookstat::make_inputs(loaded.module, "forward", request);

    hookstat::ProfileOptions options;
    options.model.path = argv[1];  // for the report
    const hookstat::Report report = hookstat::profile(loaded.module, inputs, options);
    hookstat::write(report, "table", std::cout);
    return std::cout.flush() ? 0 : 2;
  } catch (const hookstat::Error& error) {
    std::cerr << "profile_model: " << error.what() << '\n';
    return error.exit_code();
  }
}
