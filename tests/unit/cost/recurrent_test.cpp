#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

// 5 steps of 2; 3 features in, 4 hidden ones.
const std::int64_t kVectors = 5 * 2;

std::vector<TensorInfo> lstm_weights() {
  return {tensor({16, 3}), tensor({16, 4}), tensor({16}), tensor({16})};
}

TEST(Recurrent, MultipliesEachMatrixOncePerStep) {
  const auto made = call(
      "aten::lstm.input",
      {{"input", tensor({5, 2, 3})}, {"hx", std::vector<TensorInfo>{}}, {"params", lstm_weights()}},
      {tensor({5, 2, 4})});
  const Cost cost = price_operator(made).cost;
  EXPECT_EQ(cost.macs, kVectors * (16 * 3 + 16 * 4));
  EXPECT_EQ(cost.flops, 2 * cost.macs);  // products only
}

TEST(Recurrent, CountsPackedSequencesByTheirLengths) {
  const auto made = call("aten::gru.data", {{"data", tensor({7, 3})}, {"params", lstm_weights()}},
                         {tensor({7, 4})});
  EXPECT_EQ(price_operator(made).cost.macs, 7 * (16 * 3 + 16 * 4));
}

TEST(Recurrent, CountsTheSameInTheKernelsOfCudnnAndOneDnn) {
  const auto cudnn =
      call("aten::_cudnn_rnn", {{"input", tensor({5, 2, 3})}, {"weight", lstm_weights()}},
           {tensor({5, 2, 4})});
  EXPECT_EQ(price_operator(cudnn).cost.macs, kVectors * (16 * 3 + 16 * 4));
  const auto one_dnn = call("aten::mkldnn_rnn_layer",
                            {{"input", tensor({5, 2, 3})},
                             {"weight0", tensor({16, 3})},
                             {"weight1", tensor({16, 4})},
                             {"weight2", tensor({16})},
                             {"weight3", tensor({16})}},
                            {tensor({5, 2, 4})});
  EXPECT_EQ(price_operator(one_dnn).cost.macs, kVectors * (16 * 3 + 16 * 4));
}

TEST(Recurrent, CountsQuantizedLayersBySizesOfStates) {
  const auto made = call("aten::quantized_lstm.input",
                         {{"input", tensor({5, 2, 3})},
                          {"hx", std::vector<TensorInfo>{tensor({4, 2, 4}), tensor({4, 2, 4})}},
                          {"params", OpaqueValue{"list", {}}},
                          {"num_layers", std::int64_t{2}},
                          {"bidirectional", true}},
                         {tensor({5, 2, 8})});
  EXPECT_EQ(price_operator(made).cost.macs, kVectors * 2 * 16 * ((3 + 4) + (8 + 4)));
}

TEST(Recurrent, WithoutParametersIsUncounted) {
  const auto made = call("aten::lstm.input", {{"input", tensor({5, 2, 3})}}, {tensor({5, 2, 4})});
  EXPECT_EQ(price_operator(made).state, PriceState::kUncounted);
}

TEST(RecurrentCell, CountsBothProducts) {
  const auto made = call("aten::gru_cell",
                         {{"input", tensor({2, 3})},
                          {"hx", tensor({2, 4})},
                          {"w_ih", tensor({12, 3})},
                          {"w_hh", tensor({12, 4})}},
                         {tensor({2, 4})});
  EXPECT_EQ(price_operator(made).cost.macs, 2 * 12 * (3 + 4));
}

TEST(RecurrentCell, CountsQuantizedOnesBySizesOfStates) {
  const auto made = call("quantized::quantized_rnn_relu_cell_dynamic",
                         {{"input", tensor({2, 3})}, {"hx", tensor({2, 4})}}, {tensor({2, 4})});
  EXPECT_EQ(price_operator(made).cost.macs, 2 * 4 * (3 + 4));
}

}  // namespace
}  // namespace hookstat::test
