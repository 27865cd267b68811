// A user's program on a machine without LibTorch: reads a report and writes it in another format.
#include <hookstat/error.h>
#include <hookstat/report.h>
#include <hookstat/write.h>

#include <fstream>
#include <iostream>
#include <iterator>

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  try {
    std::ifstream file(argv[1]);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    hookstat::write(hookstat::report_from_json(text), argv[2], std::cout);
  } catch (const hookstat::InputError& error) {
    std::cerr << "outside: " << error.what() << '\n';
    return error.exit_code();
  }
}
