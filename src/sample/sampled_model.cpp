#include "sample/sampled_model.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "hookstat/error.h"
#include "measure/describe.h"
#include "model/constants.h"
#include "record/pairing.h"
#include "record/run_folder.h"

namespace hookstat {
namespace {

constexpr double kNsPerSecond = 1e9;
constexpr double kLongestPauseNs = 1e18;  // thirty years

SamplerOptions checked(SamplerOptions options) {
  if (options.every < 1) {
    throw InputError("the sampler's `every` is " + std::to_string(options.every) +
                     ", and must be 1 at least");
  }
  // Written so that a number that is none is refused too.
  if (!(options.per_second >= 0) || options.warmup < 0) {
    throw InputError("the sampler's `per_second` and `warmup` must not be negative");
  }
  return options;
}

torch::jit::Method method_of(const torch::jit::Module& module, const std::string& name) {
  if (const auto method = module.find_method(name)) return *method;
  throw InputError("the model has no method '" + name + "'");
}

void require_cpu(const torch::jit::Module& module, const std::string& method) {
  const auto require = [](const at::Tensor& tensor) {
    if (tensor.device().is_cpu()) return;
    throw InputError("the sampler times on the CPU, and the model is on " + tensor.device().str());
  };
  for (const at::Tensor& parameter : module.parameters()) require(parameter);
  for (const at::Tensor& buffer : module.buffers()) require(buffer);
  for_each_constant(module, method, require);  // where a frozen model has its parameters
}

Recording described(const torch::jit::Module& module, const ModuleTree& tree,
                    const SamplerOptions& options) {
  ModelDescription model;
  model.path = options.name;
  model.method = options.method;
  Recording recording = describe_model(module, tree, model);
  recording.settings.method = options.method;
  recording.settings.device = "cpu";
  recording.settings.warmup = options.warmup;
  return recording;
}

}  // namespace

SampledModel::SampledModel(const torch::jit::Module& module, SamplerOptions options)
    : module_(module),
      options_(checked(std::move(options))),
      method_(method_of(module, options_.method)),
      has_saved_hooks_(options_.method == "forward" &&
                       !(module.type()->getForwardHooks().empty() &&
                         module.type()->getForwardPreHooks().empty())),
      tree_(module),
      hooked_(module, tree_, options_.method, {Instrumentation::kTime, false}),
      slots_(std::make_shared<ThreadSlots>(options_.every)),
      store_(tree_.modules()),
      analysis_(std::in_place, module, tree_, options_.method),
      warm_up_left_(options_.warmup),
      description_(described(module, tree_, options_)),
      fork_locks_(fork_mutexes()) {
  require_cpu(module, options_.method);
  converter_.calibrate();
}

std::vector<std::mutex*> SampledModel::fork_mutexes() {
  std::vector<std::mutex*> mutexes = hooked_.mutexes();
  const std::vector<std::mutex*> of_store = store_.mutexes();
  mutexes.insert(mutexes.end(), of_store.begin(), of_store.end());
  mutexes.insert(mutexes.end(), {&slots_->mutex(), &description_.mutex(), &lanes_.mutex()});
  return mutexes;
}

SamplingReport SampledModel::counts(const SampleCounts& samples) const {
  SamplingReport counts;
  counts.every = options_.every;
  counts.per_second = options_.per_second;
  counts.hooked = samples.hooked;
  counts.plain = samples.plain;
  counts.not_counted = not_counted_;
  counts.failed = failed_;
  counts.skipped = skipped_;
  counts.calls = slots_->calls();
  return counts;
}

c10::IValue SampledModel::call_plain(std::vector<c10::IValue> inputs, const Named& named) const {
  if (!has_saved_hooks_) return method_(std::move(inputs), named);
  torch::jit::Module module = module_;
  return call_method(module, options_.method, {std::move(inputs), named});
}

template <class Call>
c10::IValue SampledModel::counting_failures(const Call& call) {
  try {
    return call();
  } catch (...) {
    ++failed_;
    throw;
  }
}

c10::IValue SampledModel::call_sample(ThreadSlot& slot, std::vector<c10::IValue> inputs,
                                      const Named& named) {
  const SampleKind kind = slot.schedule.kind();
  slot.schedule.advance();
  if (kind == SampleKind::kPlain) return time_plain(std::move(inputs), named);
  if (!is_allowed_now()) return call_skipped(std::move(inputs), named);
  ModelInputs both{std::move(inputs), named};
  if (!counts_) {
    // Others would wait until the executor has compiled the hooked graph.
    const Turn turn(preparing_);
    if (!turn) return call_skipped(std::move(both.positional), named);
    if (!counts_) return counting_failures([&] { return prepare(both); });
  }
  return counting_failures([&] { return call_hooked(both); });
}

/// Where each call is to be hooked but for a limit, no other than these are there to be timed.
c10::IValue SampledModel::call_skipped(std::vector<c10::IValue> inputs, const Named& named) {
  ++skipped_;
  if (wants_plain_ && wants_plain_.exchange(false)) return time_plain(std::move(inputs), named);
  return call_plain(std::move(inputs), named);
}

c10::IValue SampledModel::time_plain(std::vector<c10::IValue> inputs, const Named& named) {
  const bool counts = counts_;
  const std::int64_t start = HostClock::steady_ns();
  c10::IValue result = call_plain(std::move(inputs), named);
  if (counts) store_.add_plain(HostClock::steady_ns() - start);
  return result;
}

bool SampledModel::is_allowed_now() {
  if (options_.per_second == 0) return true;
  const std::int64_t now = HostClock::steady_ns();
  std::int64_t from = allowed_from_ns_;
  const double pause_ns = std::min(kNsPerSecond / options_.per_second, kLongestPauseNs);
  const auto pause = static_cast<std::int64_t>(pause_ns);
  return now >= from && allowed_from_ns_.compare_exchange_strong(from, now + pause);
}

c10::IValue SampledModel::prepare(const ModelInputs& inputs) {
  c10::IValue result;
  if (analysis_) {
    result = analysis_->run(inputs, description_);
    analysis_.reset();
  } else {
    RunRecorder recorder;
    result = hooked_.run(recorder, inputs);
    --warm_up_left_;
  }
  ++not_counted_;
  counts_ = warm_up_left_ == 0;
  return result;
}

c10::IValue SampledModel::call_hooked(const ModelInputs& inputs) {
  std::unique_ptr<Lane> lane = lanes_.take();
  const std::int64_t start = HostClock::steady_ns();
  c10::IValue result;
  try {
    result = hooked_.run(lane->recorder, inputs);
  } catch (...) {
    lane->recorder.forget();
    lanes_.put_back(std::move(lane));
    throw;
  }
  count(*lane, HostClock::steady_ns() - start);
  lane->recorder.forget();
  lanes_.put_back(std::move(lane));
  return result;
}

/// The server's call has succeeded, so whatever goes wrong here is a warning.
void SampledModel::count(Lane& lane, std::int64_t latency_ns) {
  try {
    const std::vector<TaskEvents> tasks = lane.recorder.collect_now();
    if (!std::ranges::all_of(tasks, &TaskEvents::ended)) {
      throw std::runtime_error("a call returned while a task that it had forked was running");
    }
    const std::vector<CallSpan> spans = pair_events(tasks, converter_).spans;
    if (lane.sites.size() != hooked_.site_count()) lane.sites = hooked_.sites();
    RunFolder folder(tree_.modules().size(), 1);
    FoldedRuns run;
    folder.fold(spans, lane.sites);
    folder.store(run);
    store_.add_hooked(latency_ns, std::move(run));
    if (options_.every == 1) wants_plain_ = true;
  } catch (const std::exception& error) {
    ++not_counted_;
    description_.add_warning("sample_lost", error.what());
  }
}

}  // namespace hookstat
