#!/usr/bin/env python3
"""How long writing and reading a report of very many modules takes: profiles a chain of 5,000 modules with
operators, lines of code and memory, then runs build/bin/report_formats on the report.

    bench/report_formats.py [--modules N]      after scripts/build.sh
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import torch
from torch import nn

BUILD = Path(__file__).resolve().parent.parent / "build/bin"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=5000)
    modules = parser.parse_args().modules
    with tempfile.TemporaryDirectory() as name:
        model, report = Path(name) / "chain.pt", Path(name) / "report.json"
        layers = [nn.Linear(8, 8) if i % 2 == 0 else nn.ReLU() for i in range(modules - 1)]
        torch.jit.script(nn.Sequential(*layers)).save(model)
        subprocess.run([BUILD / "hookstat", "profile", model, "--input", "4x8", "--threads", "1",
                        "--runs", "10", "--operators", "--sources", "--memory", "-o", report],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run([BUILD / "report_formats", report], check=True)


if __name__ == "__main__":
    main()
