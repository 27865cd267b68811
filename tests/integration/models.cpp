#include "integration/models.h"

#include <ATen/ATen.h>

#include <stdexcept>

#include "hookstat/profile.h"

namespace hookstat::testing {

torch::jit::Module load(const std::string& name) { return load_model(model_file(name)).module; }

InputRequest request_of(const std::vector<std::string>& texts, const std::string& file) {
  InputRequest request;
  request.texts = texts;
  request.file = file;
  return request;
}

ModelInputs inputs_for(const torch::jit::Module& module, const std::vector<std::string>& specs,
                       const std::string& method) {
  return make_inputs(module, method, request_of(specs));
}

ProfileOptions quick() {
  ProfileOptions options;
  options.warmup = 2;
  options.runs = 3;
  return options;
}

Report profile_model(const std::string& name, const std::vector<std::string>& specs,
                     const ProfileOptions& options) {
  torch::jit::Module module = load(name);
  return profile(module, inputs_for(module, specs, options.model.method), options);
}

const ModuleReport& module_at(const Report& report, const std::string& path) {
  for (const ModuleReport& module : report.modules) {
    if (module.path == path) return module;
  }
  throw std::out_of_range("no module '" + path + "'");
}

bool same_bits(const c10::IValue& a, const c10::IValue& b) {
  if (a.isTensor() && b.isTensor()) {
    const at::Tensor& x = a.toTensor();
    const at::Tensor& y = b.toTensor();
    return x.sizes() == y.sizes() && x.strides() == y.strides() && x.dtype() == y.dtype() &&
           x.isfinite().all().item<bool>() && at::equal(x, y);
  }
  if (a.isTuple() && b.isTuple()) {
    const auto& x = a.toTupleRef().elements();
    const auto& y = b.toTupleRef().elements();
    if (x.size() != y.size()) return false;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!same_bits(x[i], y[i])) return false;
    }
    return true;
  }
  return a == b;
}

}  // namespace hookstat::testing
