// From the events of the YAML parser to a tree.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sweep/yaml_tree.h"

namespace hookstat::sweep {

/// In the parser's own units, counted from 1.
[[nodiscard]] Mark mark_of(const YAML::Mark& mark);

/// What is told of a quote that goes on to the end of the file.
constexpr const char* kOpenQuote = "the quote has no end";

/// Ends the parse: there is no going on. The problem is told already.
struct Stop {};

/// Makes the tree of the events of one document. Tells of what parse_yaml says, but for what the
/// parser throws. Refers to the text. Not thread-safe.
class TreeBuilder : public YAML::EventHandler {
 public:
  /// `text` is what the parser reads.
  TreeBuilder(const std::string& text, Problems& problems);

  /// Null before the first document.
  [[nodiscard]] YamlPointer root() const { return root_; }
  /// The quote that goes on to the end of the file, and ended the parse.
  [[nodiscard]] std::optional<Mark> open_quote() const { return open_quote_; }
  /// The first quote whose text goes on where YAML has it end, by the lines' indentation. The
  /// parser lets it; where it finds no YAML behind it, the quote was meant to end earlier.
  [[nodiscard]] std::optional<Mark> runaway_quote() const { return runaway_quote_; }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::size_t indent = 0;                       // spaces; what stands in it has more
    YamlPointer key;                              // of a map: the key whose value comes next
    YamlPointer merged;                           // of a map: what stands behind <<
    std::unordered_map<std::string, Mark> names;  // of a map: its keys so far
  };

  [[noreturn]] void stop(Mark at, const std::string& why);
  [[noreturn]] void stop_at_levels(Mark at);
  void check_tag(const std::string& tag, Mark at);
  void check_quote(const YAML::Mark& mark);
  void count(std::size_t nodes, std::size_t text_bytes, Mark at);
  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style);
  void close();
  void finish(YamlNode node, YAML::anchor_t anchor);
  void attach(const YamlPointer& made);
  void add_entry(Open& map, const YamlPointer& value);
  void merge(Open& map);

  Problems& problems_;
  std::string_view source_;  // what the parser's positions are in
  std::optional<Mark> open_quote_;
  std::optional<Mark> runaway_quote_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, YamlPointer> anchors_;
  YamlPointer root_;
  std::int64_t nodes_ = 0;
  std::int64_t text_bytes_ = 0;
};

}  // namespace hookstat::sweep
