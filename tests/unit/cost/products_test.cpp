#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

Cost binary(const std::string& name, const TensorInfo& a, const TensorInfo& b, Shape result) {
  const char* const second = name == "aten::matmul" ? "other" : "mat2";
  return price_operator(call(name, {{"self", a}, {second, b}}, {tensor(std::move(result))})).cost;
}

TEST(Linear, CountsRowsTimesBothWidths) {
  const Cost cost =
      price_operator(linear(tensor({2, 7, 5}), tensor({3, 5}), tensor({2, 7, 3}), tensor({3})))
          .cost;
  EXPECT_EQ(cost.macs, (2 * 7) * 5 * 3);
  EXPECT_EQ(cost.flops, 2 * cost.macs);  // the bias is read, not added
  EXPECT_EQ(cost.bytes_read, (2 * 7 * 5 + 3 * 5 + 3) * kFloatBytes);
  EXPECT_EQ(cost.bytes_written, 2 * 7 * 3 * kFloatBytes);
}

TEST(MatrixProduct, CountsMNK) {
  EXPECT_EQ(binary("aten::mm", tensor({4, 5}), tensor({5, 6}), {4, 6}).macs, 4 * 5 * 6);
  EXPECT_EQ(binary("aten::bmm", tensor({3, 4, 5}), tensor({3, 5, 6}), {3, 4, 6}).macs,
            3 * 4 * 5 * 6);
}

TEST(MatrixProduct, MatmulBroadcastsAndTakesVectors) {
  EXPECT_EQ(binary("aten::matmul", tensor({2, 3, 4, 5}), tensor({5, 6}), {2, 3, 4, 6}).macs,
            2 * 3 * 4 * 5 * 6);
  EXPECT_EQ(binary("aten::matmul", tensor({5}), tensor({3, 5, 6}), {3, 6}).macs, 3 * 5 * 6);
  EXPECT_EQ(binary("aten::matmul", tensor({4, 5}), tensor({5}), {4}).macs, 4 * 5);
  EXPECT_EQ(binary("aten::matmul", tensor({5}), tensor({5}), {}).macs, 5);
}

TEST(MatrixProduct, AddedFormsCountTheProductOnly) {
  const auto addmm = call(
      "aten::addmm", {{"self", tensor({6})}, {"mat1", tensor({4, 5})}, {"mat2", tensor({5, 6})}},
      {tensor({4, 6})});
  EXPECT_EQ(price_operator(addmm).cost.flops, 2 * (4 * 5 * 6));
  const auto baddbmm = call(
      "aten::baddbmm",
      {{"self", tensor({3, 4, 6})}, {"batch1", tensor({3, 4, 5})}, {"batch2", tensor({3, 5, 6})}},
      {tensor({3, 4, 6})});
  EXPECT_EQ(price_operator(baddbmm).cost.macs, 3 * 4 * 5 * 6);
  const auto addbmm =
      call("aten::addbmm",
           {{"self", tensor({4, 6})}, {"batch1", tensor({3, 4, 5})}, {"batch2", tensor({3, 5, 6})}},
           {tensor({4, 6})});
  EXPECT_EQ(price_operator(addbmm).cost.macs, 3 * 4 * 5 * 6);  // the sum over the batch, too
}

TEST(MatrixProduct, OfGroupsCountsEachRowOnce) {
  EXPECT_EQ(binary("aten::_grouped_mm", tensor({10, 5}), tensor({3, 5, 6}), {10, 6}).macs,
            10 * 5 * 6);
  // The inner dimension is cut into groups.
  EXPECT_EQ(binary("aten::_grouped_mm", tensor({4, 10}), tensor({10, 6}), {3, 4, 6}).macs,
            4 * 10 * 6);
}

TEST(MatrixProduct, OfPackedAndScaledFactorsCountsTheSame) {
  for (const char* const name : {"aten::_int_mm", "aten::_scaled_mm", "aten::_weight_int8pack_mm",
                                 "aten::_weight_int4pack_mm", "quantized::matmul"}) {
    EXPECT_EQ(binary(name, tensor({4, 5}), tensor({5, 6}), {4, 6}).macs, 4 * 5 * 6) << name;
  }
}

TEST(MatrixProduct, OfIntegersCountsAsWell) {
  const auto integers = [](Shape sizes) { return tensor(std::move(sizes), Dtype::kInt64); };
  EXPECT_EQ(binary("aten::mm", integers({4, 5}), integers({5, 6}), {4, 6}).macs, 4 * 5 * 6);
}

TEST(MatrixProduct, OfATensorWithItselfReadsItOnce) {
  const auto square = tensor({5, 5});
  EXPECT_EQ(binary("aten::mm", square, square, {5, 5}).bytes_read, 5 * 5 * kFloatBytes);
}

TEST(TensorDot, CountsFreeDimensionsTimesContractedOnes) {
  const auto price = price_operator(call("aten::tensordot",
                                         {{"self", tensor({2, 3, 4})},
                                          {"other", tensor({4, 3, 5})},
                                          {"dims_self", Shape{1, -1}},
                                          {"dims_other", Shape{1, 0}}},
                                         {tensor({2, 5})}));
  EXPECT_EQ(price.cost.macs, 2 * (3 * 4) * 5);
}

TEST(Bilinear, CountsEveryPairOfFeatures) {
  const auto price = price_operator(call("aten::bilinear",
                                         {{"input1", tensor({7, 4})},
                                          {"input2", tensor({7, 5})},
                                          {"weight", tensor({3, 4, 5})},
                                          {"bias", kNone}},
                                         {tensor({7, 3})}));
  EXPECT_EQ(price.cost.macs, 7 * 3 * 4 * 5);
}

TEST(Cdist, IsAProductForTheEuclideanDistanceOnly) {
  const auto distances = [](double p) {
    return price_operator(
               call("aten::cdist",
                    {{"x1", tensor({6, 3})}, {"x2", tensor({8, 3})}, {"p", p}, {"mode", kNone}},
                    {tensor({6, 8})}))
        .cost;
  };
  EXPECT_EQ(distances(2.0).macs, 6 * 8 * 3);
  EXPECT_EQ(distances(1.0).macs, 0);
  EXPECT_EQ(distances(1.0).flops, 3 * (6 * 8 * 3));  // difference, power, addition
}

}  // namespace
}  // namespace hookstat::test
