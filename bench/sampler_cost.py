#!/usr/bin/env python3
"""What a Sampler costs on a network of MobileNet's shape: makes one and runs bin/sampler_cost on it.

    bench/sampler_cost.py [--blocks N] [--size PIXELS]        after scripts/build.sh
"""

import argparse
import subprocess
import sys
import tempfile
import types
import warnings
from pathlib import Path

import torch

sys.modules["torchvision._meta_registrations"] = types.ModuleType("none")  # its C++ operators may not load
import torchvision  # noqa: E402

PROGRAM = Path(__file__).resolve().parent.parent / "build/bin/sampler_cost"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=40)
    parser.add_argument("--size", type=int, default=96, help="of the picture (default: 96)")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # of torch.jit.script
    torch.manual_seed(0)
    model = torchvision.models.mobilenet_v3_small(weights=None).eval()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mobilenet_v3_small.pt"
        torch.jit.script(model).save(str(file))
        shape = f"1x3x{arguments.size}x{arguments.size}"
        print(f"mobilenet_v3_small, {shape}, {arguments.blocks} blocks", flush=True)
        return subprocess.run([PROGRAM, file, shape, str(arguments.blocks)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
