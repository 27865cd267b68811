// What options have in common: how often they may be given, and which values they take.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace hookstat::cli {

/// An option that takes one value each time it is given.
template <class T>
CLI::Option* repeated(CLI::App& app, const std::string& name, T& value, const std::string& text) {
  return app.add_option(name, value, text)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

/// A number of at least `least`; the default type names and messages of CLI11 are for programmers.
template <class T>
[[nodiscard]] CLI::Validator at_least(T least) {
  const auto check = [least](const std::string& text) -> std::string {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return "'" + text + "' is too large";
    if (error == std::errc{} && end == text.data() + text.size() && value >= least) return {};
    const std::string kind = std::is_integral_v<T> ? "a whole number" : "a number";
    std::ostringstream why;
    why << "'" << text << "' is not " << kind << " of at least " << least;
    return why.str();
  };
  return CLI::Validator(check, "");
}

/// One of `names`.
[[nodiscard]] inline CLI::Validator one_of(const std::vector<std::string>& names) {
  const auto check = [names](const std::string& text) -> std::string {
    if (std::ranges::find(names, text) != names.end()) return {};
    return "'" + text + "' is none of " + CLI::detail::join(names, ", ");
  };
  return CLI::Validator(check, "");
}

/// The name of one of `formats` that this build can write.
template <class Formats>
[[nodiscard]] CLI::Validator format_of(const Formats& formats) {
  const auto check = [formats](const std::string& text) -> std::string {
    std::vector<std::string> names;
    for (const auto& format : formats) {
      if (format.name == text) return std::string(format.missing);
      names.emplace_back(format.name);
    }
    return "'" + text + "' is none of " + CLI::detail::join(names, ", ");
  };
  return CLI::Validator(check, "");
}

}  // namespace hookstat::cli
