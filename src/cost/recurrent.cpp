// Recurrent layers and cells: the products of each gate and step, and nothing else.
#include <array>
#include <cstddef>
#include <vector>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

constexpr std::int64_t kRnnGates = 1;
constexpr std::int64_t kGruGates = 3;
constexpr std::int64_t kLstmGates = 4;

// Vectors that go through the layer: steps x batch, or the sum of a packed sequence's lengths.
std::int64_t vectors_of(const TensorInfo& input) noexcept {
  return input.sizes.empty() || input.sizes.back() == 0
             ? 0
             : element_count(input.sizes) / input.sizes.back();
}

const std::vector<TensorInfo>* tensors_argument(const OpCall& call, std::string_view name) {
  const OpValue* const value = argument(call, name);
  return value == nullptr ? nullptr : std::get_if<std::vector<TensorInfo>>(value);
}

// Every matrix among the parameters (of the input, of the hidden state, of a projection; for each
// layer and direction) is multiplied by one vector a step.
Price weighed(const OpCall& call, const std::vector<TensorInfo>* parameters) {
  const TensorInfo* const input = first_input(call);
  if (input == nullptr || parameters == nullptr) return kNoPrice;
  std::int64_t weights = 0;
  for (const TensorInfo& parameter : *parameters) {
    if (parameter.sizes.size() == 2) weights += element_count(parameter.sizes);
  }
  return product_price(call, vectors_of(*input) * weights);
}

Price layer(const OpCall& call, std::int64_t /*unused*/) {
  return weighed(call, tensors_argument(call, "params"));
}

Price cudnn_layer(const OpCall& call, std::int64_t /*unused*/) {
  return weighed(call, tensors_argument(call, "weight"));
}

Price mkldnn_layer(const OpCall& call, std::int64_t /*unused*/) {
  std::vector<TensorInfo> weights;
  for (const char* const name : {"weight0", "weight1"}) {
    if (const TensorInfo* const weight = tensor_argument(call, name)) weights.push_back(*weight);
  }
  return weighed(call, &weights);
}

Price cell(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const of_input = tensor_argument(call, "w_ih");
  const TensorInfo* const of_hidden = tensor_argument(call, "w_hh");
  if (input == nullptr || of_input == nullptr || of_hidden == nullptr) return kNoPrice;
  return product_price(call, vectors_of(*input) * (element_count(of_input->sizes) +
                                                   element_count(of_hidden->sizes)));
}

// The hidden state: the only one, or the first of a list.
const TensorInfo* hidden_state(const OpCall& call) {
  const std::vector<TensorInfo>* const states = tensors_argument(call, "hx");
  if (states == nullptr) return tensor_argument(call, "hx");
  return states->empty() ? nullptr : &states->front();
}

// With packed parameters the sizes of the weights come from those of the states: the first layer
// reads the input, the others what all directions of the one before gave.
Price quantized_layer(const OpCall& call, std::int64_t gates) {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const hidden = hidden_state(call);
  const std::int64_t layers = integer_argument(call, "num_layers", 0);
  if (input == nullptr || hidden == nullptr || input->sizes.empty() || hidden->sizes.empty() ||
      layers < 1) {
    return kNoPrice;
  }
  const std::int64_t directions = flag_argument(call, "bidirectional") ? 2 : 1;
  const std::int64_t width = hidden->sizes.back();
  const std::int64_t first = input->sizes.back() + width;
  const std::int64_t other = directions * width + width;
  return product_price(
      call, vectors_of(*input) * directions * gates * width * (first + (layers - 1) * other));
}

Price quantized_cell(const OpCall& call, std::int64_t gates) {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const hidden = hidden_state(call);
  if (input == nullptr || hidden == nullptr || input->sizes.empty() || hidden->sizes.empty()) {
    return kNoPrice;
  }
  const std::int64_t width = hidden->sizes.back();
  return product_price(call, vectors_of(*input) * gates * width * (input->sizes.back() + width));
}

constexpr std::array kRows{
    OperatorRow{"lstm", layer},
    OperatorRow{"gru", layer},
    OperatorRow{"rnn_tanh", layer},
    OperatorRow{"rnn_relu", layer},
    OperatorRow{"_cudnn_rnn", cudnn_layer},
    OperatorRow{"mkldnn_rnn_layer", mkldnn_layer},
    OperatorRow{"lstm_cell", cell},
    OperatorRow{"gru_cell", cell},
    OperatorRow{"rnn_tanh_cell", cell},
    OperatorRow{"rnn_relu_cell", cell},
    OperatorRow{"quantized_lstm", quantized_layer, kLstmGates},
    OperatorRow{"quantized_gru", quantized_layer, kGruGates},
    OperatorRow{"quantized_lstm_cell", cell},
    OperatorRow{"quantized_gru_cell", cell},
    OperatorRow{"quantized_rnn_tanh_cell", cell},
    OperatorRow{"quantized_rnn_relu_cell", cell},
    OperatorRow{"quantized::quantized_lstm_cell_dynamic", quantized_cell, kLstmGates},
    OperatorRow{"quantized::quantized_gru_cell_dynamic", quantized_cell, kGruGates},
    OperatorRow{"quantized::quantized_rnn_tanh_cell_dynamic", quantized_cell, kRnnGates},
    OperatorRow{"quantized::quantized_rnn_relu_cell_dynamic", quantized_cell, kRnnGates},
};

}  // namespace

std::span<const OperatorRow> recurrent_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
