"""Operators in tiny nets: what each call must cost, written as a formula.

A case is one operator on its own tensors; `macs` and `flops` are given, and bytes follow from the rule that every
argument is read once and every result written once, unless the case says otherwise.
"""

import dataclasses
from collections.abc import Callable

import torch

ANY = None  # not compared: the operator is what its inner operators are


@dataclasses.dataclass
class Case:
    function: Callable
    tensors: list[torch.Tensor]
    macs: int = 0
    flops: int = 0
    read: int | None = ANY  # bytes
    written: int | None = ANY
    uncounted: tuple[str, ...] = ()


def bytes_of(value) -> int:
    """Of a tensor, or of all in a list."""
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    return sum(bytes_of(item) for item in value) if isinstance(value, (tuple, list)) else 0


class Cases(dict):
    """By name; `add` runs the operator once, for the size of what it returns."""

    def add(self, name: str, function: Callable, *tensors: torch.Tensor, macs: int = 0,
            flops: int | None = None, read: int | None = -1, written: int | None = -1,
            uncounted: tuple[str, ...] = ()) -> None:
        assert name not in self, name
        with torch.inference_mode():
            result = function(*(tensor.clone() for tensor in tensors))
        self[name] = Case(function, list(tensors), macs, 2 * macs if flops is None else flops,
                          bytes_of(list(tensors)) if read == -1 else read,
                          bytes_of(result) if written == -1 else written, uncounted)

    def free(self, name: str, function: Callable, *tensors: torch.Tensor) -> None:
        self.add(name, function, *tensors, read=0, written=0)


def rand(*sizes: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """In [0.1, 0.9): inside the domain of every function."""
    return (0.1 + 0.8 * torch.rand(*sizes)).to(dtype)


def whole(*sizes: int, below: int = 4) -> torch.Tensor:
    return torch.randint(0, below, sizes)


def n(tensor: torch.Tensor) -> int:
    return tensor.numel()
