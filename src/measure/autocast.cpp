#include "measure/autocast.h"

#include <ATen/autocast_mode.h>

#include "model/tensor_capture.h"

namespace hookstat {

Autocast::Autocast(std::optional<Dtype> dtype, c10::DeviceType type)
    : type_(type), changed_(dtype.has_value()) {
  if (!changed_) return;
  enabled_before_ = at::autocast::is_autocast_enabled(type_);
  dtype_before_ = at::autocast::get_autocast_dtype(type_);
  at::autocast::set_autocast_dtype(type_, scalar_type_of(*dtype));
  at::autocast::set_autocast_enabled(type_, true);
}

Autocast::~Autocast() {
  if (!changed_) return;
  at::autocast::set_autocast_enabled(type_, enabled_before_);
  at::autocast::set_autocast_dtype(type_, dtype_before_);
  end_autocast_of_call();  // also where a call threw
}

void end_autocast_of_call() noexcept { at::autocast::clear_cache(); }

}  // namespace hookstat
