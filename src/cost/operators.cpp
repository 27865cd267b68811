#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"
#include "cost/traffic.h"
#include "hookstat/cost_table.h"

namespace hookstat {
namespace cost {
namespace {

constexpr std::array kClosed{
    OperatorRow{"sort"},   OperatorRow{"topk"},    OperatorRow{"kthvalue"},
    OperatorRow{"median"}, OperatorRow{"nonzero"}, OperatorRow{"torchvision::nms"},
};

// The shape of a sparse tensor does not say how many values it holds; that of a nested one is in
// its parts.
bool is_readable(const TensorInfo& tensor) noexcept {
  const bool whole = tensor.layout == Layout::kStrided || tensor.layout == Layout::kMkldnn ||
                     (tensor.layout == Layout::kNested && !tensor.parts.empty());
  return tensor.dtype != Dtype::kUnknown && whole;
}

bool is_opaque(const OpValue& value) noexcept { return std::holds_alternative<OpaqueValue>(value); }

// Packed weights and the like may stand for work on data that nobody sees.
bool any_opaque(const OpCall& call) noexcept {
  return std::any_of(call.inputs.begin(), call.inputs.end(), is_opaque) ||
         std::any_of(call.outputs.begin(), call.outputs.end(), is_opaque);
}

}  // namespace

std::span<const OperatorRow> closed_rows() noexcept { return kClosed; }

const OperatorRow* find_row(std::string_view qualified) noexcept {
  static const std::unordered_map<std::string_view, const OperatorRow*> by_name = [] {
    std::unordered_map<std::string_view, const OperatorRow*> rows;
    for (const Family family : kFamilies) {
      for (const OperatorRow& row : family()) rows.emplace(row.name, &row);
    }
    return rows;
  }();
  const auto found = by_name.find(base_name(qualified));
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace cost

Price price_operator(const OpCall& call, const CostTable& own) {
  const CostFormula* const formula = own.empty() ? nullptr : own.find(call.name);
  return formula == nullptr ? price_operator(call) : (*formula)(call);
}

Price price_operator(const OpCall& call) {
  cost::Tensors tensors = cost::tensors_read(call);
  const cost::Tensors written = cost::tensors_written(call);
  tensors.insert(tensors.end(), written.begin(), written.end());
  if (tensors.empty() && !cost::any_opaque(call)) return kFreePrice;

  const cost::OperatorRow* const row = cost::find_row(call.name);
  const bool readable = std::all_of(tensors.begin(), tensors.end(), [](const TensorInfo* tensor) {
    return cost::is_readable(*tensor);
  });
  if (row == nullptr || row->formula == nullptr || !readable) return kNoPrice;
  return row->formula(call, row->parameter);
}

}  // namespace hookstat
