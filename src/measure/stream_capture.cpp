#include "measure/stream_capture.h"

#include <dlfcn.h>

namespace hookstat {
namespace {

template <class Function>
Function* loaded(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

/// Both functions are found in what the process has loaded: hookstat is built without CUDA's
/// headers. Their types: cudaError_t cudaStreamIsCapturing(cudaStream_t, enum
/// cudaStreamCaptureStatus*) of the CUDA runtime, and int32_t
/// aoti_torch_get_current_cuda_stream(int32_t, void**) of LibTorch.
[[maybe_unused]] bool current_cuda_stream_is_capturing(c10::DeviceIndex device) {
  const auto current = loaded<int(int, void**)>("aoti_torch_get_current_cuda_stream");
  const auto is_capturing = loaded<int(void*, int*)>("cudaStreamIsCapturing");
  if (current == nullptr || is_capturing == nullptr) return false;
  void* stream = nullptr;
  if (current(device, &stream) != 0) return false;
  constexpr int kNone = 0;
  int status = kNone;
  // It fails where another stream is captured and this one must not be used: that is no time to
  // measure either.
  if (is_capturing(stream, &status) == 0) return status != kNone;
  const auto forget_error = loaded<int()>("cudaGetLastError");
  if (forget_error != nullptr) forget_error();
  return true;
}

template <class Stream>
bool ask(const Stream& stream) {
  if constexpr (requires { stream.is_capturing(); }) {
    return stream.is_capturing();
  } else {
    return stream.device_type() == c10::kCUDA &&
           current_cuda_stream_is_capturing(stream.device_index());
  }
}

}  // namespace

bool is_capturing(const c10::Stream& stream) { return ask(stream); }

}  // namespace hookstat
