#include "hookstat/sampler.h"

#include <optional>
#include <utility>

#include "core/utc_now.h"
#include "core/write_whole.h"
#include "sample/sample_metrics.h"
#include "sample/sample_report.h"
#include "sample/sampled_model.h"

namespace hookstat {

// Hidden, as a class inside one that is shown is not by itself.
class [[gnu::visibility("hidden")]] Sampler::Impl : public SampledModel {
 public:
  using SampledModel::SampledModel;
};

Sampler::Sampler(const torch::jit::Module& module, SamplerOptions options)
    : impl_(std::make_shared<Impl>(module, std::move(options))) {}
Sampler::Sampler(Sampler&&) noexcept = default;
Sampler& Sampler::operator=(Sampler&&) noexcept = default;
Sampler::~Sampler() = default;

c10::IValue Sampler::operator()(std::vector<c10::IValue> inputs,
                                const std::unordered_map<std::string, c10::IValue>& named) const {
  return impl_->call(std::move(inputs), named);
}

SamplingReport Sampler::counts() const { return impl_->counts(impl_->samples()); }

Report Sampler::snapshot() const {
  const SampledTimes times = impl_->times();
  Recording recording = *impl_->description();
  recording.created = utc_now();
  return sample_report(recording, times, impl_->counts(times.counts()));
}

std::string Sampler::prometheus() const {
  const SampledTimes times = impl_->times();
  return sample_metrics(*impl_->description(), times, impl_->counts(times.counts()));
}

void Sampler::write_prometheus(const std::string& path) const { write_whole(path, prometheus()); }

}  // namespace hookstat
