"""Traced modules inside scripted ones and the reverse."""

from typing import Callable, List

import torch
from torch import Tensor, nn

from entry import Entry, trace, traced


class Inner(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
        self.last = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.steps(x))


class Deciding(nn.Module):
    """Has control flow, so it is scripted."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(int(x.size(0))):
            x = self.a(x) if bool(x.sum() > 0) else self.b(x)
        return x


class ScriptedOutside(nn.Module):
    def __init__(self, prepare: Callable) -> None:
        super().__init__()
        self.first = prepare(Inner())
        self.second = prepare(Inner())
        self.own = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            x = self.first(x)
        return self.own(self.second(x))


class TracedOutside(nn.Module):
    def __init__(self, prepare: Callable) -> None:
        super().__init__()
        self.own = nn.Linear(4, 4)
        self.deciding = prepare(Deciding())

    def forward(self, x: Tensor) -> Tensor:
        return self.deciding(self.own(x)) + 1.0


class Thrice(nn.Module):
    """Scripted around traced around scripted."""

    def __init__(self, prepare_outer: Callable, prepare_inner: Callable) -> None:
        super().__init__()
        self.traced = prepare_outer(TracedOutside(prepare_inner).eval())

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            x = self.traced(x).tanh()
        return x


def same(module: nn.Module) -> nn.Module:
    return module


def by_state(made: nn.Module, eager_one: nn.Module) -> nn.Module:
    """The eager model with the parameters of the other."""
    eager_one.load_state_dict(made.state_dict())
    return eager_one.eval()


def make() -> List[Entry]:
    x = torch.randn(3, 4)

    def to_traced(module: nn.Module) -> torch.jit.ScriptModule:
        return trace(module.eval(), (x,))

    scripted = ScriptedOutside(to_traced).eval()
    outside = TracedOutside(torch.jit.script).eval()
    thrice = Thrice(to_traced, torch.jit.script).eval()
    return [
        Entry("traced_in_scripted", scripted, (x,),
              reference=by_state(scripted, ScriptedOutside(same))),
        traced("scripted_in_traced", outside, (x,), reference=by_state(outside, TracedOutside(same)),
               numbered=False),
        Entry("scripted_in_traced_in_scripted", thrice, (x,),
              reference=by_state(thrice, Thrice(same, same))),
    ]
