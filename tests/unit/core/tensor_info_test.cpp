#include "hookstat/tensor_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hookstat::testing {
namespace {

using ::testing::Optional;

std::vector<Dtype> all_dtypes() {
  std::vector<Dtype> all;
  for (int i = 0; i <= static_cast<int>(Dtype::kFloat8); ++i) all.push_back(static_cast<Dtype>(i));
  return all;
}

constexpr auto kNoDtype = static_cast<Dtype>(250);

TensorInfo strided(Shape sizes, Shape strides) {
  TensorInfo info;
  info.sizes = std::move(sizes);
  info.strides = std::move(strides);
  return info;
}

TEST(Dtype, EveryNameLeadsBackToIt) {
  for (const Dtype dtype : all_dtypes()) {
    EXPECT_THAT(dtype_from_name(dtype_name(dtype)), Optional(dtype)) << dtype_name(dtype);
  }
}

TEST(Dtype, NoTwoShareAName) {
  std::set<std::string_view> names;
  for (const Dtype dtype : all_dtypes()) names.insert(dtype_name(dtype));
  EXPECT_EQ(names.size(), all_dtypes().size());
}

TEST(Dtype, IsNamedAsPyTorchNamesIt) {
  EXPECT_EQ(dtype_name(Dtype::kFloat32), "float32");
  EXPECT_EQ(dtype_name(Dtype::kBFloat16), "bfloat16");
  EXPECT_EQ(dtype_name(Dtype::kInt64), "int64");
  EXPECT_EQ(dtype_name(Dtype::kBool), "bool");
  EXPECT_EQ(dtype_name(Dtype::kComplex64), "complex64");
  EXPECT_EQ(dtype_name(Dtype::kQUInt8), "quint8");
  EXPECT_EQ(dtype_name(Dtype::kUnknown), "unknown");
}

TEST(Dtype, OtherNamesAreNone) {
  for (const char* name :
       {"", "float", "Float32", "float32 ", "torch.float32", "float3", "int65"}) {
    EXPECT_FALSE(dtype_from_name(name)) << '"' << name << '"';
  }
}

TEST(Dtype, OutsideTheListIsUnknown) {
  EXPECT_EQ(dtype_name(kNoDtype), "unknown");
  EXPECT_EQ(item_size(kNoDtype), 0);
  EXPECT_FALSE(is_floating_or_complex(kNoDtype));
}

TEST(ItemSize, IsInBytes) {
  const std::vector<std::pair<std::int64_t, std::vector<Dtype>>> by_size{
      {0, {Dtype::kUnknown}},
      {1,
       {Dtype::kInt8, Dtype::kUInt8, Dtype::kBool, Dtype::kQInt8, Dtype::kQUInt8, Dtype::kFloat8}},
      {2, {Dtype::kFloat16, Dtype::kBFloat16, Dtype::kInt16, Dtype::kUInt16}},
      {4, {Dtype::kFloat32, Dtype::kInt32, Dtype::kUInt32, Dtype::kComplex32, Dtype::kQInt32}},
      {8, {Dtype::kFloat64, Dtype::kInt64, Dtype::kUInt64, Dtype::kComplex64}},
      {16, {Dtype::kComplex128}},
  };
  std::size_t checked = 0;
  for (const auto& [size, dtypes] : by_size) {
    for (const Dtype dtype : dtypes) EXPECT_EQ(item_size(dtype), size) << dtype_name(dtype);
    checked += dtypes.size();
  }
  EXPECT_EQ(checked, all_dtypes().size());
}

TEST(Dtype, IsFloatingOrComplexAsItsNameSays) {
  for (const Dtype dtype : all_dtypes()) {
    const std::string name(dtype_name(dtype));
    const bool by_name =
        name.find("float") != std::string::npos || name.find("complex") != std::string::npos;
    EXPECT_EQ(is_floating_or_complex(dtype), by_name) << name;
  }
}

TEST(ElementCount, IsTheProductOfTheSizes) {
  EXPECT_EQ(element_count({7}), 7);
  EXPECT_EQ(element_count({2, 3, 5}), 2 * 3 * 5);
}

TEST(ElementCount, OfAScalarIsOne) { EXPECT_EQ(element_count({}), 1); }

TEST(ElementCount, OfAnEmptyTensorIsZero) {
  EXPECT_EQ(element_count({0}), 0);
  EXPECT_EQ(element_count({4, 0, 3}), 0);
}

TEST(ElementCount, HoldsMoreThanThirtyTwoBits) {
  EXPECT_EQ(element_count({1 << 20, 1 << 20}), std::int64_t{1} << 40);
}

TEST(UniqueElements, OfADenseTensorAreAll) {
  EXPECT_EQ(unique_elements(strided({2, 3, 4}, {12, 4, 1})), 2 * 3 * 4);
  EXPECT_EQ(unique_elements(strided({4, 3, 2}, {1, 4, 12})), 2 * 3 * 4);
}

TEST(UniqueElements, OfAnExpandedTensorAreThoseItExpands) {
  EXPECT_EQ(unique_elements(strided({10, 3}, {0, 1})), 3);
  EXPECT_EQ(unique_elements(strided({2, 5, 7}, {5, 1, 0})), 2 * 5);
  EXPECT_EQ(unique_elements(strided({6, 6}, {0, 0})), 1);
}

TEST(UniqueElements, OfAStridedTensorLeaveOutWhatItSkips) {
  EXPECT_EQ(unique_elements(strided({5}, {2})), 5);  // every second of 9
  EXPECT_EQ(unique_elements(strided({3, 4}, {100, 10})), 3 * 4);
}

TEST(UniqueElements, OfOverlappingWindowsAreTheStorageTheyCover) {
  EXPECT_EQ(unique_elements(strided({8, 3}, {1, 1})), 1 + (8 - 1) + (3 - 1));  // unfold(0, 3, 1)
  EXPECT_EQ(unique_elements(strided({4, 3}, {2, 1})), 1 + (4 - 1) * 2 + (3 - 1));
}

TEST(UniqueElements, OfAnEmptyTensorAreNone) {
  EXPECT_EQ(unique_elements(strided({0}, {1})), 0);
  EXPECT_EQ(unique_elements(strided({3, 0}, {0, 1})), 0);
  EXPECT_EQ(unique_elements(strided({0, 3}, {0, 0})), 0);
}

TEST(UniqueElements, OfAScalarAreOne) { EXPECT_EQ(unique_elements(strided({}, {})), 1); }

TEST(UniqueElements, DoNotDependOnTheDirectionOfAStride) {
  EXPECT_EQ(unique_elements(strided({8, 3}, {-1, 1})), unique_elements(strided({8, 3}, {1, 1})));
  EXPECT_EQ(unique_elements(strided({5}, {-2})), 5);
}

TEST(UniqueElements, DoNotDependOnTheStrideOfADimensionOfOne) {
  EXPECT_EQ(unique_elements(strided({1, 6}, {1'000'000, 1})), 6);
  EXPECT_EQ(unique_elements(strided({6, 1}, {1, 0})), 6);
}

TEST(UniqueElements, WithoutStridesAreAll) {
  EXPECT_EQ(unique_elements(strided({2, 3}, {})), 2 * 3);
  EXPECT_EQ(unique_elements(strided({0, 3}, {})), 0);
}

TEST(ShapeText, JoinsTheSizes) {
  EXPECT_EQ(shape_text({1, 3, 300, 300}), "1x3x300x300");
  EXPECT_EQ(shape_text({7}), "7");
  EXPECT_EQ(shape_text({0, 4}), "0x4");
}

TEST(ShapeText, OfNoDimensionsIsScalar) { EXPECT_EQ(shape_text({}), "scalar"); }

}  // namespace
}  // namespace hookstat::testing
