#!/usr/bin/env python3
"""Makes models whose modules do nothing but keep the processor busy, by an operator with a clock.

    busy_models.py FOLDER   makes them if they are missing or older than this script

The operators are declared here and implemented by the test that runs the models. Each module gives
them a number of its own (`clock`), so that the test knows how long every module was busy. Where a
module forks it clocks that, too: a fork wakes a thread, which on a busy machine takes the place of
the caller's for milliseconds.
"""

import sys
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

LIBRARY = torch.library.Library("hookstat_test", "FRAGMENT")
LIBRARY.define("busy(Tensor x, int clock, int us) -> Tensor")
LIBRARY.define("now(Tensor x) -> int")
LIBRARY.define("passed(Tensor x, int clock, int since) -> Tensor")


class Busy(nn.Module):
    """A leaf, busy for `us` microseconds a call."""

    def __init__(self, clock: int, us: int) -> None:
        super().__init__()
        self.clock, self.us = clock, us

    def forward(self, x: Tensor) -> Tensor:
        return torch.ops.hookstat_test.busy(x, self.clock, self.us)


class Around(nn.Module):
    """Busy before and after what it calls."""

    def __init__(self, clock: int, us: int, *inner: nn.Module) -> None:
        super().__init__()
        self.clock, self.us = clock, us
        self.inner = nn.ModuleList(inner)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.ops.hookstat_test.busy(x, self.clock, self.us)
        for layer in self.inner:
            x = layer(x)
        return torch.ops.hookstat_test.busy(x, self.clock, self.us)


class Shared(nn.Module):
    """One module called from three places: twice from here, once from another module."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = 0
        self.shared = Busy(1, 300)
        self.a = Around(2, 900, self.shared)
        self.b = Around(3, 50)

    def forward(self, x: Tensor) -> Tensor:
        x = self.shared(x)
        x = torch.ops.hookstat_test.busy(x, self.clock, 1200)
        return self.shared(self.b(self.a(x)))


class Looped(nn.Module):
    """How often its modules are called depends on the input."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = 0
        self.body = Around(1, 150, Busy(2, 400))
        self.odd = Busy(3, 250)
        self.after = Busy(4, 100)

    def forward(self, x: Tensor) -> Tensor:
        i, trips = 0, int(x)
        while i < trips:
            x = self.body(x)
            if i % 2 == 1:
                x = self.odd(x)
            i += 1
        x = torch.ops.hookstat_test.busy(x, self.clock, 1200)
        return self.after(x)


class ForkingBranch(nn.Module):
    """Forks itself, and is busy until it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = 2
        self.forked = Busy(3, 1800)
        self.beside = Busy(4, 200)

    def forward(self, x: Tensor) -> Tensor:
        start = torch.ops.hookstat_test.now(x)
        future = torch.jit.fork(self.forked, x)
        y = torch.ops.hookstat_test.passed(x, self.clock, start)
        y = torch.ops.hookstat_test.busy(y, self.clock, 2500)
        y = self.beside(y)
        return y + torch.jit.wait(future)


class Forked(nn.Module):
    """A body at work beside the caller, then one beside a body that it forks while the caller waits.
    Never more than two threads are at work at once."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = 0
        self.left = Around(1, 1000, Busy(5, 1500))
        self.right = ForkingBranch()
        self.beside = Busy(6, 1200)

    def forward(self, x: Tensor) -> Tensor:
        start = torch.ops.hookstat_test.now(x)
        left = torch.jit.fork(self.left, x)
        y = torch.ops.hookstat_test.passed(x, self.clock, start)
        y = self.beside(y) + torch.jit.wait(left)
        start = torch.ops.hookstat_test.now(y)
        right = torch.jit.fork(self.right, x)
        y = torch.ops.hookstat_test.passed(y, self.clock, start)
        y = y + torch.jit.wait(right)
        return torch.ops.hookstat_test.busy(y, self.clock, 5000)


def make() -> dict[str, nn.Module]:
    leaves = [Busy(4, 1000), Busy(5, 120), Busy(6, 60)]
    nested = Around(0, 600, Around(1, 500, Around(2, 350, *leaves)), Around(3, 75, Busy(7, 700)))
    return {"nested": nested, "shared": Shared(), "looped": Looped(), "forked": Forked()}


def main() -> None:
    folder, script = Path(sys.argv[1]), Path(__file__)
    stamp = folder / "busy_made"
    if stamp.exists() and stamp.stat().st_mtime > script.stat().st_mtime:
        return
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # of torch.jit.script
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in make().items():
        torch.jit.script(model.eval()).save(str(folder / f"busy_{name}.pt"))
    stamp.touch()


if __name__ == "__main__":
    main()
