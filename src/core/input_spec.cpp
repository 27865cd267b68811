#include "hookstat/input_spec.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr const char* kHint =
    "write SHAPE[:DTYPE], for example 1x3x224x224, 1x77:bool or 1x128:int64[0,30000]; types are "
    "float16, bfloat16, float32, float64, int8 to int64, uint8 to uint64, bool, complex32 to "
    "complex128";

std::string quoted(std::string_view text) { return std::string("'").append(text).append("'"); }

/// One specification on its way to an InputSpec.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  InputSpec parse() const {
    InputSpec spec;
    const std::size_t colon = text_.find(':');
    spec.shape = shape(text_.substr(0, colon));
    if (colon != std::string_view::npos) parse_type(text_.substr(colon + 1), spec);
    check_bytes(spec);
    return spec;
  }

 private:
  [[noreturn]] static void fail(const std::string& why) { throw InputError(why, kHint); }

  Shape shape(std::string_view text) const {
    if (text.empty()) fail("the shape is missing");
    if (text == "scalar") return {};
    Shape sizes;
    while (true) {
      const std::size_t end = text.find('x');
      sizes.push_back(size(text.substr(0, end)));
      if (end == std::string_view::npos) return sizes;
      text.remove_prefix(end + 1);
    }
  }

  std::int64_t size(std::string_view text) const {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
      fail("the size " + std::string(text) + " is too large");
    if (error != std::errc{} || end != text.data() + text.size()) {
      fail(quoted(text) + " is no size");
    }
    if (value < 1) fail("the size " + std::string(text) + " is not positive");
    return value;
  }

  void parse_type(std::string_view text, InputSpec& spec) const {
    const std::size_t bracket = text.find('[');
    const std::string_view name = text.substr(0, bracket);
    const std::optional<Dtype> dtype = dtype_from_name(name);
    if (!dtype || !can_be_filled(*dtype)) fail(quoted(name) + " is no type of an input");
    spec.dtype = *dtype;
    if (bracket != std::string_view::npos) spec.range = range(text.substr(bracket), *dtype);
  }

  static bool can_be_filled(Dtype dtype) noexcept {
    switch (dtype) {
      case Dtype::kUnknown:
      case Dtype::kQInt8:
      case Dtype::kQUInt8:
      case Dtype::kQInt32:
      case Dtype::kFloat8:
        return false;
      default:
        return true;
    }
  }

  std::pair<double, double> range(std::string_view text, Dtype dtype) const {
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos || !text.ends_with(']')) {
      fail("a range is [LOW,HIGH)'s two ends in brackets, such as [0,10]");
    }
    const double low = number(text.substr(1, comma - 1), dtype);
    const double high = number(text.substr(comma + 1, text.size() - comma - 2), dtype);
    if (low >= high) fail("the range holds no value: its upper end is not part of it");
    if (!(high - low <= std::numeric_limits<double>::max())) fail("the range is too wide");
    if (!holds(dtype, low) || !holds(dtype, high - 1)) {
      fail("the range holds values that " + std::string(dtype_name(dtype)) + " does not");
    }
    return {low, high};
  }

  /// Whether an integer type holds the value; floating types always do.
  static bool holds(Dtype dtype, double value) noexcept {
    if (is_floating_or_complex(dtype)) return true;
    const bool is_unsigned = dtype_name(dtype).starts_with('u');
    const auto bits = static_cast<int>(8 * item_size(dtype));
    const double most = std::ldexp(1.0, is_unsigned ? bits : bits - 1) - 1;
    const double least = is_unsigned ? 0.0 : -std::ldexp(1.0, bits - 1);
    return least <= value && value <= most;
  }

  double number(std::string_view text, Dtype dtype) const {
    if (dtype == Dtype::kBool) fail("bool has no range");
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double kLargest = 9007199254740992.0;  // 2^53: whole numbers are exact up to here
    const bool whole = value >= -kLargest && value <= kLargest &&
                       value == static_cast<double>(static_cast<std::int64_t>(value));
    if (error != std::errc{} || end != text.data() + text.size() || !(value - value == 0)) {
      fail(quoted(text) + " is no number");
    }
    if (!is_floating_or_complex(dtype) && !whole) {
      fail(quoted(text) + " is no whole number");
    }
    return value;
  }

  void check_bytes(const InputSpec& spec) const {
    std::int64_t left = std::numeric_limits<std::int64_t>::max() / item_size(spec.dtype);
    for (const std::int64_t size : spec.shape) {
      left /= size;
      if (left == 0) fail("the tensor is too large");
    }
  }

  std::string_view text_;
};

}  // namespace

InputSpec parse_input_spec(std::string_view text) { return Parser(text).parse(); }

}  // namespace hookstat
