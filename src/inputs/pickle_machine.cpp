#include "inputs/pickle_machine.h"

#include <bit>
#include <cstring>

#include "hookstat/error.h"
#include "inputs/pickle_objects.h"

namespace hookstat::pickles {
namespace {

[[noreturn]] void damaged() { throw InputError("is a damaged pickle"); }

[[noreturn]] void refuse(unsigned char opcode) {
  constexpr std::string_view kSets = "\x8f\x90\x91";
  constexpr std::string_view kBytes = "BC\x8e\x96";
  constexpr std::string_view kText = "ILSTUVFpgPio";  // of protocols 0 and 1
  const char letter = static_cast<char>(opcode);
  if (kSets.find(letter) != std::string_view::npos) throw InputError("holds a Python set");
  if (kBytes.find(letter) != std::string_view::npos) throw InputError("holds Python bytes");
  if (kText.find(letter) != std::string_view::npos) {
    throw InputError("is a pickle of protocol 0 or 1", "save it with protocol 2 or newer");
  }
  damaged();
}

}  // namespace

Node* Machine::run() {
  constexpr unsigned char kStop = '.';
  while (true) {
    const auto opcode = static_cast<unsigned char>(take(1).front());
    if (opcode == kStop) return pop();
    if (!run_constant(opcode) && !run_text(opcode) && !run_container(opcode) && !run_memo(opcode) &&
        !run_object(opcode)) {
      refuse(opcode);
    }
  }
}

bool Machine::run_constant(unsigned char opcode) {
  switch (opcode) {
    case 0x80:  // PROTO
      if (take_number(1) > 5) throw InputError("is a pickle of a protocol newer than 5");
      return true;
    case 0x95:  // FRAME
      take(8);
      return true;
    case 'N':
      push(arena_.make(std::monostate{}));
      return true;
    case 0x88:  // NEWTRUE
    case 0x89:  // NEWFALSE
      push(arena_.make(opcode == 0x88));
      return true;
    case 'K':  // BININT1
    case 'M':  // BININT2
      push(arena_.make(static_cast<std::int64_t>(take_number(opcode == 'K' ? 1 : 2))));
      return true;
    case 'J':  // BININT
      push_integer(take(4));
      return true;
    case 0x8a:  // LONG1
      push_integer(take(take_number(1)));
      return true;
    case 'G': {  // BINFLOAT, the highest byte first
      std::uint64_t bits = 0;
      for (const char byte : take(8)) bits = (bits << 8U) | static_cast<unsigned char>(byte);
      push(arena_.make(std::bit_cast<double>(bits)));
      return true;
    }
    default:
      return false;
  }
}

bool Machine::run_text(unsigned char opcode) {
  std::size_t length_size = 0;
  if (opcode == 'X') length_size = 4;   // BINUNICODE
  if (opcode == 0x8c) length_size = 1;  // SHORT_BINUNICODE
  if (opcode == 0x8d) length_size = 8;  // BINUNICODE8
  if (length_size == 0) return false;
  push(arena_.make(std::string(take(take_number(length_size)))));
  return true;
}

bool Machine::run_container(unsigned char opcode) {
  using Kind = Container::Kind;
  switch (opcode) {
    case ']':
      push_container(Kind::kList, {});
      return true;
    case '}':
      push_container(Kind::kDict, {});
      return true;
    case ')':
      push_container(Kind::kTuple, {});
      return true;
    case 'l':
      push_container(Kind::kList, pop_to_mark());
      return true;
    case 't':
      push_container(Kind::kTuple, pop_to_mark());
      return true;
    case 0x85:  // TUPLE1
    case 0x86:
    case 0x87: {
      std::vector<Node*> items(static_cast<std::size_t>(opcode - 0x84));
      for (std::size_t i = items.size(); i-- > 0;) items[i] = pop();
      push_container(Kind::kTuple, std::move(items));
      return true;
    }
    case 'a': {  // APPEND
      Node* item = pop();
      add_to_container(false, {item});
      return true;
    }
    case 'e':  // APPENDS
    case 'u':  // SETITEMS
      add_to_container(opcode == 'u', pop_to_mark());
      return true;
    case 's': {  // SETITEM
      Node* value = pop();
      Node* key = pop();
      add_to_container(true, {key, value});
      return true;
    }
    default:
      return false;
  }
}

bool Machine::run_memo(unsigned char opcode) {
  switch (opcode) {
    case '(':
      marks_.push_back(stack_.size());
      return true;
    case '0':
      pop();
      return true;
    case '1':
      pop_to_mark();
      return true;
    case 'q':     // BINPUT
    case 'r':     // LONG_BINPUT
    case 0x94: {  // MEMOIZE
      const std::size_t at = opcode == 0x94 ? memo_.size() : take_number(opcode == 'q' ? 1 : 4);
      Node* node = pop();
      memo_[at] = node;
      push(node);
      return true;
    }
    case 'h':    // BINGET
    case 'j': {  // LONG_BINGET
      const auto found = memo_.find(take_number(opcode == 'h' ? 1 : 4));
      if (found == memo_.end()) damaged();
      push(found->second);
      return true;
    }
    default:
      return false;
  }
}

bool Machine::run_object(unsigned char opcode) {
  switch (opcode) {
    case 'c': {  // GLOBAL
      std::string name(take_line());
      push_global(name.append(".").append(take_line()));
      return true;
    }
    case 0x93: {  // STACK_GLOBAL
      const auto* const name = std::get_if<std::string>(&pop()->data);
      const auto* const module = std::get_if<std::string>(&pop()->data);
      if (name == nullptr || module == nullptr) damaged();
      push_global(std::string(*module).append(".").append(*name));
      return true;
    }
    case 'R':     // REDUCE
    case 0x81: {  // NEWOBJ
      Node* arguments = pop();
      Node* callable = pop();
      push(call(*callable, *arguments, arena_));
      return true;
    }
    case 'b':  // BUILD: attributes, which OrderedDict may have and inputs do not need
      pop();
      top_container(true);
      return true;
    case 'Q': {  // BINPERSID
      Node* id = pop();
      push(load_storage(*id, storages_, arena_));
      return true;
    }
    default:
      return false;
  }
}

std::string_view Machine::take(std::size_t count) {
  if (count > rest_.size()) throw InputError("is a truncated pickle");
  const std::string_view bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return bytes;
}

std::size_t Machine::take_number(std::size_t size) {
  const std::string_view bytes = take(size);
  std::size_t number = 0;
  for (std::size_t i = size; i-- > 0;) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

std::string_view Machine::take_line() {
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) damaged();
  return take(end + 1).substr(0, end);
}

void Machine::push(Node* node) {
  if (static_cast<std::int64_t>(stack_.size()) > kMostValues) {
    throw InputError("holds too many values");
  }
  stack_.push_back(node);
}

Node* Machine::pop() {
  if (stack_.empty() || (!marks_.empty() && marks_.back() == stack_.size())) damaged();
  Node* node = stack_.back();
  stack_.pop_back();
  return node;
}

std::vector<Node*> Machine::pop_to_mark() {
  if (marks_.empty()) damaged();
  const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  std::vector<Node*> items(begin, stack_.end());
  stack_.erase(begin, stack_.end());
  marks_.pop_back();
  return items;
}

void Machine::push_integer(std::string_view bytes) {
  if (bytes.size() > sizeof(std::int64_t)) throw InputError("holds a number beyond 64 bits");
  const bool negative = !bytes.empty() && static_cast<signed char>(bytes.back()) < 0;
  std::uint64_t number = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  push(arena_.make(static_cast<std::int64_t>(number)));
}

void Machine::push_global(const std::string& name) {
  require_known(name);
  push(arena_.make(Global{name}));
}

void Machine::push_container(Container::Kind kind, std::vector<Node*> items) {
  push(arena_.make(Container{kind, std::move(items)}));
}

Container& Machine::top_container(bool is_dict) {
  Node* top = pop();
  push(top);
  auto* const container = std::get_if<Container>(&top->data);
  const auto kind = is_dict ? Container::Kind::kDict : Container::Kind::kList;
  if (container == nullptr || container->kind != kind) damaged();
  return *container;
}

void Machine::add_to_container(bool is_dict, const std::vector<Node*>& items) {
  if (is_dict && items.size() % 2 != 0) damaged();
  std::vector<Node*>& into = top_container(is_dict).items;
  into.insert(into.end(), items.begin(), items.end());
}

}  // namespace hookstat::pickles
