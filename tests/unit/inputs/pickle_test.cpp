// Pickles written by hand: opcodes are named in Python's pickletools.
#include "inputs/pickle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inputs/pickle_machine.h"
#include "inputs/pickle_nodes.h"
#include "unit/inputs/complaint.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;

Value parse(const std::string& pickle) {
  const auto storage = [](const std::string& key) {
    if (key != "0") throw InputError("data/" + key + ": is missing");
    return std::make_shared<const std::string>("abcdefghijkl");
  };
  return parse_pickle(pickle, storage);
}

std::string complaint(const std::string& pickle) {
  return complaint_of([&] { return parse(pickle); });
}

/// _rebuild_tensor_v2 of the storage "0", three float32 numbers, with this offset, sizes and
/// strides.
std::string tensor(const std::string& offset_sizes_strides,
                   const std::string& storage_class = "torch\nFloatStorage\n") {
  return "\x80\x02"s + "ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagec"s + storage_class +
         "X\x01\0\0\0"s + "0X\x03\0\0\0cpuK\x03tQ"s + offset_sizes_strides + "\x89)tR.";
}

TEST(Pickle, HoldsPlainValues) {
  const Value value = parse(
      "\x80\x02(K\x05M\x01\x02J\xff\xff\xff\xff\x8a\x01\x80G?\xe0\0\0\0\0\0\0"
      "\x88\x89NX\x01\0\0\0xt."s);
  const auto* list = value_as<ValueList>(value);
  ASSERT_NE(list, nullptr);
  EXPECT_TRUE(list->is_tuple);
  ASSERT_EQ(list->items.size(), 9U);
  const auto integer = [&](std::size_t i) { return *value_as<std::int64_t>(list->items[i]); };
  EXPECT_EQ(integer(0), 5);
  EXPECT_EQ(integer(1), 0x201);
  EXPECT_EQ(integer(2), -1);
  EXPECT_EQ(integer(3), -128);
  EXPECT_EQ(*value_as<double>(list->items[4]), 0.5);
  EXPECT_TRUE(*value_as<bool>(list->items[5]));
  EXPECT_FALSE(*value_as<bool>(list->items[6]));
  EXPECT_TRUE(is_none(list->items[7]));
  EXPECT_EQ(*value_as<std::string>(list->items[8]), "x");
}

TEST(Pickle, FillsContainersAfterTheyAreNamed) {
  // a = []; a.append(1); (a, a)
  const Value value = parse("\x80\x02]q\0K\x01"s + "ah\0\x86."s);
  const auto* pair = value_as<ValueList>(value);
  ASSERT_NE(pair, nullptr);
  for (const Value& item : pair->items) {
    ASSERT_NE(value_as<ValueList>(item), nullptr);
    EXPECT_EQ(value_as<ValueList>(item)->items.size(), 1U);
  }
}

TEST(Pickle, ReadsTensorsAsTheyLieInTheirStorage) {
  const Value value = parse(tensor("K\x01K\x02\x85K\x01\x85"));
  const auto* stored = value_as<StoredTensor>(value);
  ASSERT_NE(stored, nullptr);
  EXPECT_EQ(stored->dtype, Dtype::kFloat32);
  EXPECT_EQ(stored->offset, 1);
  EXPECT_EQ(stored->sizes, Shape{2});
  EXPECT_EQ(*stored->storage, "abcdefghijkl");
}

TEST(PickleErrors, NameWhatIsNotRead) {
  EXPECT_EQ(complaint("\x80\x02"s + "cos\nsystem\nX\x02\0\0\0ls\x85R."s),
            "holds a Python object: os.system");
  EXPECT_EQ(complaint("\x80\x02"s + "c__main__\nPoint\n)\x81."),
            "holds a Python object: __main__.Point");
  EXPECT_EQ(complaint("\x80\x02"s + "ctorch\nfloat32\n."), "holds a Python object: torch.float32");
  EXPECT_EQ(complaint("\x80\x02"s + "cbuiltins\nset\n)R."), "holds a Python set");
  EXPECT_EQ(complaint("\x80\x04\x8f."s), "holds a Python set");
  EXPECT_EQ(complaint("\x80\x03"s + "C\x01x."), "holds Python bytes");
  EXPECT_EQ(complaint("(lp0\nI1\na."), "is a pickle of protocol 0 or 1");
  EXPECT_EQ(complaint("\x80\x06N."s), "is a pickle of a protocol newer than 5");
  EXPECT_EQ(complaint("\x80\x02\x8a\x09"s + std::string(9, '\x01') + "."),
            "holds a number beyond 64 bits");
}

TEST(PickleErrors, KeepTensorsWithinTheirStorage) {
  EXPECT_EQ(complaint(tensor("K\x00K\x03\x85K\x01\x85"s)), "accepted");
  for (
      const std::string& tensors :
      {"K\x01K\x03\x85K\x01\x85"s, "K\x00K\x02\x85K\x03\x85"s,
       "J\xff\xff\xff\xffK\x01\x85K\x01\x85"s, "K\x00J\xff\xff\xff\xff\x85K\x01\x85"s,
       "K\x00K\x01\x85)"s,
       "K\x00\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x85\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x85"s}) {
    EXPECT_THAT(complaint(tensor(tensors)), HasSubstr("holds a tensor")) << tensors;
  }
  EXPECT_THAT(complaint(tensor("NK\x01\x85K\x01\x85")), HasSubstr("damaged"));
  EXPECT_THAT(complaint(tensor("K\x00)"s + ")", "torch\nQInt8Storage\n")),
              HasSubstr("torch.QInt8Storage, which is not read"));
}

TEST(PickleErrors, FindListsThatHoldThemselvesOrAreTooDeep) {
  EXPECT_THAT(complaint("\x80\x02]q\0h\0a."s), HasSubstr("nested deeper than 100"));
  const std::string deep(1'000'000, ']');
  EXPECT_THAT(complaint("\x80\x02"s + deep + std::string(deep.size() - 1, 'a') + "."),
              HasSubstr("nested deeper than 100"));
}

std::string megabyte_of_text() { return "X\x40\x42\x0f\0"s + std::string(1'000'000, 'a'); }

TEST(PickleErrors, BoundTheTextThatUsesOfOneTextMake) {
  const std::string text = "\x80\x02("s + megabyte_of_text() + "q\0"s;
  const auto used = [&](int more) {
    std::string pickle = text;
    for (int i = 0; i < more; ++i) pickle += "h\0"s;
    return pickle + "t.";
  };
  EXPECT_EQ(complaint(used(99)), "accepted");
  EXPECT_EQ(complaint(used(100)), "holds too much text");
}

TEST(PickleErrors, BoundTheNamesThatOneTextMakes) {
  std::string pickle = "\x80\x04X\x05\0\0\0torchq\0"s + megabyte_of_text() + "q\x01"s;
  for (int i = 0; i < 100; ++i) pickle += "h\0h\x01\x93"s;
  EXPECT_EQ(complaint(pickle + "."), "holds too much text");
}

TEST(PickleErrors, BoundTheNodesThatAreNoLongerOnTheStack) {
  pickles::Arena arena(3);
  const auto run = [&] { return pickles::Machine("N0N0N0N.", nullptr, arena).run(); };
  EXPECT_EQ(complaint_of(run), "holds too many values");
}

/// Whatever is cut off or changed: a value or an InputError, and nothing else.
TEST(PickleErrors, AreAllThatDamageCauses) {
  const std::string whole =
      tensor("K\x01K\x02\x85K\x01\x85")
          .insert(2, "(]q\0(K\x01G?\xe0\0\0\0\0\0\0eX\x01\0\0\0x}q\x01(X\x01\0\0\0yNu"s);
  const std::string closed = whole.substr(0, whole.size() - 1) + "t.";
  ASSERT_EQ(complaint(closed), "accepted");
  int refused = 0;
  for (std::size_t at = 0; at < closed.size(); ++at) {
    EXPECT_NE(complaint(closed.substr(0, at)), "accepted") << at;
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = closed;
      changed[at] = static_cast<char>(byte);
      refused += complaint(changed) == "accepted" ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 10'000);
}

}  // namespace
}  // namespace hookstat::testing
