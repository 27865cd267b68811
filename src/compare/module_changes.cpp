#include <algorithm>
#include <cmath>

#include "compare/modules.h"
#include "compare/time_change.h"
#include "report/statistics.h"

namespace hookstat::comparing {
namespace {

constexpr double kLevel = 0.02;
constexpr double kLeastShare = 0.01;

double share_of(const Side& side, std::size_t module) {
  double whole = 0;
  for (const Times& times : side.own) whole += reporting::mean_of(times.ns);
  return whole > 0 ? reporting::mean_of(side.own[module].ns) / whole : 0.0;
}

/// A module's part in what all have in common.
struct Part {
  std::size_t pair;
  double weight;               // mean time, ns
  std::vector<double> within;  // by process, base side first: log(time / mean of its side)
  double between;              // log(mean of the new side / mean of the base side)
};

double log_mean(const std::vector<double>& times_ns) {
  double sum = 0;
  for (const double ns : times_ns) sum += std::log(ns);
  return sum / static_cast<double>(times_ns.size());
}

std::vector<Part> parts_of(const Side& base_side, const Side& new_side, const Matching& matching) {
  const auto all_positive = [](const Times& times) {
    return std::ranges::all_of(times.ns, [](double ns) { return ns > 0; });
  };
  std::vector<Part> parts;
  for (std::size_t pair = 0; pair < matching.pairs.size(); ++pair) {
    const Times& base_times = base_side.own[matching.pairs[pair].first];
    const Times& new_times = new_side.own[matching.pairs[pair].second];
    if (!all_positive(base_times) || !all_positive(new_times)) continue;
    const double base_mean = log_mean(base_times.ns);
    const double new_mean = log_mean(new_times.ns);
    Part part{pair, std::exp((base_mean + new_mean) / 2), {}, new_mean - base_mean};
    for (const double ns : base_times.ns) part.within.push_back(std::log(ns) - base_mean);
    for (const double ns : new_times.ns) part.within.push_back(std::log(ns) - new_mean);
    parts.push_back(std::move(part));
  }
  return parts;
}

/// What the modules of each process have in common, so that one module can be seen without it. The
/// change between the sides is taken apart from the differences within them: else a module that
/// changed would stand at one end in all processes of a side, and shift the median of that side.
class CommonFactors {
 public:
  /// Without the modules that are `left_out`, by pair.
  CommonFactors(const std::vector<Part>& parts, std::size_t processes,
                const std::vector<bool>& left_out)
      : within_(processes) {
    for (const Part& part : parts) {
      if (left_out[part.pair]) continue;
      weights_.emplace_back(part.pair, part.weight);
      between_.push_back({part.between, part.weight, part.pair});
      for (std::size_t i = 0; i < processes; ++i) {
        within_[i].push_back({part.within[i], part.weight, part.pair});
      }
    }
    std::ranges::sort(between_, {}, &Deviation::log);
    for (auto& list : within_) std::ranges::sort(list, {}, &Deviation::log);
  }

  /// Whether there is a rest of the model beside this module, and no other has half of it: then the
  /// median would be that module's alone.
  [[nodiscard]] bool has_rest(std::size_t without) const {
    double whole = 0;
    double largest = 0;
    for (const auto& [pair, weight] : weights_) {
      if (pair == without) continue;
      whole += weight;
      largest = std::max(largest, weight);
    }
    return 2 * largest < whole;
  }

  /// Of all modules but this one.
  [[nodiscard]] double factor(std::size_t process, bool is_new, std::size_t without) const {
    const double between = is_new ? median(between_, without) : 0.0;
    return std::exp(between + median(within_[process], without));
  }

 private:
  struct Deviation {
    double log;
    double weight;
    std::size_t pair;
  };

  /// Weighted; 0 of nothing.
  static double median(const std::vector<Deviation>& sorted, std::size_t without) {
    double whole = 0;
    for (const Deviation& deviation : sorted) {
      if (deviation.pair != without) whole += deviation.weight;
    }
    double below = 0;
    for (const Deviation& deviation : sorted) {
      if (deviation.pair == without) continue;
      below += deviation.weight;
      if (2 * below >= whole) return deviation.log;
    }
    return 0;
  }

  std::vector<std::pair<std::size_t, double>> weights_;
  std::vector<Deviation> between_;
  std::vector<std::vector<Deviation>> within_;  // by process, base side first
};

Times relative(const Times& times, const CommonFactors& factors, std::size_t first_process,
               std::size_t pair) {
  Times result = times;
  const bool is_new = first_process > 0;
  for (std::size_t i = 0; i < result.ns.size(); ++i) {
    result.ns[i] /= factors.factor(first_process + i, is_new, pair);
  }
  return result;
}

bool is_clear(const ModuleChange& change) {
  return change.verdict == Verdict::kSlower || change.verdict == Verdict::kFaster;
}

void judge(std::vector<ModuleChange>& changes) {
  std::vector<double> p_values;
  std::vector<std::pair<ModuleChange*, const TimeChange*>> tests;
  for (ModuleChange& change : changes) {
    if (change.verdict == Verdict::kNotTested) continue;
    change.verdict = Verdict::kUnclear;
    change.only_relative = false;
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
    change->verdict = direction_of(*test);
    change->only_relative = test == &change->relative;
  }
}

ModuleChange change_of(const Side& base_side, const Side& new_side, std::size_t from,
                       std::size_t to) {
  ModuleChange change;
  change.path = new_side.report->modules[to].path;
  change.base_path = base_side.report->modules[from].path;
  change.class_name = new_side.report->modules[to].class_name;
  change.own = time_change(base_side.own[from], new_side.own[to]);
  change.inclusive = time_change(base_side.inclusive[from], new_side.inclusive[to]);
  const double share = std::max(share_of(base_side, from), share_of(new_side, to));
  if (change.own.p_value && share >= kLeastShare) change.verdict = Verdict::kUnclear;
  return change;
}

void hold_against_rest(const Side& base_side, const Side& new_side, const Matching& matching,
                       const CommonFactors& factors, std::vector<ModuleChange>& changes) {
  for (std::size_t pair = 0; pair < matching.pairs.size(); ++pair) {
    const auto [from, to] = matching.pairs[pair];
    changes[pair].relative = {};
    if (changes[pair].verdict == Verdict::kNotTested || !factors.has_rest(pair)) continue;
    changes[pair].relative =
        time_change(relative(base_side.own[from], factors, 0, pair),
                    relative(new_side.own[to], factors, base_side.processes(), pair));
  }
}

}  // namespace

std::vector<ModuleChange> module_changes(const Side& base_side, const Side& new_side,
                                         const Matching& matching) {
  std::vector<ModuleChange> changes;
  changes.reserve(matching.pairs.size());
  for (const auto& [from, to] : matching.pairs) {
    changes.push_back(change_of(base_side, new_side, from, to));
  }
  const std::vector<Part> parts = parts_of(base_side, new_side, matching);
  const std::size_t processes = base_side.processes() + new_side.processes();
  std::vector<bool> left_out(changes.size(), false);
  // What changed clearly is no part of the rest, so it is found first.
  for (int pass = 0; pass < 2; ++pass) {
    hold_against_rest(base_side, new_side, matching, CommonFactors(parts, processes, left_out),
                      changes);
    judge(changes);
    for (std::size_t i = 0; i < changes.size(); ++i) left_out[i] = is_clear(changes[i]);
  }
  std::ranges::stable_sort(changes, std::ranges::greater(), [](const ModuleChange& change) {
    return std::abs(change.own.new_ns - change.own.base_ns);
  });
  return changes;
}

}  // namespace hookstat::comparing
