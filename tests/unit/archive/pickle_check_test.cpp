#include "archive/pickle_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hookstat::archive {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

/// "\x80\x02" and the body; "." ends a pickle.
std::string pickle_of(const std::string& body) {
  return std::string("\x80\x02", 2).append(body).append(".");
}

std::string text(const std::string& value) {
  return std::string("X") + static_cast<char>(value.size()) + std::string(3, '\0') + value;
}

/// What torch.jit.save writes for a storage: a tuple of five, and BINPERSID.
std::string storage(const std::string& class_name, const std::string& key,
                    const std::string& number) {
  return "(" + text("storage") + "ctorch\n" + class_name + "\n" + text(key) + text("cpu") + number +
         "tQ";
}

std::optional<std::string> complaint_of(const std::string& body) {
  const auto sizes = [](std::string_view key) -> std::optional<std::int64_t> {
    if (key == "0") return 16;
    return std::nullopt;
  };
  return pickle_complaint(pickle_of(body), sizes);
}

TEST(PickleCheck, TakesAStorageThatItsRecordHolds) {
  EXPECT_EQ(complaint_of(storage("FloatStorage", "0", "K\x04")), std::nullopt);
  EXPECT_EQ(complaint_of(storage("DoubleStorage", "0", "K\x02")), std::nullopt);
  EXPECT_EQ(complaint_of(storage("FloatStorage", "0", std::string("K\0", 2))), std::nullopt);
}

TEST(PickleCheck, RefusesAStorageThatIsLargerThanItsRecord) {
  EXPECT_THAT(complaint_of(storage("FloatStorage", "0", "K\x05")),
              Optional(std::string("claims 20 bytes for a tensor whose record holds 16")));
  EXPECT_THAT(complaint_of(storage("ComplexDoubleStorage", "0", "K\x02")),
              Optional(HasSubstr("claims 32 bytes")));
}

TEST(PickleCheck, RefusesImpossibleNumbersOfElements) {
  EXPECT_THAT(complaint_of(storage("FloatStorage", "0", "J\xff\xff\xff\xff")),
              Optional(HasSubstr("an impossible number of bytes")));
  EXPECT_THAT(
      complaint_of(storage("FloatStorage", "0", "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f")),
      Optional(HasSubstr("an impossible number of bytes")));
}

TEST(PickleCheck, RefusesAStorageThatIsNotIdentifiedByItsFiveParts) {
  const auto unknown = Optional(HasSubstr("by something else than its five parts"));
  const std::string four =
      "(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu");
  EXPECT_THAT(complaint_of(four + "tQ"), unknown) << "four parts";
  EXPECT_THAT(complaint_of(four + "K\x05K\x05tQ"), unknown) << "six parts";
  EXPECT_THAT(complaint_of(four + "NtQ"), unknown) << "no number of elements";
  EXPECT_THAT(complaint_of(four + text("5") + "tQ"), unknown) << "a text for a number";
  EXPECT_THAT(complaint_of(storage("OtherStorage", "0", "K\x05")), unknown) << "unknown class";
  EXPECT_THAT(complaint_of(text("storage") + "\x85Q"), unknown) << "a tuple without a mark";
  EXPECT_THAT(complaint_of("NQ"), unknown) << "no tuple";
}

TEST(PickleCheck, TakesTuplesOfAModelThatBeginLikeAStorage) {
  EXPECT_EQ(complaint_of("(" + text("storage") + "K\x05t"), std::nullopt);
  EXPECT_EQ(complaint_of("(" + text("storage") + "NNNNNt"), std::nullopt);
}

TEST(PickleCheck, RefusesValuesFromBelowAMark) {
  const auto below = Optional(HasSubstr("takes a value from below a mark"));
  EXPECT_THAT(complaint_of("N(\x85"), below) << "a tuple";
  EXPECT_THAT(complaint_of(std::string("N(q\0", 4)), below) << "the memo";
  EXPECT_EQ(complaint_of("(NNtN\x86"), std::nullopt) << "the mark is gone";
}

TEST(PickleCheck, KnowsPartsOfAStorageThatComeFromTheMemo) {
  const std::string first = storage("FloatStorage", "0", "K\x04");
  const std::string again =
      std::string("(h\0", 3) + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\x05tQ";
  EXPECT_THAT(complaint_of("(" + text("storage") + std::string("q\0t", 3) + first + again),
              Optional(HasSubstr("claims 20 bytes")));
}

TEST(PickleCheck, LeavesARecordThatIsMissingToLibTorch) {
  EXPECT_EQ(complaint_of(storage("FloatStorage", "7", "K\x05")), std::nullopt);
}

TEST(PickleCheck, RefusesTextsLongerThanThePickle) {
  EXPECT_THAT(complaint_of("X\xff\xff\xff\x7f"),
              Optional(std::string("claims a text of 2147483647 bytes where 1 are left")));
}

TEST(PickleCheck, RefusesMemoEntriesThatNoPickleOfThatSizeHas) {
  EXPECT_THAT(complaint_of("]r\xff\xff\xff\xff"),
              Optional(std::string("numbers a memo entry 4294967295 in a pickle of 9 bytes")));
  EXPECT_EQ(complaint_of(std::string("]r\x03\0\0\0", 6)), std::nullopt);
}

TEST(PickleCheck, StopsWhereLibTorchRefusesByItself) {
  EXPECT_EQ(complaint_of("\xff]r\xff\xff\xff\xff"), std::nullopt) << "unknown opcode";
  EXPECT_EQ(complaint_of("\x87]r\xff\xff\xff\xff"), std::nullopt) << "empty stack";
  EXPECT_EQ(complaint_of("X\x01"), std::nullopt) << "cut length";
  EXPECT_EQ(pickle_complaint("", nullptr), std::nullopt);
}

}  // namespace
}  // namespace hookstat::archive
