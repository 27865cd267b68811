"""Models that break hooks, or what puts the caller's state back."""

from typing import List, Tuple

import torch
from torch import Tensor, nn


@torch.jit.interface
class Waiter:
    def go(self, x: Tensor) -> Tensor:
        pass


def slow(x: Tensor) -> Tensor:
    for _ in range(200):
        x = x @ x.t() @ x * 0.001
    return x


@torch.jit.script
class ForksAndWaits:
    def __init__(self) -> None:
        self.factor = 2.0

    def go(self, x: Tensor) -> Tensor:
        return torch.jit.wait(torch.jit.fork(slow, x)) * self.factor


class WaitsInside(nn.Module):
    """A wait in code that no hook sees into; what follows may run on another thread."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        waiter: Waiter = ForksAndWaits()
        return self.fc(waiter.go(x))


class LeavesRunning(nn.Module):
    """Returns before its forked body ends; the body forks again and calls modules."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def work(self, x: Tensor) -> Tensor:
        y = slow(x)
        for _ in range(20):
            y = y + torch.jit.wait(torch.jit.fork(slow, self.fc(y)))
        return y

    def forward(self, x: Tensor) -> Tuple[Tensor, List[torch.jit.Future[Tensor]]]:
        return self.fc(x), [torch.jit.fork(self.work, x)]


class ForksConstants(nn.Module):
    """The optimiser folds the body's constants while it prepares the fork."""

    def body(self, x: Tensor) -> Tensor:
        return x + torch.mm(torch.ones([4, 4]), torch.ones([4, 4])).sum()

    def forward(self, x: Tensor) -> Tensor:
        return torch.jit.wait(torch.jit.fork(self.body, x))


@torch.jit.interface
class AnyLayer(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


def helper(layer: AnyLayer, x: Tensor) -> Tensor:
    return layer.forward(torch.mm(x, x))


class Relu(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x)


class CallsAHelper(nn.Module):
    """Calls a free function with another module as its first argument, which is no forward hook."""

    def __init__(self) -> None:
        super().__init__()
        self.sub = Relu()

    def forward(self, x: Tensor) -> Tensor:
        return helper(self.sub, x)


class TurnsItsInput(nn.Module):
    """Changes the shape of a tensor, a list it was given, and a buffer's view of its data."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("turned", torch.rand(2, 3))
        self.register_buffer("spread", torch.zeros(1).expand(4))
        self.calls = 0

    def forward(self, x: Tensor, more: List[Tensor]) -> Tensor:
        x.t_()
        self.turned.t_()
        more.append(x)
        self.calls += 1
        return x.sum() + self.spread.sum() + len(more)


class SpeaksWhenLoaded(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.factor = 3

    @torch.jit.export
    def __getstate__(self) -> Tuple[int, bool]:
        return self.factor, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[int, bool]) -> None:
        print("the model speaks")
        self.factor = state[0]
        self.training = state[1]

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor


def twins() -> nn.Module:
    """One layer in two containers that differ; a container registered twice; nested ones."""
    shared = nn.Linear(4, 4)
    block = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
    return nn.Sequential(nn.Sequential(shared), nn.Sequential(shared, nn.ReLU()), block, block,
                         nn.Sequential(nn.Sequential(nn.Linear(4, 4))))


class Awaits(nn.Module):
    """A body that runs when it is waited for (prim::awaitable)."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def later(self, x: Tensor) -> Tensor:
        return self.fc(x)

    def forward(self, x: Tensor) -> Tensor:
        awaited = torch.jit._awaitable(self.later, x)
        return torch.jit._awaitable_wait(awaited) + 1


def quantized() -> nn.Module:
    layers = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 4)).eval()
    return torch.ao.quantization.quantize_dynamic(layers, {nn.Linear}, dtype=torch.qint8)


def make() -> dict[str, nn.Module]:
    return {"awaits": Awaits(), "quantized": quantized(), "waits_inside": WaitsInside(),
            "leaves_running": LeavesRunning(), "forks_constants": ForksConstants(),
            "calls_a_helper": CallsAHelper(), "turns_its_input": TurnsItsInput(),
            "speaks_when_loaded": SpeaksWhenLoaded(), "twins": twins()}
