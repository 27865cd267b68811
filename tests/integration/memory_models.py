"""Models whose memory can be worked out by hand."""

from typing import List

import torch
from torch import Tensor, nn


class Widen(nn.Module):
    """One block of twice its input."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x, x])


class Square(nn.Module):
    """Two blocks of its input's size, one of which is gone at the end."""

    def forward(self, x: Tensor) -> Tensor:
        y = x * x
        return y + x


class Stages(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.widen = Widen()
        self.square = Square()

    def forward(self, x: Tensor) -> Tensor:
        return self.square(self.widen(x))


class Twice(nn.Module):
    """The same module at two places: the second call begins with more held."""

    def __init__(self) -> None:
        super().__init__()
        self.square = Square()

    def forward(self, x: Tensor) -> Tensor:
        a = self.square(x)
        b = self.square(a)
        return a + b


class Remembers(nn.Module):
    """What it keeps outlives the call."""

    last: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.last = torch.zeros(1)

    def forward(self, x: Tensor) -> Tensor:
        self.last = x * 2
        return self.last + 1


class Forks(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.widen = Widen()
        self.square = Square()

    def forward(self, x: Tensor) -> List[Tensor]:
        body = torch.jit.fork(self.widen, x)
        return [self.square(x), torch.jit.wait(body)]


def make() -> dict[str, nn.Module]:
    return {"memory_stages": Stages(), "memory_twice": Twice(), "memory_remembers": Remembers(),
            "memory_forks": Forks()}
