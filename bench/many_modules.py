#!/usr/bin/env python3
"""What recording and reporting cost with very many modules and runs: 5,000 modules, 1,000 counted runs.

    bench/many_modules.py [--modules N] [--runs N] [--repeat N]      after scripts/build.sh

Seconds of the phases "runs" and "report" beyond the calls of the model, with hooks and without, that they
hold; and how much the process grew for the runs, against a profile of 10 runs.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from torch import nn

HOOKSTAT = Path(__file__).resolve().parent.parent / "build/bin/hookstat"


def profile(model: Path, runs: int, folder: Path) -> tuple[dict, float]:
    """The report, and the most memory that the process had, in MB."""
    report = folder / "report.json"
    process = subprocess.Popen([HOOKSTAT, "profile", model, "--input", "4x8", "--threads", "1",
                                "--runs", str(runs), "-o", report],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"hookstat ended with {status}")
    return json.loads(report.read_text()), usage.ru_maxrss / 1024


def seconds_beyond_calls(report: dict) -> float:
    calls = sum(report[key]["mean"] * report[key]["count"]
                for key in ("latency_ns", "hooked_latency_ns"))
    return (report["phases_ns"]["runs"] - calls + report["phases_ns"]["report"]) / 1e9


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = folder / "relus.pt"
        torch.jit.script(nn.Sequential(*[nn.ReLU() for _ in range(arguments.modules)])).save(model)
        beyond, grown = [], []
        for _ in range(arguments.repeat):
            report, megabytes = profile(model, arguments.runs, folder)
            beyond.append(seconds_beyond_calls(report))
            grown.append(megabytes - profile(model, 10, folder)[1])
    print(f"{arguments.modules} modules, {arguments.runs} counted runs, {arguments.repeat} processes")
    print(f"recording and report, beyond the calls   {statistics.median(beyond):.2f} s"
          f"  (from {min(beyond):.2f} to {max(beyond):.2f}; at most 2)")
    print(f"memory for the runs                      {statistics.median(grown):.0f} MB"
          f"  (from {min(grown):.0f} to {max(grown):.0f})")
    return 0 if statistics.median(beyond) < 2 else 1


if __name__ == "__main__":
    sys.exit(main())
