#include "archive/pickle_check.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "archive/pickle_opcodes.h"

namespace hookstat::archive {
namespace {

/// Bytes of an element of `torch.NAME`, the class of a storage.
constexpr std::pair<std::string_view, std::int64_t> kStorages[] = {
    {"ByteStorage", 1},
    {"CharStorage", 1},
    {"BoolStorage", 1},
    {"QInt8Storage", 1},
    {"QUInt8Storage", 1},
    {"ShortStorage", 2},
    {"HalfStorage", 2},
    {"BFloat16Storage", 2},
    {"IntStorage", 4},
    {"FloatStorage", 4},
    {"QInt32Storage", 4},
    {"LongStorage", 8},
    {"DoubleStorage", 8},
    {"ComplexFloatStorage", 8},
    {"ComplexDoubleStorage", 16},
    {"ComplexHalfStorage", 4},
    {"UInt16Storage", 2},
    {"UInt32Storage", 4},
    {"UInt64Storage", 8},
    {"Float8_e5m2Storage", 1},
    {"Float8_e4m3fnStorage", 1},
    {"Float8_e5m2fnuzStorage", 1},
    {"Float8_e4m3fnuzStorage", 1},
    {"Float8_e8m0fnuStorage", 1},
    {"QUInt4x2Storage", 1},
    {"QUInt2x4Storage", 1},
};

/// The five parts of a storage's identifier: "storage", its class, its key, its device, elements.
constexpr std::size_t kStorageParts = 5;

/// LibTorch keeps its marks apart from its stack, and takes what lies below them.
constexpr const char* kBeyondMark = "takes a value from below a mark";

struct Value {
  enum class Kind : std::uint8_t { kOther, kMark, kText, kNumber, kStorageId };
  Kind kind = Kind::kOther;
  std::string_view text;    ///< of a text or a class; of a storage its key
  std::int64_t number = 0;  ///< of a number; of a storage its bytes
};

class Reader {
 public:
  Reader(std::string_view pickle, const StorageBytes& storage_bytes)
      : pickle_(pickle), storage_bytes_(storage_bytes) {}

  std::optional<std::string> complaint() {
    while (!complaint_ && at_ < pickle_.size() && step(static_cast<Opcode>(pickle_[at_++]))) {
    }
    return std::move(complaint_);
  }

 private:
  /// Whether there is more to read.
  bool step(Opcode opcode) {
    switch (opcode) {
      case kProto:
        return skip(1);
      case kBinInt:
        return push_number(4);
      case kBinInt1:
        return push_number(1);
      case kBinInt2:
        return push_number(2);
      case kLong1:
        return push_long();
      case kBinFloat:
        return skip(8) && push({});
      case kBinUnicode:
        return push_text();
      case kGlobal:
        return push_class();
      case kBinGet:
        return get(number(1));
      case kLongBinGet:
        return get(number(4));
      case kBinPut:
        return put(number(1));
      case kLongBinPut:
        return put(number(4));
      default:
        return change_stack(opcode);
    }
  }

  bool change_stack(Opcode opcode) {
    switch (opcode) {
      case kMark:
        return push({Value::Kind::kMark, {}, 0});
      case kNone:
      case kNewTrue:
      case kNewFalse:
      case kEmptyDict:
      case kEmptyList:
      case kEmptyTuple:
        return push({});
      case kTuple:
        return end_tuple();
      case kList:
      case kDict:
        return pop_to_mark() && push({});
      case kAppends:
      case kSetItems:
        return pop_to_mark();
      case kTuple1:
        return pop(1) && push({});
      case kTuple2:
      case kReduce:
      case kNewObj:
        return pop(2) && push({});
      case kTuple3:
        return pop(3) && push({});
      case kAppend:
      case kBuild:
        return pop(1);
      case kSetItem:
        return pop(2);
      case kBinPersId:
        return check_storage();
      default:
        return false;
    }
  }

  bool skip(std::size_t bytes) {
    at_ += bytes;
    return at_ <= pickle_.size();
  }

  /// Little-endian, without a sign; nullopt where the pickle ends before.
  std::optional<std::uint64_t> number(std::size_t bytes) {
    if (bytes > pickle_.size() - at_) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) {
      value = value << 8 | static_cast<unsigned char>(pickle_[at_ + i]);
    }
    at_ += bytes;
    return value;
  }

  bool push(const Value& value) {
    stack_.push_back(value);
    return true;
  }

  bool push_number(std::size_t bytes) {
    const auto value = number(bytes);
    if (!value) return false;
    constexpr std::size_t kSignedBytes = 4;
    const auto wide = static_cast<std::int64_t>(*value);
    return push(
        {Value::Kind::kNumber, {}, bytes == kSignedBytes ? static_cast<std::int32_t>(wide) : wide});
  }

  bool push_long() {
    const auto bytes = number(1);
    constexpr std::size_t kMostBytes = 8;
    if (!bytes || *bytes > kMostBytes) return false;
    const auto value = number(*bytes);
    return value && push({Value::Kind::kNumber, {}, static_cast<std::int64_t>(*value)});
  }

  bool push_text() {
    const auto length = number(4);
    if (!length) return false;
    const std::size_t left = pickle_.size() - at_;
    if (*length > left) {
      return complain("claims a text of " + std::to_string(*length) + " bytes where " +
                      std::to_string(left) + " are left");
    }
    at_ += *length;
    return push({Value::Kind::kText, pickle_.substr(at_ - *length, *length), 0});
  }

  /// A class is its module and its name, each ended by a line break.
  bool push_class() {
    const std::size_t module_end = pickle_.find('\n', at_);
    if (module_end == std::string_view::npos) return false;
    const std::size_t end = pickle_.find('\n', module_end + 1);
    if (end == std::string_view::npos) return false;
    at_ = end + 1;
    return push({Value::Kind::kText, pickle_.substr(module_end + 1, end - module_end - 1), 0});
  }

  bool get(std::optional<std::uint64_t> entry) {
    if (!entry) return false;
    const auto found = memo_.find(*entry);
    return push(found == memo_.end() ? Value{} : found->second);
  }

  bool put(std::optional<std::uint64_t> entry) {
    if (!entry || stack_.empty()) return false;
    if (stack_.back().kind == Value::Kind::kMark) return complain(kBeyondMark);
    if (*entry >= pickle_.size()) {
      return complain("numbers a memo entry " + std::to_string(*entry) + " in a pickle of " +
                      std::to_string(pickle_.size()) + " bytes");
    }
    memo_[*entry] = stack_.back();
    return true;
  }

  bool pop(std::size_t count) {
    if (stack_.size() < count) return false;
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    if (std::ranges::find(first, stack_.end(), Value::Kind::kMark, &Value::kind) != stack_.end()) {
      return complain(kBeyondMark);
    }
    stack_.erase(first, stack_.end());
    return true;
  }

  /// Where the values after the last mark begin; 0 where there is no mark.
  [[nodiscard]] std::size_t after_mark() const {
    std::size_t at = stack_.size();
    while (at > 0 && stack_[at - 1].kind != Value::Kind::kMark) --at;
    return at;
  }

  bool pop_to_mark() {
    const std::size_t begin = after_mark();
    if (begin == 0) return false;
    stack_.resize(begin - 1);
    return true;
  }

  bool end_tuple() {
    const Value tuple = storage_id(std::span(stack_).subspan(after_mark()));
    return pop_to_mark() && push(tuple);
  }

  /// Any other value where the parts are not exactly those of a storage, which only matters where
  /// they are used as one: a model's own tuple may begin with "storage", too.
  static Value storage_id(std::span<const Value> parts) {
    if (parts.size() != kStorageParts || parts[0].text != "storage") return {};
    const auto* const storage = std::ranges::find(
        kStorages, parts[1].text, &std::pair<std::string_view, std::int64_t>::first);
    if (storage == std::end(kStorages) || parts[4].kind != Value::Kind::kNumber) return {};
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(parts[4].number, storage->second, &bytes)) bytes = -1;
    return {Value::Kind::kStorageId, parts[2].text, bytes};
  }

  bool check_storage() {
    if (stack_.empty()) return false;
    const Value id = std::exchange(stack_.back(), Value{});
    if (id.kind != Value::Kind::kStorageId) {
      return complain("identifies a tensor's storage by something else than its five parts");
    }
    const std::optional<std::int64_t> there = storage_bytes_(id.text);
    if (!there || (id.number >= 0 && id.number <= *there)) return true;
    return complain("claims " +
                    (id.number < 0 ? "an impossible number of" : std::to_string(id.number)) +
                    " bytes for a tensor whose record holds " + std::to_string(*there));
  }

  bool complain(std::string text) {
    complaint_ = std::move(text);
    return false;
  }

  std::string_view pickle_;
  const StorageBytes& storage_bytes_;
  std::size_t at_ = 0;
  std::vector<Value> stack_;
  std::unordered_map<std::uint64_t, Value> memo_;
  std::optional<std::string> complaint_;
};

}  // namespace

std::optional<std::string> pickle_complaint(std::string_view pickle,
                                            const StorageBytes& storage_bytes) {
  return Reader(pickle, storage_bytes).complaint();
}

}  // namespace hookstat::archive
