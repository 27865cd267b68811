// What a user gives as the inputs of a method: texts of the command line, and a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hookstat {

/// What tensors are filled with that are made from a specification. A range of the specification
/// counts for kRandom only.
enum class InputFill : std::uint8_t { kRandom, kZeros, kOnes };

/// The inputs of one call; docs/inputs.md says what texts and files may hold.
struct InputRequest {
  std::vector<std::string> texts;       ///< `[NAME=]VALUE`, each for one argument of the method
  std::string file;                     ///< .pt, .npy, .npz or .json; empty: none
  InputFill fill = InputFill::kRandom;  ///< of tensors made from specifications
};

}  // namespace hookstat
