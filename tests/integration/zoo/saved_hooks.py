"""Forward hooks and pre-hooks that are saved with the model."""

from typing import List, Optional, Tuple

import torch
from torch import Tensor, nn

from entry import Entry


def doubles(self, inputs: Tuple[Tensor], output: Tensor) -> Tensor:
    return output * 2.0


def shifts(self, inputs: Tuple[Tensor]) -> Tuple[Tensor]:
    return (inputs[0] + 1.0,)


def looks_only(self, inputs: Tuple[Tensor]) -> None:
    if inputs[0].size(0) < 0:
        print("never")


def replaces(self, inputs: Tuple[Tensor], output: Tensor) -> Tensor:
    return self.fc(output).tanh()


def mixes(self, inputs: Tuple[Tensor, int], output: Tuple[Tensor, int]) -> Tuple[Tensor, int]:
    return self.sub(output[0]) + inputs[0], output[1] + inputs[1]




class Leaf(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).sigmoid()


class Chain(nn.Module):
    """Called several times, so its hooks are as well."""

    def __init__(self) -> None:
        super().__init__()
        self.first = Leaf()
        self.second = Leaf()

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            x = self.first(x)
        return self.second(x)


class Pair(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.sub = Leaf()

    def forward(self, x: Tensor, n: int) -> Tuple[Tensor, int]:
        return self.sub(x) * n, n + 1


class UsesPair(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.pair = Pair()

    def forward(self, x: Tensor, n: int) -> Tensor:
        y, m = self.pair(x, n)
        return y * m


def on_submodules() -> nn.Module:
    model = Chain()
    model.first.register_forward_hook(doubles)
    model.first.register_forward_pre_hook(shifts)
    model.second.register_forward_pre_hook(looks_only)
    model.second.register_forward_hook(doubles)
    model.second.register_forward_hook(replaces)
    return model.eval()


def on_the_model() -> nn.Module:
    model = Leaf()
    model.register_forward_pre_hook(shifts)
    model.register_forward_pre_hook(looks_only)
    model.register_forward_hook(replaces)
    model.register_forward_hook(doubles)
    return model.eval()


def on_both() -> nn.Module:
    model = UsesPair()
    model.pair.register_forward_hook(mixes)
    model.pair.sub.register_forward_hook(doubles)
    return model.eval()


def make() -> List[Entry]:
    x = torch.randn(2, 4)
    return [
        Entry("hooks_on_submodules", on_submodules(), (x,)),
        Entry("hooks_on_the_model", on_the_model(), (x,)),
        Entry("hooks_with_tuples", on_both(), (x, 3)),
    ]
