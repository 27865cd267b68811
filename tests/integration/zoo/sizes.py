"""Very many modules, and very deep ones."""

from typing import List

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Shift(nn.Module):
    """The smallest layer. It has no parameter: LibTorch's own passes take minutes over the aliases of
    thousands of them."""

    def forward(self, x: Tensor) -> Tensor:
        return x + 0.25


class Wide(nn.Module):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Shift() if i % 2 else nn.Sigmoid() for i in range(count)])

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


class Level(nn.Module):
    """Each level is a class of its own for TorchScript, which holds the level below."""

    def __init__(self, below: nn.Module) -> None:
        super().__init__()
        self.below = below
        self.factor = nn.Parameter(torch.rand(1) * 0.1 + 0.95)

    def forward(self, x: Tensor) -> Tensor:
        return self.below(x * self.factor)


def deep(levels: int) -> nn.Module:
    model: nn.Module = nn.Linear(2, 2)
    for _ in range(levels):
        model = Level(model)
    return model.eval()


def make() -> List[Entry]:
    return [
        Entry("wide_5000", Wide(5000).eval(), (torch.randn(2),)),
        Entry("deep_200", deep(200), (torch.randn(1, 2),)),
        traced("deep_200_traced", deep(200), (torch.randn(1, 2),)),
    ]
