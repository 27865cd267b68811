// One clear line, the right exit code, nothing left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

struct Mistake {
  std::string name;
  std::vector<std::string> arguments;
  int exit_code;
  std::string message;  ///< a part of the first line
};

std::vector<std::string> profile_of(const std::string& model, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"profile", model_file(model)};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::vector<Mistake> mistakes() {
  const std::string ssd = "ssd300";
  const std::vector<std::string> fine{"--input", "1x3x300x300"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), fine.begin(), fine.end());
    return profile_of(ssd, more);
  };
  return {
      {"NoCommand", {}, 2, "a command is missing"},
      {"UnknownCommand", {"measure"}, 2, "measure: there is no such command"},
      {"NoModel", {"profile"}, 2, "MODEL is required"},
      {"UnknownOption", with({"--fast"}), 2, "--fast: there is no such option"},
      {"MisspeltOption", profile_of(ssd, {"--imput", "1x3"}), 2,
       "--imput: there is no such option"},
      {"EmptyName", {"profile", ""}, 2, "the model's file name is empty"},
      {"FileMissing", profile_of("nothing"), 2, "nothing.pt: no such file"},
      {"Directory", {"profile", "/tmp"}, 2, "/tmp: is a directory, not a model file"},
      {"Empty", profile_of("empty"), 2, "empty.pt: is empty"},
      {"Truncated", profile_of("truncated"), 2, "truncated.pt: is truncated or damaged"},
      {"Flipped", profile_of("flipped"), 2, "does not have the checksum that the archive records"},
      {"CrashesLibTorch", profile_of("nested"), 2,
       "nested.pt: LibTorch crashed while it loaded the model (signal 11)"},
      {"Text", profile_of("text"), 2, "text.pt: is no TorchScript archive"},
      {"Pickle", profile_of("pickle"), 2, "pickle.pt: is a Python pickle"},
      {"StateDict", profile_of("state_dict"), 2, "state_dict.pt: holds pickled values and no code"},
      {"ZipWithoutCode", profile_of("other.zip"), 2, "other.zip: is a zip archive without"},
      {"UnknownOperator", profile_of("unknown_operator"), 2,
       "cannot be loaded without the operator nobody::knows"},
      {"UnreadableName", profile_of("named_line_break"), 2, "because of the name 'a\\nb': "},
      {"NoInput", profile_of(ssd), 2,
       "forward: no --input is given, and its shapes cannot be guessed"},
      {"BadShape", profile_of(ssd, {"--input", "1x3xcat"}), 2, "--input 1x3xcat: 'cat' is no size"},
      {"ZeroSize", profile_of(ssd, {"--input", "1x3x0x300"}), 2, "the size 0 is not positive"},
      {"NegativeSize", profile_of(ssd, {"--input", "1x-3x300"}), 2, "the size -3 is not positive"},
      {"HugeSize", profile_of(ssd, {"--input", "1x3x30000000000x300"}), 2,
       " to make, and this machine has "},
      {"OverflowingSize", profile_of(ssd, {"--input", "99999999999999999999"}), 2, "is too large"},
      {"TooManyInputs", with({"--input", "1x3"}), 2, "forward: it takes 1 input, and 2 are given"},
      {"TooFewInputs", profile_of("two_inputs", {"--input", "1x8"}), 2,
       "no --input is given for 'mask'"},
      {"UnknownInput", profile_of(ssd, {"--input", "y=1"}), 2, "forward: it has no argument 'y'"},
      {"BadType", profile_of(ssd, {"--input", "1x3:float"}), 2, "'float' is no type of an input"},
      {"UnknownMethod", with({"--method", "train"}), 2,
       "--method train: the model has no such method"},
      {"UnknownDevice", with({"--device", "gpu"}), 2, "--device gpu: no such device"},
      {"DeviceThatIsNotThere", with({"--device", "cuda:127"}), 2, "--device cuda:127: this "},
      {"DeviceWithoutANumber", with({"--device", "cuda:x"}), 2, "--device cuda:x: no such device"},
      {"AutocastToAWideType", with({"--autocast", "float32"}), 2,
       "--autocast: 'float32' is none of float16, bfloat16"},
      {"ZeroRuns", with({"--runs", "0"}), 2, "--runs: '0' is not a whole number of at least 1"},
      {"HugeRuns", with({"--runs", "999999999999999999999"}), 2,
       "'999999999999999999999' is too large"},
      {"WordSeed", with({"--seed", "abc"}), 2, "--seed: 'abc' is not a whole number of at least 0"},
      {"WordRuns", with({"--runs", "many"}), 2,
       "--runs: 'many' is not a whole number of at least 1"},
      {"ZeroThreads", with({"--threads", "0"}), 2,
       "--threads: '0' is not a whole number of at least 1"},
      {"TooManyThreads", with({"--threads", "100000"}), 2,
       "--threads 100000: must be at most 1024"},
      {"NegativeTime", with({"--min-time", "-1"}), 2,
       "--min-time: '-1' is not a number of at least 0"},
      {"NoProcesses", with({"--processes", "0"}), 2,
       "--processes: '0' is not a whole number of at least 1"},
      {"PartialReportOfProcesses", with({"--processes", "2", "--keep-partial"}), 2,
       "--keep-partial: there is no partial report of several --processes"},
      {"NoConcurrency", with({"--concurrency", "0"}), 2,
       "--concurrency: '0' is not a whole number of at least 1"},
      {"ConcurrencyAndPinning", with({"--concurrency", "2", "--pin"}), 2,
       "--concurrency and --pin do not go together"},
      {"MaxTimeWithRuns", with({"--runs", "2", "--max-time", "1"}), 2,
       "--runs excludes --max-time"},
      {"LimitOfNothing", with({"--fail-if", "speed>3"}), 2, "speed>3: there is no metric 'speed'"},
      {"LimitWithoutUnit", with({"--fail-if", "latency_p90>3"}), 2,
       "latency_p90>3: a time needs a unit"},
      {"UnknownFormat", with({"--format", "xml"}), 2,
       "--format: 'xml' is none of table, torchstat, html, markdown, csv, "
       "operators-csv, json, chrome-trace, speedscope, prometheus"},
      {"UnknownSortKey", with({"--sort", "size"}), 2, "--sort: 'size' is none of time, flops"},
      {"UnknownEnding", with({"-o", "report.xyz"}), 2, "-o report.xyz: its end tells no format"},
      {"NameMissing", with({"-o", "json:"}), 2, "-o json:: the file's name is missing"},
      {"SameFileTwice", with({"-o", "a.json", "-o", "a.json"}), 2, "the file is named twice"},
      {"SameFileByAnotherName", with({"-o", "a.json", "-o", "torchstat:./a.json"}), 2,
       "the file is named twice"},
      {"OutputIsTheModel", with({"-o", "json:" + model_file(ssd)}), 2, "ssd300.pt: is the input"},
      {"NoFolder", with({"-o", "no/such/a.json"}), 2,
       "cannot be written: there is no folder no/such"},
      {"OutputIsAFolder", with({"-o", "json:/tmp"}), 2, "/tmp: cannot be written: is a directory"},
      {"WrongChannels", profile_of(ssd, {"--input", "1x4x300x300"}), 3,
       "the model failed in vgg.0 (Conv2d.forward): "},
      {"TooSmallAnImage", profile_of(ssd, {"--input", "1x3x10x10"}), 3,
       "the model failed in vgg.23 (MaxPool2d.forward): "},
      {"RaisingModel", profile_of("raises", {"--input", "2x3"}), 3,
       "the model failed in inner.1 (Picky.forward): needs seven rows"},
      {"NoBase", {"compare", "--new", "a.json"}, 2, "--base is required"},
      {"BaseMissing",
       {"compare", "--base", "no.json", "--new", "no.json"},
       2,
       "no.json: no such file"},
      {"BaseIsNoReport",
       {"compare", "--base", model_file("text"), "--new", model_file("text")},
       2,
       "text.pt: report: not JSON"},
      {"LimitIsNoPercentage",
       {"compare", "--base", "a.json", "--new", "b.json", "--fail-above", "much"},
       2,
       "--fail-above: 'much' is no percentage of at least 0, such as 5%"},
      {"UnknownFormatOfComparison",
       {"compare", "--base", "a.json", "--new", "b.json", "--format", "rst"},
       2,
       "--format: 'rst' is none of table, markdown, html, json"},
      {"UnknownEndingOfComparison",
       {"compare", "--base", "a.json", "--new", "b.json", "-o", "c.rst"},
       2,
       "-o c.rst: its end tells no format"},
      {"ReportMissing", {"convert", "no.json"}, 2, "no.json: no such file"},
      {"ReportIsAFolder", {"convert", "/tmp"}, 2, "/tmp: is a directory"},
      {"ReportIsEmpty", {"convert", model_file("empty")}, 2, "empty.pt: is empty"},
      {"ReportIsNoJson", {"convert", model_file("text")}, 2, "text.pt: report: not JSON"},
      {"ReportIsOther", {"convert", model_file("ssd300_flops.json")}, 2, "schema_version: missing"},
  };
}

class BadInput : public ::testing::TestWithParam<Mistake> {};

INSTANTIATE_TEST_SUITE_P(EndsWithOneClearLine, BadInput, ::testing::ValuesIn(mistakes()),
                         [](const auto& tested) { return tested.param.name; });

TEST_P(BadInput, Is) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.folder = folder.path();
  std::vector<std::string> arguments = GetParam().arguments;
  const bool writes_none = std::ranges::find(arguments, "-o") == arguments.end();
  if (!arguments.empty() && arguments.front() == "profile" && writes_none) {
    arguments.insert(arguments.end(), {"-o", "report.json"});
  }
  const ProcessResult result = hookstat_run(arguments, options);
  EXPECT_EQ(result.exit_code, GetParam().exit_code);
  EXPECT_THAT(result.err, StartsWith("hookstat: error: "));
  EXPECT_THAT(result.err.substr(0, result.err.find('\n')), HasSubstr(GetParam().message));
  // At most a second line, which says how to mend it; nothing of a stack trace.
  EXPECT_THAT(result.err, MatchesRegex(kOneClearLine));
  EXPECT_THAT(result.err, Not(HasSubstr("frame #")));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(BadInputHints, ShowWhatForwardTakes) {
  EXPECT_THAT(
      hookstat_run(profile_of("ssd300")).err,
      HasSubstr("hookstat: hint: it is forward(Tensor x); for example: --input 1x3x224x224"));
}

TEST(BadInputNames, WithLineBreaksStayOnOneLine) {
  EXPECT_EQ(hookstat_run({"profile", "a\nb.pt"}).err, "hookstat: error: a\\nb.pt: no such file\n");
}

}  // namespace
}  // namespace hookstat::testing
