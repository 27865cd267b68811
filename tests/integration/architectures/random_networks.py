"""Random small networks, all products of which depend on the batch."""

import random

import torch
import torch.nn.functional as F
from torch import nn


class Twice(nn.Module):
    """One module called twice."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(self.module(x))


class Residual(nn.Module):
    """Functional work around a module."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x):
        return F.silu(x + 0.5 * self.module(x))


class Attention(nn.Module):
    """Over the positions of a map."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(channels, 3 * channels)

    def forward(self, x):
        parts = self.qkv(x.flatten(2).transpose(1, 2)).chunk(3, -1)
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        return x + mixed.transpose(1, 2).reshape(x.shape)


class Loop(nn.Module):
    """A loop of the model's own, as many rounds as the map is wide."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(channels, channels) / channels)

    def forward(self, x):
        for i in range(x.size(3)):
            x = x + torch.einsum("bchw,cd->bdhw", x[:, :, :, i : i + 1], self.weight)
        return x


class Tagger(nn.Module):
    """A recurrent layer over the columns, and a classifier."""

    def __init__(self, channels: int, kind: type) -> None:
        super().__init__()
        self.recurrent = kind(channels, 6, batch_first=True, bidirectional=True)
        self.classifier = nn.Linear(12, 4)

    def forward(self, x):
        return self.classifier(self.recurrent(x.mean(2).transpose(1, 2))[0])


def step(choose: random.Random, channels: int, tied: nn.Module) -> tuple[nn.Module, int]:
    """A layer, and the channels that come out."""
    wider = 4 * choose.randint(1, 4)
    groups = choose.choice((1, 2, 4))
    kind = choose.randrange(9)
    if kind == 0:
        dilation = choose.randint(1, 2)
        return nn.Conv2d(channels, wider, 3, choose.randint(1, 2), dilation, dilation, groups), wider
    if kind == 1:
        return nn.ConvTranspose2d(channels, wider, choose.randint(1, 3), choose.randint(1, 2), groups=groups), wider
    if kind == 2:
        return nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU(), nn.MaxPool2d(3, 1, 1)), channels
    if kind == 3:
        return nn.Sequential(nn.GroupNorm(4, channels), nn.GELU(), nn.AvgPool2d(3, 1, 1)), channels
    if kind == 4:
        return Twice(nn.Conv2d(channels, channels, 3, padding=1, groups=groups)), channels
    if kind == 5:
        return Residual(nn.Conv2d(channels, channels, 1)), channels
    if kind == 6:
        return Attention(channels, groups), channels
    if kind == 7:
        return Loop(channels), channels
    return nn.Sequential(nn.Conv2d(channels, 8, 1), tied), 8


def random_network(seed: int) -> nn.Module:
    """Takes images [N, 3, 10, 10]."""
    choose = random.Random(seed)
    torch.manual_seed(seed)
    channels = 4 * choose.randint(1, 3)
    layers: list[nn.Module] = [nn.Conv2d(3, channels, 3, padding=1)]
    tied = nn.Conv2d(8, 8, 3, padding=1)  # may be registered several times
    for _ in range(choose.randint(2, 6)):
        layer, channels = step(choose, channels, tied)
        layers.append(layer)
    layers.append(nn.AdaptiveAvgPool2d(6))
    layers.append(Tagger(channels, choose.choice((nn.LSTM, nn.GRU, nn.RNN))))
    return nn.Sequential(*layers).eval()
