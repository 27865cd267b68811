// The axes that are lists of plain values; models and inputs are the other two.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/yaml_tree.h"

namespace hookstat::sweep {

/// In the order in which cases go through them, the last fastest.
enum class AxisName : std::uint8_t { kBatch, kResolution, kThreads, kDtype, kDevice, kMethod };
constexpr std::size_t kAxisCount = 6;

/// The values that a plan or a model gives an axis.
struct Axis {
  Mark at;                          ///< of the key
  std::vector<std::string> values;  ///< in one spelling each, none twice; empty where all are wrong
};

/// One for each axis. Indexed by AxisName.
template <class T>
using PerAxis = std::array<T, kAxisCount>;

/// What is to be known of an axis.
struct AxisRow {
  std::string_view name;
  std::string_view in_id;     ///< before the value in a case's id
  std::string_view expected;  ///< for messages: "a whole number of at least 1"
  /// The value in the one spelling that it has here, null where it is none.
  std::optional<std::string> (*read)(const YamlNode& node);
  bool in_inputs;  ///< its values go where inputs say {name}, and nowhere else
};

[[nodiscard]] const PerAxis<AxisRow>& axis_table() noexcept;

/// The index in axis_table(); null where there is no such axis.
[[nodiscard]] std::optional<std::size_t> find_axis(std::string_view name) noexcept;

/// The values behind the axis's key. Tells of those that are wrong or there twice, and of none.
[[nodiscard]] Axis read_axis(const AxisRow& row, Mark key, const YamlPointer& node,
                             Problems& problems);

}  // namespace hookstat::sweep
