#include "report/module_costs.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace hookstat::reporting {
namespace {

void add(CostSummary& sum, const Cost& cost, std::int64_t uncounted_calls) {
  sum.cost += cost;
  sum.uncounted_calls += uncounted_calls;
}

void add(CostSummary& sum, const Price& price) {
  add(sum, price.cost, price.state == PriceState::kUncounted ? 1 : 0);
}

/// Each module inside whose calls the operator ran, once.
std::set<ModuleIndex> modules_around(const Recording& recording, const OpCall& call) {
  std::set<ModuleIndex> around{call.module};
  if (call.module_call >= 0 &&
      static_cast<std::size_t>(call.module_call) < recording.module_calls.size()) {
    for (std::int32_t at = call.module_call; at >= 0;) {
      const ModuleCall& outer = recording.module_calls[static_cast<std::size_t>(at)];
      around.insert(outer.module);
      at = outer.parent;
    }
  } else {
    for (ModuleIndex at = call.module; at >= 0;) {
      around.insert(at);
      at = recording.modules[static_cast<std::size_t>(at)].parent;
    }
  }
  return around;
}

void fill_containers(const Recording& recording, const std::vector<ModuleReport>& modules,
                     ModuleCosts& costs) {
  std::vector<CostSummary> below = costs.exclusive;
  // Children stand behind their parents, so each sum is complete when it is handed up.
  for (std::size_t i = modules.size(); i-- > 0;) {
    if (modules[i].calls == 0) costs.inclusive[i] = below[i];
    const ModuleIndex parent = recording.modules[i].parent;
    if (parent < 0) continue;
    add(below[static_cast<std::size_t>(parent)], below[i].cost, below[i].uncounted_calls);
  }
}

/// FLOPs by the dtype that they are computed in.
class DtypeSums {
 public:
  void add_call(const OpCall& call, std::int64_t flops) {
    if (flops > 0) flops_[arithmetic_dtype(call)] += flops;
  }

  [[nodiscard]] std::optional<std::string> most() const {
    const auto most =
        std::ranges::max_element(flops_, {}, [](const auto& sum) { return sum.second; });
    if (most == flops_.end()) return std::nullopt;
    return std::string(dtype_name(most->first));
  }

 private:
  std::map<Dtype, std::int64_t> flops_;
};

/// The operators of one module, in order of first call.
class OperatorRows {
 public:
  void add_call(const std::string& module, const std::string& name, const Price& price) {
    const auto [place, is_new] = index_.try_emplace(name, rows_.size());
    if (is_new) rows_.push_back({module, name, 0, {}, price.state, {}, {}, 0});
    OperatorReport& row = rows_[place->second];
    ++row.calls;
    row.cost += price.cost;
    row.state = joined(row.state, price.state);
  }

  void move_to(std::vector<OperatorReport>& list) {
    std::move(rows_.begin(), rows_.end(), std::back_inserter(list));
  }

 private:
  std::map<std::string, std::size_t> index_;
  std::vector<OperatorReport> rows_;
};

/// The operators without a formula, in order of first call.
class UncountedRows {
 public:
  void add_call(const OpCall& call) {
    const auto [place, is_new] = index_.try_emplace(call.name, rows_.size());
    if (is_new) rows_.push_back({call.name, 0, {}});
    Row& row = rows_[place->second];
    ++row.calls;
    row.modules.insert(call.module);
  }

  [[nodiscard]] std::vector<UncountedReport> reports(const Recording& recording) const {
    std::vector<UncountedReport> list;
    for (const Row& row : rows_) {
      UncountedReport report{row.name, row.calls, {}, std::nullopt};
      for (const ModuleIndex module : row.modules) {
        report.modules.push_back(recording.modules[static_cast<std::size_t>(module)].path);
      }
      list.push_back(std::move(report));
    }
    return list;
  }

 private:
  struct Row {
    std::string name;
    std::int64_t calls = 0;
    std::set<ModuleIndex> modules;
  };
  std::map<std::string, std::size_t> index_;
  std::vector<Row> rows_;
};

}  // namespace

PriceState joined(PriceState a, PriceState b) {
  for (const PriceState state : {PriceState::kUncounted, PriceState::kPriced}) {
    if (a == state || b == state) return state;
  }
  return PriceState::kFree;
}

ModuleCosts module_costs(const Recording& recording, const std::vector<PricedCall>& calls,
                         const std::vector<ModuleReport>& modules) {
  ModuleCosts costs;
  costs.inclusive.resize(modules.size());
  costs.exclusive.resize(modules.size());
  std::vector<OperatorRows> operators(modules.size());
  std::vector<DtypeSums> dtypes(modules.size());
  UncountedRows uncounted;
  for (const PricedCall& priced : calls) {
    const OpCall& call = recording.operators.at(priced.index);
    const auto module = static_cast<std::size_t>(call.module);
    costs.total += priced.price.cost;
    add(costs.exclusive[module], priced.price);
    for (const ModuleIndex around : modules_around(recording, call)) {
      add(costs.inclusive[static_cast<std::size_t>(around)], priced.price);
    }
    dtypes[module].add_call(call, priced.price.cost.flops);
    operators[module].add_call(modules[module].path, call.name, priced.price);
    if (priced.price.state == PriceState::kUncounted) uncounted.add_call(call);
  }
  fill_containers(recording, modules, costs);
  for (const DtypeSums& sums : dtypes) costs.dtypes.push_back(sums.most());
  for (OperatorRows& rows : operators) rows.move_to(costs.operators);
  costs.uncounted = uncounted.reports(recording);
  return costs;
}

}  // namespace hookstat::reporting
