// What is wrong with a plan, as it is found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sweep/plan.h"

namespace hookstat::sweep {

/// A place in the file, line and column from 1; 0 stands for the whole.
struct Mark {
  int line = 0;
  int column = 0;
  auto operator<=>(const Mark&) const = default;
};

/// Keeps problems in the order of the file. The same one at the same place counts once: what a plan
/// shares among its models is looked at for each of them. Not thread-safe.
class Problems {
 public:
  /// `message` is one line, without a full stop.
  void add(Mark at, const std::string& message) {
    found_.emplace(at, message);
    cases_are_known_ = false;
  }

  /// Likewise, for what leaves it clear which cases there are: a file that is not there.
  void add_aside(Mark at, const std::string& message) { found_.emplace(at, message); }

  [[nodiscard]] bool empty() const noexcept { return found_.empty(); }
  /// Nothing was left out, so that what follows from all cases together is so.
  [[nodiscard]] bool cases_are_known() const noexcept { return cases_are_known_; }
  [[nodiscard]] std::vector<Problem> sorted() const;

 private:
  std::set<std::tuple<Mark, std::string>> found_;
  bool cases_are_known_ = true;
};

/// 'TEXT', cut where it is long, fit for one line whatever bytes it has. Pure; thread-safe.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// "small", or "small and 6 more models" of 7. `noun` has a plural in -s. Pure; thread-safe.
[[nodiscard]] std::string first_of(const std::string& first, std::size_t count,
                                   std::string_view noun);

/// "a, b and c", with `last` before the last. Pure; thread-safe.
[[nodiscard]] std::string listed(const std::vector<std::string_view>& names,
                                 std::string_view last = "and");

}  // namespace hookstat::sweep
