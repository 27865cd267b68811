#include "inputs/pickle_objects.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "hookstat/error.h"

namespace hookstat::pickles {
namespace {

constexpr const char* kDamaged = "is a damaged pickle";
constexpr const char* kHint =
    "save tensors, numbers, strings, None, and lists, tuples and dicts of them only";

template <class T>
const T& require(const Node& node) {
  const T* const content = std::get_if<T>(&node.data);
  if (content == nullptr) throw InputError(kDamaged);
  return *content;
}

const Container& require_tuple(const Node& node, std::size_t least) {
  const auto& tuple = require<Container>(node);
  if (tuple.kind != Container::Kind::kTuple || tuple.items.size() < least) {
    throw InputError(kDamaged);
  }
  return tuple;
}

Shape shape_of(const Node& node) {
  Shape shape;
  for (Node* item : require_tuple(node, 0).items) {
    shape.push_back(require<std::int64_t>(*item));
  }
  return shape;
}

/// torch.FloatStorage, as old as torch; newer types have no class of their own.
Dtype dtype_of_storage(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Dtype>, 13> kClasses{{
      {"torch.HalfStorage", Dtype::kFloat16},
      {"torch.BFloat16Storage", Dtype::kBFloat16},
      {"torch.FloatStorage", Dtype::kFloat32},
      {"torch.DoubleStorage", Dtype::kFloat64},
      {"torch.CharStorage", Dtype::kInt8},
      {"torch.ShortStorage", Dtype::kInt16},
      {"torch.IntStorage", Dtype::kInt32},
      {"torch.LongStorage", Dtype::kInt64},
      {"torch.ByteStorage", Dtype::kUInt8},
      {"torch.BoolStorage", Dtype::kBool},
      {"torch.ComplexFloatStorage", Dtype::kComplex64},
      {"torch.ComplexDoubleStorage", Dtype::kComplex128},
      {"torch.storage.UntypedStorage", Dtype::kUnknown},
  }};
  const auto* const row = std::ranges::find(kClasses, name, [](const auto& r) { return r.first; });
  if (row == kClasses.end()) {
    throw InputError("holds a tensor of the type " + std::string(name) + ", which is not read");
  }
  return row->second;
}

/// torch.uint16, as an argument.
Dtype dtype_named(const Node& node) {
  constexpr std::string_view kModule = "torch.";
  const std::string& name = require<Global>(node).name;
  if (!name.starts_with(kModule)) throw InputError(kDamaged);
  const std::optional<Dtype> dtype = dtype_from_name(name.substr(kModule.size()));
  if (!dtype || item_size(*dtype) == 0) {
    throw InputError("holds a tensor of the type " + name + ", which is not read");
  }
  return *dtype;
}

/// The last argument of _rebuild_tensor_v2 and _v3, where it is there: bits of a lazy tensor.
void refuse_lazy_bits(const Container& arguments, std::size_t at) {
  if (arguments.items.size() <= at) return;
  const auto* const bits = std::get_if<Container>(&arguments.items[at]->data);
  if (bits == nullptr || bits->items.empty()) return;
  throw InputError("holds a tensor that is lazily conjugated or negated",
                   "save tensor.resolve_conj().resolve_neg()");
}

/// (storage, offset, sizes, strides, requires_grad, hooks[, dtype][, bits])
Node* make_tensor(const Container& arguments, bool with_dtype, Arena& arena) {
  constexpr std::size_t kDtypeAt = 6;
  const auto& storage = require<StorageNode>(*arguments.items[0]);
  StoredTensor tensor;
  tensor.storage = storage.bytes;
  tensor.dtype = with_dtype ? dtype_named(*arguments.items[kDtypeAt]) : storage.dtype;
  if (item_size(tensor.dtype) == 0) throw InputError(kDamaged);
  tensor.offset = require<std::int64_t>(*arguments.items[1]);
  tensor.sizes = shape_of(*arguments.items[2]);
  tensor.strides = shape_of(*arguments.items[3]);
  refuse_lazy_bits(arguments, with_dtype ? kDtypeAt + 1 : kDtypeAt);
  return arena.make(std::make_shared<const StoredTensor>(checked(std::move(tensor))));
}

[[noreturn]] void refuse(const std::string& name) {
  if (name == "torch._utils._rebuild_qtensor") throw InputError("holds a quantized tensor");
  if (name == "torch.serialization._get_layout" || name.starts_with("torch._utils._rebuild_")) {
    throw InputError("holds a tensor that is not dense and strided");
  }
  if (name == "_codecs.encode") throw InputError("holds Python bytes", kHint);
  if (name.ends_with(".set")) throw InputError("holds a Python set", kHint);
  const bool numpy = name.starts_with("numpy");
  throw InputError(
      "holds a Python object: " + name,
      numpy ? "save torch.from_numpy(array) for arrays, and value.item() for numbers" : kHint);
}

bool is_known(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames{
      "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3",
      "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state",
      "torch.storage.UntypedStorage",    "collections.OrderedDict",
  };
  if (std::ranges::find(kNames, name) != kNames.end()) return true;
  // Storage classes, dtypes, torch.Size.
  constexpr std::string_view kTorch = "torch.";
  return name.starts_with(kTorch) && name.find('.', kTorch.size()) == std::string_view::npos;
}

}  // namespace

void require_known(const std::string& name) {
  if (!is_known(name)) refuse(name);
}

Node* call(const Node& callable, const Node& arguments, Arena& arena) {
  const std::string& name = require<Global>(callable).name;
  if (name == "torch._utils._rebuild_tensor_v2") {
    return make_tensor(require_tuple(arguments, 6), false, arena);
  }
  if (name == "torch._utils._rebuild_tensor_v3") {
    return make_tensor(require_tuple(arguments, 7), true, arena);
  }
  if (name == "torch._utils._rebuild_parameter" ||
      name == "torch._utils._rebuild_parameter_with_state") {
    return require_tuple(arguments, 1).items.front();
  }
  if (name == "collections.OrderedDict" && require_tuple(arguments, 0).items.empty()) {
    return arena.make(Container{Container::Kind::kDict, {}});
  }
  if (name == "torch.Size") return require_tuple(arguments, 1).items.front();
  if (name == "torch.device") return require_tuple(arguments, 1).items.front();
  refuse(name);
}

Node* load_storage(const Node& id, const StorageReader& storages, Arena& arena) {
  constexpr std::size_t kElementsAt = 4;
  const auto& parts = require_tuple(id, kElementsAt + 1).items;
  if (require<std::string>(*parts[0]) != "storage") throw InputError(kDamaged);
  StorageNode storage;
  storage.dtype = dtype_of_storage(require<Global>(*parts[1]).name);
  storage.bytes = storages(require<std::string>(*parts[2]));
  return arena.make(std::move(storage));
}

}  // namespace hookstat::pickles
