#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "hookstat/error.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string complaint(const std::string& path, const std::string& device = "cpu") {
  try {
    static_cast<void>(load_model(path, device));
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << "one line";
    return error.what();
  }
  return "loaded";
}

TEST(LoadModel, TellsSizeAndTime) {
  const LoadedModel loaded = load_model(model_file("plain"));
  EXPECT_EQ(loaded.file_bytes,
            static_cast<std::int64_t>(std::filesystem::file_size(model_file("plain"))));
  EXPECT_GT(loaded.load_ns, 0);
}

TEST(LoadModel, KeepsTheModeItWasSavedIn) {
  EXPECT_FALSE(load("plain").is_training());
  EXPECT_TRUE(load("training").is_training());
}

TEST(LoadModelErrors, NameThePathFirst) {
  EXPECT_EQ(complaint("/nowhere/model.pt"), "/nowhere/model.pt: no such file");
}

TEST(LoadModelErrors, SayWhatTheFileIs) {
  EXPECT_THAT(complaint(HOOKSTAT_MODELS), EndsWith(": is a directory, not a model file"));
  EXPECT_THAT(complaint("/dev/null"), EndsWith(": is no regular file"));
  EXPECT_THAT(complaint(model_file("empty")), EndsWith(": is empty"));
  EXPECT_THAT(complaint(model_file("text")), EndsWith(": is no TorchScript archive"));
  EXPECT_THAT(complaint(model_file("pickle")), EndsWith(": is a Python pickle, not TorchScript"));
  EXPECT_THAT(complaint(model_file("legacy_state_dict")), HasSubstr("a Python pickle"));
  EXPECT_THAT(complaint(model_file("state_dict")), HasSubstr("no code, as torch.save writes"));
  EXPECT_THAT(complaint(model_file("other.zip")), HasSubstr("zip archive without TorchScript"));
  EXPECT_THAT(complaint(model_file("truncated")), HasSubstr("is truncated or damaged"));
}

TEST(LoadModelErrors, NameTheRecordWhoseChecksumIsWrong) {
  EXPECT_THAT(
      complaint(model_file("flipped")),
      ContainsRegex(": is damaged: the record plain/data/[0-9]+ does not have the checksum"));
}

TEST(LoadModelErrors, RefuseWhatAPickleClaimsAndTheArchiveDoesNotHold) {
  EXPECT_THAT(complaint(model_file("claims_more")),
              HasSubstr("data.pkl claims 8589934588 bytes for a tensor whose record holds"));
  EXPECT_THAT(complaint(model_file("memo")), HasSubstr("numbers a memo entry 1073741823"));
}

TEST(LoadModelErrors, SayThatMemoryDoesNotHoldIt) {
  EXPECT_THAT(complaint(model_file("too_large")),
              ContainsRegex(": takes 2[0-9]+ GB to load, and this machine has [0-9]+ GB left"));
}

TEST(LoadModelErrors, NameTheOperatorThatIsNotThere) {
  EXPECT_THAT(complaint(model_file("unknown_operator")),
              EndsWith(": cannot be loaded without the operator nobody::knows"));
}

TEST(LoadModelErrors, NameTheNameThatTorchScriptCannotReadAgain) {
  EXPECT_THAT(complaint(model_file("named_foreign")),
              HasSubstr(": its code cannot be read again because of the name '\u00e9': "));
  EXPECT_THAT(complaint(model_file("named_quote")), HasSubstr("because of the name 'a\"b': "));
  EXPECT_THAT(complaint(model_file("named_line_break")),
              HasSubstr("because of the name 'a\\nb': "));
  EXPECT_THAT(complaint(model_file("named_keyword")),
              HasSubstr(": its code cannot be read: expected ident but found 'class'"));
  EXPECT_EQ(complaint(model_file("named_script")), "loaded");
}

TEST(LoadModelErrors, RefuseADeviceThatIsNone) {
  EXPECT_THAT(complaint(model_file("plain"), "gpu"), StartsWith("--device gpu: no such device"));
  EXPECT_THAT(complaint(model_file("plain"), "cuda:x"), HasSubstr("no such device"));
  EXPECT_THAT(complaint(model_file("plain"), "cuda:999"), StartsWith("--device cuda:999: "));
}

}  // namespace
}  // namespace hookstat::testing
