// What make_zoo.py wrote beside each model: what eager Python says of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hookstat::testing {

/// A call of a module's method from outside it; or the body of a fork, by the module that forked.
struct ZooCall {
  std::string path;
  std::string method;
  std::int32_t parent = -1;  ///< index into the list of calls; -1 for the call of the model
  bool fork = false;
};

struct ZooModule {
  std::string path;
  std::string class_name;
};

/// By path of the module and name of the operator: how many calls.
using OperatorCounts = std::map<std::string, std::map<std::string, std::int64_t>>;

struct Expectation {
  std::string method;
  std::string in_process;      ///< what to do to the loaded model: "freeze", "optimise", nothing
  std::vector<ZooCall> calls;  ///< in the order of entry, forked bodies run where they are forked
  std::vector<ZooModule> modules;
  OperatorCounts operators;            ///< of the first run
  OperatorCounts optimised_operators;  ///< of a run after the executor has optimised the graph
  std::string operators_differ;        ///< why they cannot be compared; empty where they can
  std::string gradients_differ;        ///< likewise the outputs with gradients
  std::string regrouped;               ///< why outputs are equal within rounding only
};

/// The index of the folder.
struct ZooIndex {
  std::vector<std::string> models;
  std::vector<std::string> not_compared;  ///< operators without arithmetic
};

/// The path of a file of the zoo.
[[nodiscard]] std::string zoo_file(const std::string& name);

/// Both throw std::exception where the file is missing or not as it should be.
[[nodiscard]] Expectation read_expectation(const std::string& name);
[[nodiscard]] ZooIndex read_zoo_index();

/// By name of a model that LibTorch saves and cannot load (refused_NAME.pt): what it says of it.
[[nodiscard]] std::map<std::string, std::string> read_refusals();

/// The calls as an indented text: what each call called, in order, and behind that what it forked.
[[nodiscard]] std::string tree_text(const std::vector<ZooCall>& calls);

/// The same without the bodies of forks: their calls are those of the module that forked. Where the
/// model forks, the calls inside each call are to be sorted, for they have no order.
[[nodiscard]] std::string flat_tree_text(const std::vector<ZooCall>& calls, bool sorted);

[[nodiscard]] bool has_forks(const std::vector<ZooCall>& calls);

/// The name without the underscore of an in-place operator: whether LibTorch adds in place inside
/// linear() depends on who watches.
[[nodiscard]] std::string out_of_place(const std::string& name);

/// One line for each path and operator.
[[nodiscard]] std::string counts_text(const OperatorCounts& counts);

}  // namespace hookstat::testing
