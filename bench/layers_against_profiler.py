#!/usr/bin/env python3
"""Whether hookstat and torch.profiler see the same times: the ten largest layers of SSD300.

    bench/layers_against_profiler.py [--rounds N]          after scripts/build.sh

Rounds alternate between a process of hookstat and one of torch.profiler, with as many calls of the model
each. A layer's time is its median over the calls, and its figure the median over the rounds. torch.profiler
gives the outermost aten operators; a convolution, pooling or ReLU layer makes exactly one, in the order of
the calls, which the report's timeline has.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity, profile

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "torchscript_models/ssd300.pt"
OPERATORS = {"Conv2d": "aten::conv2d", "MaxPool2d": "aten::max_pool2d", "ReLU": "aten::relu_"}
CALLS, WARM_UP, LARGEST = 10, 4, 10


def hookstat_layers(folder: Path) -> dict[str, tuple[str, float]]:
    """Class and own ns of each layer that makes one operator, in the order of the calls."""
    report = folder / "report.json"
    subprocess.run([ROOT / "build/bin/hookstat", "profile", MODEL, "--input", "1x3x300x300",
                    "--warmup", str(WARM_UP), "--runs", str(CALLS), "-o", report],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    document = json.loads(report.read_text())
    layers = {}
    for event in sorted(document["timeline"]["events"], key=lambda e: e["start_ns"]):
        module = document["modules"][event["module"]]
        if module["class"] in OPERATORS:
            layers[module["path"]] = (module["class"], module["time_ns"]["exclusive"]["median"])
    return layers


def profiler_times() -> dict[str, list[float]]:
    """For each operator, the medians over the calls, in order, in ns."""
    model = torch.jit.load(MODEL)
    image = torch.rand(1, 3, 300, 300)
    calls = []
    with torch.inference_mode():
        for _ in range(WARM_UP):
            model(image)
        with profile(activities=[ProfilerActivity.CPU]) as recorded:
            for _ in range(CALLS):
                model(image)
    times = {}
    for operator in OPERATORS.values():
        events = [e for e in recorded.events() if e.name == operator]
        events.sort(key=lambda e: e.time_range.start)
        each = len(events) // CALLS
        calls = [events[i * each:(i + 1) * each] for i in range(CALLS)]
        times[operator] = [statistics.median(1e3 * call[k].cpu_time_total for call in calls)
                           for k in range(each)]
    return times


def joined(layers: dict[str, tuple[str, float]], times: dict[str, list[float]]) -> dict[str, float]:
    left = {operator: list(values) for operator, values in times.items()}
    return {path: left[OPERATORS[kind]].pop(0) for path, (kind, _) in layers.items()}


def main() -> int:
    if len(sys.argv) > 1 and sys.argv[1] == "--one-process":
        print(json.dumps(profiler_times()))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.rounds):
            layers = hookstat_layers(Path(folder))
            output = subprocess.run([sys.executable, __file__, "--one-process"], check=True,
                                    capture_output=True, text=True).stdout
            other = joined(layers, json.loads(output.splitlines()[-1]))
            for path, (_, ns) in layers.items():
                ours.setdefault(path, []).append(ns)
                theirs.setdefault(path, []).append(other[path])
    print(f"{arguments.rounds} rounds of {CALLS} calls; medians in ms")
    largest = sorted(ours, key=lambda path: -statistics.median(ours[path]))[:LARGEST]
    worst = 0.0
    for path in largest:
        a, b = statistics.median(ours[path]) / 1e6, statistics.median(theirs[path]) / 1e6
        worst = max(worst, abs(a / b - 1))
        print(f"{path:<12} hookstat {a:7.2f}   torch.profiler {b:7.2f}   ratio {a / b:.3f}")
    print(f"largest difference {100 * worst:.1f} % (at most 5)")
    return 0 if worst <= 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
