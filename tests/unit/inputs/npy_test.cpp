#include "inputs/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "unit/inputs/complaint.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

/// A file of version 1 with this header.
std::string npy(const std::string& header, const std::string& data = {}) {
  std::string file("\x93NUMPY\x01\x00", 8);
  file.push_back(static_cast<char>(header.size() & 0xffU));
  file.push_back(static_cast<char>(header.size() >> 8U));
  return file + header + data;
}

std::string of_type(const std::string& descr, const std::string& shape = "(2,)") {
  return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }    \n";
}

std::string complaint(const std::string& file) {
  return complaint_of([&] { return parse_npy(file); });
}

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

TEST(Npy, KnowsTheTypesThatTensorsHave) {
  for (const auto& [descr, dtype] : {std::pair{"|b1", Dtype::kBool},
                                     {"|i1", Dtype::kInt8},
                                     {"<i2", Dtype::kInt16},
                                     {"<i4", Dtype::kInt32},
                                     {"<i8", Dtype::kInt64},
                                     {"|u1", Dtype::kUInt8},
                                     {"<u2", Dtype::kUInt16},
                                     {"<u4", Dtype::kUInt32},
                                     {"<u8", Dtype::kUInt64},
                                     {"<f2", Dtype::kFloat16},
                                     {"<f4", Dtype::kFloat32},
                                     {"<f8", Dtype::kFloat64},
                                     {"<c8", Dtype::kComplex64},
                                     {"<c16", Dtype::kComplex128}}) {
    EXPECT_EQ(parse_npy_header(npy(of_type(descr))).dtype, dtype) << descr;
  }
}

TEST(Npy, ReadsTheHeaderWhateverTheOrderOfItsKeys) {
  const NpyHeader header =
      parse_npy_header(npy(R"({"shape":(4,3),"fortran_order":True,"descr":">f4"})"));
  EXPECT_EQ(header.shape, (Shape{4, 3}));
  EXPECT_TRUE(header.fortran_order);
  EXPECT_TRUE(header.big_endian);
}

TEST(Npy, KeepsTheOrderOfItsValuesByStrides) {
  const std::string data = bytes_of<float>({0, 1, 2, 3, 4, 5});
  const StoredTensor c = parse_npy(npy(of_type("<f4", "(2, 3)"), data));
  EXPECT_EQ(c.strides, (Shape{3, 1}));
  const StoredTensor fortran =
      parse_npy(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}", data));
  EXPECT_EQ(fortran.strides, (Shape{1, 2}));
  EXPECT_EQ(*fortran.storage, data);
}

TEST(Npy, TurnsBigEndianNumbersRound) {
  const StoredTensor tensor = parse_npy(npy(of_type(">i2"), std::string("\x01\x02\x03\x04", 4)));
  EXPECT_EQ(*tensor.storage, std::string("\x02\x01\x04\x03", 4));
  const StoredTensor complex = parse_npy(npy(of_type(">c8", "()"), std::string("abcdefgh", 8)));
  EXPECT_EQ(*complex.storage, "dcbahgfe");
}

TEST(Npy, TakesScalarsAndNoElements) {
  EXPECT_EQ(parse_npy(npy(of_type("<f4", "()"), "1234")).sizes, Shape{});
  EXPECT_EQ(parse_npy(npy(of_type("<f4", "(0, 4611686018427387904, 9)"))).sizes.size(), 3U);
}

TEST(NpyErrors, RefuseWhatNoTensorHolds) {
  EXPECT_THAT(complaint(npy(of_type("|O"))), HasSubstr("an array of Python objects"));
  EXPECT_THAT(complaint(npy(of_type("<U5"))), HasSubstr("an array of strings"));
  EXPECT_THAT(complaint(npy(of_type("|S5"))), HasSubstr("an array of strings"));
  EXPECT_THAT(complaint(npy(of_type("<M8[s]"))), HasSubstr("of type '<M8[s]', which no tensor"));
  EXPECT_THAT(complaint(npy(of_type("<f16"))), HasSubstr("of type '<f16', which no tensor"));
  EXPECT_THAT(complaint(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}")),
              HasSubstr("an array of records"));
}

TEST(NpyErrors, CompareWhatIsPromisedWithWhatIsThere) {
  EXPECT_EQ(complaint(npy(of_type("<f4", "(250000000,)"), "1234")),
            "is truncated: its header promises 1000000000 bytes of values, and there are 4");
  EXPECT_THAT(complaint(npy(of_type("<f8", "(4611686018427387904, 4)"), "1234")),
              HasSubstr("is truncated: its header promises 9223372036854775807"));
}

TEST(NpyErrors, RefuseMoreDimensionsThanNumpyHas) {
  std::string sizes;
  for (int i = 0; i < 65; ++i) sizes += "1,";
  EXPECT_EQ(complaint(npy(of_type("<f4", "(" + sizes.substr(2) + ")"), "1234")), "accepted");
  EXPECT_THAT(complaint(npy(of_type("<f4", "(" + sizes + ")"), "1234")),
              HasSubstr("a tensor of 65 dimensions"));
}

TEST(NpyErrors, RefuseHeadersThatAreNone) {
  EXPECT_EQ(complaint(""), "is no .npy file");
  EXPECT_EQ(complaint("PK\x03\x04"), "is no .npy file");
  EXPECT_THAT(complaint(npy(of_type("<f4")).substr(0, 20)), HasSubstr("its header is not whole"));
  EXPECT_THAT(complaint(std::string("\x93NUMPY\x04\x00\x00\x00\x00\x00", 12)),
              HasSubstr("is of .npy version 4"));
  const std::string whole = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}";
  EXPECT_EQ(complaint(npy(whole, "1234")), "accepted");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_THAT(complaint(npy(whole.substr(0, cut), "1234")), HasSubstr("damaged .npy header"))
        << cut;
  }
  for (const char* header :
       {"{}", "{'descr': '<f4', 'fortran_order': False}",
        "{'shape': (1,), 'shape': (1,), 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} rest"}) {
    EXPECT_THAT(complaint(npy(header, "1234")), HasSubstr("damaged .npy header")) << header;
  }
}

}  // namespace
}  // namespace hookstat::testing
