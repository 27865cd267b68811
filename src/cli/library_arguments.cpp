#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/option_checks.h"

namespace hookstat::cli {

void add_library_option(CLI::App& app, std::vector<std::string>& libraries) {
  repeated(app, "--load-library", libraries, "Load a library of custom operators or classes first")
      ->type_name("FILE.so")
      ->group("Input");
}

}  // namespace hookstat::cli
