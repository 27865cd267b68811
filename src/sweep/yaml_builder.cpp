#include "sweep/yaml_builder.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "export/units.h"
#include "sweep/yaml_quotes.h"

namespace hookstat::sweep {
namespace {

constexpr std::int64_t kMostNodes = 1'000'000;
constexpr std::int64_t kMostMegabytes = 100;
constexpr std::size_t kMostLevels = 100;

/// Behind `passed`, which begins at `mark`.
Mark mark_behind(const YAML::Mark& mark, std::string_view passed) {
  const std::size_t lines = static_cast<std::size_t>(std::ranges::count(passed, '\n'));
  const std::size_t last = lines == 0 ? passed.size() : passed.size() - passed.rfind('\n') - 1;
  const Mark at = mark_of(mark);
  const auto columns = static_cast<int>(last);
  return {at.line + static_cast<int>(lines), lines == 0 ? at.column + columns : columns + 1};
}

}  // namespace

Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

TreeBuilder::TreeBuilder(const std::string& text, Problems& problems)
    : problems_(problems), source_(counted_part(text)) {}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (root_ != nullptr) stop(mark_of(mark), "a second document begins here, and a plan is one");
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  YamlNode node;
  node.at = mark_of(mark);
  finish(std::move(node), anchor);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) stop(mark_of(mark), "an alias stands within what it stands for");
  if (open_.size() + found->second->levels > kMostLevels) stop_at_levels(mark_of(mark));
  count(found->second->nodes, found->second->text_bytes, mark_of(mark));
  attach(found->second);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  YamlNode node;
  node.kind = YamlNode::Kind::kText;
  node.at = mark_of(mark);
  node.text = value;
  node.quoted = tag == "!";  // as the parser says it of texts in quotes and of blocks
  node.text_bytes = value.size();
  if (!node.quoted) check_tag(tag, node.at);
  check_quote(mark);
  if (value.find('\0') != std::string::npos) problems_.add(node.at, "the text has a NUL in it");
  finish(std::move(node), anchor);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  open(YamlNode::Kind::kList, mark, tag, anchor, style);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  open(YamlNode::Kind::kMap, mark, tag, anchor, style);
}

void TreeBuilder::stop(Mark at, const std::string& why) {
  problems_.add(at, why);
  throw Stop{};
}

void TreeBuilder::stop_at_levels(Mark at) {
  stop(at, "is nested deeper than " + std::to_string(kMostLevels) + " levels");
}

void TreeBuilder::check_tag(const std::string& tag, Mark at) {
  if (!tag.empty() && tag != "?")
    problems_.add(at, "the tag " + in_quotes(tag) + " has no meaning here");
}

/// Where the file has a text in quotes at `mark`: whether these end, and where they should.
void TreeBuilder::check_quote(const YAML::Mark& mark) {
  const auto from = static_cast<std::size_t>(std::max(mark.pos, 0));
  const auto quoted = quoted_text_at(source_, from);
  if (!quoted) return;
  const auto place = [&] { return mark_behind(mark, source_.substr(from, quoted->begin - from)); };
  if (!quoted->end) {
    open_quote_ = place();
    stop(*open_quote_, kOpenQuote);
  }
  if (runaway_quote_ || open_.empty()) return;
  const std::string_view text = source_.substr(quoted->begin, *quoted->end - quoted->begin);
  if (has_line_indented_by(text, open_.back().indent)) runaway_quote_ = place();
}

void TreeBuilder::count(std::size_t nodes, std::size_t text_bytes, Mark at) {
  nodes_ += static_cast<std::int64_t>(nodes);
  text_bytes_ += static_cast<std::int64_t>(text_bytes);
  if (nodes_ > kMostNodes) {
    stop(at, "the file holds more than " + exporting::with_commas(kMostNodes) +
                 " values, aliases followed");
  }
  constexpr std::int64_t kMega = 1'000'000;
  if (text_bytes_ > kMostMegabytes * kMega) {
    stop(at, "the file holds texts of more than " + std::to_string(kMostMegabytes) +
                 " MB, aliases followed");
  }
}

void TreeBuilder::open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  Open opened;
  opened.node.kind = kind;
  opened.node.at = mark_of(mark);
  opened.anchor = anchor;
  opened.indent = open_.empty() ? 0 : open_.back().indent;
  // Behind an anchor or a tag the mark is theirs.
  const bool has_its_own_mark = anchor == YAML::NullAnchor && (tag.empty() || tag == "?");
  if (style == YAML::EmitterStyle::Block && has_its_own_mark) {
    opened.indent = static_cast<std::size_t>(std::max(mark.column, 0));
  }
  check_tag(tag, opened.node.at);
  if (open_.size() >= kMostLevels) stop_at_levels(opened.node.at);
  open_.push_back(std::move(opened));
}

void TreeBuilder::close() {
  Open closed = std::move(open_.back());
  open_.pop_back();
  if (closed.merged != nullptr) merge(closed);
  finish(std::move(closed.node), closed.anchor);
}

void TreeBuilder::finish(YamlNode node, YAML::anchor_t anchor) {
  count(1, node.kind == YamlNode::Kind::kText ? node.text_bytes : 0, node.at);
  const auto made = std::make_shared<const YamlNode>(std::move(node));
  if (anchor != YAML::NullAnchor) anchors_[anchor] = made;
  attach(made);
}

void TreeBuilder::attach(const YamlPointer& made) {
  if (open_.empty()) {
    root_ = made;
    return;
  }
  Open& parent = open_.back();
  parent.node.nodes += made->nodes;
  parent.node.text_bytes += made->text_bytes;
  parent.node.levels = std::max(parent.node.levels, made->levels + 1);
  if (parent.node.kind == YamlNode::Kind::kList) {
    parent.node.items.push_back(made);
  } else if (parent.key == nullptr) {
    parent.key = made;
  } else {
    add_entry(parent, made);
  }
}

void TreeBuilder::add_entry(Open& map, const YamlPointer& value) {
  const YamlPointer key = std::exchange(map.key, nullptr);
  if (key->kind != YamlNode::Kind::kText) {
    problems_.add(key->at, "a key is a text");
    return;
  }
  const auto [first, is_new] = map.names.emplace(key->text, key->at);
  if (is_new && key->text == "<<" && !key->quoted) {
    map.merged = value;
  } else if (is_new) {
    map.node.entries.push_back({key->text, key->at, value});
  } else {
    problems_.add(key->at, "the key " + in_quotes(key->text) + " is there twice, first in line " +
                               std::to_string(first->second.line));
  }
}

/// Adds the entries of the maps behind << whose keys are not there yet. They are counted with the
/// value behind <<, which is in the map's nodes and levels.
void TreeBuilder::merge(Open& map) {
  const bool is_list = map.merged->kind == YamlNode::Kind::kList;
  const std::vector<YamlPointer> maps =
      is_list ? map.merged->items : std::vector<YamlPointer>{map.merged};
  for (const YamlPointer& other : maps) {
    if (other->kind != YamlNode::Kind::kMap) {
      const Mark at = map.names.at("<<");
      problems_.add(at, "the merge key '<<' expects a map or a list of maps, such as *name");
      return;
    }
    for (const YamlEntry& entry : other->entries) {
      if (map.names.emplace(entry.key, entry.at).second) map.node.entries.push_back(entry);
    }
  }
}

}  // namespace hookstat::sweep
