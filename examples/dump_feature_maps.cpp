// Saves what chosen layers return, each as a file for torch.load.
//
//   dump_feature_maps MODEL PATTERN FOLDER INPUT...    ... ssd300.pt 'backbone.**' maps 1x3x300x300
#include <hookstat/hookstat.h>
#include <torch/serialize.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>

namespace {

/// "backbone.features.0.pt", and "backbone.features.0.2.pt" for the second call.
std::string file_name(const std::string& path, int call) {
  const std::string name = path.empty() ? "model" : path;
  return call == 1 ? name + ".pt" : name + '.' + std::to_string(call) + ".pt";
}

void save(const c10::IValue& value, const std::filesystem::path& path) {
  const std::vector<char> bytes = torch::pickle_save(value);
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw hookstat::OutputError(path.string() + ": cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 5) throw hookstat::InputError("give a model, a pattern, a folder and inputs");
    const hookstat::LoadedModel loaded = hookstat::load_model(argv[1]);
    hookstat::InputRequest request;
    request.texts.assign(argv + 4, argv + argc);
    const auto inputs = hookstat::make_inputs(loaded.module, "forward", request);
    const std::filesystem::path folder = argv[3];
    std::filesystem::create_directories(folder);

    std::map<std::string, int> calls;
    std::mutex mutex;  // a model that forks runs layers, and their hooks, on several threads
    hookstat::ForwardHooks model(loaded.module);
    const auto hook =
        model.after(hookstat::Modules::matching(argv[2]),
                    [&](const hookstat::ForwardCall& call, const auto&, const c10::IValue& output) {
                      const std::scoped_lock lock(mutex);
                      const std::string name = file_name(call.path(), ++calls[call.path()]);
                      save(output, folder / name);
                      std::cout << name << '\n';
                    });
    model(inputs.positional, inputs.named);
    return 0;
  } catch (const hookstat::Error& error) {
    std::cerr << "dump_feature_maps: " << error.what() << '\n';
    return error.exit_code();
  } catch (const std::exception& error) {
    std::cerr << "dump_feature_maps: " << error.what() << '\n';
    return 3;
  }
}
