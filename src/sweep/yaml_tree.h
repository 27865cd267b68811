// A YAML file as a tree whose nodes know their lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sweep/problems.h"

namespace hookstat::sweep {

struct YamlNode;
/// Shared where the file says so by an alias; never null.
using YamlPointer = std::shared_ptr<const YamlNode>;

/// A key of a map, and what stands behind it.
struct YamlEntry {
  std::string key;
  Mark at;  ///< of the key
  YamlPointer value;
};

/// A value of the file.
struct YamlNode {
  enum class Kind : std::uint8_t { kNull, kText, kList, kMap };
  Kind kind = Kind::kNull;
  Mark at;
  std::string text;                ///< of kText, as written; no NUL in it
  bool quoted = false;             ///< kText that is a text even where it reads like a number
  std::vector<YamlPointer> items;  ///< of kList
  std::vector<YamlEntry> entries;  ///< of kMap; no key twice
  std::size_t nodes = 1;           ///< in this tree, shared ones as often as they are in it
  std::size_t text_bytes = 0;      ///< of the texts and keys in this tree, counted likewise
  std::size_t levels = 1;
};

/// The one document in `text`; null where there is none that can be gone on with. The entries of
/// maps behind the merge key `<<` follow a map's own, with the marks that they have there. Tells
/// `problems` of what is no YAML, quotes without an end, keys that are there twice or are no texts,
/// tags, NULs, a second document; and of more than 1,000,000 values, 100 MB of texts or 100 levels,
/// aliases followed, so that whatever walks the tree comes to an end soon. Thread-safe.
[[nodiscard]] YamlPointer parse_yaml(const std::string& text, Problems& problems);

}  // namespace hookstat::sweep
