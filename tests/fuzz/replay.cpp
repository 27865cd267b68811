// Gives each file of a folder to the fuzz target, and each file as it is after `MUTATIONS` random
// changes, the same ones every time.
//
//   replay FOLDER MUTATIONS
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// What breaks readers: other numbers, other types, pieces moved, lost or doubled.
std::string mutated(std::string text, std::mt19937& random) {
  const std::vector<std::string> tokens = {"null",
                                           "0",
                                           "-1",
                                           "1e308",
                                           "-9223372036854775808",
                                           "9223372036854775807",
                                           "1e999",
                                           "NaN",
                                           "true",
                                           "\"",
                                           "{}",
                                           "[]",
                                           "\"\\u0000\"",
                                           "\"\xff\"",
                                           "[[[[",
                                           ","};
  const auto pick = [&](std::size_t count) { return random() % std::max<std::size_t>(count, 1); };
  for (std::size_t changes = 1 + pick(3); changes > 0; --changes) {
    const std::size_t at = pick(text.size());
    const std::size_t number = text.find_first_of("0123456789", at);
    switch (pick(4)) {
      case 0:
        text.replace(at, std::min<std::size_t>(pick(12), text.size() - at), tokens[pick(16)]);
        break;
      case 1:
        if (number == std::string::npos) break;
        text.replace(number, text.find_first_not_of("0123456789.", number) - number,
                     tokens[pick(8)]);
        break;
      case 2:
        text.insert(at, text, pick(text.size()), pick(200));
        break;
      default:
        text.erase(at, pick(200));
    }
  }
  return text;
}

std::size_t replay(const std::string& folder, int mutations) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same changes every time
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const std::filesystem::path& file : files) {
    const std::string text = read(file);
    run(text);
    for (int i = 0; i < mutations; ++i) run(mutated(text, random));
  }
  return files.size();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error("usage: replay FOLDER MUTATIONS");
    const std::size_t files = replay(argv[1], std::stoi(argv[2]));
    if (files == 0) throw std::runtime_error("there is no file in the folder");
    std::cout << files << " files, each with as many changes as asked for\n";
  } catch (const std::exception& error) {
    std::cerr << "replay: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
