// The names of all models of the zoo. zoo_test.cpp holds them against the folder.
#include "integration/zoo/zoo.h"

namespace hookstat::testing {

const std::vector<std::string>& zoo_names() {
  static const std::vector<std::string> names{
      // containers.py
      "nested",           "nested_traced",           "repeats", "instances", "two_names",
      "two_names_traced", "two_names_scripted_child"};
  return names;
}

}  // namespace hookstat::testing
