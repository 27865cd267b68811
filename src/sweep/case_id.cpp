#include "sweep/case_id.h"

#include <algorithm>
#include <cstddef>

namespace hookstat::sweep {

std::string case_id(const Point& point, const std::string& input) {
  std::string id = point.model;
  if (!input.empty()) id.append("-i").append(input);
  for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
    if (point.values[axis] == nullptr) continue;
    std::string value = *point.values[axis];
    std::erase(value, ':');  // of cuda:1; not every file system has it in names
    id.append("-").append(axis_table()[axis].in_id).append(value);
  }
  return id;
}

}  // namespace hookstat::sweep
