// Which modules a hook is for.
#include <string_view>
#include <utility>

#include "hookstat/forward_hooks.h"

namespace hookstat {
namespace {

/// Whether `path` fits a pattern of `*`, `**` and `?` (hookstat/forward_hooks.h).
bool fits(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return path.empty();
  if (pattern.front() == '*') {
    const bool across = pattern.starts_with("**");
    const std::string_view rest = pattern.substr(across ? 2 : 1);
    for (std::size_t taken = 0;; ++taken) {
      if (fits(rest, path.substr(taken))) return true;
      if (taken == path.size() || (!across && path[taken] == '.')) return false;
    }
  }
  if (path.empty()) return false;
  if (pattern.front() == '?' ? path.front() == '.' : pattern.front() != path.front()) return false;
  return fits(pattern.substr(1), path.substr(1));
}

/// Whether tracing or overloading made `name` of `method`: "forward1", "forward__0".
bool is_made_of(std::string_view name, std::string_view method) {
  if (!name.starts_with(method)) return false;
  std::string_view rest = name.substr(method.size());
  if (rest.starts_with("__")) rest.remove_prefix(2);
  return rest.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Modules::Modules(Kind kind, std::string text, std::string description)
    : kind_(kind), text_(std::move(text)), description_(std::move(description)) {}

Modules Modules::at(std::string path) {
  std::string description = "at '" + path + "'";
  return {Kind::kPath, std::move(path), std::move(description)};
}

Modules Modules::of_class(std::string name) {
  std::string description = "of the class '" + name + "'";
  return {Kind::kClass, std::move(name), std::move(description)};
}

Modules Modules::matching(std::string pattern) {
  std::string description = "matching '" + pattern + "'";
  return {Kind::kPattern, std::move(pattern), std::move(description)};
}

Modules Modules::all() { return {Kind::kAll, {}, "at all"}; }

Modules Modules::method(std::string name) const {
  Modules same = *this;
  same.method_ = std::move(name);
  return same;
}

bool Modules::contains(const ModuleInfo& module) const {
  switch (kind_) {
    case Kind::kPath:
      return module.path == text_;
    case Kind::kClass:
      return module.class_name == text_ || module.qualified_class == text_;
    case Kind::kPattern:
      return fits(text_, module.path);
    case Kind::kAll:
      return true;
  }
  return false;
}

bool Modules::means(const std::string& method) const {
  return method == method_ || (method_ == "forward" && is_made_of(method, method_));
}

}  // namespace hookstat
