#include "sweep/sweep_warnings.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "export/units.h"

namespace hookstat::sweep {
namespace {

/// Names with the number of their cases; in the plan's order.
class Counts {
 public:
  void add(const std::string& name) {
    const auto [place, is_new] = places_.try_emplace(name, counts_.size());
    if (is_new) counts_.emplace_back(name, 0);
    ++counts_[place->second].second;
  }

  /// "HEAD ran on 2 THINGS: A (3 cases); B (1 case). ..."; nullopt where there is one at most.
  [[nodiscard]] std::optional<Note> note(std::string message, std::string_view things) const {
    if (counts_.size() < 2) return std::nullopt;
    message.append(" ran on ").append(std::to_string(counts_.size())).append(" ").append(things);
    std::string_view before = ": ";
    for (const auto& [name, count] : counts_) {
      message.append(before).append(name).append(" (");
      message.append(exporting::counted(count, "case")).append(")");
      before = "; ";
    }
    message.append(". Best settings compare them all the same; no scaling has two of them");
    return Note{"machines", std::move(message)};
  }

 private:
  std::vector<std::pair<std::string, std::int64_t>> counts_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

std::vector<Note> sweep_warnings(const std::vector<SweepRow>& rows, std::int64_t oversubscribed) {
  Counts kinds;
  std::map<std::string, Counts> devices;  // by what the plan calls them
  for (const SweepRow& row : rows) {
    if (!row.measured) continue;
    kinds.add(kind_text(row.measured->kind));
    const bool is_on_device = row.measured->device_seconds_per_item.has_value();
    if (is_on_device) devices[row.settings.device.value_or("cpu")].add(row.measured->machine);
  }
  std::vector<Note> notes;
  if (auto note = kinds.note("cases", "kinds of machine")) notes.push_back(std::move(*note));
  for (const auto& [device, counts] : devices) {
    if (auto note = counts.note("cases on " + device, "kinds of device")) {
      notes.push_back(std::move(*note));
    }
  }
  if (oversubscribed > 0) {
    notes.push_back(
        {"oversubscribed", exporting::counted(oversubscribed, "case") +
                               " had more threads than cores, which took turns: left out of what "
                               "scales with threads"});
  }
  return notes;
}

}  // namespace hookstat::sweep
