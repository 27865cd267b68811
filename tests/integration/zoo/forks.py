"""Forks and waits, and script classes, which are no modules."""

from typing import List

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Body(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 16)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return self.fc(x).tanh()

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).relu()


def function_body(x: Tensor, factor: float) -> Tensor:
    return (x @ x.t() * factor).sigmoid()


class ForkKinds(nn.Module):
    """Forks of a submodule, of its method, of an own method, of a free function, all at once; waits in
    another order."""

    def __init__(self) -> None:
        super().__init__()
        self.a = Body()
        self.b = Body()
        self.c = Body()

    def own(self, x: Tensor, times: int) -> Tensor:
        for _ in range(times):
            x = self.c(x)
        return x - 1.0

    def forward(self, x: Tensor) -> Tensor:
        module = torch.jit.fork(self.a, x)
        method = torch.jit.fork(self.b.encode, x)
        own = torch.jit.fork(self.own, x, 3)
        free = torch.jit.fork(function_body, x, 0.5)
        y = self.a(x)
        z = torch.jit.wait(own) + torch.jit.wait(method)
        w = torch.jit.wait(free)
        return y + z + torch.jit.wait(module) + w.sum()


class ForksInForks(nn.Module):
    """Bodies that fork and run at the same time; each calls modules before, between and after."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = nn.ModuleList([Body() for _ in range(3)])
        self.shared = nn.Linear(16, 16)

    def inner(self, x: Tensor, i: int) -> Tensor:
        return self.shared(x) * i

    def outer(self, x: Tensor, i: int) -> Tensor:
        x = self.shared(x)
        futures = [torch.jit.fork(self.inner, x, j) for j in range(i + 1)]
        x = self.parts[0](x) + self.parts[1].encode(x)
        for future in futures:
            x = x + torch.jit.wait(future)
        return self.parts[2](x)

    def forward(self, x: Tensor) -> Tensor:
        futures = [torch.jit.fork(self.outer, x, i) for i in range(3)]
        x = self.shared(x)
        for future in futures:
            x = x + torch.jit.wait(future)
        return self.parts[0](x)


class ForksInLoop(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()
        self.last = nn.Linear(16, 4)

    def forward(self, x: Tensor, count: int) -> Tensor:
        futures: List[torch.jit.Future[Tensor]] = []
        for i in range(count):
            futures.append(torch.jit.fork(self.body, x + i))
        results: List[Tensor] = []
        for future in futures:
            results.append(self.last(torch.jit.wait(future)))
        return torch.stack(results).mean(0)


class ForkedInSubmodule(nn.Module):
    """A module that forks, called several times; the wait is in another module."""

    def __init__(self) -> None:
        super().__init__()
        self.forks = ForksInLoop()
        self.lift = nn.Linear(4, 16)

    def forward(self, x: Tensor) -> Tensor:
        for i in range(2):
            x = self.lift(self.forks(x, i + 1))
        return x


class ForkedTraced(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Sequential(nn.Linear(16, 16), nn.ReLU())
        self.b = nn.Linear(16, 16)

    def forward(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(self.a, x)
        return self.b(x) + torch.jit.wait(future)


@torch.jit.script
class Accumulator:
    """A script class; its methods are the work of the module whose code calls them."""

    def __init__(self, start: Tensor) -> None:
        self.total = start
        self.steps = 0

    def add(self, x: Tensor) -> None:
        self.total = self.total + x.exp()
        self.steps += 1

    def mean(self) -> Tensor:
        return self.total / self.steps


@torch.jit.interface
class Worker:
    def work(self, x: Tensor) -> Tensor:
        pass


def slowly(x: Tensor) -> Tensor:
    for _ in range(50):
        x = (x @ x.t() @ x).tanh()
    return x


@torch.jit.script
class ForkingWorker:
    def __init__(self) -> None:
        self.factor = 2.0

    def work(self, x: Tensor) -> Tensor:
        return torch.jit.wait(torch.jit.fork(slowly, x)) * self.factor


@torch.jit.script
class PlainWorker:
    def __init__(self) -> None:
        self.offset = 1.0

    def work(self, x: Tensor) -> Tensor:
        return (x + self.offset).sin()


class UsesClasses(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x: Tensor) -> Tensor:
        accumulator = Accumulator(x)
        for _ in range(3):
            x = self.fc(x).tanh()
            accumulator.add(x)
        return accumulator.mean()


class BehindInterface(nn.Module):
    """An object behind an interface that is no module."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x: Tensor) -> Tensor:
        worker: Worker = PlainWorker()
        return self.fc(worker.work(self.fc(x)))


class ForksInClass(nn.Module):
    """The object behind the interface forks and waits where no hook sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x: Tensor) -> Tensor:
        worker: Worker = ForkingWorker()
        return self.fc(worker.work(self.fc(x)))


class ForkingAccumulator(nn.Module):
    """The object's class is known, so hooks see its fork."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x: Tensor) -> Tensor:
        worker = ForkingWorker()
        return self.fc(worker.work(self.fc(x)))


def make() -> List[Entry]:
    x = torch.randn(16, 16)
    return [
        Entry("fork_kinds", ForkKinds().eval(), (x,)),
        Entry("forks_in_forks", ForksInForks().eval(), (x,)),
        Entry("forks_in_loop", ForksInLoop().eval(), (x, 4)),
        Entry("forks_in_submodule", ForkedInSubmodule().eval(), (x,)),
        traced("fork_traced", ForkedTraced().eval(), (x,)),
        Entry("script_class", UsesClasses().eval(), (x,)),
        Entry("script_class_behind_interface", BehindInterface().eval(), (x,)),
        Entry("script_class_forks", ForkingAccumulator().eval(), (x,)),
        Entry("script_class_forks_unseen", ForksInClass().eval(), (x,)),
    ]
