#include "sweep/input_names.h"

#include "export/display_text.h"

namespace hookstat::sweep {
namespace {

std::string whole_text(const InputEntry& entry) {
  std::string text;
  for (const InputText& one : entry.texts) text += (text.empty() ? "" : ", ") + one.text;
  if (!entry.file_text.empty()) text += (text.empty() ? "" : ", ") + entry.file_text;
  return text;
}

}  // namespace

std::string shown_text(const InputEntry& entry) {
  constexpr std::size_t kColumns = 60;
  std::string text = exporting::printable(whole_text(entry));
  if (exporting::display_width(text) <= kColumns) return text;
  return exporting::fitted(text, kColumns) + " " + entry.id;
}

std::vector<std::string> names_of(const InputEntry& entry) {
  return {whole_text(entry), shown_text(entry), entry.id};
}

}  // namespace hookstat::sweep
