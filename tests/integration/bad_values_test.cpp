// What --input and --inputs refuse: one line, exit code 2, and nothing run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

struct BadFile {
  std::string file;
  std::string message;  ///< what the first line says after the file's name
};

/// A file that is no input at all; for the model that takes one tensor, `x`.
class BadFiles : public ::testing::TestWithParam<BadFile> {};

TEST_P(BadFiles, AreRefusedInOneLine) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.folder = folder.path();
  const std::string path = model_file("inputs/" + GetParam().file);
  const ProcessResult result =
      hookstat_run({"profile", model_file("echo"), "--inputs", path, "-o", "report.json"}, options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err.substr(0, result.err.find('\n')),
              HasSubstr("hookstat: error: " + path + ": " + GetParam().message));
  EXPECT_THAT(result.err, MatchesRegex(kOneClearLine));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(folder.entries(), IsEmpty());
}

std::string test_name(const ::testing::TestParamInfo<BadFile>& info) {
  std::string name;
  for (const char letter : info.param.file) {
    name += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Torch, BadFiles,
    ::testing::Values(BadFile{"custom.pt", "holds a Python object: __builtin__.print"},
                      BadFile{"system.pt", "holds a Python object: os.system"},
                      BadFile{"set.pt", "holds a Python set"},
                      BadFile{"bytes.pt", "holds Python bytes"},
                      BadFile{"numpy.pt", "holds a Python object: numpy"},
                      BadFile{"large_number.pt", "holds a number beyond 64 bits"},
                      BadFile{"sparse.pt", "holds a tensor that is not dense and strided"},
                      BadFile{"quantized.pt", "holds a quantized tensor"},
                      BadFile{"conjugated.pt", "holds a tensor that is lazily conjugated"},
                      BadFile{"number_keys.pt",
                              "its keys are names of arguments, and one is of type int"},
                      BadFile{"number.pt", "holds one value of type int"},
                      BadFile{"wrong_name.pt", "forward has no argument 'y'"},
                      BadFile{"text_for_tensor.pt", "x: expects Tensor, got str"},
                      BadFile{"two.pt", "forward takes 1 input, and the file holds 2"},
                      BadFile{"none.pt", "has nothing for 'x'"},
                      BadFile{"legacy.pt", "is a bare pickle, not an archive"},
                      BadFile{"plain_pickle.pt", "is a bare pickle, not an archive"},
                      BadFile{"empty.pt", "is empty"}, BadFile{"text.pt", "is no zip archive"},
                      BadFile{"other.pt", "is a zip archive, but not one of torch.save"},
                      BadFile{"truncated.pt", "is no zip archive, or is truncated or damaged"},
                      BadFile{"itself.pt", "is nested deeper than 100 levels"},
                      BadFile{"deep.pt", "is nested deeper than 100 levels"},
                      BadFile{"many.pt", "holds too many values"},
                      BadFile{"beyond.pt", "holds a tensor that reaches beyond its values"},
                      BadFile{"negative.pt", "holds a tensor with negative sizes"},
                      BadFile{"no_storage.pt", "archive/data/0: is missing in the archive"},
                      BadFile{"underflow.pt", "is a damaged pickle"},
                      BadFile{"cut_pickle.pt", "is a truncated pickle"},
                      BadFile{"protocol0.pt", "is a pickle of protocol 0 or 1"},
                      BadFile{"../plain.pt", "is a TorchScript model, not inputs"},
                      BadFile{"../state_dict.pt", "forward has no argument 'weight'"}),
    test_name);

INSTANTIATE_TEST_SUITE_P(
    Numpy, BadFiles,
    ::testing::Values(
        BadFile{"object.npy", "is an array of Python objects"},
        BadFile{"text.npy", "is an array of strings"},
        BadFile{"record.npy", "is an array of records"},
        BadFile{"date.npy", "is an array of type '<M8[s]'"},
        BadFile{"long_double.npy", "is an array of type '<f16'"},
        BadFile{"cut_values.npy", "is truncated: its header promises 24 bytes"},
        BadFile{"cut_header.npy", "is truncated: its header is not whole"},
        BadFile{"cut_magic.npy", "is no .npy file"}, BadFile{"wrong_magic.npy", "is no .npy file"},
        BadFile{"version9.npy", "is of .npy version 9"},
        BadFile{"gigabyte.npy", "is truncated: its header promises 1000000000 bytes"},
        BadFile{"overflow.npy", "is truncated: its header promises 9223372036854775807"},
        BadFile{"negative.npy", "has a damaged .npy header"},
        BadFile{"no_shape.npy", "has a damaged .npy header"},
        BadFile{"damaged.npz", "x.npy: is damaged"}, BadFile{"bomb.npz", "x.npy: is damaged"},
        BadFile{"gap.npz", "has arr_1 but no arr_0"},
        BadFile{"twice.npz", "x.npy: is in the archive more than once"},
        BadFile{"leading_zero.npz", "forward has no argument 'arr_00'"},
        BadFile{"object.npz", "x: is an array of Python objects"},
        BadFile{"other.npz", "readme.txt: is no array"}),
    test_name);

INSTANTIATE_TEST_SUITE_P(
    Json, BadFiles,
    ::testing::Values(BadFile{"nan.json", "is not JSON (line 1, column 8)"},
                      BadFile{"deep.json", "is nested deeper than 100 levels"},
                      BadFile{"cut.json", "is not JSON (line 1, column 12)"},
                      BadFile{"twice.json", "the key 'x' appears twice"},
                      BadFile{"large.json", "the number 99999999999999999999 does not fit 64 bits"},
                      BadFile{"huge_float.json", "is not JSON"},
                      BadFile{"uneven.json", "x: its nested lists are not equally long"},
                      BadFile{"wrong_key.json", "x: 'shpe' is no part of a tensor's description"},
                      BadFile{"wrong_fill.json", "x: fill: 'twos' is none of random, zeros, ones"},
                      BadFile{"overfull.json", "x: holds numbers that uint8 does not"},
                      BadFile{"number.json", "holds one value of type int"},
                      BadFile{"bad_utf8.json", "is not JSON"}),
    test_name);

INSTANTIATE_TEST_SUITE_P(Names, BadFiles,
                         ::testing::Values(BadFile{"nothing.pt", "no such file"},
                                           BadFile{"nothing.xyz", "its end tells no format"}),
                         test_name);

/// The error of these arguments after `profile MODEL`.
std::string error_of(const std::string& model, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"profile", model_file(model)});
  const ProcessResult result = hookstat_run(arguments);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  return result.err;
}

TEST(BadInputsFile, MayBeNoDirectoryAndNoDevice) {
  const TemporaryFolder folder;
  for (const char* ending : {".pt", ".npz", ".npy", ".json"}) {
    const std::string inner = folder / (std::string("folder") + ending);
    std::filesystem::create_directory(inner);
    EXPECT_THAT(error_of("echo", {"--inputs", inner}), HasSubstr(inner + ": is a directory"));
    const std::string device = folder / (std::string("device") + ending);
    std::filesystem::create_symlink("/dev/zero", device);
    EXPECT_THAT(error_of("echo", {"--inputs", device}), HasSubstr(device + ": is no regular file"));
  }
}

TEST(BadInputsFile, NeedsAName) {
  EXPECT_THAT(error_of("echo", {"--inputs", ""}), HasSubstr("--inputs: the file's name is empty"));
}

TEST(BadInputsFile, NeverRunsCode) {
  const std::string printed = "a pickle has run code";
  EXPECT_THAT(error_of("echo", {"--inputs", model_file("inputs/custom.pt")}),
              Not(HasSubstr(printed)));
}

TEST(BadInput, OfAnOutputsNameIsRefused) {
  const std::string file = model_file("inputs/nested.json");
  EXPECT_THAT(error_of("takes_nested", {"--inputs", file, "-o", file}), HasSubstr("is the input"));
}

TEST(BadInput, ShowsTheTypeItShouldHave) {
  EXPECT_THAT(error_of("takes_one_list", {"--input", "1x3"}),
              HasSubstr("hookstat: error: --input 1x3: expects List[Tensor], got str\n"
                        "hookstat: hint: it is forward(List[Tensor] xs); for example: --input "
                        "xs='[\"1x3x224x224\"]'\n"));
  EXPECT_THAT(
      error_of("takes_plain", {"--inputs", model_file("inputs/plain_tuple.pt"), "--input", "1x3"}),
      HasSubstr("--input 1x3: needs a NAME= beside --inputs"));
}

TEST(BadInput, OfAnUnknownFillIsRefused) {
  EXPECT_THAT(error_of("echo", {"--input", "1x3", "--input-fill", "twos"}),
              HasSubstr("--input-fill: 'twos' is none of random, zeros, ones"));
}

TEST(GoodInput, InBracketsIsOneValue) {
  const ProcessResult result = hookstat_run({"profile", model_file("takes_one_list"), "--runs", "1",
                                             "--warmup", "1", "--input", R"(["1x3", "1x4"])"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("xs [1x3 float32, 1x4 float32]"));
}

TEST(GoodInput, OfAFileIsProfiled) {
  for (const char* file : {"nested2.pt", "nested5.pt", "nested.json"}) {
    const ProcessResult result =
        hookstat_run({"profile", model_file("takes_nested"), "--runs", "1", "--warmup", "1",
                      "--inputs", model_file(std::string("inputs/") + file)});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("pair (2x2 float32, 7)"));
  }
}

}  // namespace
}  // namespace hookstat::testing
