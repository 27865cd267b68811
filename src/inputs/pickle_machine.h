// The stack machine that a pickle is a program for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inputs/pickle.h"
#include "inputs/pickle_nodes.h"

namespace hookstat::pickles {

/// Runs one pickle. All it can do is to build nodes and to read storages.
class Machine {
 public:
  Machine(std::string_view bytes, const StorageReader& storages, Arena& arena)
      : rest_(bytes), storages_(storages), arena_(arena) {}

  /// The value that the pickle leaves. Throws InputError; see parse_pickle.
  Node* run();

 private:
  /// Each reads or runs one group of opcodes; false: the opcode is none of them.
  bool run_constant(unsigned char opcode);
  bool run_text(unsigned char opcode);
  bool run_container(unsigned char opcode);
  bool run_memo(unsigned char opcode);
  bool run_object(unsigned char opcode);

  std::string_view take(std::size_t count);
  std::size_t take_number(std::size_t size);  ///< little-endian, unsigned
  std::string_view take_line();

  void push(Node* node);
  Node* pop();
  std::vector<Node*> pop_to_mark();
  Container& top_container(bool is_dict);
  void push_integer(std::string_view bytes);  ///< little-endian, two's complement
  void push_global(const std::string& name);
  void push_container(Container::Kind kind, std::vector<Node*> items);
  void add_to_container(bool is_dict, const std::vector<Node*>& items);

  std::string_view rest_;
  const StorageReader& storages_;
  Arena& arena_;
  std::vector<Node*> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::size_t, Node*> memo_;
};

}  // namespace hookstat::pickles
