// Single values of a plan, by what is expected of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sweep/yaml_tree.h"

namespace hookstat::sweep {

/// The whole number, without sign, leading zeros or quotes, where it is between the two. Pure;
/// thread-safe.
[[nodiscard]] std::optional<std::int64_t> whole_number(const YamlNode& node, std::int64_t least,
                                                       std::int64_t most = INT64_MAX) noexcept;

/// The number, not in quotes, where it is finite and `least` or more. Pure; thread-safe.
[[nodiscard]] std::optional<double> number_of(const YamlNode& node, double least) noexcept;

/// `true` or `false`, as YAML 1.2 has them. Pure; thread-safe.
[[nodiscard]] std::optional<bool> truth_of(const YamlNode& node) noexcept;

/// What the node is, for a message: "'abc'", "a list". Pure; thread-safe.
[[nodiscard]] std::string description_of(const YamlNode& node);

/// Tells of "WHAT: expects EXPECTED, got ...".
void add_unexpected(Problems& problems, const YamlNode& node, std::string_view what,
                    std::string_view expected);

/// The items of a list, or the value as a list of one; null is a list of one too.
[[nodiscard]] std::vector<YamlPointer> items_of(const YamlPointer& node);

}  // namespace hookstat::sweep
