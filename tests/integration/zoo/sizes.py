"""Very many modules, and very deep ones."""

from typing import List

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Scale(nn.Module):
    """The smallest layer with a parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.rand(1) * 0.2 + 0.9)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor


class Wide(nn.Module):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Scale() for _ in range(count)])

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x).tanh()
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
