#!/usr/bin/env python3
"""Whether hooks and torch.profiler see the same times: the ten largest layers of SSD300.

    bench/layers_against_profiler.py [--rounds N]          after scripts/build.sh

One process and one model. Calls with hookstat's hooks (H) and without them under torch.profiler (P) are made in the
order H P P H, so that each kind follows each as often: what a call finds of memory is left by the one before. The allocator keeps what it has (glibc's MALLOC_* variables), because
a fresh page costs a layer with a large result up to a third of its time, and which call finds fresh pages is chance.
A layer's figure is its median over the calls. torch.profiler gives the outermost aten
operators; a convolution, pooling or ReLU layer makes exactly one.
"""

import argparse
import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity, profile

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "torchscript_models/ssd300.pt"
OPERATORS = {"Conv2d": "aten::conv2d", "MaxPool2d": "aten::max_pool2d", "ReLU": "aten::relu_"}
WARM_UP, LARGEST, MOST_PERCENT = 2, 10, 5.0


def hooked_layers(hooked, image: torch.Tensor, classes: dict[str, str]) -> list[tuple[str, int]]:
    """Path and ns of each layer that makes one operator, in the order of the calls."""
    return [(path, ns) for path, ns in hooked.module_calls(image) if classes[path] in OPERATORS]


def profiled_operators(hooked, image: torch.Tensor) -> list[tuple[str, float]]:
    """Name and ns of each call of these operators, in order."""
    with profile(activities=[ProfilerActivity.CPU]) as recorded:
        hooked.call(image)
    events = [event for event in recorded.events() if event.name in OPERATORS.values()]
    events.sort(key=lambda event: event.time_range.start)
    return [(event.name, 1e3 * event.cpu_time_total) for event in events]


def of_layers(operators: list[tuple[str, float]], names: list[str]) -> list[float]:
    """The times of the operators that layers made; functional code between layers makes others."""
    left = iter(operators)
    times = [next((ns for operator, ns in left if operator == name), None) for name in names]
    if None in times:
        sys.exit("the profiler saw fewer operators than there are layers")
    return times


def add_call(kind: str, layers, operators, classes: dict[str, str], ours, theirs) -> None:
    if kind == "H":
        for path, ns in layers:
            ours[path].append(ns)
        return
    times = of_layers(operators, [OPERATORS[classes[path]] for path, _ in layers])
    for (path, _), ns in zip(layers, times):
        theirs[path].append(ns)


def keep_memory() -> None:
    """Starts this program again with an allocator that gives nothing back, if it was not."""
    if "MALLOC_MMAP_MAX_" not in os.environ:
        os.environ |= {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 34),
                       "MALLOC_TOP_PAD_": str(1 << 28)}
        os.execv(sys.executable, [sys.executable, *sys.argv])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    arguments = parser.parse_args()
    keep_memory()
    torch.classes.load_library(str(ROOT / "build/bin/hooks_for_python.so"))
    classes = {path: module.original_name for path, module in torch.jit.load(MODEL).named_modules()}
    hooked = torch.classes.hookstat_bench.HookedModel(str(MODEL))
    image = torch.rand(1, 3, 300, 300)
    ours: dict[str, list[float]] = defaultdict(list)
    theirs: dict[str, list[float]] = defaultdict(list)
    for i in range(WARM_UP + arguments.rounds):
        for kind in "HPPH":
            if kind == "H":
                layers = hooked_layers(hooked, image, classes)
            else:
                operators = profiled_operators(hooked, image)
            if i >= WARM_UP:
                add_call(kind, layers, operators, classes, ours, theirs)
    print(f"{2 * arguments.rounds} calls each; medians in ms")
    largest = sorted(ours, key=lambda path: -statistics.median(ours[path]))[:LARGEST]
    worst = 0.0
    for path in largest:
        a, b = statistics.median(ours[path]) / 1e6, statistics.median(theirs[path]) / 1e6
        worst = max(worst, abs(a / b - 1))
        print(f"{path:<12} hookstat {a:7.2f}   torch.profiler {b:7.2f}   ratio {a / b:.3f}")
    print(f"largest difference {100 * worst:.1f} % (at most {MOST_PERCENT:.0f})")
    return 0 if 100 * worst <= MOST_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
