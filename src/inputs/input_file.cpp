#include "inputs/input_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "core/in_source.h"
#include "hookstat/error.h"
#include "inputs/archive.h"
#include "inputs/json_value.h"
#include "inputs/npy.h"
#include "inputs/pickle.h"
#include "inputs/whole_file.h"

namespace hookstat {
namespace {

constexpr const char* kSaveHint =
    "write it in Python: torch.save((x, y), 'inputs.pt') or torch.save({'x': x}, 'inputs.pt')";

/// A list or tuple are positional arguments, a dict is named ones.
FileInputs arguments_of(const Value& value) {
  FileInputs inputs;
  if (const auto* list = value_as<ValueList>(value)) {
    inputs.positional = list->items;
  } else if (const auto* dict = value_as<ValueDict>(value)) {
    for (const auto& [key, item] : dict->items) {
      const auto* const name = value_as<std::string>(key);
      if (name == nullptr) {
        throw InputError("its keys are names of arguments, and one is of type " +
                         std::string(kind_of(key)));
      }
      inputs.named.emplace_back(*name, item);
    }
  } else {
    throw InputError("holds one value of type " + std::string(kind_of(value)) +
                     ", not a list or a dict of arguments");
  }
  return inputs;
}

void refuse_bare_pickle(const std::string& path) {
  if (first_byte_of(path) != '\x80') return;
  throw InputError("is a bare pickle, not an archive as torch.save has written since PyTorch 1.6",
                   kSaveHint);
}

/// "archive" of "archive/data.pkl".
std::string root_of(const Archive& archive) {
  constexpr std::string_view kPickle = "/data.pkl";
  std::string root;
  for (const std::string& name : archive.names()) {
    if (name.ends_with("/constants.pkl")) {
      throw InputError("is a TorchScript model, not inputs", kSaveHint);
    }
    if (name.ends_with(kPickle)) root = name.substr(0, name.size() - kPickle.size());
  }
  if (root.empty()) throw InputError("is a zip archive, but not one of torch.save", kSaveHint);
  return root;
}

FileInputs read_torch(const std::string& path) {
  refuse_bare_pickle(path);
  const Archive archive(path);
  const std::string root = root_of(archive);
  const std::string order = root + "/byteorder";
  if (archive.has(order) && archive.read(order) != "little") {
    throw InputError("was saved on a big-endian machine");
  }
  std::map<std::string, std::shared_ptr<const std::string>> storages;
  const auto storage = [&](const std::string& key) {
    auto& bytes = storages[key];
    if (!bytes) bytes = std::make_shared<const std::string>(archive.read(root + "/data/" + key));
    return bytes;
  };
  const Value value = parse_pickle(archive.read(root + "/data.pkl"), storage);
  if (value_as<StoredTensor>(value) != nullptr) return {{value}, {}, false};
  return arguments_of(value);
}

FileInputs read_npy(const std::string& path) {
  return {{make_value(parse_npy(read_whole_file(path)))}, {}, false};
}

/// numpy.savez calls arrays without a name arr_0, arr_1 ...: their number, or -1. "arr_00" is a
/// name like others: taken as a number it would stand for a second arr_0.
int number_of(std::string_view name) {
  constexpr std::string_view kPrefix = "arr_";
  if (!name.starts_with(kPrefix)) return -1;
  name.remove_prefix(kPrefix.size());
  constexpr std::size_t kMostDigits = 4;
  if (name.empty() || name.size() > kMostDigits) return -1;
  if (name.find_first_not_of("0123456789") != std::string_view::npos) return -1;
  if (name.size() > 1 && name.front() == '0') return -1;
  return std::stoi(std::string(name));
}

FileInputs read_npz(const std::string& path) {
  constexpr std::string_view kEnd = ".npy";
  const Archive archive(path);
  FileInputs inputs;
  std::map<int, Value> numbered;
  for (const std::string& entry : archive.names()) {
    if (!entry.ends_with(kEnd)) throw InputError(entry + ": is no array of an .npz file");
    const std::string name = entry.substr(0, entry.size() - kEnd.size());
    std::string bytes = archive.read(entry);
    Value array = in_source(name, [&] { return make_value(parse_npy(std::move(bytes))); });
    const int number = number_of(name);
    if (number < 0) {
      inputs.named.emplace_back(name, std::move(array));
    } else {
      numbered.emplace(number, std::move(array));
    }
  }
  for (auto& [number, array] : numbered) {
    if (number != static_cast<int>(inputs.positional.size())) {
      throw InputError("has arr_" + std::to_string(number) + " but no arr_" +
                       std::to_string(inputs.positional.size()));
    }
    inputs.positional.push_back(std::move(array));
  }
  return inputs;
}

FileInputs read_json(const std::string& path) {
  FileInputs inputs = arguments_of(parse_json_value(read_whole_file(path)));
  inputs.describes_tensors = true;
  return inputs;
}

struct Format {
  std::string_view end;
  FileInputs (*read)(const std::string& path);
};

constexpr std::array kFormats{Format{".pt", &read_torch}, Format{".pth", &read_torch},
                              Format{".npy", &read_npy}, Format{".npz", &read_npz},
                              Format{".json", &read_json}};

}  // namespace

FileInputs read_input_file(const std::string& path) {
  return in_source(path, [&] {
    const auto* const format = std::ranges::find_if(
        kFormats, [&](const Format& known) { return path.ends_with(known.end); });
    if (format == kFormats.end()) {
      throw InputError("its end tells no format",
                       "inputs are .pt, .pth, .npy, .npz or .json files");
    }
    return format->read(path);
  });
}

}  // namespace hookstat
