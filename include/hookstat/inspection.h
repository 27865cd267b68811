// What a model's file tells without running it, as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hookstat {

/// An argument of a method.
struct ArgumentInspection {
  std::string name;                          ///< as it is declared
  std::string type;                          ///< "Tensor", "Optional[Tensor]", "List[int]"
  std::optional<std::string> default_value;  ///< as TorchScript writes it; unset: required
};

/// A method of the model, exported ones too.
struct MethodInspection {
  std::string name;                           ///< "forward"
  std::vector<ArgumentInspection> arguments;  ///< without self
  std::string returns;                        ///< the type
};

/// A registered path; in registration order, the model first.
struct ModuleInspection {
  std::string path;                     ///< "" for the model
  std::string class_name;               ///< "Conv2d"
  std::string qualified_class;          ///< the name TorchScript gives the class
  std::int32_t depth = 0;               ///< 0 for the model
  std::optional<std::string> alias_of;  ///< earlier path of the same object or tensors
  bool training = false;                ///< in training mode
  std::int64_t parameters = 0;          ///< elements of its own
  std::int64_t parameters_below = 0;    ///< its own and those below it, each tensor once
  std::int64_t parameter_bytes = 0;     ///< of its own
  std::int64_t buffers = 0;             ///< elements of its own
  std::int64_t buffer_bytes = 0;        ///< of its own
  std::int64_t packed_parameters = 0;   ///< elements in packed weights of quantized layers
  std::vector<std::string> dtypes;      ///< of its own parameters and packed weights
  std::vector<std::string> hooks;       ///< saved forward pre-hooks and hooks, in order
};

/// An operator in the code that a method reaches.
struct OperatorInspection {
  std::string name;        ///< "aten::conv2d", without the overload
  std::int64_t count = 0;  ///< places in the code; loops are not unrolled
  bool custom = false;     ///< of a library that was loaded
};

/// What to give for one argument of the method.
struct InputSuggestion {
  std::string argument;  ///< its name
  /// "1x3x224x224", "1x16:int64[0,30000]"; empty: may be left out, or not known.
  std::string value;
  std::string reason;   ///< a sentence without its full stop
  bool tensor = false;  ///< whether a tensor is wanted
};

/// What a file tells; sizes are in elements or, where the name says so, bytes.
struct ModelInspection {
  std::string path;                            ///< as given
  std::int64_t file_bytes = 0;                 ///< size of the file
  std::string format_version;                  ///< of torch.jit.save's archive; empty: not recorded
  std::string byte_order;                      ///< "little", "big"; empty: not recorded
  std::int64_t records = 0;                    ///< files in the archive
  std::int64_t weight_bytes = 0;               ///< of all tensors in it, as they are stored
  std::int64_t code_bytes = 0;                 ///< of its code, unpacked
  std::vector<std::string> code_operators;     ///< named by the archive's code
  std::vector<std::string> code_classes;       ///< defined by it
  std::vector<std::string> missing_operators;  ///< of those, what LibTorch does not know
  std::vector<std::string> missing_classes;    ///< custom classes written in C++, likewise
  /// Whether LibTorch could load it. It cannot where something is missing: then what follows is
  /// empty.
  bool loaded = false;
  bool frozen = false;                    ///< neither submodules nor parameters: frozen, or made so
  bool quantized = false;                 ///< runs quantized operators or has packed weights
  std::int64_t parameters = 0;            ///< elements, each tensor once
  std::int64_t parameter_bytes = 0;       ///< each tensor once
  std::vector<std::string> dtypes;        ///< of all parameters, buffers and packed weights
  std::vector<std::string> devices;       ///< likewise, as saved and loaded
  std::vector<MethodInspection> methods;  ///< of the model itself
  std::vector<ModuleInspection> modules;  ///< all registered paths
  std::string method;                     ///< the one that follows is about
  std::vector<OperatorInspection> operators;  ///< of what the method reaches, most used first
  std::vector<InputSuggestion> inputs;        ///< for each of its arguments
};

}  // namespace hookstat
