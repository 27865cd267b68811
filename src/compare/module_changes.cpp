#include <algorithm>
#include <cmath>
#include <numeric>

#include "compare/modules.h"
#include "compare/time_change.h"

namespace hookstat::comparing {
namespace {

constexpr double kLevel = 0.02;
constexpr double kLeastPercent = 1;
constexpr double kLeastShare = 0.01;

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double share_of(const Side& side, std::size_t module) {
  double whole = 0;
  for (const Times& times : side.own) whole += mean(times.ns);
  return whole > 0 ? mean(side.own[module].ns) / whole : 0.0;
}

/// What the modules of each process have in common, so that one module can be seen without it.
class CommonFactors {
 public:
  CommonFactors(const Side& base_side, const Side& new_side, const Matching& matching) {
    const std::size_t processes = base_side.processes() + new_side.processes();
    deviations_.resize(processes);
    for (std::size_t pair = 0; pair < matching.pairs.size(); ++pair) {
      const auto [from, to] = matching.pairs[pair];
      std::vector<double> all = base_side.own[from].ns;
      all.insert(all.end(), new_side.own[to].ns.begin(), new_side.own[to].ns.end());
      if (!std::ranges::all_of(all, [](double ns) { return ns > 0; })) continue;
      double center = 0;
      for (const double ns : all) center += std::log(ns) / static_cast<double>(processes);
      for (std::size_t i = 0; i < processes; ++i) {
        deviations_[i].push_back({std::log(all[i]) - center, std::exp(center), pair});
      }
    }
    for (auto& list : deviations_) std::ranges::sort(list, {}, &Deviation::log);
  }

  /// Whether there is a rest of the model beside this module, and no other has half of it: then the
  /// median would be that module's alone.
  [[nodiscard]] bool has_rest(std::size_t without) const {
    double whole = 0;
    double largest = 0;
    for (const Deviation& deviation : deviations_.front()) {
      if (deviation.pair == without) continue;
      whole += deviation.weight;
      largest = std::max(largest, deviation.weight);
    }
    return 2 * largest < whole;
  }

  /// Of the process: the weighted median of all modules but this one; 1 without others.
  [[nodiscard]] double factor(std::size_t process, std::size_t without) const {
    double whole = 0;
    for (const Deviation& deviation : deviations_[process]) {
      if (deviation.pair != without) whole += deviation.weight;
    }
    double below = 0;
    for (const Deviation& deviation : deviations_[process]) {
      if (deviation.pair == without) continue;
      below += deviation.weight;
      if (2 * below >= whole) return std::exp(deviation.log);
    }
    return 1;
  }

 private:
  struct Deviation {
    double log;
    double weight;  // ns
    std::size_t pair;
  };
  std::vector<std::vector<Deviation>> deviations_;  // by process, base side first
};

Times relative(const Times& times, const CommonFactors& factors, std::size_t first_process,
               std::size_t pair) {
  Times result = times;
  for (std::size_t i = 0; i < result.ns.size(); ++i) {
    result.ns[i] /= factors.factor(first_process + i, pair);
  }
  return result;
}

bool is_large(const TimeChange& change) {
  return change.percent && std::abs(*change.percent) >= kLeastPercent;
}

Verdict direction(const TimeChange& change) {
  return *change.percent > 0 ? Verdict::kSlower : Verdict::kFaster;
}

void judge(std::vector<ModuleChange>& changes) {
  std::vector<double> p_values;
  std::vector<std::pair<ModuleChange*, const TimeChange*>> tests;
  for (ModuleChange& change : changes) {
    if (change.verdict == Verdict::kNotTested) continue;
    for (const TimeChange* test : {&change.own, &change.relative}) {
      if (!test->p_value) continue;
      p_values.push_back(*test->p_value);
      tests.emplace_back(&change, test);
    }
  }
  const std::vector<bool> clear = holm(p_values, kLevel);
  for (std::size_t i = 0; i < tests.size(); ++i) {
    auto [change, test] = tests[i];
    // As it is comes first: that it changed against the rest adds nothing then.
    if (!clear[i] || !is_large(*test) || change->verdict != Verdict::kUnclear) continue;
    change->verdict = direction(*test);
    change->only_relative = test == &change->relative;
  }
}

}  // namespace

std::vector<ModuleChange> module_changes(const Side& base_side, const Side& new_side,
                                         const Matching& matching) {
  const CommonFactors factors(base_side, new_side, matching);
  std::vector<ModuleChange> changes;
  for (std::size_t pair = 0; pair < matching.pairs.size(); ++pair) {
    const auto [from, to] = matching.pairs[pair];
    ModuleChange change;
    change.path = new_side.report->modules[to].path;
    change.base_path = base_side.report->modules[from].path;
    change.class_name = new_side.report->modules[to].class_name;
    change.own = time_change(base_side.own[from], new_side.own[to]);
    change.inclusive = time_change(base_side.inclusive[from], new_side.inclusive[to]);
    if (change.own.percent && factors.has_rest(pair)) {
      change.relative =
          time_change(relative(base_side.own[from], factors, 0, pair),
                      relative(new_side.own[to], factors, base_side.processes(), pair));
    }
    const double share = std::max(share_of(base_side, from), share_of(new_side, to));
    if (change.own.p_value && share >= kLeastShare) change.verdict = Verdict::kUnclear;
    changes.push_back(std::move(change));
  }
  judge(changes);
  std::ranges::stable_sort(changes, std::ranges::greater(), [](const ModuleChange& change) {
    return std::abs(change.own.new_ns - change.own.base_ns);
  });
  return changes;
}

}  // namespace hookstat::comparing
