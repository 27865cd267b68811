// The names of all models of the zoo. zoo_test.cpp holds them against the folder.
#include "integration/zoo/zoo.h"

namespace hookstat::testing {

const std::vector<std::string>& zoo_names() {
  static const std::vector<std::string> names{
      // containers.py
      "nested", "nested_traced", "repeats", "instances", "two_names", "two_names_traced",
      "two_names_scripted_child",
      // control_flow.py
      "if_true", "if_false", "if_flipped", "while_loop", "while_loop_never_entered",
      "for_loops", "for_loop_of_no_trips", "returns_at_once", "returns_from_loop",
      "returns_at_the_end", "functions", "functions_traced", "other_methods",
      "other_method_of_the_model", "lengths_and_properties", "collects", "collects_traced",
      // forks.py
      "fork_kinds", "forks_in_forks", "forks_in_loop", "forks_in_submodule", "fork_traced",
      "script_class", "script_class_behind_interface", "script_class_forks",
      "script_class_forks_unseen",
      // interfaces.py
      "interface_attribute", "interface_from_module_list", "interface_from_built_list",
      "interface_from_dict", "interface_from_module_dict", "interface_from_if",
      "interface_in_interface", "interface_to_function", "interface_in_fork"};
  return names;
}

}  // namespace hookstat::testing
