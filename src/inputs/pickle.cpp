#include "inputs/pickle.h"

#include <string>

#include "hookstat/error.h"
#include "inputs/pickle_machine.h"
#include "inputs/pickle_nodes.h"

namespace hookstat {
namespace {

using pickles::Container;
using pickles::Node;

/// Turns nodes into values. Where a node is used several times, its values are, too; so depth and
/// number are bounded here, and a node that holds itself is too deep.
class Converter {
 public:
  Value convert(const Node& node, int depth) {
    if (++count_ > kMostValues) throw InputError("holds too many values");
    if (depth > kDeepestNesting) {
      throw InputError("is nested deeper than " + std::to_string(kDeepestNesting) + " levels");
    }
    const auto& data = node.data;
    if (std::holds_alternative<std::monostate>(data)) return {};
    if (const auto* truth = std::get_if<bool>(&data)) return {*truth};
    if (const auto* whole = std::get_if<std::int64_t>(&data)) return {*whole};
    if (const auto* number = std::get_if<double>(&data)) return {*number};
    if (const auto* text = std::get_if<std::string>(&data)) return copy(*text);
    if (const auto* tensor = std::get_if<std::shared_ptr<const StoredTensor>>(&data)) {
      return {*tensor};
    }
    if (const auto* container = std::get_if<Container>(&data)) return convert(*container, depth);
    const auto* const global = std::get_if<pickles::Global>(&data);
    throw InputError("holds a Python object: " +
                     (global != nullptr ? global->name : std::string("a storage")));
  }

 private:
  Value copy(const std::string& text) {
    text_.take(text);
    return {text};
  }

  Value convert(const Container& container, int depth) {
    if (container.kind == Container::Kind::kDict) {
      ValueDict dict;
      for (std::size_t i = 0; i + 1 < container.items.size(); i += 2) {
        Value key = convert(*container.items[i], depth + 1);
        dict.items.emplace_back(std::move(key), convert(*container.items[i + 1], depth + 1));
      }
      return make_value(std::move(dict));
    }
    ValueList list;
    list.is_tuple = container.kind == Container::Kind::kTuple;
    list.items.reserve(container.items.size());
    for (Node* item : container.items) list.items.push_back(convert(*item, depth + 1));
    return make_value(std::move(list));
  }

  std::int64_t count_ = 0;
  pickles::TextBudget text_;
};

}  // namespace

Value parse_pickle(std::string_view bytes, const StorageReader& storages) {
  pickles::Arena arena;
  pickles::Machine machine(bytes, storages, arena);
  return Converter().convert(*machine.run(), 0);
}

}  // namespace hookstat
