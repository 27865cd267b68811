#include "sweep/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "export/units.h"

namespace hookstat::sweep {
namespace {

constexpr std::int64_t kMostNodes = 1'000'000;
constexpr std::size_t kMostLevels = 100;

Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// Ends the parse: there is no going on. The problem is told already.
struct Stop {};

/// Makes the tree of the parser's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(Problems& problems) : problems_(problems) {}

  [[nodiscard]] YamlPointer root() const { return root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_ != nullptr) stop(mark_of(mark), "a second document begins here, and a plan is one");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.at = mark_of(mark);
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) stop(mark_of(mark), "an alias stands within what it stands for");
    if (open_.size() + found->second->levels > kMostLevels) stop_at_levels(mark_of(mark));
    count(found->second->nodes, mark_of(mark));
    attach(found->second);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node;
    node.kind = YamlNode::Kind::kText;
    node.at = mark_of(mark);
    node.text = value;
    node.quoted = tag == "!";  // as the parser says it of texts in quotes and of blocks
    if (!node.quoted) check_tag(tag, node.at);
    if (value.find('\0') != std::string::npos) problems_.add(node.at, "the text has a NUL in it");
    finish(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(YamlNode::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    YamlPointer key;                              // of a map: the key whose value comes next
    std::unordered_map<std::string, Mark> names;  // of a map: its keys so far
  };

  [[noreturn]] void stop(Mark at, const std::string& why) {
    problems_.add(at, why);
    throw Stop{};
  }

  [[noreturn]] void stop_at_levels(Mark at) {
    stop(at, "is nested deeper than " + std::to_string(kMostLevels) + " levels");
  }

  void check_tag(const std::string& tag, Mark at) {
    if (!tag.empty() && tag != "?")
      problems_.add(at, "the tag " + in_quotes(tag) + " has no meaning here");
  }

  void count(std::size_t nodes, Mark at) {
    nodes_ += static_cast<std::int64_t>(nodes);
    if (nodes_ > kMostNodes) {
      stop(at, "the file holds more than " + exporting::with_commas(kMostNodes) +
                   " values, aliases followed");
    }
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    Open opened;
    opened.node.kind = kind;
    opened.node.at = mark_of(mark);
    opened.anchor = anchor;
    check_tag(tag, opened.node.at);
    if (open_.size() >= kMostLevels) stop_at_levels(opened.node.at);
    open_.push_back(std::move(opened));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    finish(std::move(closed.node), closed.anchor);
  }

  void finish(YamlNode node, YAML::anchor_t anchor) {
    count(1, node.at);
    const auto made = std::make_shared<const YamlNode>(std::move(node));
    if (anchor != YAML::NullAnchor) anchors_[anchor] = made;
    attach(made);
  }

  void attach(const YamlPointer& made) {
    if (open_.empty()) {
      root_ = made;
      return;
    }
    Open& parent = open_.back();
    parent.node.nodes += made->nodes;
    parent.node.levels = std::max(parent.node.levels, made->levels + 1);
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(made);
    } else if (parent.key == nullptr) {
      parent.key = made;
    } else {
      add_entry(parent, made);
    }
  }

  void add_entry(Open& map, const YamlPointer& value) {
    const YamlPointer key = std::exchange(map.key, nullptr);
    if (key->kind != YamlNode::Kind::kText) {
      problems_.add(key->at, "a key is a text");
      return;
    }
    const auto [first, is_new] = map.names.emplace(key->text, key->at);
    if (is_new) {
      map.node.entries.push_back({key->text, key->at, value});
    } else {
      problems_.add(key->at, "the key " + in_quotes(key->text) + " is there twice, first in line " +
                                 std::to_string(first->second.line));
    }
  }

  Problems& problems_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, YamlPointer> anchors_;
  YamlPointer root_;
  std::int64_t nodes_ = 0;
};

}  // namespace

YamlPointer parse_yaml(const std::string& text, Problems& problems) {
  TreeBuilder builder(problems);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.root();
  } catch (const YAML::Exception& error) {
    problems.add(mark_of(error.mark), "is not YAML: " + error.msg);
  } catch (const Stop&) {
    return nullptr;
  }
  return nullptr;
}

}  // namespace hookstat::sweep
