"""What the scripts of this folder share: a model of random weights becomes a TorchScript file."""

import argparse
import os
import tempfile
import warnings
from pathlib import Path
from typing import Callable, Sequence

import torch
from torch import nn


def hide_deprecation() -> None:
    """PyTorch 2.13 calls TorchScript deprecated at each use; TorchScript is what we profile."""
    warnings.filterwarnings("ignore", message=r"`torch\.jit\.\w+` is (deprecated|not supported)")


def to_torchscript(model: nn.Module, shape: Sequence[int], trace: bool) -> torch.jit.ScriptModule:
    if not trace:
        return torch.jit.script(model)
    with torch.no_grad():
        return torch.jit.trace(model, torch.rand(*shape))


def save(module: torch.jit.ScriptModule, path: Path) -> None:
    """Whole or not at all; the file keeps its own name inside, so only the folder is temporary."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-") as folder:
        written = Path(folder) / path.name
        torch.jit.save(module, str(written))
        os.replace(written, path)


def parse_arguments(name: str, title: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=f"Export {title} with random weights.")
    parser.add_argument("--trace", action="store_true", help="trace instead of scripting")
    parser.add_argument("--seed", type=int, default=0, help="of the random weights (default: 0)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE",
                        help=f"default: {name}.pt, or {name}_traced.pt, beside this script")
    return parser.parse_args()


def main(name: str, title: str, make_model: Callable[[int], nn.Module], shape: Sequence[int],
         check: Callable[[torch.jit.ScriptModule], None]) -> None:
    """The script's command line. `make_model` gets the seed; `check` ends the script where one call
    does not give what it should."""
    hide_deprecation()
    arguments = parse_arguments(name, title)
    default = f"{name}_traced.pt" if arguments.trace else f"{name}.pt"
    path = arguments.output or Path(__file__).resolve().parent / default
    model = make_model(arguments.seed)
    module = to_torchscript(model, shape, arguments.trace)
    check(module)
    save(module, path)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    print(f"{path}: {parameters:,} parameters, {path.stat().st_size:,} bytes")
