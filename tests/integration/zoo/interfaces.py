"""Submodules typed by an interface and chosen at run time."""

from typing import Callable, Dict, List

import torch
from torch import Tensor, nn

from entry import Entry


@torch.jit.interface
class Layer(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


@torch.jit.interface
class Coder(nn.Module):
    def encode(self, x: Tensor, scale: float) -> Tensor:
        pass

    def forward(self, x: Tensor) -> Tensor:
        pass


class Scales(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).sigmoid()


class Squares(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.act = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(x).square()


class ByAttribute(nn.Module):
    first: Layer
    second: Layer

    def __init__(self) -> None:
        super().__init__()
        self.first = Scales()
        self.second = Squares()

    def forward(self, x: Tensor) -> Tensor:
        return self.first.forward(self.second.forward(x)) + self.first.forward(x)


class FromList(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Scales(), Squares(), Scales()])

    def forward(self, x: Tensor, order: List[int]) -> Tensor:
        for i in order:
            layer: Layer = self.layers[i]
            x = layer.forward(x)
        return x


class FromBuiltList(nn.Module):
    """A list of interfaces that the code makes."""

    def __init__(self) -> None:
        super().__init__()
        self.a = Scales()
        self.b = Squares()

    def forward(self, x: Tensor) -> Tensor:
        first: Layer = self.a
        second: Layer = self.b
        layers: List[Layer] = [second, first, second]
        for layer in layers:
            x = layer.forward(x)
        return x


class FromDict(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = Scales()
        self.b = Squares()

    def forward(self, x: Tensor, names: List[str]) -> Tensor:
        first: Layer = self.a
        second: Layer = self.b
        layers: Dict[str, Layer] = {"a": first, "b": second}
        for name in names:
            x = layers[name].forward(x)
        return x


class FromModuleDict(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleDict({"a": Scales(), "b": Squares()})

    def forward(self, x: Tensor, names: List[str]) -> Tensor:
        for name in names:
            layer: Layer = self.layers[name]
            x = layer.forward(x)
        return x


def as_layer(layer: Layer) -> Layer:
    """A submodule itself is no value that a variable can hold; what a function returns is."""
    return layer


class FromIf(nn.Module):
    """Chosen by an if, returned, kept over the rounds of a loop."""

    def __init__(self) -> None:
        super().__init__()
        self.a = Scales()
        self.b = Squares()

    def pick(self, x: Tensor) -> Layer:
        layer = as_layer(self.a)
        if bool(x.sum() > 0):
            layer = as_layer(self.b)
        return layer

    def forward(self, x: Tensor) -> Tensor:
        layer = as_layer(self.a)
        for _ in range(3):
            x = layer.forward(x - 0.3)
            layer = self.pick(x)
        return layer.forward(self.pick(-x).forward(x))


class Encodes(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    @torch.jit.export
    def encode(self, x: Tensor, scale: float) -> Tensor:
        return self.fc(x) * scale

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x).sigmoid()


class Middle(nn.Module):
    inner: Coder

    def __init__(self, prepare: Callable) -> None:
        super().__init__()
        self.inner = prepare(Encodes())
        self.norm = nn.LayerNorm(4)

    @torch.jit.export
    def encode(self, x: Tensor, scale: float) -> Tensor:
        return self.norm(self.inner.encode(x, scale)) + self.inner.forward(x)

    def forward(self, x: Tensor) -> Tensor:
        return self.inner.forward(self.norm(x))


class InInterface(nn.Module):
    """An interface whose module holds an interface, whose module has a method besides forward.
    TorchScript looks for the methods of an interface in all modules below as well, so these are
    scripted before."""

    outer: Coder

    def __init__(self, prepare: Callable) -> None:
        super().__init__()
        self.outer = prepare(Middle(prepare))

    def forward(self, x: Tensor) -> Tensor:
        return self.outer.encode(x, 0.5) + self.outer.forward(x)


def same(module: nn.Module) -> nn.Module:
    return module


def apply_twice(layer: Layer, x: Tensor) -> Tensor:
    return layer.forward(layer.forward(x) * 2.0)


class ToFunction(nn.Module):
    chosen: Layer

    def __init__(self) -> None:
        super().__init__()
        self.chosen = Squares()
        self.other = Scales()

    def forward(self, x: Tensor) -> Tensor:
        other: Layer = self.other
        return apply_twice(self.chosen, x) + apply_twice(other, x)


class InFork(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = Scales()
        self.b = Squares()

    def body(self, x: Tensor, first: bool) -> Tensor:
        layer = as_layer(self.a)
        if not first:
            layer = as_layer(self.b)
        return layer.forward(x)

    def forward(self, x: Tensor) -> Tensor:
        one = torch.jit.fork(self.body, x, True)
        two = torch.jit.fork(self.body, x, False)
        return self.a(torch.jit.wait(one) + torch.jit.wait(two))


def make() -> List[Entry]:
    x = torch.randn(2, 4)
    return [
        Entry("interface_attribute", ByAttribute().eval(), (x,)),
        Entry("interface_from_module_list", FromList().eval(), (x, [2, 0, 1, 1])),
        Entry("interface_from_built_list", FromBuiltList().eval(), (x,)),
        Entry("interface_from_dict", FromDict().eval(), (x, ["b", "a", "b"])),
        Entry("interface_from_module_dict", FromModuleDict().eval(), (x, ["b", "a", "b"])),
        Entry("interface_from_if", FromIf().eval(), (x,)),
        Entry("interface_in_interface", InInterface(torch.jit.script).eval(), (x,),
              reference=InInterface(same).eval()),
        Entry("interface_to_function", ToFunction().eval(), (x,)),
        Entry("interface_in_fork", InFork().eval(), (x,)),
    ]
