// What lies on the stack of a pickle's machine.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "hookstat/error.h"
#include "inputs/value.h"

namespace hookstat::pickles {

struct Node;

/// A list or tuple; a dict has keys and values by turns.
struct Container {
  enum class Kind : std::uint8_t { kList, kTuple, kDict };
  Kind kind = Kind::kList;
  std::vector<Node*> items;
};

/// A class or function, by its name: "torch._utils._rebuild_tensor_v2".
struct Global {
  std::string name;
};

/// A tensor's bytes, and of which type the storage's class says they are: kUnknown for none.
struct StorageNode {
  std::shared_ptr<const std::string> bytes;
  Dtype dtype = Dtype::kUnknown;
};

struct Node {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Container, Global,
               StorageNode, std::shared_ptr<const StoredTensor>>
      data;
};

/// Counts what texts take. Not thread-safe.
class TextBudget {
 public:
  /// Throws InputError where the texts so far take more than kMostTextBytes.
  void take(std::string_view text) {
    left_ -= static_cast<std::int64_t>(text.size());
    if (left_ < 0) throw InputError("holds too much text");
  }

 private:
  std::int64_t left_ = kMostTextBytes;
};

/// Owns all nodes of one pickle, so that neither cycles nor depth matter when they are destroyed.
/// Not thread-safe.
class Arena {
 public:
  /// At most `most_nodes` nodes.
  explicit Arena(std::int64_t most_nodes = kMostValues) : nodes_left_(most_nodes) {}

  /// Throws InputError where nodes are too many, or their texts too long.
  template <class T>
  Node* make(T data) {
    if (--nodes_left_ < 0) throw InputError("holds too many values");
    if constexpr (std::is_same_v<T, std::string>) text_.take(data);
    if constexpr (std::is_same_v<T, Global>) text_.take(data.name);
    nodes_.push_back(Node{std::move(data)});
    return &nodes_.back();
  }

 private:
  std::deque<Node> nodes_;
  std::int64_t nodes_left_;
  TextBudget text_;
};

}  // namespace hookstat::pickles
