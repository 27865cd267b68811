#!/usr/bin/env python3
"""What the profile command costs on SSD300, beyond running the model.

    bench/profile_cost.py [--repeat N]        after scripts/build.sh; exports the model if need be

Two ratios, each the median over N processes with its range:
- the whole command, less starting and loading, over (calls of the model x its median latency)
- hooks: module calls x the cost of one (bin/hook_cost, in the same session), of the latency
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "torchscript_models/ssd300.pt"


def profile(report: Path) -> tuple[float, dict]:
    """Wall-clock nanoseconds of the command, and its report."""
    command = [ROOT / "build/bin/hookstat", "profile", MODEL, "--input", "1x3x300x300", "-o", report]
    start = time.monotonic_ns()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic_ns() - start, json.loads(report.read_text())


def hook_cost_ns() -> float:
    # Its exit status says whether the cost is within a limit: no matter here.
    text = subprocess.run([ROOT / "build/bin/hook_cost", "20"], check=False, capture_output=True,
                          text=True).stdout
    return float(re.search(r"hook, per module call +([\d.]+) ns", text)[1])


def show(what: str, values: list[float], digits: int, unit: str = "") -> None:
    print(f"{what:<58} {statistics.median(values):.{digits}f}{unit}"
          f"  (from {min(values):.{digits}f} to {max(values):.{digits}f})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    if not MODEL.exists():
        subprocess.run([ROOT / ".venv/bin/python", MODEL.with_suffix(".py")], check=True)
    ratios, shares, latencies = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.repeat):
            wall_ns, report = profile(Path(folder) / "report.json")
            phases, latency = report["phases_ns"], report["latency_ns"]["median"]
            work_ns = wall_ns - phases["start"] - phases["load"]
            ratios.append(work_ns / (report["model_calls"] * latency))
            shares.append(100 * report["overhead"]["calls"] * hook_cost_ns() / latency)
            latencies.append(latency / 1e6)
    print(f"{arguments.repeat} processes of hookstat profile ssd300.pt --input 1x3x300x300")
    show("latency of the model, median", latencies, 1, " ms")
    show("command less start and load / (model calls x latency)", ratios, 3)
    show("hooks: module calls x cost of one, of the latency", shares, 5, " %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
