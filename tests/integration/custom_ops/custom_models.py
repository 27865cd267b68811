#!/usr/bin/env python3
"""Makes the models that need the library of custom operators.

    custom_models.py LIBRARY FOLDER     makes them anew where the library or this script is newer
"""

import sys
from pathlib import Path

import torch
from torch import Tensor, nn


class Inner(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return torch.ops.hookstat_test.scaled_add(self.fc(x), x, 0.5)


class UsesOperators(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = Inner()

    def forward(self, x: Tensor) -> Tensor:
        return torch.ops.hookstat_test.negate_rows(self.inner(x))


class UsesAClass(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.offset = torch.classes.hookstat_test.Offset(2.0)

    def forward(self, x: Tensor) -> Tensor:
        return self.offset.apply(x)


def main() -> None:
    library, folder = Path(sys.argv[1]), Path(sys.argv[2])
    stamp = folder / "custom_made"
    sources = (library, Path(__file__))
    if stamp.exists() and all(stamp.stat().st_mtime > s.stat().st_mtime for s in sources):
        return
    torch.ops.load_library(str(library))
    torch.jit.script(UsesOperators().eval()).save(str(folder / "custom_operators.pt"))
    torch.jit.script(UsesAClass().eval()).save(str(folder / "custom_class.pt"))
    stamp.touch()


if __name__ == "__main__":
    main()
