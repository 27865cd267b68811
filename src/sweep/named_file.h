// Files that a plan names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sweep/yaml_tree.h"

namespace hookstat::sweep {

/// What the readers of a plan's sections share.
struct PlanPlace {
  std::string folder;  ///< of the plan; empty: the working directory
  Problems& problems;
};

/// The path from the working directory to the file that `node` names relative to the plan's folder.
/// Never begins with a dash, which would be an option. Tells of a file that is not there, is no
/// regular file, is empty, or cannot be opened; and of what is no file's name: null then.
[[nodiscard]] std::optional<std::string> named_file(const YamlNode& node, std::string_view what,
                                                    const PlanPlace& place);

/// All of a regular file with 1 to `most_bytes` bytes, or nothing, and why not in `why`.
[[nodiscard]] std::optional<std::string> whole_file(const std::string& path,
                                                    std::uint64_t most_bytes, std::string& why);

}  // namespace hookstat::sweep
