"""Containers, instances called many times, instances with several names, many instances."""

import copy
from typing import List

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.steps = nn.Sequential(nn.Linear(width, width), nn.Sequential(nn.GELU(), nn.Tanh()))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.steps(self.norm(x))


class Nested(nn.Module):
    """Lists in lists, dicts in lists, sequences in dicts."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = nn.ModuleList([nn.ModuleList([Block(8), Block(8)]), nn.ModuleList([Block(8)])])
        self.named = nn.ModuleDict({
            "first": nn.Sequential(nn.Linear(8, 8), nn.ReLU()), "second": Block(8)})
        self.deeper = nn.ModuleDict({"one": nn.ModuleDict({"two": nn.Linear(8, 8)})})
        self.unused = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        for row in self.grid:
            for block in row:
                x = block(x)
        for key, layer in self.named.items():
            x = layer(x) if key != "second" else layer(layer(x))
        return self.deeper["one"]["two"](x).softmax(-1)


class Repeats(nn.Module):
    """One instance called many times, alone and in a loop."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.act = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc(self.fc(x))
        for _ in range(3):
            x = self.act(self.fc(x))
        return self.act(x)


class TwoNames(nn.Module):
    """One instance under two names; or two, for eager Python to tell the names apart."""

    def __init__(self, first: nn.Module, second: nn.Module) -> None:
        super().__init__()
        self.first = first
        self.second = second

    def forward(self, x: Tensor) -> Tensor:
        x = self.second(self.first(x))
        return self.first(x)


class Instances(nn.Module):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList([Block(4) for _ in range(count)])

    def forward(self, x: Tensor) -> Tensor:
        results: List[Tensor] = []
        for block in self.blocks:
            x = block(x)
            results.append(x.mean())
        return torch.stack(results)


def two_names() -> List[Entry]:
    x = (torch.randn(2, 8),)
    shared = nn.Sequential(nn.Linear(8, 8), nn.Tanh())
    # Scripting makes two objects, which share their tensors; so do these.
    apart = TwoNames(shared, copy.deepcopy(shared)).eval()
    # A traced call is always that of the first name, like named_modules() of eager Python.
    together = TwoNames(shared, shared).eval()
    # A scripted child stays one object; the code says by which name it is called.
    child = torch.jit.script(shared)
    scripted = TwoNames(child, child).eval()
    return [
        Entry("two_names", together, x, reference=apart),
        traced("two_names_traced", together, x),
        Entry("two_names_scripted_child", scripted, x, reference=apart),
    ]


def make() -> List[Entry]:
    x = (torch.randn(2, 8),)
    nested = Nested().eval()
    repeats = Repeats().eval()
    return [
        Entry("nested", nested, x),
        traced("nested_traced", nested, x),
        Entry("repeats", repeats, x),
        Entry("instances", Instances(30).eval(), (torch.randn(2, 4),)),
        *two_names(),
    ]
