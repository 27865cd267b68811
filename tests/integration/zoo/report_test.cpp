// What a profile of each model says, and that it leaves the model as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "hookstat/cost.h"
#include "hookstat/profile.h"
#include "integration/zoo/values.h"
#include "integration/zoo/zoo.h"
#include "measure/measure.h"

namespace hookstat::testing {
namespace {

/// A model profiled twice: as plain data and a report of it, and as a report.
struct Profiled {
  explicit Profiled(const std::string& name) : model(load_zoo_model(name)) {
    ProfileOptions options;
    options.model.method = model.expected.method;
    options.warmup = 2;
    options.runs = 2;
    const ModelInputs inputs = model.inputs();
    recording = measure(model.module, inputs, options);
    first = build_report(recording, "test");
    second = profile(model.module, inputs, options);
  }

  ZooModel model;
  Recording recording;
  Report first;
  Report second;
};

/// Each model is profiled once for all tests that run in one process.
const Profiled& profiled(const std::string& name) {
  static std::map<std::string, Profiled> known;
  const auto found = known.find(name);
  return found != known.end() ? found->second : known.emplace(name, name).first->second;
}

class ZooReport : public ::testing::TestWithParam<std::string> {
 protected:
  const Profiled& both = profiled(GetParam());
  const Expectation& expected = both.model.expected;
  const Recording& recording = both.recording;
  const Report& first = both.first;
};

INSTANTIATE_TEST_SUITE_P(All, ZooReport, all_zoo_names(), zoo_test_name);

std::string calls_text(const Report& report) {
  std::string text;
  for (const ModuleReport& module : report.modules) {
    for (const auto& [method, calls] : module.methods) {
      text.append(module.path).append(".").append(method).append(" ");
      text.append(std::to_string(calls)).append("\n");
    }
  }
  return text;
}

std::string calls_text(const Expectation& expected) {
  std::string text;
  for (const ZooModule& module : expected.modules) {
    std::map<std::string, std::int64_t> methods;
    for (const ZooCall& call : expected.calls) {
      if (!call.fork && call.path == module.path) ++methods[call.method];
    }
    for (const auto& [method, calls] : methods) {
      text.append(module.path).append(".").append(method).append(" ");
      text.append(std::to_string(calls)).append("\n");
    }
  }
  return text;
}

std::vector<ZooCall> calls_of(const Recording& recording) {
  std::vector<ZooCall> calls;
  for (const ModuleCall& call : recording.module_calls) {
    const std::string& path = recording.modules.at(static_cast<std::size_t>(call.module)).path;
    calls.push_back({path, call.method, call.parent, false});
  }
  return calls;
}

TEST_P(ZooReport, HasTheTreeOfEagerPython) {
  const bool forks = has_forks(expected.calls);
  std::vector<ZooCall> recorded = calls_of(recording);
  EXPECT_EQ(flat_tree_text(recorded, forks), flat_tree_text(expected.calls, forks));
  EXPECT_EQ(calls_text(first), calls_text(expected));
}

TEST_P(ZooReport, HasTimesThatAddUp) {
  double percent = 0;
  bool waits = false;
  for (const ModuleReport& module : first.modules) {
    percent += module.time_percent.value_or(0);
    EXPECT_GE(module.time_ns.exclusive.min, 0) << module.path;
    EXPECT_GE(module.time_ns.inclusive.min, 0) << module.path;
    waits |= module.wait_ns.has_value();
  }
  EXPECT_NEAR(percent, 100.0, 1e-6);
  EXPECT_EQ(waits, has_forks(expected.calls));
  EXPECT_GT(first.concurrency, 0);
  if (waits) return;
  EXPECT_EQ(first.concurrency, 1);
}

TEST_P(ZooReport, LeavesTheModelAsItWas) {
  EXPECT_EQ(state_difference(both.model.module, load_zoo_model(GetParam()).module), "");
}

/// Calls that compute, and are neither priced, nor free, nor listed as uncounted, nor inside or
/// around one that is.
std::set<std::string> silently_free(const Recording& recording) {
  const std::vector<OpCall>& calls = recording.operators;
  std::vector<bool> known(calls.size(), false);
  for (const PricedCall& priced : price_calls(calls)) known[priced.index] = true;
  std::vector<bool> around = known;
  for (std::size_t i = calls.size(); i-- > 0;) {
    if (calls[i].parent >= 0 && around[i]) around[static_cast<std::size_t>(calls[i].parent)] = true;
  }
  std::set<std::string> names;
  const std::vector<std::string> listed = read_zoo_index().not_compared;
  const std::set<std::string> not_compared(listed.begin(), listed.end());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i].parent >= 0 && known[static_cast<std::size_t>(calls[i].parent)]) known[i] = true;
    const bool computes = !calls[i].composite && calls[i].parent < 0 &&
                          !not_compared.contains(out_of_place(calls[i].name));
    if (computes && !known[i] && !around[i]) names.insert(calls[i].name);
  }
  return names;
}

TEST_P(ZooReport, PricesOrListsEachOperator) {
  EXPECT_EQ(silently_free(recording), std::set<std::string>{});
  std::int64_t uncounted = 0;
  Cost cost;
  for (const ModuleReport& module : first.modules) {
    uncounted += module.exclusive_cost.uncounted_calls;
    cost += module.exclusive_cost.cost;
  }
  std::int64_t listed = 0;
  for (const UncountedReport& op : first.uncounted) listed += op.calls;
  EXPECT_EQ(uncounted, listed);
  EXPECT_EQ(cost, first.totals.cost);
  EXPECT_EQ(first.modules.front().inclusive_cost.cost, first.totals.cost);
  EXPECT_GE(first.totals.cost.macs, 0);
  std::int64_t operator_calls = 0;
  for (const OperatorReport& op : first.operators) operator_calls += op.calls;
  EXPECT_EQ(static_cast<std::size_t>(operator_calls), price_calls(recording.operators).size());
}

/// A report without its times.
std::string what_stays(const ModuleReport& module) {
  std::string text = module.path + " " + module.qualified_class;
  text.append(" alias ").append(module.alias_of.value_or("none"));
  for (const auto* tensors : {&module.inputs, &module.outputs}) {
    text += " |";
    for (const TensorSummary& tensor : *tensors) {
      text.append(" ").append(tensor.dtype).append(" ").append(shape_text(tensor.shape));
    }
  }
  std::multiset<std::string> shapes;  // in forked bodies calls have no order
  for (const CallShape& call : module.call_shapes) {
    std::string shape = std::to_string(call.count) + " x";
    for (const Shape& sizes : call.shapes) shape.append(" ").append(shape_text(sizes));
    shapes.insert(shape);
  }
  for (const std::string& shape : shapes) text.append(" | ").append(shape);
  for (const CostSummary* cost : {&module.exclusive_cost, &module.inclusive_cost}) {
    for (const std::int64_t number : {cost->cost.macs, cost->cost.flops, cost->cost.bytes_read,
                                      cost->cost.bytes_written, cost->uncounted_calls}) {
      text.append(" ").append(std::to_string(number));
    }
  }
  return text;
}

std::string what_stays(const Report& report) {
  std::string text = calls_text(report);
  for (const ModuleReport& module : report.modules) text.append(what_stays(module)).append("\n");
  std::multiset<std::string> operators;
  for (const OperatorReport& op : report.operators) {
    operators.insert(op.module + " " + op.name + " " + std::to_string(op.calls) + " " +
                     std::to_string(op.cost.flops));
  }
  for (const std::string& op : operators) text.append(op).append("\n");
  return text;
}

TEST_P(ZooReport, IsTheSameTheSecondTime) { EXPECT_EQ(what_stays(both.second), what_stays(first)); }

}  // namespace
}  // namespace hookstat::testing
