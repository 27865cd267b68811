#!/usr/bin/env python3
"""What hooks cost on models with many small layers, at batch 1 and 224x224.

    .venv/bin/pip install pillow && .venv/bin/pip install --no-deps torchvision==0.28.0
    bench/model_overhead.py [--min-time S]                 after scripts/build.sh

For mobilenet_v3_small, shufflenet_v2_x1_0 and densenet121: module calls x the cost of one (bin/hook_cost,
in the same session), of the latency; and the paired difference of hooked and plain calls with its 95 %
interval, as the report has it. Wanted: at most 0.5 %, and nothing of the interval above 1.5 %.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path

import torch

sys.modules["torchvision._meta_registrations"] = types.ModuleType("none")  # its operators do not load
import torchvision.models  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("mobilenet_v3_small", "shufflenet_v2_x1_0", "densenet121")


def hook_cost_ns() -> float:
    text = subprocess.run([ROOT / "build/bin/hook_cost", "20"], check=True, capture_output=True,
                          text=True).stdout
    return float(re.search(r"hook, per module call +([\d.]+) ns", text)[1])


def profile(name: str, folder: Path, min_time: float) -> dict:
    torch.manual_seed(0)
    model = getattr(torchvision.models, name)(weights=None).eval()
    torch.jit.script(model).save(folder / f"{name}.pt")
    subprocess.run([ROOT / "build/bin/hookstat", "profile", folder / f"{name}.pt", "--input",
                    "1x3x224x224", "--min-time", str(min_time), "-o", folder / f"{name}.json"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return json.loads((folder / f"{name}.json").read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--min-time", type=float, default=20)
    arguments = parser.parse_args()
    within = True
    cost_ns = hook_cost_ns()
    print(f"a hook costs {cost_ns:.1f} ns")
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            report = profile(name, Path(folder), arguments.min_time)
            latency, overhead = report["latency_ns"], report["overhead"]
            share = 100 * overhead["calls"] * cost_ns / latency["median"]
            low, high = overhead["percent_ci95"]
            within = within and share <= 0.5 and high <= 1.5
            print(f"{name:<20} {latency['median'] / 1e6:6.2f} ms, {latency['count']} runs, "
                  f"{overhead['calls']} calls: hooks {share:.3f} %, paired difference "
                  f"{overhead['percent']:+.2f} % (95 % between {low:+.2f} % and {high:+.2f} %)")
    print("within the limits" if within else "OUTSIDE THE LIMITS")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
