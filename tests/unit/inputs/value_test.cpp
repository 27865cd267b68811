#include "inputs/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "unit/inputs/complaint.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

template <class T>
StoredTensor stored(Dtype dtype, const std::vector<T>& values, Shape sizes, Shape strides) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return {std::make_shared<const std::string>(std::move(bytes)), dtype, std::move(sizes),
          std::move(strides), 0};
}

TEST(StoredTensor, BecomesNestedNumbersByItsStrides) {
  const StoredTensor transposed =
      stored<std::int32_t>(Dtype::kInt32, {0, 1, 2, 3, 4, 5}, {3, 2}, {1, 3});
  const Value rows = numbers_of(transposed);
  const auto* list = value_as<ValueList>(rows);
  ASSERT_EQ(list->items.size(), 3U);
  const auto* second = value_as<ValueList>(list->items[1]);
  EXPECT_EQ(*value_as<std::int64_t>(second->items[0]), 1);
  EXPECT_EQ(*value_as<std::int64_t>(second->items[1]), 4);
}

TEST(StoredTensor, OfNoDimensionsIsANumber) {
  EXPECT_EQ(*value_as<double>(numbers_of(stored<float>(Dtype::kFloat32, {2.5F}, {}, {}))), 2.5);
  EXPECT_TRUE(*value_as<bool>(numbers_of(stored<char>(Dtype::kBool, {1}, {}, {}))));
  EXPECT_EQ(*value_as<std::int64_t>(numbers_of(stored<std::uint8_t>(Dtype::kUInt8, {200}, {}, {}))),
            200);
  EXPECT_EQ(*value_as<std::int64_t>(numbers_of(stored<std::int8_t>(Dtype::kInt8, {-2}, {}, {}))),
            -2);
}

TEST(StoredTensor, OfOtherTypesHasNoPlainNumbers) {
  const StoredTensor half = stored<std::uint16_t>(Dtype::kFloat16, {0}, {}, {});
  EXPECT_THAT(complaint_of([&] { return numbers_of(half); }), HasSubstr("float16 values"));
}

TEST(StoredTensor, OfTooManyListsBecomesNone) {
  const auto complaint = [](const Shape& sizes) {
    const StoredTensor hollow = stored<float>(Dtype::kFloat32, {0}, sizes, Shape(sizes.size(), 0));
    return complaint_of([&] { return numbers_of(hollow); });
  };
  EXPECT_EQ(complaint({1000, 0}), "accepted");
  EXPECT_EQ(complaint({0, 4'000'000'000'000'000'000}), "accepted");
  EXPECT_EQ(complaint({kMostValues, 0}), "holds too many numbers");
  EXPECT_EQ(complaint({4'000'000'000'000'000'000, 0}), "holds too many numbers");
  EXPECT_EQ(complaint({1000, 4'000'000'000'000'000'000, 0}), "holds too many numbers");
  EXPECT_EQ(complaint({kMostValues}), "holds too many numbers") << "the list counts, too";
}

TEST(StoredTensor, OfTooManyDimensionsIsRefused) {
  const auto scalar_of = [](std::size_t dimensions) {
    return stored<float>(Dtype::kFloat32, {0}, Shape(dimensions, 1), Shape(dimensions, 1));
  };
  EXPECT_EQ(complaint_of([&] { return checked(scalar_of(64)); }), "accepted");
  EXPECT_EQ(complaint_of([&] { return checked(scalar_of(65)); }),
            "holds a tensor of 65 dimensions, and at most 64 are read");
  EXPECT_EQ(complaint_of([&] { return numbers_of(scalar_of(100)); }), "accepted");
  EXPECT_EQ(complaint_of([&] { return numbers_of(scalar_of(400'000)); }),
            "is nested deeper than 100 levels");
}

TEST(StoredTensor, MayNotReachBeyondItsStorage) {
  const auto complaint = [](const Shape& sizes, const Shape& strides, std::int64_t offset = 0) {
    StoredTensor tensor = stored<float>(Dtype::kFloat32, {0, 1, 2, 3}, sizes, strides);
    tensor.offset = offset;
    return complaint_of([&] { return checked(tensor); });
  };
  EXPECT_EQ(complaint({2, 2}, {2, 1}), "accepted");
  EXPECT_EQ(complaint({1000, 4}, {0, 1}), "accepted");
  EXPECT_EQ(complaint({0, 9}, {9, 9}), "accepted");
  EXPECT_THAT(complaint({2, 2}, {2, 1}, 1), HasSubstr("reaches beyond its values"));
  EXPECT_THAT(complaint({5}, {1}), HasSubstr("reaches beyond its values"));
  EXPECT_THAT(complaint({2}, {1}, std::numeric_limits<std::int64_t>::max()),
              HasSubstr("reaches beyond its values"));
  EXPECT_THAT(complaint({std::int64_t{1} << 40, std::int64_t{1} << 40}, {0, 0}),
              HasSubstr("more elements than a number can count"));
  EXPECT_THAT(complaint({-1}, {1}), HasSubstr("negative"));
  EXPECT_THAT(complaint({1}, {-1}), HasSubstr("negative"));
  EXPECT_THAT(complaint({1}, {}), HasSubstr("do not fit each other"));
}

}  // namespace
}  // namespace hookstat::testing
