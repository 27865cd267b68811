"""Models that fail, in every way a model can, and models that are hard to follow."""

from typing import List

import torch
from torch import Tensor, nn


class LoopsForever(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        while bool(x.sum() > -1.0):
            x = x.abs()
        return x


class LoopsLater(nn.Module):
    """Well behaved for a while, as a model is that waits for something outside."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.calls = 0
        self.most = calls

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        y = self.fc(x)
        while self.calls > self.most and bool(x.sum() > -1.0):
            x = x.abs()
        return y


class Fragile(nn.Module):
    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls = 0
        self.most = calls

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        if self.calls > self.most:
            raise RuntimeError("worn out")
        return x + 1


class RaisesLater(nn.Module):
    def __init__(self, calls: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 4), Fragile(calls))

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x)


class Hungry(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.zeros([400_000_000_000]) + x


class WantsMemory(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hungry = Hungry()

    def forward(self, x: Tensor) -> Tensor:
        return self.hungry(x)


class FailsInAFork(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fragile = Fragile(0)

    def forward(self, x: Tensor) -> Tensor:
        return torch.jit.wait(torch.jit.fork(self.fragile, x))


@torch.jit.interface
class Step(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Doubles(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + x


class ForksInside(nn.Module):
    """Forks a body and waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.doubles = Doubles()

    def forward(self, x: Tensor) -> Tensor:
        return torch.jit.wait(torch.jit.fork(self.doubles, x))


class ForksAStep(nn.Module):
    """A forked body whose receiver is chosen at run time, and itself forks and waits: with one thread
    for forks nothing may block."""

    step: Step

    def __init__(self) -> None:
        super().__init__()
        self.step = ForksInside()

    def body(self, x: Tensor) -> Tensor:
        return self.step.forward(x)

    def forward(self, x: Tensor) -> Tensor:
        futures = [torch.jit.fork(self.body, x), torch.jit.fork(self.body, x + 1)]
        total = x
        for future in futures:
            total = total + torch.jit.wait(future)
        return total


class Branch(nn.Module):
    """The body of a fork that forks again, after as much work as it is told."""

    def __init__(self, rows: int, work: int) -> None:
        super().__init__()
        self.fc = nn.Linear(8, rows)
        self.work = work

    def inner(self, x: Tensor) -> Tensor:
        return self.fc(x)

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for _ in range(self.work):
            y = torch.sin(y)
        return torch.jit.wait(torch.jit.fork(self.inner, x)) + y.sum()


class ForksAtOnce(nn.Module):
    """Bodies that run at the same time fork in an order that differs from run to run."""

    def __init__(self) -> None:
        super().__init__()
        self.branches = nn.ModuleList([Branch(2 + i, 40 * (4 - i)) for i in range(4)])

    def forward(self, x: Tensor) -> Tensor:
        futures: List[torch.jit.Future[Tensor]] = []
        for branch in self.branches:
            futures.append(torch.jit.fork(branch, x))
        total = torch.zeros(1)
        for future in futures:
            total = total + torch.jit.wait(future).sum()
        return total


class Product(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(32, 32))

    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, self.weight)


class SumOfProducts(nn.Module):
    """The executor makes one product of all four."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.c, self.d = Product(), Product(), Product(), Product()

    def forward(self, x: Tensor) -> Tensor:
        return (self.a(x) + self.b(x)) + (self.c(x) + self.d(x))


class Small(nn.Module):
    """For freezing and for gradients: a convolution, normalisation, and element-wise work to fuse."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.head = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.sigmoid(self.norm(self.conv(x))) * 2.0 + 1.0
        return self.head(x.mean([2, 3]).tanh() * 3.0)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return self.norm(self.conv(x))


class Squash(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(x * 2.0 + 1.0)


class Multiplies(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, x)


class BeginsOtherwise(nn.Module):
    """Its first call takes another way than all that follow."""

    def __init__(self) -> None:
        super().__init__()
        self.begin = Multiplies()
        self.go_on = Multiplies()
        self.calls = 0

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        if self.calls == 1:
            return self.begin(x)
        return self.go_on(x)


class Sigmoids(nn.Module):
    """Element-wise work across a border between modules, which a fuser would make one group of."""

    def __init__(self) -> None:
        super().__init__()
        self.a = Squash()
        self.b = Squash()

    def forward(self, x: Tensor) -> Tensor:
        return self.b(self.a(x).tanh() + x) * 3.0


class Encoder(nn.Module):
    """In evaluation its layer runs as one fused operator that calls no module."""

    def __init__(self) -> None:
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.encoder(x)


def make() -> dict[str, torch.jit.ScriptModule]:
    models = {
        "loops_forever": LoopsForever(), "loops_later": LoopsLater(40),
        "raises_later": RaisesLater(12), "wants_memory": WantsMemory(),
        "fails_in_a_fork": FailsInAFork(), "forks_a_step": ForksAStep(),
        "forks_at_once": ForksAtOnce(), "sum_of_products": SumOfProducts(), "small": Small(),
        "encoder": Encoder(), "sigmoids": Sigmoids(),
        "begins_otherwise": BeginsOtherwise(),
    }
    scripted = {name: torch.jit.script(model.eval()) for name, model in models.items()}
    scripted["small_frozen"] = torch.jit.freeze(torch.jit.script(Small().eval()))
    scripted["small_training"] = torch.jit.script(Small().train())
    return scripted
