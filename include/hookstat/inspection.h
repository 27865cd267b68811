// What a model's file tells without running it, as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hookstat {

struct ArgumentInspection {
  std::string name;
  std::string type;                          ///< "Tensor", "Optional[Tensor]", "List[int]"
  std::optional<std::string> default_value;  ///< as TorchScript writes it; unset: required
};

struct MethodInspection {
  std::string name;
  std::vector<ArgumentInspection> arguments;  ///< without self
  std::string returns;                        ///< the type
};

/// A registered path; in registration order, the model first.
struct ModuleInspection {
  std::string path;  ///< "" for the model
  std::string class_name;
  std::string qualified_class;
  std::int32_t depth = 0;
  std::optional<std::string> alias_of;  ///< earlier path of the same object or tensors
  bool training = false;
  std::int64_t parameters = 0;        ///< elements of its own
  std::int64_t parameters_below = 0;  ///< its own and those below it, each tensor once
  std::int64_t parameter_bytes = 0;
  std::int64_t buffers = 0;  ///< elements of its own
  std::int64_t buffer_bytes = 0;
  std::int64_t packed_parameters = 0;  ///< elements in packed weights of quantized layers
  std::vector<std::string> dtypes;     ///< of its own parameters and packed weights
  std::vector<std::string> hooks;      ///< saved forward pre-hooks and hooks, in order
};

struct OperatorInspection {
  std::string name;        ///< "aten::conv2d", without the overload
  std::int64_t count = 0;  ///< places in the code; loops are not unrolled
  bool custom = false;     ///< of a library that was loaded
};

/// What to give for one argument of the method.
struct InputSuggestion {
  std::string argument;
  std::string value;   ///< "1x3x224x224", "1x16:int64[0,30000]"; empty: may be left out
  std::string reason;  ///< a sentence without its full stop
  bool tensor = false;
};

struct ModelInspection {
  std::string path;
  std::int64_t file_bytes = 0;
  std::string format_version;  ///< of torch.jit.save's archive; empty: not recorded
  std::string byte_order;      ///< "little", "big"; empty: not recorded
  std::int64_t records = 0;
  std::int64_t weight_bytes = 0;
  std::int64_t code_bytes = 0;
  std::vector<std::string> code_operators;  ///< named by the archive's code
  std::vector<std::string> code_classes;    ///< defined by it
  std::vector<std::string> missing_operators;
  std::vector<std::string> missing_classes;
  /// Whether LibTorch could load it. It cannot where something is missing: then what follows is
  /// empty.
  bool loaded = false;
  bool frozen = false;          ///< neither submodules nor parameters: frozen, or made so
  bool quantized = false;       ///< runs quantized operators or has packed weights
  std::int64_t parameters = 0;  ///< elements, each tensor once
  std::int64_t parameter_bytes = 0;
  std::vector<std::string> dtypes;   ///< of all parameters and buffers
  std::vector<std::string> devices;  ///< likewise, as saved and loaded
  std::vector<MethodInspection> methods;
  std::vector<ModuleInspection> modules;
  std::string method;                         ///< the one that follows is about
  std::vector<OperatorInspection> operators;  ///< of what the method reaches, most used first
  std::vector<InputSuggestion> inputs;        ///< for each of its arguments
};

}  // namespace hookstat
