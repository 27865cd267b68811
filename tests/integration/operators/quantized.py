"""Quantized layers: the MACs of their products, whatever kernel ran; integers count no FLOPs besides."""

import torch
from torch.ao.nn import quantized, intrinsic
from torch.ao.nn.quantized import dynamic

from cases import Cases, n, rand

cases = Cases()
add = cases.add
torch.backends.quantized.engine = "fbgemm" if "fbgemm" in torch.backends.quantized.supported_engines else "qnnpack"

X = rand(2, 4, 8, 8)


def quantize(x: torch.Tensor) -> torch.Tensor:
    return torch.quantize_per_tensor(x, 0.05, 3, torch.quint8)


add("quantize", lambda x: torch.quantize_per_tensor(x, 0.05, 3, torch.quint8).int_repr(), X, flops=5 * n(X),
    read=n(X) * 4 + n(X), written=2 * n(X))
BOTH = (5 + 2) * n(X)  # there and back
add("dequantize", lambda x: quantize(x).dequantize(), X, flops=BOTH, read=n(X) * (4 + 1), written=n(X) * (1 + 4))
add("add", lambda x: torch.ops.quantized.add(quantize(x), quantize(-x), 0.1, 0).dequantize(), X,
    flops=n(X) + BOTH + 5 * n(X), read=None, written=None)
add("relu", lambda x: torch.relu(quantize(x)).dequantize(), X, flops=BOTH, read=None, written=None)


class Quantized(torch.nn.Module):
    """A layer between quantizing and dequantizing."""

    def __init__(self, layer: torch.nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(quantize(x)).dequantize()


class First(torch.nn.Module):
    """The first result of a layer that is quantized within."""

    def __init__(self, layer: torch.nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0]


def layer(name: str, module: torch.nn.Module, x: torch.Tensor, out: int, macs: int, weights: int) -> None:
    """Weights are int8, a bias is float32; `out` elements come out."""
    bias = module.bias()
    add(name, Quantized(module), x, macs=macs, flops=5 * n(x) + 2 * macs + 2 * out,
        read=n(x) * (4 + 1) + weights + (0 if bias is None else n(bias) * 4) + out,
        written=n(x) + out + out * 4)


layer("conv1d", quantized.Conv1d(4, 6, 3), rand(2, 4, 10), 2 * 6 * 8, 2 * 6 * 8 * 4 * 3, 6 * 4 * 3)
layer("conv2d", quantized.Conv2d(4, 6, 3), X, 2 * 6 * 36, 2 * 6 * 36 * 4 * 9, 6 * 4 * 9)
layer("conv2d_grouped", quantized.Conv2d(4, 6, 3, groups=2), X, 2 * 6 * 36, 2 * 6 * 36 * 2 * 9, 6 * 2 * 9)
layer("conv2d_relu", intrinsic.quantized.ConvReLU2d(4, 6, 3), X, 2 * 6 * 36, 2 * 6 * 36 * 4 * 9, 6 * 4 * 9)
layer("conv3d", quantized.Conv3d(2, 3, 2), rand(1, 2, 4, 4, 4), 3 * 27, 3 * 27 * 2 * 8, 3 * 2 * 8)
layer("conv_transpose2d", quantized.ConvTranspose2d(4, 6, 3), X, 2 * 6 * 100, 2 * 64 * 4 * 6 * 9, 4 * 6 * 9)
layer("linear", quantized.Linear(8, 5), X, 2 * 4 * 8 * 5, 2 * 4 * 8 * 8 * 5, 8 * 5)
layer("linear_relu", intrinsic.quantized.LinearReLU(8, 5), X, 2 * 4 * 8 * 5, 2 * 4 * 8 * 8 * 5, 8 * 5)

add("linear_dynamic", dynamic.Linear(8, 5), rand(3, 8), macs=3 * 8 * 5, read=3 * 8 * 4 + 8 * 5 + 5 * 4)
# Per direction and step: 4 gates of 4, over 3 features in (8 for the second layer) and 4 hidden ones.
add("lstm_dynamic", First(dynamic.LSTM(3, 4, 2, bidirectional=True)), rand(5, 2, 3),
    macs=5 * 2 * 2 * 16 * ((3 + 4) + (8 + 4)), read=None, written=None)
add("gru_dynamic", First(dynamic.GRU(3, 4)), rand(5, 2, 3), macs=5 * 2 * 12 * (3 + 4), read=None,
    written=None)
add("lstm_cell_dynamic", First(dynamic.LSTMCell(3, 4)), rand(2, 3), macs=2 * 16 * (3 + 4), read=None,
    written=None)
