// Formulas of one's own: for custom operators, or in the place of hookstat's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/cost.h"
#include "hookstat/op_call.h"

namespace hookstat {

/// Prices one call from its arguments and results alone: no state, any thread. Returns kNoPrice
/// where it cannot read them; the call then counts as one without a formula. What it throws passes
/// through whatever prices calls.
using CostFormula = std::function<Price(const OpCall& call)>;

/// A product of tensors: `macs` multiply-accumulates, 2 FLOPs each; every argument is read once and
/// every result written once, packed parameters included.
[[nodiscard]] HOOKSTAT_API Price product_price(const OpCall& call, std::int64_t macs);

/// Arithmetic that is no product: `flops` operations (none where all tensors are integers or
/// booleans), the same traffic.
[[nodiscard]] HOOKSTAT_API Price arithmetic_price(const OpCall& call, std::int64_t flops);

/// Operator names with their formulas. Reading one from several threads is safe while nobody adds.
class HOOKSTAT_API CostTable {
 public:
  /// For all overloads of an operator, "mylib::my_op", and for its in-place form, "mylib::my_op_".
  /// A later formula takes the place of an earlier one, and any takes the place of hookstat's own.
  /// Throws InputError where the name has no namespace. REQUIRES: `formula` is not empty.
  void add(const std::string& name, CostFormula formula);

  /// Likewise, by a rule in words:
  /// - "free": a view, or a question: 0 FLOPs, 0 bytes
  /// - "copy": 0 FLOPs; arguments are read, results written
  /// - "elementwise: N": N FLOPs per element of the first result, bytes as "copy" ("elementwise: 4
  ///   FLOPs per output element" is the same)
  /// - "reduction: N": N FLOPs per element of the first tensor among the arguments, likewise
  /// - "like: aten::linear": as hookstat prices that operator. `arguments` says which argument of
  ///   the new operator takes the place of one of the other's schema ({"weight": "w"}); the others
  ///   have equal names, or are missed.
  ///
  /// Throws InputError for any other text, and for `arguments` with another rule.
  void add_rule(const std::string& name, const std::string& rule,
                const std::map<std::string, std::string>& arguments = {});

  /// The formula for an operator's qualified name, or nullptr. Valid until one of that name is
  /// added, or the table is gone.
  [[nodiscard]] const CostFormula* find(std::string_view qualified) const;

  /// All names, sorted, without the underscore of in-place forms.
  [[nodiscard]] std::vector<std::string> names() const;
  /// Whether there is no formula.
  [[nodiscard]] bool empty() const noexcept { return formulas_.empty(); }

 private:
  std::map<std::string, CostFormula, std::less<>> formulas_;
};

/// Adds the rules of a JSON document to `table`: an object of operator names, each with a rule as
/// text or, for arguments of other names, as {"like": "aten::linear", "arguments": {"weight":
/// "w"}}. `where` is what errors call it (a file's name). Throws InputError, one line, for text
/// that is no JSON, a name that stands there twice, and what add_rule refuses; the table may then
/// have some of the rules.
HOOKSTAT_API void add_cost_rules(CostTable& table, const std::string& json,
                                 const std::string& where);

}  // namespace hookstat
