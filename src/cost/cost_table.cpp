#include "hookstat/cost_table.h"

#include <utility>

#include "cost/arguments.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

void require_qualified(const std::string& name) {
  const std::size_t colons = name.find("::");
  if (colons == std::string::npos || colons == 0 || colons + 2 == name.size()) {
    throw InputError("'" + name + "' is no operator's name", "names are like mylib::my_op");
  }
}

}  // namespace

void CostTable::add(const std::string& name, CostFormula formula) {
  require_qualified(name);
  formulas_.insert_or_assign(std::string(cost::without_in_place_mark(name)), std::move(formula));
}

const CostFormula* CostTable::find(std::string_view qualified) const {
  const auto found = formulas_.find(cost::without_in_place_mark(qualified));
  return found == formulas_.end() ? nullptr : &found->second;
}

std::vector<std::string> CostTable::names() const {
  std::vector<std::string> names;
  names.reserve(formulas_.size());
  for (const auto& [name, formula] : formulas_) names.push_back(name);
  return names;
}

}  // namespace hookstat
