#include "report/json_place.h"

#include "hookstat/error.h"

namespace hookstat::reporting {
namespace {

// A key may come from the file; a message is one line.
std::string one_line(std::string_view key) {
  std::string text(key);
  for (char& letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) letter = '?';
  }
  return text;
}

std::string way_to(const Place& place) {
  if (!place.outer) return {};
  std::string way = way_to(*place.outer);
  if (place.key.empty()) return way + "[" + std::to_string(place.index) + "]";
  if (!way.empty()) way += ".";
  return way + one_line(place.key);
}

}  // namespace

std::string text_of(const Place& place) { return place.outer ? way_to(place) : "report"; }

void fail(const Place& place, const std::string& why) {
  throw InputError(text_of(place) + ": " + why);
}

}  // namespace hookstat::reporting
