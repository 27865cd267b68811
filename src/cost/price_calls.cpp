#include <algorithm>
#include <cstddef>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"
#include "cost/traffic.h"
#include "hookstat/cost_table.h"

namespace hookstat {
namespace {

struct Node {
  Price price;
  bool inside = false;  ///< a call around it answered: takes no part
  bool has_children = false;
  bool accounted = false;  ///< something within it is priced or listed as uncounted
  bool computes = false;   ///< something within it has FLOPs, or is listed as uncounted
  bool listed = false;     ///< uncounted, and to be named so
};

std::size_t index_of(std::int32_t parent) noexcept { return static_cast<std::size_t>(parent); }

bool is_closed(const OpCall& call) noexcept {
  const cost::OperatorRow* const row = cost::find_row(call.name);
  return row != nullptr && row->formula == nullptr;
}

// True where the call left data behind that was not there before, so that somebody did work.
bool wrote_data(const OpCall& call) {
  if (cost::is_in_place(call.name)) return true;
  const cost::Tensors read = cost::tensors_read(call);
  const cost::Tensors written = cost::tensors_written(call);
  return std::any_of(written.begin(), written.end(), [&](const TensorInfo* result) {
    return std::none_of(read.begin(), read.end(), [&](const TensorInfo* argument) {
      return cost::share_storage(*result, *argument);
    });
  });
}

// From the outside in: a call that has an answer closes what is inside it.
std::vector<Node> ask(const std::vector<OpCall>& calls, const CostTable& own) {
  std::vector<Node> nodes(calls.size());
  std::vector<bool> answered(calls.size(), false);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    Node& node = nodes[i];
    if (calls[i].parent >= 0) {
      nodes[index_of(calls[i].parent)].has_children = true;
      node.inside = answered[index_of(calls[i].parent)];
    }
    if (!node.inside) node.price = price_operator(calls[i], own);
    answered[i] = node.inside || node.price.state != PriceState::kUncounted || is_closed(calls[i]);
  }
  return nodes;
}

// From the inside out: a call without a formula is uncounted where nothing inside it accounts for
// its work, be it that it called nothing or that it called only for memory and views. One with a
// kernel of its own may have called others for copies and fills only, and then computed by itself.
void list_uncounted(const std::vector<OpCall>& calls, std::vector<Node>& nodes) {
  for (std::size_t i = calls.size(); i-- > 0;) {
    Node& node = nodes[i];
    if (node.inside || node.price.state == PriceState::kFree) continue;
    if (node.price.state == PriceState::kUncounted) {
      const bool explained = calls[i].composite ? node.accounted : node.computes;
      node.listed =
          !node.has_children || is_closed(calls[i]) || (!explained && wrote_data(calls[i]));
    }
    node.accounted |= node.listed || node.price.state == PriceState::kPriced;
    node.computes |= node.listed || node.price.cost.flops > 0;
    if (calls[i].parent < 0) continue;
    nodes[index_of(calls[i].parent)].accounted |= node.accounted;
    nodes[index_of(calls[i].parent)].computes |= node.computes;
  }
}

}  // namespace

std::vector<PricedCall> price_calls(const std::vector<OpCall>& calls) {
  return price_calls(calls, CostTable());
}

std::vector<PricedCall> price_calls(const std::vector<OpCall>& calls, const CostTable& own) {
  std::vector<Node> nodes = ask(calls, own);
  list_uncounted(calls, nodes);
  std::vector<PricedCall> priced;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Node& node = nodes[i];
    if (calls[i].parent >= 0) {
      const Node& parent = nodes[index_of(calls[i].parent)];
      node.inside = node.inside || parent.inside || parent.listed;
    }
    const bool takes_part = node.listed || node.price.state != PriceState::kUncounted;
    if (!node.inside && takes_part) priced.push_back({i, node.price});
  }
  return priced;
}

}  // namespace hookstat
