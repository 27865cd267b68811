#!/usr/bin/env python3
"""Makes the TorchScript models and the broken files that the integration tests use.

    models.py FOLDER        makes what is missing or older than the scripts it comes from
"""

import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "torchscript_models"))
import exporting  # noqa: E402  (beside the models, not in a package)

import broken_files  # noqa: E402
import device_models  # noqa: E402
import failing_models  # noqa: E402
import layer_models  # noqa: E402
import memory_models  # noqa: E402
import networks  # noqa: E402
import odd_models  # noqa: E402


class Block(nn.Module):
    """Two convolutions around an activation that somebody else owns as well."""

    def __init__(self, activation: nn.Module) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(4, 4, 3, padding=1)
        self.act = activation
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv2(self.act(self.conv1(x)))


class Plain(nn.Module):
    """Nested containers, a shared activation, two instances of a class, functional code."""

    def __init__(self) -> None:
        super().__init__()
        self.act = nn.ReLU()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Sequential(nn.BatchNorm2d(4), nn.ReLU()))
        self.blocks = nn.ModuleList([Block(nn.ReLU()), Block(nn.ReLU())])
        self.head = nn.Linear(4, 10)
        self.unused = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.stem(x))
        for block in self.blocks:
            x = self.act(x + block(x))
        return self.head(self.act(x).mean([2, 3]))


class TwoInputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor, mask: Tensor, scale: float = 2.0,
                bias: Optional[Tensor] = None) -> Tensor:
        y = self.fc(x).masked_fill(mask, 0.0) * scale
        if bias is not None:
            y = y + bias
        return y

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return self.fc(self.fc(x))


class NoInputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, rows: int = 3) -> Tensor:
        return self.fc(torch.ones([rows, 4]))


class TakesAList(nn.Module):
    def forward(self, xs: List[Tensor], n: int) -> Tensor:
        return torch.stack(xs).sum() * n


class Picky(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        if x.size(0) != 7:
            raise ValueError("needs seven rows")
        return x


class Raises(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(3, 3), Picky())

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x)


@torch.jit.script
class Counter:
    def __init__(self) -> None:
        self.count = 0
        self.seen = torch.zeros(1)

    def tick(self, x: Tensor) -> Tensor:
        self.count += 1
        self.seen += 1
        return x + self.count


class Mutates(nn.Module):
    """Changes all that a model can change: buffers, plain attributes, lists, dicts, objects of script
    classes, its input, and the state of the random generator."""

    running: Tensor
    calls: int
    history: List[int]
    table: Dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("running", torch.zeros(3))
        self.calls = 0
        self.history = [0]
        self.table = {"calls": 0}
        self.counter = Counter()
        self.norm = nn.BatchNorm1d(3)

    def forward(self, x: Tensor) -> Tensor:
        x.mul_(1.5)
        self.running += x.mean(0)
        self.calls += 1
        self.history.append(self.calls)
        self.table["calls"] = self.calls
        return self.counter.tick(self.norm(x)) + torch.rand([1])


class Prints(nn.Module):
    """Says so at each call, and takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(256, 256)

    def forward(self, x: Tensor) -> Tensor:
        print("the model speaks")
        for _ in range(20):
            x = self.fc(x)
        return x


class ForkBody(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(16, 16)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).relu()


class Forks(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.left = ForkBody()
        self.right = ForkBody()

    def forward(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(self.left, x)
        unused = torch.jit.fork(self.left, x)  # noqa: F841  (the optimiser removes it)
        y = self.right(x)
        return y + torch.jit.wait(future)


@torch.jit.interface
class Layer(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Chooses(nn.Module):
    """The receiver is known at run time only."""

    chosen: Layer

    def __init__(self) -> None:
        super().__init__()
        self.first = ForkBody()
        self.second = nn.Sequential(nn.Linear(16, 16))
        self.chosen = self.first

    def forward(self, x: Tensor) -> Tensor:
        layer = self.chosen
        y = layer.forward(x)
        return self.second(y)


def hook(module, inputs: Tuple[Tensor], output: Tensor) -> Tensor:
    return output * 2


def pre_hook(module, inputs: Tuple[Tensor]) -> Tuple[Tensor]:
    return (inputs[0] + 1,)


@torch.jit.script
class Scale:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    def apply(self, x: Tensor) -> Tensor:
        return x * self.factor


def scaled(scale: Scale, x: Tensor) -> Tensor:
    return scale.apply(x)


class Helper(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return scaled(Scale(2.0), self.fc(x))


class ManyHelpers(nn.Module):
    """Free functions whose first argument is an object of a script class, in many modules."""
    def __init__(self) -> None:
        super().__init__()
        self.units = nn.ModuleList([Helper() for _ in range(30)])

    def forward(self, x: Tensor) -> Tensor:
        for unit in self.units:
            x = unit(x)
        return x


def with_saved_hooks() -> nn.Module:
    model = nn.Sequential(ForkBody())
    model[0].register_forward_hook(hook)
    model.register_forward_pre_hook(pre_hook)
    model.register_forward_hook(hook)
    return model


def make_scripted() -> Dict[str, torch.jit.ScriptModule]:
    models = {
        "plain": Plain().eval(), "two_inputs": TwoInputs().eval(), "no_inputs": NoInputs().eval(),
        "takes_a_list": TakesAList().eval(), "raises": Raises().eval(),
        "mutates": Mutates().train(), "prints": Prints().eval(), "forks": Forks().eval(),
        "chooses": Chooses().eval(), "saved_hooks": with_saved_hooks().eval(),
        "many_helpers": ManyHelpers().eval(), "training": Plain().train(),
        **{name: model.eval() for name, model in (odd_models.make() | memory_models.make()).items()},
    }
    return {name: torch.jit.script(model) for name, model in models.items()}


def up_to_date(stamp: Path) -> bool:
    sources = [*Path(__file__).parent.glob("*.py"), *Path(exporting.__file__).parent.glob("*.py")]
    return stamp.exists() and all(stamp.stat().st_mtime > s.stat().st_mtime for s in sources)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "made"
    if up_to_date(stamp):
        return
    exporting.hide_deprecation()
    torch.manual_seed(1)
    for name, module in (make_scripted() | device_models.make() | failing_models.make() |
                         layer_models.make()).items():
        torch.jit.save(module, str(folder / f"{name}.pt"))
    plain = Plain().eval()
    torch.jit.save(torch.jit.trace(plain, torch.rand(1, 3, 16, 16)), str(folder / "plain_traced.pt"))
    broken_files.write(folder)
    networks.write(folder)
    stamp.touch()


if __name__ == "__main__":
    main()
