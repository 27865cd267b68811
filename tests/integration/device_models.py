"""Models for tests of a device beside its host."""

import torch
from torch import Tensor, nn


class Asking(nn.Module):
    """Needs a number of its input on the host, as models with data-dependent shapes do."""

    def forward(self, x: Tensor) -> Tensor:
        if float(x.sum().item()) > 1e30:
            return -x
        return x


class AsksItsDevice(nn.Module):
    """Work before and after a question to the device."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(*[nn.Linear(512, 512) for _ in range(8)])
        self.asking = Asking()
        self.last = nn.Sequential(*[nn.Linear(512, 512) for _ in range(8)])

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.asking(self.first(x)))


class Turn(nn.Module):
    """Two blocks of its input's size, one of which is gone at the end; nothing that could be fused."""

    def forward(self, x: Tensor) -> Tensor:
        return x.flip(0).flip(0)


class Turns(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = Turn()
        self.second = Turn()

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x))


class Hungry(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.new_empty([400, 1_000_000_000]).sum() + x


class WantsDeviceMemory(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.act = nn.ReLU()
        self.hungry = Hungry()

    def forward(self, x: Tensor) -> Tensor:
        return self.hungry(self.act(x))


def make() -> dict[str, torch.jit.ScriptModule]:
    models = {
        # No fuser makes one kernel of them.
        "chain_of_small_layers": nn.Sequential(*[nn.Linear(16, 16) for _ in range(64)]),
        "turns": Turns(),
        "asks_its_device": AsksItsDevice(), "wants_device_memory": WantsDeviceMemory(),
    }
    return {name: torch.jit.script(model.eval()) for name, model in models.items()}
