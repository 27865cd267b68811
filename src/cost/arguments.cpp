#include "cost/arguments.h"

#include <variant>

namespace hookstat::cost {
namespace {

constexpr std::string_view kNamespace = "aten::";

// Python's spelling of an operator, such as `__and__` and its in-place sibling `__iand__`.
bool is_dunder(std::string_view name) noexcept { return name.ends_with("__"); }

template <typename T>
const T* argument_as(const OpCall& call, std::string_view name) noexcept {
  const OpValue* const value = argument(call, name);
  return value == nullptr ? nullptr : std::get_if<T>(value);
}

}  // namespace

std::string_view without_in_place_mark(std::string_view qualified) noexcept {
  if (qualified.ends_with('_') && !is_dunder(qualified)) qualified.remove_suffix(1);
  return qualified;
}

std::string_view base_name(std::string_view qualified) noexcept {
  if (!qualified.starts_with(kNamespace)) return qualified;
  qualified.remove_prefix(kNamespace.size());
  return without_in_place_mark(qualified);
}

bool is_in_place(std::string_view qualified) noexcept {
  if (is_dunder(qualified)) return qualified.find("::__i") != std::string_view::npos;
  return qualified.ends_with('_');
}

std::size_t out_argument_count(const OpCall& call) noexcept {
  const std::string_view overload = call.overload;
  // max and min name their pair of targets after what they hold.
  const bool out = overload == "out" || overload.ends_with("_out") ||
                   overload.starts_with("out_") || overload == "dim_max" || overload == "dim_min";
  return out ? call.outputs.size() : 0;
}

const TensorInfo* tensor_argument(const OpCall& call, std::string_view name) noexcept {
  return argument_as<TensorInfo>(call, name);
}

bool is_given(const OpCall& call, std::string_view name) noexcept {
  const OpValue* const value = argument(call, name);
  return value != nullptr && !std::holds_alternative<std::monostate>(*value);
}

std::optional<double> number_argument(const OpCall& call, std::string_view name) noexcept {
  if (const auto* number = argument_as<double>(call, name)) return *number;
  if (const auto* integer = argument_as<std::int64_t>(call, name)) {
    return static_cast<double>(*integer);
  }
  return std::nullopt;
}

std::int64_t integer_argument(const OpCall& call, std::string_view name,
                              std::int64_t fallback) noexcept {
  const auto* const integer = argument_as<std::int64_t>(call, name);
  return integer == nullptr ? fallback : *integer;
}

bool flag_argument(const OpCall& call, std::string_view name) noexcept {
  const auto* const flag = argument_as<bool>(call, name);
  return flag != nullptr && *flag;
}

std::optional<std::int64_t> kernel_elements(const OpCall& call, std::size_t rank) noexcept {
  std::int64_t side = 0;
  if (const auto* sizes = argument_as<Shape>(call, "kernel_size")) {
    if (sizes->size() == rank) return element_count(*sizes);
    if (sizes->size() != 1) return std::nullopt;
    side = sizes->front();
  } else if (const auto* size = argument_as<std::int64_t>(call, "kernel_size")) {
    side = *size;
  } else {
    return std::nullopt;
  }
  std::int64_t elements = 1;
  for (std::size_t i = 0; i < rank; ++i) elements *= side;
  return elements;
}

std::int64_t elements_from(const Shape& sizes, std::size_t first) noexcept {
  std::int64_t elements = 1;
  for (std::size_t i = first; i < sizes.size(); ++i) elements *= sizes[i];
  return elements;
}

}  // namespace hookstat::cost
