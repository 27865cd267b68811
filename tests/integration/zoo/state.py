"""Models that change themselves, their inputs, or what another module holds; training mode."""

from typing import Dict, List

import torch
from torch import Tensor, nn

from entry import CONVOLUTION, Entry, traced

DRAWS = ("with gradients the optimiser moves draws of random numbers past each other, but not past "
         "marks")


class Adds(nn.Module):
    """Changes what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("step", torch.full((4,), 0.5))

    def forward(self, x: Tensor) -> Tensor:
        x.add_(self.step)
        return x.mul_(2.0)


class Holder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("kept", torch.zeros(2, 4))

    def forward(self, x: Tensor) -> Tensor:
        self.kept.copy_(x)
        return self.kept


class InPlace(nn.Module):
    """One module changes in place what another holds, and what is the model's input."""

    def __init__(self) -> None:
        super().__init__()
        self.adds = Adds()
        self.holder = Holder()
        self.fc = nn.Linear(4, 4)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        y = self.adds(x)
        held = self.holder(self.fc(y).detach())
        view = held[:, :2]
        self.act(view)
        z = self.holder.kept + self.adds(held)
        self.holder.kept.sub_(1.0)
        return z + x


class Norms(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm2d = nn.BatchNorm2d(4)
        self.norm1d = nn.BatchNorm1d(4, momentum=None)
        self.tracked = nn.InstanceNorm1d(4, track_running_stats=True)

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm2d(self.conv(x)).relu().flatten(2)
        return self.tracked(self.norm1d(y))


class Dropouts(nn.Module):
    """Several draws in a row, in modules and in the code between."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.drop = nn.Dropout(0.5)
        self.alpha = nn.AlphaDropout(0.3)
        self.maps = nn.Dropout2d(0.5)

    def forward(self, x: Tensor) -> Tensor:
        y = self.drop(self.fc(x))
        y = y + torch.rand_like(y)
        y = self.alpha(y) * torch.randn([4])
        return self.maps(y.view(1, 2, 4, 1)) + self.drop(y).sum()


class RandomOrder(nn.Module):
    """Draws outside of all modules, which the optimiser may exchange with one inside."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        noise = torch.randn(x.size(0), 4)
        return self.fc(x + noise) + torch.rand(4) + torch.bernoulli(torch.full([4], 0.5))


@torch.jit.script
class Memory:
    def __init__(self) -> None:
        self.count = 0
        self.last = torch.zeros(4)
        self.names = ["start"]

    def store(self, x: Tensor) -> None:
        self.count += 1
        self.last = x
        self.names.append(str(self.count))


class Remembers(nn.Module):
    """Counters, lists, dicts, rebound tensors, an object of a script class."""

    last: Tensor
    calls: int
    history: List[int]
    table: Dict[str, List[int]]
    label: str

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer("mean", torch.zeros(4))
        self.last = torch.zeros(2, 4)
        self.calls = 0
        self.history = [0]
        self.table = {"calls": [0]}
        self.label = "new"
        self.memory = Memory()

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        self.history.append(self.calls)
        self.table["calls"].append(self.calls)
        self.table["more " + str(self.calls)] = [self.calls]
        y = self.fc(x) + self.last * 0.5 + self.memory.last
        self.mean.mul_(0.9).add_(y.mean(0).detach() * 0.1)
        self.last = y.detach()
        self.memory.store(y.detach().mean(0))
        self.label = self.label + "."
        return y * self.calls


class ParameterWriter(nn.Module):
    """Changes a parameter while it runs, in training mode."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        with torch.no_grad():
            self.fc.weight.mul_(0.9)
        return self.fc(y)


def make() -> List[Entry]:
    x = torch.randn(2, 4)
    images = torch.randn(2, 3, 6, 6)
    return [
        Entry("in_place", InPlace().eval(), (x,)),
        Entry("norms_in_training", Norms().train(), (images,)),
        Entry("norms", Norms().eval(), (images,)),
        traced("norms_traced", Norms().eval(), (images,), always={"conv": CONVOLUTION},
               why="tracing records convolutions by another name"),
        Entry("dropout_in_training", Dropouts().train(), (x,), gradients_differ=DRAWS),
        Entry("dropout", Dropouts().eval(), (x,)),
        Entry("random_order", RandomOrder().train(), (x,)),
        Entry("remembers", Remembers().eval(), (x,)),
        Entry("parameter_writer", ParameterWriter().train(), (x,)),
    ]
