#include "sample/sample_description.h"

#include <utility>

namespace hookstat {

SampleDescription::SampleDescription(Recording recording)
    : recording_(std::make_shared<const Recording>(std::move(recording))) {}

std::shared_ptr<const Recording> SampleDescription::get() const {
  const std::scoped_lock lock(mutex_);
  return recording_;
}

template <class Change>
void SampleDescription::change(const Change& change) {
  std::shared_ptr<const Recording> before;  // destroyed without the lock
  const std::scoped_lock lock(mutex_);
  auto changed = std::make_shared<Recording>(*recording_);
  change(*changed);
  before = std::exchange(recording_, std::move(changed));
}

void SampleDescription::set_sample(Recording sample) {
  change([&](Recording& recording) {
    recording.module_calls = std::move(sample.module_calls);
    recording.operators = std::move(sample.operators);
    recording.denormals = std::move(sample.denormals);
    recording.inputs = std::move(sample.inputs);
    recording.settings.inference_mode = sample.settings.inference_mode;
  });
}

void SampleDescription::add_warning(const std::string& code, const std::string& message) {
  constexpr std::size_t kMost = 10;
  const Note note{code, message};
  {
    const std::shared_ptr<const Recording> now = get();
    if (now->warnings.size() >= kMost) return;
    for (const Note& known : now->warnings) {
      if (known.code == note.code && known.message == note.message) return;
    }
  }
  change([&](Recording& recording) { recording.warnings.push_back(note); });
}

}  // namespace hookstat
