#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/option_checks.h"

namespace hookstat::cli {
namespace {

constexpr std::array<std::pair<std::string_view, InputFill>, 3> kFills{{
    {"random", InputFill::kRandom},
    {"zeros", InputFill::kZeros},
    {"ones", InputFill::kOnes},
}};

std::vector<std::string> fill_names() {
  std::vector<std::string> names;
  names.reserve(kFills.size());
  for (const auto& [name, fill] : kFills) names.emplace_back(name);
  return names;
}

}  // namespace

void add_input_options(CLI::App& app, InputRequest& inputs) {
  const std::string group = "Input";
  repeated(
      app, "--input", inputs.texts,
      "A value for each argument of the method. For a tensor its\nshape and type: 1x3x300x300, "
      "mask=1x77:bool,\n1x128:int64[0,30000] (from 0 to 29,999). Else the value\nitself: n=3, "
      "flag=true, mask=None, sizes=[1,2],\nxs='[\"1x3x30x40\", \"1x3x20x20\"]'")
      ->type_name("[NAME=]VALUE")
      // Else `[1,2]` would be two values.
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--inputs", inputs.file,
                 "Values from a file: .pt (torch.save of a tuple or dict),\n.npy, .npz or .json; "
                 "--input NAME=VALUE goes before it")
      ->type_name("FILE")
      ->check(CLI::Validator(
          [](const std::string& name) {
            return name.empty() ? std::string("the file's name is empty") : std::string();
          },
          ""))
      ->group(group);
  app.add_option_function<std::string>(
         "--input-fill",
         [&inputs](const std::string& name) {
           for (const auto& [known, fill] : kFills) {
             if (name == known) inputs.fill = fill;
           }
         },
         "What tensors given by their shape hold: random, zeros\nor ones [random]")
      ->type_name("FILL")
      ->check(one_of(fill_names()))
      ->group(group);
}

}  // namespace hookstat::cli
