// The names of all models of the zoo. tree_test.cpp holds them against the folder.
#include "integration/zoo/zoo.h"

namespace hookstat::testing {

const std::vector<std::string>& zoo_names() {
  static const std::vector<std::string> names{
      // containers.py
      "nested", "nested_traced", "repeats", "instances", "two_names", "two_names_traced",
      "two_names_scripted_child",
      // control_flow.py
      "if_true", "if_false", "if_flipped", "while_loop", "while_loop_never_entered", "for_loops",
      "for_loop_of_no_trips", "returns_at_once", "returns_from_loop", "returns_at_the_end",
      "functions", "functions_traced", "other_methods", "other_method_of_the_model",
      "lengths_and_properties", "collects", "collects_traced",
      // interfaces.py
      "interface_attribute", "interface_from_module_list", "interface_from_built_list",
      "interface_from_dict", "interface_from_module_dict", "interface_from_if",
      "interface_in_interface", "interface_to_function", "interface_in_fork",
      // receivers.py
      "interface_that_forks", "interface_that_forks_in_forks", "interface_swapped", "slices",
      "shared_by_parents", "shared_by_parents_scripted",
      // forks.py
      "fork_kinds", "forks_in_forks", "forks_in_loop", "forks_in_submodule", "fork_traced",
      "script_class", "script_class_behind_interface", "script_class_forks",
      "script_class_forks_unseen",
      // saved_hooks.py
      "hooks_on_submodules", "hooks_on_the_model", "hooks_with_tuples",
      // values.py
      "scalars", "scalars_by_name", "structures", "named_tuples", "returns_none", "optionals_given",
      "optionals_left_out", "optionals_none", "tensor_types", "returns_input", "returns_input_list",
      "any_type", "tuples_traced", "no_parameters", "no_parameters_traced",
      // recurrent.py
      "lstm", "lstm_traced", "gru", "gru_traced", "rnn", "lstm_with_state", "lstm_cells",
      "other_cells", "embeddings", "embeddings_traced",
      // attention.py
      "multihead_attention", "multihead_attention_traced", "attention_by_kernel",
      "attention_by_kernel_traced", "attention_by_hand", "transformer_fast_path",
      "transformer_slow_path", "transformer_norm_first", "transformer_in_training",
      "transformer_traced", "transformer_decoder",
      // mixing.py
      "traced_in_scripted", "scripted_in_traced", "scripted_in_traced_in_scripted",
      // state.py
      "in_place", "norms_in_training", "norms", "norms_traced", "dropout_in_training", "dropout",
      "random_order", "remembers", "parameter_writer",
      // optimiser.py
      "dead_leaf", "equal_work", "sum_of_products", "chain_of_products", "constants", "frozen",
      "frozen_traced", "frozen_branching", "optimised_in_process", "optimised_in_process_traced",
      "frozen_in_process", "optimised",
      // quantised.py
      "dynamic_linear", "dynamic_linear_other_weights", "dynamic_linear_traced", "dynamic_lstm",
      "static_convolutions", "static_convolutions_traced", "quantised_output", "float16",
      "bfloat16", "float64", "channels_last", "channels_last_input", "complex_inside",
      "complex_signals", "casts",
      // sizes.py
      "wide_5000", "deep_200", "deep_200_traced",
      // names.py
      "names_scripted", "names_traced"};
  return names;
}

}  // namespace hookstat::testing
