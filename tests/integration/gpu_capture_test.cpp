// A stream that is being captured into a CUDA graph: profile() refuses, and the capture goes on.
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

/// A function of the CUDA runtime or of LibTorch, in what the process has loaded; tests are built
/// without CUDA's headers too.
template <class Function>
Function* loaded(const char* name) {
  auto* const function = reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
  if (function == nullptr) throw std::runtime_error(std::string("no ") + name);
  return function;
}

/// The thread's current stream of cuda:0 is another one, and captured, while it lives.
class Capture {
 public:
  explicit Capture(int mode)
      : guard_(c10::kCUDA),
        before_(guard_.exchangeStream(guard_.getStreamFromGlobalPool(c10::Device(c10::kCUDA, 0)))) {
    loaded<int(int, void**)>("aoti_torch_get_current_cuda_stream")(0, &stream_);
    begun_ = loaded<int(void*, int)>("cudaStreamBeginCapture")(stream_, mode) == 0;
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() { end(); }

  [[nodiscard]] bool begun() const noexcept { return begun_; }

  /// Whether the capture was valid to its end.
  bool end() {
    if (!begun_) return false;
    begun_ = false;
    void* graph = nullptr;
    const int result = loaded<int(void*, void**)>("cudaStreamEndCapture")(stream_, &graph);
    guard_.exchangeStream(before_);
    return result == 0;
  }

 private:
  c10::impl::VirtualGuardImpl guard_;
  c10::Stream before_;
  void* stream_ = nullptr;
  bool begun_ = false;
};

/// cudaStreamCaptureModeGlobal (which torch.cuda.graph takes), ...ThreadLocal and ...Relaxed: what
/// a capture forbids is most in the first.
class GpuCapture : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Modes, GpuCapture, ::testing::Values(0, 1, 2));

TEST_P(GpuCapture, IsRefusedAndGoesOn) {
  LoadedModel loaded = load_model(model_file("plain"), "cuda");
  const ModelInputs inputs =
      make_inputs(loaded.module, "forward", request_of({"1x3x16x16"}), 0, "cuda");
  ProfileOptions options = quick();
  options.device = "cuda";
  EXPECT_NO_THROW((void)profile(loaded.module, inputs, options));
  Capture capture(GetParam());
  ASSERT_TRUE(capture.begun());
  try {
    (void)profile(loaded.module, inputs, options);
    ADD_FAILURE() << "not refused";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("is being captured into a graph"));
  }
  EXPECT_TRUE(capture.end()) << "profile() broke the capture";
  EXPECT_NO_THROW((void)profile(loaded.module, inputs, options));
}

}  // namespace
}  // namespace hookstat::testing
