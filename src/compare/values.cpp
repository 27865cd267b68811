#include "compare/values.h"

#include <string>

namespace hookstat::comparing {
namespace {

std::string text(const std::vector<TensorSummary>& tensors) {
  std::string all;
  for (const TensorSummary& tensor : tensors) {
    all.append(all.empty() ? "" : ", ");
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      all.append(i == 0 ? "" : "x").append(std::to_string(tensor.shape[i]));
    }
    all.append(tensor.shape.empty() ? "" : " ").append(tensor.dtype);
  }
  return all.empty() ? "none" : all;
}

std::string text(std::int64_t value) { return std::to_string(value); }
std::string text(const std::string& value) { return value; }

class Changes {
 public:
  explicit Changes(std::string path) : path_(std::move(path)) {}

  template <class T>
  void look(const char* what, const T& base_value, const T& new_value,
            std::vector<ValueChange>& found) const {
    if (base_value == new_value) return;
    found.push_back({path_, what, text(base_value), text(new_value)});
  }

 private:
  std::string path_;
};

template <class Look>
std::vector<ValueChange> for_each_pair(const Report& base_report, const Report& new_report,
                                       const Matching& matching, const Look& look) {
  std::vector<ValueChange> found;
  for (const auto& [from, to] : matching.pairs) {
    const ModuleReport& module = new_report.modules[to];
    look(Changes(module.path), base_report.modules[from], module, found);
  }
  return found;
}

}  // namespace

std::vector<ValueChange> cost_changes(const Report& base_report, const Report& new_report,
                                      const Matching& matching) {
  const auto look = [](const Changes& changes, const ModuleReport& a, const ModuleReport& b,
                       std::vector<ValueChange>& found) {
    const CostSummary& cost_a = a.exclusive_cost;
    const CostSummary& cost_b = b.exclusive_cost;
    changes.look("calls", a.calls, b.calls, found);
    changes.look("parameters", a.parameters, b.parameters, found);
    changes.look("macs", cost_a.cost.macs, cost_b.cost.macs, found);
    changes.look("flops", cost_a.cost.flops, cost_b.cost.flops, found);
    changes.look("bytes read", cost_a.cost.bytes_read, cost_b.cost.bytes_read, found);
    changes.look("bytes written", cost_a.cost.bytes_written, cost_b.cost.bytes_written, found);
    changes.look("uncounted calls", cost_a.uncounted_calls, cost_b.uncounted_calls, found);
  };
  return for_each_pair(base_report, new_report, matching, look);
}

std::vector<ValueChange> shape_changes(const Report& base_report, const Report& new_report,
                                       const Matching& matching) {
  const auto look = [](const Changes& changes, const ModuleReport& a, const ModuleReport& b,
                       std::vector<ValueChange>& found) {
    changes.look("class", a.class_name, b.class_name, found);
    changes.look("inputs", a.inputs, b.inputs, found);
    changes.look("outputs", a.outputs, b.outputs, found);
  };
  return for_each_pair(base_report, new_report, matching, look);
}

}  // namespace hookstat::comparing
