#include "model/value_place.h"

#include "hookstat/error.h"

namespace hookstat {
namespace {

std::string full_text_of(const ValuePlace& place) {
  if (place.outer == nullptr) return place.step;
  std::string text = full_text_of(*place.outer);
  // The first step below the source is the argument.
  if (place.outer->outer == nullptr) text.append(": ");
  return text.append(place.step);
}

}  // namespace

std::string text_of(const ValuePlace& place) {
  const bool whole_argument = place.outer != nullptr && place.outer->outer == nullptr;
  return whole_argument && place.outer->names_argument ? place.outer->step : full_text_of(place);
}

ValuePlace item_of(const ValuePlace& outer, std::size_t index) {
  return {&outer, std::string("[").append(std::to_string(index)).append("]")};
}

ValuePlace item_of(const ValuePlace& outer, const std::string& key) {
  return {&outer, std::string("[\"").append(key).append("\"]")};
}

void fail(const ValuePlace& place, const std::string& why, const std::string& hint) {
  throw InputError(text_of(place).append(": ").append(why), hint);
}

}  // namespace hookstat
