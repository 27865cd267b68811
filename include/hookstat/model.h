// Loading a TorchScript model from its file, and the inputs of a method.
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/input_request.h"
#include "hookstat/model_changes.h"
#include "hookstat/recording.h"

namespace hookstat {

/// Arguments of a method, without self.
struct ModelInputs {
  std::vector<c10::IValue> positional;                 ///< the first ones, as they are declared
  std::unordered_map<std::string, c10::IValue> named;  ///< others, by their names
};

/// A model, and what loading it took.
struct LoadedModel {
  torch::jit::Module module;    ///< a handle: copies are of the same object
  std::int64_t file_bytes = 0;  ///< size of the file
  std::int64_t load_ns = 0;     ///< what checking and reading the file took, wall-clock
};

/// Loads what torch.jit.save wrote, onto `device` ("cpu", "cuda", "cuda:N"). The module is as it
/// was saved: in training mode if it was. Throws InputError, one line with the path and the reason:
/// no such file, a directory, empty, truncated, a Python pickle, a state_dict, operators that this
/// process does not have, a device that is not there. Thread-safe.
[[nodiscard]] HOOKSTAT_API LoadedModel load_model(const std::string& path,
                                                  const std::string& device = "cpu");

/// Makes the values that the request gives, each of the type that the method's argument has, with
/// tensors on `device`. Specifications are filled from a generator of its own seeded with `seed`:
/// equal arguments give equal values. Throws InputError where the method is not there, the file
/// cannot be read, a value does not fit its argument, or memory does not hold it; the hint says
/// what the method takes. Thread-safe.
[[nodiscard]] HOOKSTAT_API ModelInputs make_inputs(const torch::jit::Module& module,
                                                   const std::string& method,
                                                   const InputRequest& request,
                                                   std::uint64_t seed = 0,
                                                   const std::string& device = "cpu");

/// Does to the model what `changes` says; freezing keeps `method`, and leaves no submodules.
/// Tensors are converted in place, so whoever shares them has them converted too; freezing makes
/// another module and puts it into `module`. Throws InputError where that cannot be: a model in
/// training mode is not frozen, a type is not floating. Where LibTorch fails at it the model may be
/// changed in part. Not while another thread uses the model.
HOOKSTAT_API void change_model(torch::jit::Module& module, const ModelChanges& changes,
                               const std::string& method);

/// Converts the tensors among the inputs, nested ones too, as change_model converts parameters. The
/// inputs get other tensors, lists and dicts; those that they had stay as they are.
HOOKSTAT_API void change_inputs(ModelInputs& inputs, const ModelChanges& changes);

/// What each argument of the method is bound to, defaults included, in the order of its
/// declaration. Throws InputError where the inputs do not fit the method, or it is not there.
/// Thread-safe.
[[nodiscard]] HOOKSTAT_API std::vector<InputDescription> describe_inputs(
    const torch::jit::Module& module, const std::string& method, const ModelInputs& inputs);

}  // namespace hookstat
