"""One layer or a few: each demands an input that inspect has to find by itself."""

import warnings
from typing import Tuple

import torch
from torch import Tensor, nn


class Flattens(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, image: Tensor) -> Tensor:
        return self.fc(torch.flatten(image, 1))


class ChannelsBehind(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, image: Tensor) -> Tensor:
        return self.conv(image.permute(0, 3, 1, 2))


class Means(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.relu().mean([2, 3]))


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.attention(x, x, x)[0]


class Recurrent(nn.Module):
    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)[0]


class TwoSides(nn.Module):
    """Different shapes, and a number."""

    def __init__(self) -> None:
        super().__init__()
        self.image = nn.Conv2d(3, 8, 3)
        self.words = nn.Embedding(100, 8)

    def forward(self, image: Tensor, words: Tensor, weight: Tensor) -> Tuple[Tensor, Tensor]:
        return self.image(image).mean([2, 3]) + self.words(words).mean(1), weight * 2


class Quantized(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.quant = torch.ao.quantization.QuantStub()
        self.conv = nn.Conv2d(4, 8, 3)
        self.dequant = torch.ao.quantization.DeQuantStub()

    def forward(self, x: Tensor) -> Tensor:
        return self.dequant(self.conv(self.quant(x)))


def quantized() -> nn.Module:
    model = Quantized().eval()
    model.qconfig = torch.ao.quantization.get_default_qconfig("fbgemm")
    prepared = torch.ao.quantization.prepare(model)
    prepared(torch.rand(1, 4, 8, 8))
    return torch.ao.quantization.convert(prepared)


def quantized_dynamic() -> nn.Module:
    model = nn.Sequential(nn.Linear(12, 4), nn.ReLU())
    return torch.ao.quantization.quantize_dynamic(model.eval(), {nn.Linear})


def with_an_evaluating_part() -> nn.Module:
    model = nn.Sequential(nn.Linear(5, 5), nn.Dropout()).train()
    model[1].eval()
    return model


def layers() -> dict[str, nn.Module]:
    encoder = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
    return {
        "conv1d": nn.Conv1d(6, 4, 3), "conv2d_groups": nn.Conv2d(8, 8, 3, groups=4),
        "conv3d": nn.Conv3d(2, 2, 3), "conv_transpose": nn.ConvTranspose2d(5, 3, 2),
        "linear": nn.Linear(7, 3), "embedding": nn.Embedding(50, 4),
        "batch_norm": nn.BatchNorm2d(9), "layer_norm": nn.LayerNorm([4, 6]),
        "group_norm": nn.GroupNorm(2, 6), "lstm": Recurrent(nn.LSTM(11, 3)),
        "lstm_batch_first": Recurrent(nn.LSTM(11, 3, batch_first=True)),
        "gru": Recurrent(nn.GRU(13, 3)), "rnn": Recurrent(nn.RNN(14, 3)),
        "gru_cell": nn.GRUCell(15, 3), "attention": Attention(),
        "transformer": nn.TransformerEncoder(encoder, 1), "flattens": Flattens(),
        "channels_behind": ChannelsBehind(), "means": Means(), "double": nn.Linear(3, 3).double(),
        "half": nn.Linear(3, 3).half(), "bfloat16": nn.Conv2d(3, 3, 3).bfloat16(),
        "two_sides": TwoSides(),
    }


def chain(modules: int) -> nn.Module:
    """So many, in parts of a hundred."""
    part = [nn.Sequential(*[nn.ReLU() if i % 2 else nn.Linear(8, 8) for i in range(99)])
            for _ in range(modules // 100)]
    return nn.Sequential(*part)


def make() -> dict[str, torch.jit.ScriptModule]:
    torch.backends.quantized.engine = "fbgemm"
    made = {f"layer_{name}": torch.jit.script(model.eval()) for name, model in layers().items()}
    made["layer_evaluating_part"] = torch.jit.script(with_an_evaluating_part())
    made["layer_frozen"] = torch.jit.freeze(torch.jit.script(nn.Conv2d(3, 4, 3).eval()))
    made["chain_of_5000"] = torch.jit.script(chain(5000).eval())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made["layer_quantized"] = torch.jit.script(quantized())
        made["layer_quantized_dynamic"] = torch.jit.script(quantized_dynamic())
        for name, example in {"conv2d_groups": torch.rand(1, 8, 9, 9), "linear": torch.rand(1, 7),
                              "embedding": torch.zeros(1, 3, dtype=torch.int64),
                              "lstm": torch.rand(3, 1, 11)}.items():
            made[f"layer_{name}_traced"] = torch.jit.trace(layers()[name].eval(), example)
    return made
