"""Quantised models, and types other than float32."""

from typing import Any, List

import torch
from torch import Tensor, nn
from torch.ao import quantization

from entry import Entry, traced


class Dense(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(16, 16)
        self.act = nn.ReLU()
        self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(16, 16), nn.Tanh()) for _ in range(2)])
        self.last = nn.Linear(16, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.first(x))
        for block in self.blocks:
            x = block(x)
        return self.last(x)


class Sequences(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(8, 8)
        self.fc = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.lstm(x)
        return self.fc(y)


class Convolutions(nn.Module):
    """Convolution, batch normalisation and ReLU become one; a residual addition, a pool."""

    def __init__(self) -> None:
        super().__init__()
        self.quant = quantization.QuantStub()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(8)
        self.act1 = nn.ReLU()
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)
        self.add = torch.ao.nn.quantized.FloatFunctional()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 4)
        self.dequant = quantization.DeQuantStub()

    def forward(self, x: Tensor) -> Tensor:
        x = self.act1(self.norm1(self.conv1(self.quant(x))))
        x = self.add.add(x, self.conv2(x))
        return self.dequant(self.fc(self.pool(x).flatten(1)))


class KeepsQuantised(nn.Module):
    """Its output is quantised."""

    def __init__(self) -> None:
        super().__init__()
        self.quant = torch.ao.nn.quantized.Quantize(0.1, 3, torch.quint8)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.quant(x))


def dynamic(model: nn.Module, layers: Any) -> nn.Module:
    return quantization.quantize_dynamic(model.eval(), layers, dtype=torch.qint8)


def static(x: Tensor) -> nn.Module:
    torch.backends.quantized.engine = "fbgemm"
    model = quantization.fuse_modules(Convolutions().eval(), [["conv1", "norm1", "act1"]])
    model.qconfig = quantization.get_default_qconfig("fbgemm")
    quantization.prepare(model, inplace=True)
    model(x)
    return quantization.convert(model)


class Images(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.down = nn.Conv2d(8, 8, 3, stride=2, groups=8)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.Upsample(scale_factor=2.0, mode="nearest")
        self.fc = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(self.conv(x)).relu()
        x = self.up(self.pool(self.down(x)))
        return self.fc(x.mean([2, 3]))


class Complex(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8, dtype=torch.complex64)
        self.out = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        spectrum = torch.fft.fft(x)
        y = self.fc(spectrum) * spectrum.conj()
        return self.out(y.abs()) + torch.view_as_real(y).sum()


class Signals(nn.Module):
    """Complex in, complex out."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4, dtype=torch.complex64)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x) + torch.complex(x.real, x.imag * 0.5)


class Casts(nn.Module):
    """Modules of several types in one model."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = nn.Linear(8, 8)
        self.precise = nn.Linear(8, 8).double()
        self.coarse = nn.Linear(8, 8).bfloat16()

    def forward(self, x: Tensor) -> Tensor:
        x = self.precise(self.plain(x).double())
        return self.coarse(x.to(torch.bfloat16)).float()


def quantised(x: Tensor, images: Tensor) -> List[Entry]:
    dense = dynamic(Dense(), {nn.Linear})
    return [
        Entry("dynamic_linear", dense, (x,)),
        Entry("dynamic_linear_other_weights", dynamic(Dense(), {nn.Linear}), (x,)),
        traced("dynamic_linear_traced", dense, (x,)),
        # Its forward is overloaded; TorchScript calls the overload by its own name.
        Entry("dynamic_lstm", dynamic(Sequences(), {nn.LSTM, nn.Linear}), (torch.randn(3, 2, 8),),
              renamed={("lstm", "forward"): "forward_tensor"}),
        Entry("static_convolutions", static(images), (images,)),
        traced("static_convolutions_traced", static(images), (images,)),
        Entry("quantised_output", KeepsQuantised().eval(), (torch.randn(2, 3),)),
    ]


def make() -> List[Entry]:
    x = torch.randn(4, 16)
    images = torch.randn(2, 3, 8, 8)
    last = images.to(memory_format=torch.channels_last)
    return [
        *quantised(x, images),
        Entry("float16", Dense().half().eval(), (x.half(),)),
        Entry("bfloat16", Images().bfloat16().eval(), (images.bfloat16(),)),
        Entry("float64", Images().double().eval(), (images.double(),)),
        Entry("channels_last", Images().to(memory_format=torch.channels_last).eval(), (last,)),
        Entry("channels_last_input", Images().eval(), (last,)),
        Entry("complex_inside", Complex().eval(), (torch.randn(2, 8),)),
        Entry("complex_signals", Signals().eval(), (torch.randn(2, 4, dtype=torch.complex64),)),
        Entry("casts", Casts().eval(), (torch.randn(2, 8),)),
    ]
