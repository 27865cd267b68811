#include "sweep/case_axes.h"

#include <optional>

namespace hookstat::sweep {
namespace {

std::string text(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : std::string();
}

std::string text(const std::optional<std::string>& value) { return value.value_or(std::string()); }

constexpr std::array<CaseAxis, 8> kAxes{{
    {"model", [](const Case& one) { return one.model; }},
    {"input", [](const Case& one) { return one.input; }},
    {"batch", [](const Case& one) { return text(one.batch); }},
    {"resolution", [](const Case& one) { return text(one.resolution); }},
    {"threads", [](const Case& one) { return text(one.threads); }},
    {"dtype", [](const Case& one) { return text(one.dtype); }},
    {"device", [](const Case& one) { return text(one.device); }},
    {"method", [](const Case& one) { return text(one.method); }},
}};

}  // namespace

const std::array<CaseAxis, 8>& case_axes() noexcept { return kAxes; }

}  // namespace hookstat::sweep
