#include "model/input_text.h"

#include <array>
#include <charconv>
#include <sstream>
#include <string_view>

#include "hookstat/tensor_info.h"
#include "model/tensor_capture.h"

namespace hookstat {
namespace {

constexpr std::size_t kMostItems = 6;

std::string tensor_text(const at::Tensor& tensor) {
  if (!tensor.defined()) return "undefined";
  const TensorInfo info = capture_tensor(tensor);
  return shape_text(info.sizes) + " " + std::string(dtype_name(info.dtype));
}

/// As Python writes it: 2.0, 1e-05, inf.
std::string float_text(double number) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  std::string written(text.data(), end);
  if (written.find_first_of(".enif") == std::string::npos) written += ".0";
  return written;
}

std::string quoted(const std::string& text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) return "\"" + text + "\"";
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "\"" + text.substr(0, end) + "\"...";
}

/// Items in brackets; what is beyond kMostItems is counted only.
class Joined {
 public:
  explicit Joined(std::size_t count) : count_(count) {}

  [[nodiscard]] bool full() const noexcept { return shown_ == kMostItems; }

  void add(const std::string& item) {
    text_.append(shown_ == 0 ? "" : ", ").append(item);
    ++shown_;
  }

  [[nodiscard]] std::string in(char open, char close) const {
    std::string text(1, open);
    text += text_;
    if (count_ > shown_) text.append(", ").append(std::to_string(count_ - shown_)).append(" more");
    text += close;
    return text;
  }

 private:
  std::size_t count_;
  std::size_t shown_ = 0;
  std::string text_;
};

std::string items_text(c10::ArrayRef<c10::IValue> items, char open, char close) {
  Joined joined(items.size());
  for (const c10::IValue& item : items) {
    if (joined.full()) break;
    joined.add(input_text(item));
  }
  return joined.in(open, close);
}

std::string dict_text(const c10::IValue& value) {
  const auto dict = value.toGenericDict();
  Joined joined(dict.size());
  for (const auto& entry : dict) {
    if (joined.full()) break;
    joined.add(input_text(entry.key()) + ": " + input_text(entry.value()));
  }
  return joined.in('{', '}');
}

}  // namespace

std::string kind_of(const c10::IValue& value) {
  if (value.isTensor()) return "tensor";
  if (value.isNone()) return "none";
  if (value.isInt()) return "int";
  if (value.isDouble()) return "float";
  if (value.isBool()) return "bool";
  if (value.isString()) return "str";
  if (value.isTuple()) return "tuple";
  if (value.isList()) return "list";
  if (value.isGenericDict()) return "dict";
  if (value.isDevice()) return "device";
  if (value.isComplexDouble()) return "complex";
  return value.tagKind();
}

std::string input_text(const c10::IValue& value) {
  if (value.isTensor()) return tensor_text(value.toTensor());
  if (value.isNone()) return "None";
  if (value.isInt()) return std::to_string(value.toInt());
  if (value.isDouble()) return float_text(value.toDouble());
  if (value.isBool()) return value.toBool() ? "True" : "False";
  if (value.isString()) return quoted(value.toStringRef());
  if (value.isTuple()) return items_text(value.toTupleRef().elements(), '(', ')');
  if (value.isList()) return items_text(value.toListRef(), '[', ']');
  if (value.isGenericDict()) return dict_text(value);
  if (value.isDevice()) return value.toDevice().str();
  if (value.isComplexDouble()) {
    std::ostringstream text;
    text << value.toComplexDouble();
    return text.str();
  }
  return value.tagKind();
}

}  // namespace hookstat
