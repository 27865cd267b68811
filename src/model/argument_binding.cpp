#include "model/argument_binding.h"

#include <string_view>
#include <utility>

#include "hookstat/error.h"
#include "model/signature.h"

namespace hookstat {
namespace {

bool is_identifier(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  if (text.empty() || kDigits.find(text.front()) != std::string_view::npos) return false;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    // Beyond ASCII: letters of other alphabets, as Python admits them.
    const bool fits = byte >= 0x80 || byte == '_' || (byte >= '0' && byte <= '9') ||
                      (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (!fits) return false;
  }
  return true;
}

/// `NAME=VALUE` in its two parts; without a name, the first is empty.
std::pair<std::string, std::string> parts_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || !is_identifier(std::string_view(text).substr(0, equals))) {
    return {{}, text};
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// A text of the command line, short enough for a message.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 60;
  return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

std::string inputs_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " input" : " inputs");
}

bool takes_none(const c10::Argument& argument) {
  return c10::NoneType::get()->isSubtypeOf(*argument.type());
}

class Binding {
 public:
  Binding(const torch::jit::Module& module, const c10::FunctionSchema& schema)
      : module_(module), schema_(schema), bound_(schema.arguments().size()) {}

  void bind_file(const std::string& path) {
    const FileInputs file = read_input_file(path);
    const std::size_t most = bound_.size() - 1;
    if (file.positional.size() > most) {
      fail_in_file(path, schema_.name() + " takes " + inputs_text(most) + ", and the file holds " +
                             std::to_string(file.positional.size()));
    }
    for (const Value& value : file.positional) {
      bound_[next()] = GivenInput{path, {}, value, file.describes_tensors};
    }
    for (const auto& [name, value] : file.named) {
      const std::optional<std::size_t> argument = find(name);
      if (!argument) fail_in_file(path, schema_.name() + " has no argument '" + name + "'");
      if (bound_[*argument]) fail_in_file(path, "the argument '" + name + "' is given twice");
      bound_[*argument] = GivenInput{path, {}, value, file.describes_tensors};
    }
  }

  void bind_texts(const InputRequest& request) {
    const std::size_t most = bound_.size() - 1;
    const std::size_t given = request.texts.size();
    if (given > most) {
      fail("it takes " + inputs_text(most) + ", and " + std::to_string(given) + " are given");
    }
    std::vector<bool> seen(bound_.size());
    for (const std::string& text : request.texts) {
      const auto [name, value] = parts_of(text);
      if (name.empty() && !request.file.empty()) {
        throw InputError("--input " + shortened(text) + ": needs a NAME= beside --inputs",
                         "it is " + signature_text(schema_));
      }
      const std::size_t argument = name.empty() ? next() : named(name);
      if (seen[argument]) fail("the argument '" + name + "' is given twice");
      seen[argument] = true;
      bound_[argument] = GivenInput{"--input " + shortened(text), value, std::nullopt};
    }
  }

  void check_complete(const InputRequest& request) const {
    std::string missing;
    for (std::size_t i = 1; i < bound_.size(); ++i) {
      const c10::Argument& argument = schema_.arguments()[i];
      if (bound_[i] || argument.default_value()) continue;
      missing.append(missing.empty() ? "'" : ", '").append(argument.name()).append("'");
      if (takes_none(argument)) missing.append(" (None is a value)");
    }
    if (missing.empty()) return;
    if (!request.file.empty()) fail_in_file(request.file, "has nothing for " + missing);
    if (request.texts.empty()) fail("no --input is given, and its shapes cannot be guessed");
    fail("no --input is given for " + missing);
  }

  [[nodiscard]] std::vector<std::optional<GivenInput>> result() { return std::move(bound_); }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw InputError(
        schema_.name() + ": " + why,
        "it is " + signature_text(schema_) + "; for example: " + input_example(module_, schema_));
  }

  [[noreturn]] void fail_in_file(const std::string& path, const std::string& why) const {
    throw InputError(std::string(path).append(": ").append(why), file_hint());
  }

  /// A list or a dict that is the one argument itself is easily taken for the arguments.
  [[nodiscard]] std::string file_hint() const {
    std::string hint = "it is " + signature_text(schema_);
    constexpr std::size_t kSelfAndOne = 2;
    if (schema_.arguments().size() != kSelfAndOne) return hint;
    const c10::TypeKind kind = schema_.arguments()[1].type()->kind();
    if (kind == c10::TypeKind::TensorType) return hint;
    return hint.append("; a file's list or dict holds the arguments: wrap the one value in a list");
  }

  std::size_t next() {
    while (bound_[next_]) ++next_;  // there are not more values than arguments
    return next_;
  }

  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    for (std::size_t i = 1; i < bound_.size(); ++i) {
      if (schema_.arguments()[i].name() == name) return i;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t named(const std::string& name) const {
    if (const auto argument = find(name)) return *argument;
    fail("it has no argument '" + name + "'");
  }

  const torch::jit::Module& module_;
  const c10::FunctionSchema& schema_;
  std::vector<std::optional<GivenInput>> bound_;
  std::size_t next_ = 1;
};

}  // namespace

std::vector<std::optional<GivenInput>> bind_arguments(const torch::jit::Module& module,
                                                      const c10::FunctionSchema& schema,
                                                      const InputRequest& request) {
  Binding binding(module, schema);
  if (!request.file.empty()) binding.bind_file(request.file);
  binding.bind_texts(request);
  binding.check_complete(request);
  return binding.result();
}

}  // namespace hookstat
