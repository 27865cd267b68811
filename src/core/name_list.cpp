#include "core/name_list.h"

namespace hookstat {

std::string first_names(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) {
    text.append(i == 0 ? "" : ", ").append(names[i]);
  }
  if (names.size() > most) {
    text.append(" and ").append(std::to_string(names.size() - most)).append(" more");
  }
  return text;
}

}  // namespace hookstat
