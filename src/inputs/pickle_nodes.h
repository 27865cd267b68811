// What lies on the stack of a pickle's machine.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <variant>
#include <vector>

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

/// Owns all nodes of one pickle, so that neither cycles nor depth matter when they are destroyed.
class Arena {
 public:
  template <class T>
  Node* make(T data) {
    nodes_.push_back(Node{std::move(data)});
    return &nodes_.back();
  }

 private:
  std::deque<Node> nodes_;
};

}  // namespace hookstat::pickles
