#include "inputs/json_value.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "hookstat/error.h"

namespace hookstat {
namespace {

/// "line 1, column 4" out of the parser's message, which also quotes what it read.
std::string place_of(const std::string& message) {
  const std::size_t begin = message.find("line ");
  if (begin == std::string::npos) return "a number is out of range";
  return message.substr(begin, message.find(':', begin) - begin);
}

/// Builds values while the parser reads, so that depth is bounded before anything calls itself.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  bool null() override { return add({}); }
  bool boolean(bool value) override { return add({value}); }
  bool number_integer(number_integer_t value) override { return add({std::int64_t{value}}); }
  bool number_unsigned(number_unsigned_t value) override {
    if (!std::in_range<std::int64_t>(value)) {
      throw InputError("the number " + std::to_string(value) + " does not fit 64 bits");
    }
    return add({static_cast<std::int64_t>(value)});
  }
  bool number_float(number_float_t value, const string_t& text) override {
    // The parser gives whole numbers of more than 64 bits as floating ones.
    if (text.find_first_of(".eE") == std::string::npos) {
      throw InputError("the number " + text + " does not fit 64 bits");
    }
    return add({value});
  }
  bool string(string_t& value) override { return add({value}); }
  bool binary(binary_t& /*value*/) override { return false; }  // JSON has none
  bool start_object(std::size_t /*elements*/) override { return open(true); }
  bool start_array(std::size_t /*elements*/) override { return open(false); }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (!level.names.insert(name).second) throw InputError("the key '" + name + "' appears twice");
    level.key = name;
    return true;
  }
  bool end_object() override {
    ValueDict dict{std::move(levels_.back().entries)};
    levels_.pop_back();
    return add(make_value(std::move(dict)));
  }
  bool end_array() override {
    ValueList list{std::move(levels_.back().items)};
    levels_.pop_back();
    return add(make_value(std::move(list)));
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*last_token*/,
                   const nlohmann::json::exception& error) override {
    const bool no_number = text_.find("NaN") != std::string_view::npos ||
                           text_.find("Infinity") != std::string_view::npos;
    throw InputError("is not JSON (" + place_of(error.what()) + ")",
                     no_number ? "JSON has no NaN and no infinities; .npy and .pt files have" : "");
  }

  [[nodiscard]] Value result() { return std::move(result_); }

 private:
  /// An array or an object that is not closed yet.
  struct Level {
    bool is_object = false;
    std::string key;
    std::set<std::string> names;
    std::vector<Value> items;
    std::vector<std::pair<Value, Value>> entries;
  };

  bool open(bool is_object) {
    if (levels_.size() == kDeepestNesting) {
      throw InputError("is nested deeper than " + std::to_string(kDeepestNesting) + " levels");
    }
    levels_.emplace_back().is_object = is_object;
    return true;
  }

  bool add(Value value) {
    if (++count_ > kMostValues) throw InputError("holds too many values");
    if (levels_.empty()) {
      result_ = std::move(value);
    } else if (levels_.back().is_object) {
      levels_.back().entries.emplace_back(Value{levels_.back().key}, std::move(value));
    } else {
      levels_.back().items.push_back(std::move(value));
    }
    return true;
  }

  std::string_view text_;
  std::vector<Level> levels_;
  std::int64_t count_ = 0;
  Value result_;
};

template <class T>
bool reads(std::string_view text, T& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Value parse_json_value(std::string_view text) {
  Builder builder(text);
  if (!nlohmann::json::sax_parse(text, &builder)) throw InputError("is not JSON");
  return builder.result();
}

Value parse_literal(std::string_view text) {
  if (text == "None" || text == "null") return {};
  if (text == "true" || text == "True") return {true};
  if (text == "false" || text == "False") return {false};
  std::int64_t whole = 0;
  if (reads(text, whole)) return {whole};
  double number = 0;
  if (reads(text, number)) return {number};
  if (!text.empty() && std::string_view("[{\"").find(text.front()) != std::string_view::npos) {
    return parse_json_value(text);
  }
  return {std::string(text)};
}

}  // namespace hookstat
