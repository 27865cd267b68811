// Formulas by rules in words.
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"
#include "cost/traffic.h"
#include "hookstat/cost_table.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr const char* kRules =
    R"(rules are "free", "copy", "elementwise: N", "reduction: N" and "like: OPERATOR")";

using Arguments = std::map<std::string, std::string>;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The number of "4" and of "4 FLOPs per output element".
std::int64_t flops_of(std::string_view text, std::string_view unit, const std::string& rule) {
  std::int64_t flops = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, flops);
  const std::string_view rest =
      trimmed(text.substr(static_cast<std::size_t>(parsed.ptr - text.data())));
  if (parsed.ec != std::errc{} || flops < 0 || !(rest.empty() || rest == unit)) {
    throw InputError("'" + rule + "' has no number of FLOPs",
                     R"(as in "elementwise: 4" or "elementwise: 4 FLOPs per output element")");
  }
  return flops;
}

const TensorInfo* first_of(const cost::Tensors& tensors) {
  return tensors.empty() ? nullptr : tensors.front();
}

CostFormula per_element_of(bool result, std::int64_t flops) {
  return [result, flops](const OpCall& call) {
    const TensorInfo* const tensor =
        first_of(result ? cost::tensors_written(call) : cost::tensors_read(call));
    if (tensor == nullptr) return kNoPrice;
    return arithmetic_price(call, flops * element_count(tensor->sizes));
  };
}

/// The call as one of another operator, whose arguments have other names.
OpCall renamed(const OpCall& call, const std::string& name, const Arguments& arguments) {
  OpCall other = call;
  other.name = name;
  for (const auto& [theirs, ours] : arguments) {
    for (std::string& argument : other.argument_names) {
      if (argument == ours) argument = theirs;
    }
  }
  return other;
}

CostFormula like(const std::string& name, Arguments arguments) {
  const cost::OperatorRow* const row = cost::find_row(name);
  if (row == nullptr || row->formula == nullptr) {
    throw InputError("hookstat has no formula for '" + name + "' that another could be like",
                     "docs/costs.md lists the operators");
  }
  return [name, arguments = std::move(arguments)](const OpCall& call) {
    return price_operator(renamed(call, name, arguments));
  };
}

CostFormula formula_of(const std::string& rule, const Arguments& arguments) {
  const std::string_view text = trimmed(rule);
  const std::size_t colon = text.find(':');
  const std::string_view kind = trimmed(text.substr(0, colon));
  const bool has_value = colon != std::string_view::npos;
  const std::string_view value = has_value ? trimmed(text.substr(colon + 1)) : "";
  if (kind == "like" && !value.empty()) return like(std::string(value), arguments);
  if (!arguments.empty()) throw InputError("only a rule \"like: OPERATOR\" takes arguments");
  if (kind == "elementwise" && has_value) {
    return per_element_of(true, flops_of(value, "FLOPs per output element", rule));
  }
  if (kind == "reduction" && has_value) {
    return per_element_of(false, flops_of(value, "FLOPs per input element", rule));
  }
  if (text == "free") return [](const OpCall&) { return kFreePrice; };
  if (text == "copy") {
    return [](const OpCall& call) { return Price{PriceState::kPriced, cost::traffic(call)}; };
  }
  throw InputError("'" + rule + "' is no rule", kRules);
}

}  // namespace

void CostTable::add_rule(const std::string& name, const std::string& rule,
                         const std::map<std::string, std::string>& arguments) {
  try {
    add(name, formula_of(rule, arguments));
  } catch (const InputError& error) {
    const std::string what = error.what();
    throw InputError(what.starts_with("'" + name + "'") ? what : name + ": " + what, error.hint());
  }
}

}  // namespace hookstat
