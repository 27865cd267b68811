"""What the executor makes of a model: it drops, merges, folds; and models with no modules left."""

from typing import List

import torch
from torch import Tensor, nn

from entry import CONVOLUTION, Entry, flat, freeze, optimise, script, trace


class DeadLeaf(nn.Module):
    """The result of one module is used by nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.used = nn.Linear(4, 4)
        self.dead = nn.Sequential(nn.Linear(4, 4), nn.Tanh())

    def forward(self, x: Tensor) -> Tensor:
        self.dead(x)
        return self.used(x)


class Sine(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.sin()


class EqualWork(nn.Module):
    """Two modules compute the same of the same."""

    def __init__(self) -> None:
        super().__init__()
        self.first = Sine()
        self.second = Sine()
        self.last = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.first(x) + self.second(x) * 2.0)


class Product(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(32, 32))

    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, self.weight)


class SumOfProducts(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = Product()
        self.b = Product()
        self.c = Product()
        self.d = Product()

    def forward(self, w: Tensor, x: Tensor, y: Tensor, z: Tensor) -> Tensor:
        return (self.a(w) + self.b(x)) + (self.c(y) + self.d(z))


class ChainOfProducts(SumOfProducts):
    def forward(self, w: Tensor, x: Tensor, y: Tensor, z: Tensor) -> Tensor:
        return self.a(w) + self.b(x) + self.c(y) + self.d(z)


MERGING = "from the second run on the executor makes one product of the sum of products"
MERGED = {**{path: {"aten::mm": -1} for path in "abcd"},
          "": {"aten::add": -3, "aten::cat": 2, "aten::mm": 1}}


class Constants(nn.Module):
    """Work that does not depend on the input."""

    def forward(self, x: Tensor) -> Tensor:
        return x + torch.ones([4, 4]).mm(torch.ones([4, 4])).sum()


class HoldsConstants(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.constants = Constants()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.constants(x))


class ConvBlock(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.act = nn.ReLU()
        self.fc = nn.Linear(8, 4)
        self.drop = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        y = self.act(self.norm(self.conv(x)))
        return self.drop(self.fc(y.mean([2, 3])))


class Branching(nn.Module):
    """Control flow that freezing keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(x.size(0)):
            x = self.a(x).tanh() if bool(x.sum() > 0) else self.b(x)
        return x


class NoLinear(nn.Module):
    """Has nothing that becomes an operator of oneDNN, whose constants cannot be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(4)
        self.drop = nn.Dropout(0.5)
        self.act = nn.Softplus()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.drop(self.norm(x))).exp()


def frozen() -> List[Entry]:
    images = (torch.randn(2, 3, 8, 8),)
    x = (torch.randn(3, 4),)
    folded = {"": {"aten::native_batch_norm": -1}}
    why = "freezing folds batch normalisation into the convolution before it"
    mkldnn = "LibTorch rewrites the model for oneDNN's operators"
    return [
        flat("frozen", ConvBlock().eval(), images, freeze(script), always=folded, why=why),
        flat("frozen_traced", ConvBlock().eval(), images, freeze(trace),
             always={"": {**folded[""], **CONVOLUTION}}, why=why),
        flat("frozen_branching", Branching().eval(), x, freeze(script)),
        flat("optimised_in_process", ConvBlock().eval(), images, script, in_process="optimise",
             operators_differ=mkldnn),
        flat("optimised_in_process_traced", ConvBlock().eval(), images, trace,
             in_process="optimise", operators_differ=mkldnn),
        flat("frozen_in_process", Branching().eval(), x, script, in_process="freeze"),
        flat("optimised", NoLinear().eval(), x, optimise(script)),
    ]


def make() -> List[Entry]:
    x = torch.randn(3, 4)
    wide = tuple(torch.randn(32, 32) for _ in range(4))
    return [
        Entry("dead_leaf", DeadLeaf().eval(), (x,),
              always={"dead.0": {"aten::addmm": -1}, "dead.1": {"aten::tanh": -1}},
              why="the executor drops work whose result nobody uses"),
        Entry("equal_work", EqualWork().eval(), (x,), always={"second": {"aten::sin": -1}},
              why="the executor computes equal expressions once"),
        Entry("sum_of_products", SumOfProducts().eval(), wide, optimised=MERGED, why=MERGING,
              regrouped=MERGING),
        Entry("chain_of_products", ChainOfProducts().eval(), wide, optimised=MERGED, why=MERGING,
              regrouped=MERGING),
        Entry("constants", HoldsConstants().eval(), (x,),
              always={"constants": {"aten::mm": -1, "aten::sum": -1}},
              why="the executor folds what does not depend on the input"),
        *frozen(),
    ]
