#include "sweep/input_texts.h"

namespace hookstat::sweep {

InputTexts::InputTexts(const std::vector<SweepRow>& rows) {
  for (const SweepRow& row : rows) {
    const Case& one = row.settings;
    if (!one.input.empty()) ids_[{one.model, one.input_text}].insert(one.input);
  }
}

std::string InputTexts::of(const Case& one) const {
  if (one.input.empty()) return {};
  if (one.input_text.empty()) return "input " + one.input;
  const auto ids = ids_.find({one.model, one.input_text});
  const bool is_alone = ids == ids_.end() || ids->second.size() < 2;
  return is_alone ? one.input_text : one.input_text + " (" + one.input + ")";
}

}  // namespace hookstat::sweep
