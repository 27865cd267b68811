// The arguments of a method, out of a file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "inputs/value.h"

namespace hookstat {

/// What a file gives, before it meets a method.
struct FileInputs {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;
  bool describes_tensors = false;  ///< JSON: texts and objects stand for tensors
};

/// Reads .pt or .pth (torch.save of a tensor, a tuple or list, or a dict), .npy (one array), .npz
/// (arr_0, arr_1 ... in order, others by name) and .json (an array or an object). Throws
/// InputError "PATH: WHY" for another ending and whatever is wrong with the file. Thread-safe.
[[nodiscard]] FileInputs read_input_file(const std::string& path);

}  // namespace hookstat
