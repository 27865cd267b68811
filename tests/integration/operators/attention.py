"""Attention and recurrent layers: their products, however they run."""

import torch
import torch.nn.functional as F

from cases import Cases, rand

cases = Cases()
add = cases.add
Q, K, V = rand(2, 3, 5, 8), rand(2, 3, 7, 8), rand(2, 3, 7, 8)

# B heads x (Lq Lk E + Lq Lk Ev); a mask is no discount
add("attention", F.scaled_dot_product_attention, Q, K, V, macs=2 * 3 * (5 * 7 * 8 + 5 * 7 * 8))
add("attention_wide_values", F.scaled_dot_product_attention, Q, K, rand(2, 3, 7, 4),
    macs=2 * 3 * (5 * 7 * 8 + 5 * 7 * 4))
add("attention_masked", F.scaled_dot_product_attention, Q, K, V, rand(5, 7), macs=2 * 3 * 2 * 5 * 7 * 8)
add("attention_causal", lambda q: F.scaled_dot_product_attention(q, q, q, is_causal=True), Q,
    macs=2 * 3 * 2 * 5 * 5 * 8)
add("attention_without_heads", F.scaled_dot_product_attention, rand(2, 5, 8), rand(2, 7, 8), rand(2, 7, 8),
    macs=2 * 2 * 5 * 7 * 8)
add("attention_grouped", lambda q, k, v: F.scaled_dot_product_attention(q, k, v, enable_gqa=True),
    rand(2, 4, 5, 8), rand(2, 2, 7, 8), rand(2, 2, 7, 8), macs=2 * 4 * 2 * 5 * 7 * 8)


def multi_head(x, w, b, p, c):
    return torch._native_multi_head_attention(x, x, x, 8, 2, w, b, p, c, need_weights=False)[0]


PROJECTIONS = 5 * 8 * (3 * 8 + 8)  # of queries, keys, values, and the result
add("native_multi_head", multi_head, rand(2, 5, 8), rand(24, 8), rand(24), rand(8, 8), rand(8),
    macs=2 * (PROJECTIONS + 2 * 5 * 5 * 8), written=None)


def encoder_layer(x, w, b, p, c, g, h, i, j):
    return torch._transformer_encoder_layer_fwd(x, 8, 2, w, b, p, c, False, False, 1e-5, c, c, c, c, g, h, i, j)


add("encoder_layer", encoder_layer, rand(2, 5, 8), rand(24, 8), rand(24), rand(8, 8), rand(8), rand(16, 8),
    rand(16), rand(8, 16), rand(8), macs=2 * (PROJECTIONS + 2 * 5 * 5 * 8 + 5 * 2 * 8 * 16))


# A nested tensor is the sum of its parts: sequences of 5 and 3, which padding would make 5 and 5.
MASK = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
LENGTHS = (5, 3)


def nested_encoder_layer(x, mask, *weights):
    return encoder_layer(torch._nested_tensor_from_mask(x, mask), *weights).to_padded_tensor(0.0)


def nested_linear(x, mask, w):
    return F.linear(torch._nested_tensor_from_mask(x, mask), w, None).to_padded_tensor(0.0)


add("nested_encoder_layer", nested_encoder_layer, rand(2, 5, 8), MASK, rand(24, 8), rand(24), rand(8, 8), rand(8),
    rand(16, 8), rand(16), rand(8, 16), rand(8),
    macs=sum(n * 8 * (3 * 8 + 8) + 2 * n * n * 8 + n * 2 * 8 * 16 for n in LENGTHS), read=None, written=None)
add("nested_linear", nested_linear, rand(2, 5, 8), MASK, rand(6, 8), macs=sum(LENGTHS) * 8 * 6,
    read=(2 * 5 * 8 + 8 * 8 + 6 * 8 + 8 * 6) * 4 + 2 * 5, written=(8 * 8 + 8 * 6 + 2 * 5 * 6) * 4)


def recurrent(kind: str, gates: int, layers: int, directions: int, projected: int = 0) -> None:
    """T = 5 steps of B = 2; 3 features in, 4 hidden ones."""
    out = projected or 4
    options = {"proj_size": projected} if projected else {}
    layer = getattr(torch.nn, kind)(3, 4, layers, bidirectional=directions == 2, **options)
    weights = [parameter.detach() for parameter in layer.parameters()]
    states = [torch.zeros(layers * directions, 2, out)]
    if kind == "LSTM":
        states.append(torch.zeros(layers * directions, 2, 4))
    operator = {"LSTM": torch.lstm, "GRU": torch.gru, "RNN": torch.rnn_tanh}[kind]

    def function(x, *values):
        hidden = values[:2] if kind == "LSTM" else values[0]
        return operator(x, hidden, values[len(states):], True, layers, 0.0, False, directions == 2, False)

    each = [gates * 4 * (first + out) + projected * 4 for first in [3] + [directions * out] * (layers - 1)]
    name = f"{kind.lower()}_{layers}_{directions}" + ("_projected" if projected else "")
    add(name, function, rand(5, 2, 3), *states, *weights, macs=5 * 2 * directions * sum(each))


recurrent("LSTM", 4, 1, 1)
recurrent("LSTM", 4, 2, 2)
recurrent("LSTM", 4, 2, 2, projected=3)
recurrent("GRU", 3, 2, 2)
recurrent("RNN", 1, 2, 1)

CELL = 2 * 4 * (3 + 4)


@torch.jit.script  # tracing sees what a cell is made of
def lstm_cell(x, h, c, a, b):
    return torch.lstm_cell(x, [h, c], a, b)


@torch.jit.script
def gru_cell(x, h, a, b):
    return torch.gru_cell(x, h, a, b)


@torch.jit.script
def rnn_cell(x, h, a, b):
    return torch.rnn_tanh_cell(x, h, a, b)


add("lstm_cell", lstm_cell, rand(2, 3), rand(2, 4), rand(2, 4), rand(16, 3), rand(16, 4), macs=4 * CELL)
add("gru_cell", gru_cell, rand(2, 3), rand(2, 4), rand(12, 3), rand(12, 4), macs=3 * CELL)
add("rnn_cell", rnn_cell, rand(2, 3), rand(2, 4), rand(4, 3), rand(4, 4), macs=CELL)
# A traced one costs its products, and its gates: sums 4 (of both products) and 1, sigmoids 3, tanh 2, products 3.
add("lstm_cell_traced", lambda x, h, c, a, b: torch.lstm_cell(x, (h, c), a, b), rand(2, 3), rand(2, 4),
    rand(2, 4), rand(16, 3), rand(16, 4), macs=4 * CELL, flops=2 * 4 * CELL + 2 * 4 * (4 + 1 + 3 * 4 + 2 + 3),
    read=None, written=None)
