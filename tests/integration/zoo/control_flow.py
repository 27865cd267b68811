"""Control flow that depends on data, early returns, free functions, own methods, properties."""

from typing import List

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Branches(nn.Module):
    """Both sides of an if call modules, and so does an if in an if."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(4, 4)
        self.right = nn.Sequential(nn.Linear(4, 4), nn.Sigmoid())
        self.deep = nn.Linear(4, 4)

    def forward(self, x: Tensor, flip: bool) -> Tensor:
        if bool(x.sum() > 0) != flip:
            x = self.left(x)
            if x.size(0) > 1:
                x = self.deep(x)
            else:
                x = self.right(x)
        else:
            x = self.right(x)
        return x if flip else self.right(x)


class WhileLoop(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.grow = nn.Linear(4, 4)
        self.done = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        steps = 0
        while float(x.abs().sum()) < 50.0 and steps < 40:
            x = x * 1.5 + self.grow(x).abs()
            steps += 1
        return self.done(x) + steps


class ForLoops(nn.Module):
    """Trip counts from values; break, continue, loops in loops."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = nn.Linear(4, 4)
        self.inner = nn.ReLU()

    def forward(self, x: Tensor, counts: Tensor) -> Tensor:
        for i in range(int(counts.sum())):
            x = self.outer(x)
            for j in range(i):
                if j == 2:
                    continue
                if j > 3:
                    break
                x = self.inner(x) + 0.5
        return x


class EarlyReturns(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)
        self.c = nn.Linear(4, 4)

    def forward(self, x: Tensor, stop: int) -> Tensor:
        x = self.a(x)
        if stop == 1:
            return x
        for i in range(3):
            x = self.b(x)
            if i == stop - 2:
                return self.c(x).relu()
        return self.c(x)


def applied(layer_weight: Tensor, x: Tensor) -> Tensor:
    return torch.mm(x, layer_weight).tanh()


def twice(x: Tensor, weight: Tensor) -> Tensor:
    return applied(weight, applied(weight, x))


class Functions(nn.Module):
    """Free functions that call free functions; own methods that call modules, and each other."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4))
        self.fc = nn.Linear(4, 4)
        self.child = nn.Sequential(nn.Linear(4, 4))

    def once(self, x: Tensor) -> Tensor:
        return self.child(self.fc(x))

    def thrice(self, x: Tensor, times: int = 3) -> Tensor:
        for _ in range(times):
            x = self.once(x)
        return x

    def forward(self, x: Tensor) -> Tensor:
        return twice(self.thrice(x), self.weight) + self.thrice(x - 0.5, 1)


class Encoder(nn.Module):
    """Has methods other than forward, and a property."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.out = nn.Linear(4, 2)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return self.fc(x).relu()

    @torch.jit.export
    def decode(self, x: Tensor, scale: float = 2.0) -> Tensor:
        return self.out(self.encode(x)) * scale

    @property
    def scale(self) -> Tensor:
        return self.fc.weight.sum() * 0.1

    def forward(self, x: Tensor) -> Tensor:
        return self.encode(x)


class OtherMethods(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.codec = Encoder()
        self.more = nn.ModuleList([Encoder(), Encoder()])

    def forward(self, x: Tensor) -> Tensor:
        x = self.codec.encode(x) + self.codec(x * 0.5)
        for coder in self.more:
            x = x + coder.encode(x)
        return self.codec.decode(x, scale=0.5)


class LengthsAndProperties(nn.Module):
    """len() and properties are no calls, though TorchScript compiles them to methods."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
        self.coder = Encoder()

    @property
    def factor(self) -> float:
        return 0.5 * len(self.layers)

    def forward(self, x: Tensor) -> Tensor:
        for i, layer in enumerate(self.layers):
            x = layer(x) * (i + len(self.layers)) * self.factor
        return x * self.coder.scale


class Collects(nn.Module):
    """Lists of what modules gave; comprehensions over modules; a nested function's closure."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(4, 2) for _ in range(3)])
        self.last = nn.Linear(6, 1)

    def forward(self, x: Tensor) -> Tensor:
        parts: List[Tensor] = [head(x) for head in self.heads]
        parts = [part.tanh() for part in parts]
        return self.last(torch.cat(parts, 1))


def make() -> List[Entry]:
    x = torch.randn(3, 4)
    positive = x.abs() * 0.1
    functions = Functions().eval()
    methods = OtherMethods().eval()
    return [
        Entry("if_true", Branches().eval(), (positive, False)),
        Entry("if_false", Branches().eval(), (-positive[:1], False)),
        Entry("if_flipped", Branches().eval(), (-positive[:1], True)),
        Entry("while_loop", WhileLoop().eval(), (positive,)),
        Entry("while_loop_never_entered", WhileLoop().eval(), (x.abs() + 100,)),
        Entry("for_loops", ForLoops().eval(), (x, torch.tensor([2, 1, 3]))),
        Entry("for_loop_of_no_trips", ForLoops().eval(), (x, torch.tensor([0]))),
        Entry("returns_at_once", EarlyReturns().eval(), (x, 1)),
        Entry("returns_from_loop", EarlyReturns().eval(), (x, 3)),
        Entry("returns_at_the_end", EarlyReturns().eval(), (x, 9)),
        Entry("functions", functions, (x,)),
        traced("functions_traced", functions, (x,)),
        Entry("other_methods", methods, (x,)),
        Entry("other_method_of_the_model", Encoder().eval(), {"x": x, "scale": 3.0},
              method="decode"),
        Entry("lengths_and_properties", LengthsAndProperties().eval(), (x,)),
        Entry("collects", Collects().eval(), (x,)),
        traced("collects_traced", Collects().eval(), (x,)),
    ]
