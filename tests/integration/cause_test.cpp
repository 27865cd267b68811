// One line out of what LibTorch throws.
#include "model/cause.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

namespace hookstat::testing {
namespace {

const char* const kScripted =
    "The following operation failed in the TorchScript interpreter.\n"
    "Traceback of TorchScript, serialized code (most recent call last):\n"
    "  File \"code/__torch__.py\", line 11, in forward\n"
    "    return (p).forward(y, )\n"
    "            ~~~~~~~~~~ <--- HERE\n"
    "\n"
    "Traceback of TorchScript, original code (most recent call last):\n"
    "  File \"/home/me/net.py\", line 13, in forward\n"
    "        y = self.l(x)\n"
    "            ~~~~~~ <--- HERE\n"
    "  File \"/usr/lib/python3/site-packages/torch/nn/modules/linear.py\", line 134, in forward\n"
    "        return F.linear(input, self.weight, self.bias)\n"
    "               ~~~~~~~~ <--- HERE\n"
    "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x4 and 3x3)\n";

const char* const kTraced =
    "Traceback of TorchScript, serialized code (most recent call last):\n"
    "  File \"code/__torch__/net.py\", line 12, in forward\n"
    "    return torch.linear(input, weight, bias)\n"
    "\n"
    "Traceback of TorchScript, original code (most recent call last):\n"
    "/usr/lib/python3/site-packages/torch/nn/modules/linear.py(134): forward\n"
    "/usr/lib/python3/site-packages/torch/nn/modules/module.py(1768): _slow_forward\n"
    "/home/me/my net (old).py(26): forward\n"
    "/home/me/export.py(7): <module>\n"
    "RuntimeError: no\n";

std::string cause(const std::string& text) { return cause_of(std::runtime_error(text)); }
std::string line(const std::string& text) { return code_line_of(std::runtime_error(text)); }

TEST(Cause, IsTheMessageProper) {
  EXPECT_EQ(cause(kScripted), "mat1 and mat2 shapes cannot be multiplied (2x4 and 3x3)");
  EXPECT_EQ(cause("builtins.ValueError: needs seven rows\n"), "needs seven rows");
  EXPECT_EQ(cause("something\nelse"), "something");
}

TEST(Cause, OfAFailedAllocationTellsItsSize) {
  EXPECT_EQ(cause("RuntimeError: [enforce fail at alloc_cpu.cpp:127] err == 0. "
                  "DefaultCPUAllocator: can't allocate memory: you tried to allocate 1600000000000 "
                  "bytes. Error code 12 (Cannot allocate memory)"),
            "out of memory: it tried to allocate 1600 GB");
  EXPECT_EQ(cause_of(std::bad_alloc()), "out of memory");
  EXPECT_EQ(cause("RuntimeError: tried to allocate much"), "tried to allocate much");
}

TEST(Cause, OfADevicesAllocatorIsShort) {
  EXPECT_EQ(
      cause("RuntimeError: CUDA out of memory. Tried to allocate 20.00 GiB. GPU 1 has a total "
            "capacity of 79.11 GiB of which 12.50 GiB is free. Including non-PyTorch memory, "
            "this process has 66.60 GiB memory in use. Of the allocated memory 66.00 GiB is "
            "allocated by PyTorch, and 10.00 MiB is reserved by PyTorch but unallocated."),
      "out of memory on GPU 1: it tried to allocate 20.00 GiB, 12.50 GiB of 79.11 GiB were "
      "free");
  EXPECT_EQ(cause("RuntimeError: CUDA out of memory. Tried to allocate 2.00 MiB. See docs."),
            "out of memory: it tried to allocate 2.00 MiB");
  EXPECT_EQ(cause("RuntimeError: CUDA out of memory"), "out of memory");
}

TEST(CodeLine, IsTheInnermostOfTheModelsOwn) {
  EXPECT_EQ(line(kScripted), "/home/me/net.py:13, in forward");
  EXPECT_EQ(line(kTraced), "/home/me/my net (old).py:26, in forward");
}

TEST(CodeLine, IsPyTorchsWhereAllAre) {
  EXPECT_EQ(line("Traceback of TorchScript, original code (most recent call last):\n"
                 "/a/site-packages/torch/nn/modules/linear.py(134): forward\n"
                 "/a/site-packages/torch/nn/modules/module.py(1): _call_impl\n"),
            "/a/site-packages/torch/nn/modules/linear.py:134, in forward");
}

TEST(CodeLine, IsTheArchivesWhereTheOriginalIsLost) {
  EXPECT_EQ(line("Traceback of TorchScript, serialized code (most recent call last):\n"
                 "  File \"code/__torch__.py\", line 11, in forward\n"),
            "code/__torch__.py:11, in forward");
}

TEST(TracedCodeLine, IsTheInnermostOfTheModelsOwn) {
  const auto place = traced_code_line(
      "/a/site-packages/torch/nn/modules/linear.py(134): forward\n/home/me/net.py(26): run\n");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->file, "/home/me/net.py");
  EXPECT_EQ(place->line, 26);
  EXPECT_EQ(place->function, "run");
  EXPECT_FALSE(traced_code_line("torch.sigmoid(x)"));
}

TEST(CodeLine, IsNotALineOfTheExcerpt) {
  EXPECT_EQ(line("Traceback of TorchScript, original code (most recent call last):\n"
                 "  File \"/home/me/net.py\", line 13, in forward\n"
                 "        for i in range(3): x = x + 1\n"
                 "        raise ValueError('boom')\n"
                 "        ~~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE\n"),
            "/home/me/net.py:13, in forward");
}

TEST(CodeLine, IsEmptyWithoutAStack) {
  EXPECT_EQ(line("RuntimeError: no"), "");
  EXPECT_EQ(line("  File \"x, line 3, in f"), "");
  EXPECT_EQ(line("(3): f\n f(x): y"), "");
}

}  // namespace
}  // namespace hookstat::testing
