"""More ways to reach a submodule: swapped at run time, sliced, shared by parents, forking behind an
interface."""

from typing import Callable, List

import torch
from torch import Tensor, nn

from entry import Entry


@torch.jit.interface
class Step(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Affine(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).tanh()


class Softens(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.act = nn.Softplus()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(x) * 0.5


class Forking(nn.Module):
    """Forks and waits; behind an interface nothing of that is known where it is called."""

    def __init__(self) -> None:
        super().__init__()
        self.a = Affine()
        self.b = Affine()

    def forward(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(self.a, x)
        y = self.b(x)
        return y + torch.jit.wait(future)


class CallsForking(nn.Module):
    step: Step

    def __init__(self) -> None:
        super().__init__()
        self.step = Forking()
        self.last = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            x = self.step.forward(x)
        return self.last(x)


class ForksForking(nn.Module):
    """Several bodies at once, each of which waits for bodies forked behind an interface."""

    step: Step

    def __init__(self) -> None:
        super().__init__()
        self.step = Forking()
        self.last = nn.Linear(8, 8)

    def body(self, x: Tensor) -> Tensor:
        return self.step.forward(x)

    def forward(self, x: Tensor) -> Tensor:
        futures: List[torch.jit.Future[Tensor]] = []
        for i in range(4):
            futures.append(torch.jit.fork(self.body, x + i))
        for future in futures:
            x = x + torch.jit.wait(future)
        return self.last(x)


class Swaps(nn.Module):
    """Exchanges two of its submodules while it runs."""

    now: Step
    later: Step

    def __init__(self) -> None:
        super().__init__()
        self.now = Affine()
        self.later = Softens()

    def forward(self, x: Tensor) -> Tensor:
        x = self.now.forward(x)
        before = self.now
        self.now = self.later
        x = self.now.forward(x)
        self.now = before
        return x


class Slices(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Affine(), Softens(), Affine(), Softens()])
        self.others = nn.ModuleList([Softens(), Affine()])
        self.chain = nn.Sequential(Affine(), Softens(), nn.Linear(8, 8))

    def forward(self, x: Tensor) -> Tensor:
        x = self.layers[-1](self.layers[0](x))
        for layer in self.layers[1:3]:
            x = layer.forward(x)
        for layer, other in zip(self.layers, self.others):
            x = layer(x) + other(x) * 2.0
        for i, layer in enumerate(self.chain):
            x = layer(x) + (i + 1)
        return self.chain[1](self.chain[2](x))


class Side(nn.Module):
    def __init__(self, shared: nn.Module) -> None:
        super().__init__()
        self.own = nn.Linear(8, 8)
        self.shared = shared

    def forward(self, x: Tensor) -> Tensor:
        return self.shared(self.own(x))


class TwoSides(nn.Module):
    """One module in two parents."""

    def __init__(self, left: nn.Module, right: nn.Module) -> None:
        super().__init__()
        self.left = Side(left)
        self.right = Side(right)

    def forward(self, x: Tensor) -> Tensor:
        return self.left(x) - self.right(x)


def two_sides(x: Tensor, prepare: Callable) -> TwoSides:
    shared = prepare(Affine().eval())
    return TwoSides(shared, shared).eval()


def make() -> List[Entry]:
    x = torch.randn(3, 8)
    apart = TwoSides(Affine(), Affine()).eval()
    return [
        Entry("interface_that_forks", CallsForking().eval(), (x,)),
        Entry("interface_that_forks_in_forks", ForksForking().eval(), (x,)),
        Entry("interface_swapped", Swaps().eval(), (x,)),
        Entry("slices", Slices().eval(), (x,)),
        Entry("shared_by_parents", two_sides(x, lambda module: module), (x,), reference=apart),
        Entry("shared_by_parents_scripted", two_sides(x, torch.jit.script), (x,), reference=apart),
    ]
