#include "inputs/npy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr const char* kDamaged = "has a damaged .npy header";

/// The Python dict of a header: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
class HeaderText {
 public:
  explicit HeaderText(std::string_view text) : rest_(text) {}

  void parse(NpyHeader& header) {
    expect('{');
    int seen = 0;
    while (!take('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr") {
        if (peek() == '[') throw InputError("is an array of records, which no tensor holds");
        descr_ = quoted();
      } else if (key == "fortran_order") {
        header.fortran_order = truth();
      } else if (key == "shape") {
        header.shape = shape();
      } else {
        fail();
      }
      ++seen;
      if (!take(',') && peek() != '}') fail();
    }
    constexpr int kFields = 3;
    if (seen != kFields || descr_.empty() || peek() != '\0') fail();
  }

  [[nodiscard]] std::string_view descr() const noexcept { return descr_; }

 private:
  [[noreturn]] static void fail() { throw InputError(kDamaged); }

  char peek() {
    const std::size_t begin = rest_.find_first_not_of(" \n");
    rest_.remove_prefix(std::min(begin, rest_.size()));
    return rest_.empty() ? '\0' : rest_.front();
  }

  bool take(char letter) {
    if (peek() != letter) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char letter) {
    if (!take(letter)) fail();
  }

  std::string_view quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') fail();
    const std::size_t end = rest_.find(quote, 1);
    if (end == std::string_view::npos) fail();
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return text;
  }

  bool truth() {
    peek();
    for (const auto& [word, value] : {std::pair{"True", true}, std::pair{"False", false}}) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(std::string_view(word).size());
      return value;
    }
    fail();
  }

  Shape shape() {
    expect('(');
    Shape sizes;
    while (!take(')')) {
      peek();
      std::int64_t size = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), size);
      if (error != std::errc{} || size < 0) fail();
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      sizes.push_back(size);
      if (!take(',') && peek() != ')') fail();
    }
    return sizes;
  }

  std::string_view rest_;
  std::string_view descr_;
};

Dtype dtype_of(std::string_view descr) {
  constexpr std::array<std::pair<std::string_view, Dtype>, 14> kTypes{{
      {"b1", Dtype::kBool},
      {"i1", Dtype::kInt8},
      {"i2", Dtype::kInt16},
      {"i4", Dtype::kInt32},
      {"i8", Dtype::kInt64},
      {"u1", Dtype::kUInt8},
      {"u2", Dtype::kUInt16},
      {"u4", Dtype::kUInt32},
      {"u8", Dtype::kUInt64},
      {"f2", Dtype::kFloat16},
      {"f4", Dtype::kFloat32},
      {"f8", Dtype::kFloat64},
      {"c8", Dtype::kComplex64},
      {"c16", Dtype::kComplex128},
  }};
  const std::string_view type = descr.substr(std::min<std::size_t>(1, descr.size()));
  for (const auto& [name, dtype] : kTypes) {
    if (name == type) return dtype;
  }
  const std::string end = ", which no tensor holds";
  switch (type.empty() ? '\0' : type.front()) {
    case 'O':
      throw InputError("is an array of Python objects" + end);
    case 'U':
    case 'S':
      throw InputError("is an array of strings" + end);
    default:
      throw InputError("is an array of type '" + std::string(descr) + "'" + end);
  }
}

/// Little-endian, unsigned.
std::size_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t number = 0;
  for (std::size_t i = size; i-- > 0;) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

std::int64_t bytes_of(const NpyHeader& header) {
  std::int64_t bytes = item_size(header.dtype);
  if (std::ranges::find(header.shape, 0) != header.shape.end()) return 0;
  for (const std::int64_t size : header.shape) {
    if (__builtin_mul_overflow(bytes, size, &bytes)) {
      return std::numeric_limits<std::int64_t>::max();
    }
  }
  return bytes;
}

Shape strides_of(const NpyHeader& header) {
  Shape strides(header.shape.size(), 1);
  if (bytes_of(header) == 0) return strides;
  std::int64_t stride = 1;
  for (std::size_t i = 0; i < strides.size(); ++i) {
    const std::size_t at = header.fortran_order ? i : strides.size() - 1 - i;
    strides[at] = stride;
    stride *= header.shape[at];
  }
  return strides;
}

/// Reverses the bytes of every number; a complex one is two numbers.
void swap_bytes(std::string& values, Dtype dtype) {
  const bool complex = dtype == Dtype::kComplex64 || dtype == Dtype::kComplex128;
  const auto size = item_size(dtype) / (complex ? 2 : 1);
  for (auto at = values.begin(); values.end() - at >= size; at += size) {
    std::reverse(at, at + size);
  }
}

}  // namespace

NpyHeader parse_npy_header(std::string_view bytes) {
  constexpr std::size_t kVersionAt = 6;
  constexpr std::size_t kLengthAt = 8;
  if (!bytes.starts_with(kMagic)) throw InputError("is no .npy file");
  if (bytes.size() <= kLengthAt) throw InputError("is truncated: its header is not whole");
  const int version = static_cast<unsigned char>(bytes[kVersionAt]);
  if (version < 1 || version > 3) {
    throw InputError("is of .npy version " + std::to_string(version) + ", and 1 to 3 are known");
  }
  const std::size_t length_size = version == 1 ? 2 : 4;
  const std::size_t text_at = kLengthAt + length_size;
  const std::size_t length =
      bytes.size() < text_at ? bytes.size() : number_at(bytes, kLengthAt, length_size);
  if (bytes.size() < text_at || bytes.size() - text_at < length) {
    throw InputError("is truncated: its header is not whole");
  }
  NpyHeader header;
  HeaderText text(bytes.substr(text_at, length));
  text.parse(header);
  header.dtype = dtype_of(text.descr());
  header.big_endian = text.descr().starts_with('>');
  header.data_at = text_at + length;
  return header;
}

StoredTensor parse_npy(std::string bytes) {
  const NpyHeader header = parse_npy_header(bytes);
  const std::int64_t wanted = bytes_of(header);
  const auto there = static_cast<std::int64_t>(bytes.size() - header.data_at);
  if (there < wanted) {
    throw InputError("is truncated: its header promises " + std::to_string(wanted) +
                     " bytes of values, and there are " + std::to_string(there));
  }
  bytes.erase(0, header.data_at);
  if (header.big_endian) swap_bytes(bytes, header.dtype);
  StoredTensor tensor;
  tensor.storage = std::make_shared<const std::string>(std::move(bytes));
  tensor.dtype = header.dtype;
  tensor.sizes = header.shape;
  tensor.strides = strides_of(header);
  return checked(std::move(tensor));
}

}  // namespace hookstat
