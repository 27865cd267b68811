// What fuzzers call: any text is a plan with cases, or there are problems, each one line, by line.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "sweep/plan.h"

namespace {

using hookstat::sweep::Case;
using hookstat::sweep::Plan;
using hookstat::sweep::Problem;

[[noreturn]] void fail(const char* what) {
  std::cerr << "plan_fuzz: " << what << "\n";
  std::abort();
}

void check(const Plan& plan) {
  if (plan.cases.empty()) fail("a plan without cases");
  std::set<std::string> ids;
  for (const Case& made : plan.cases) {
    if (!ids.insert(made.id).second) fail("two cases of one name");
    if (made.id.find('/') != std::string::npos) fail("a name that is none of a file");
  }
}

void check(const std::vector<Problem>& problems) {
  if (problems.empty()) fail("neither a plan nor a problem");
  if (!std::ranges::is_sorted(problems, {}, &Problem::line)) fail("problems in no order");
  for (const Problem& problem : problems) {
    if (problem.message.find('\n') != std::string::npos) fail("more than one line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  // The files that the corpus names are its own.
  std::visit([](const auto& reading) { check(reading); },
             hookstat::sweep::read_plan_text(text, HOOKSTAT_PLANS_DIR));
  return 0;
}
