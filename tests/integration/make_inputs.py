#!/usr/bin/env python3
"""Makes the models and files that the tests of inputs use.

    make_inputs.py FOLDER   makes them if they are missing or older than the scripts
"""

import sys
import warnings
from pathlib import Path

import torch

import input_files
import input_models


def main() -> None:
    folder = Path(sys.argv[1])
    stamp = folder / "inputs" / "made"
    sources = [Path(module.__file__) for module in (input_files, input_models)] + [Path(__file__)]
    if stamp.exists() and all(stamp.stat().st_mtime > s.stat().st_mtime for s in sources):
        return
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # of torch.jit.script
    warnings.filterwarnings("ignore", message=".*quantize_per_tensor")
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    for name, model in input_models.make().items():
        torch.jit.save(torch.jit.script(model.eval()), str(folder / f"{name}.pt"))
    input_files.write(folder / "inputs")
    stamp.touch()


if __name__ == "__main__":
    main()
