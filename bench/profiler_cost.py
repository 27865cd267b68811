#!/usr/bin/env python3
"""What torch.profiler costs beside hookstat's hooks: 1,000 ReLU modules on a 4 x 8 tensor, one thread.

    bench/profiler_cost.py [--blocks N]                    after scripts/build.sh

All in one process, blocks in which the variants take turns. A figure is a variant's time less that of the
plain model in the same block, over the module calls. torch.profiler is used as its documentation shows, for CPU
activity: counted are the calls alone, the whole `with` statement, and that with `events()`, without which there
are no figures to read. A hook is counted with copying its events out, and with folding them to the times of
modules, which are the figures of hookstat. Wanted, recording alone and until there are figures: at least 50 times
a hook, and with `with_modules=True` 200 times.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity, profile

ROOT = Path(__file__).resolve().parent.parent
MODULES, RUNS, PAIRS, WARM_UP = 1000, 10, 20, 20
LEAST = {"torch.profiler: with statement": 50, "torch.profiler with_modules: with statement": 200,
         "torch.profiler: until there are figures": 50, "torch.profiler with_modules: until there are figures": 200}
PARTS = ("calls", "with statement", "until there are figures")


class Relus(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.relus = torch.nn.ModuleList(torch.nn.ReLU() for _ in range(MODULES))

    def forward(self, x):
        for relu in self.relus:
            x = relu(x)
        return x


def profiled_ns(model, image: torch.Tensor, with_modules: bool) -> tuple[int, int, int]:
    """Of RUNS calls: the calls, the whole `with` statement, and that with reading the events."""
    start = time.perf_counter_ns()
    with profile(activities=[ProfilerActivity.CPU], with_modules=with_modules) as recorded:
        first = time.perf_counter_ns()
        for _ in range(RUNS):
            model(image)
        calls = time.perf_counter_ns() - first
    statement = time.perf_counter_ns() - start
    seen = sum(event.name == "aten::relu" for event in recorded.events())
    if seen != RUNS * MODULES:
        sys.exit(f"the profiler saw {seen} operators, not {RUNS * MODULES}")
    return calls, statement, time.perf_counter_ns() - start


def plain_ns(model, image: torch.Tensor) -> int:
    start = time.perf_counter_ns()
    for _ in range(RUNS):
        model(image)
    return time.perf_counter_ns() - start


def hook_ns(hooked, image: torch.Tensor, figures: bool) -> float:
    """Of one module call, the median of pairs of plain and hooked runs."""
    pairs = []
    for i in range(PAIRS):
        if i % 2:
            plain, with_hooks = hooked.plain_ns(image, RUNS), hooked.hooked_ns(image, RUNS, figures)
        else:
            with_hooks, plain = hooked.hooked_ns(image, RUNS, figures), hooked.plain_ns(image, RUNS)
        pairs.append((with_hooks - plain) / MODULES)
    return statistics.median(pairs)


def block(hooked, model, image: torch.Tensor, first: int, samples: dict[str, list[float]]) -> None:
    profiled = {}
    for i in range(4):
        variant = (first + i) % 4
        if variant == 0:
            samples["hookstat: hooks and copying events"].append(hook_ns(hooked, image, False))
            samples["hookstat: until there are figures"].append(hook_ns(hooked, image, True))
        elif variant == 1:
            plain = plain_ns(model, image)
        else:
            name = "torch.profiler with_modules" if variant == 2 else "torch.profiler"
            profiled[name] = profiled_ns(model, image, variant == 2)
    for name, times in profiled.items():
        for part, ns in zip(PARTS, times):
            samples[f"{name}: {part}"].append((ns - plain) / (RUNS * MODULES))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blocks", type=int, default=12)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.classes.load_library(str(ROOT / "build/bin/hooks_for_python.so"))
    image = torch.rand(4, 8)
    samples: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        file = f"{folder}/relus.pt"
        torch.jit.script(Relus().eval()).save(file)
        model, hooked = torch.jit.load(file), torch.classes.hookstat_bench.HookedModel(file)
        hooked.plain_ns(image, WARM_UP)
        hooked.hooked_ns(image, WARM_UP, True)
        block(hooked, model, image, 0, defaultdict(list))
        for i in range(arguments.blocks):
            block(hooked, model, image, i, samples)
    print(f"{MODULES} modules, {arguments.blocks} blocks; ns per module call, median (from least to largest)")
    within = True
    for name, values in sorted(samples.items()):
        median = statistics.median(values)
        text = f"{name:<55} {median:9.1f}  ({min(values):.1f} to {max(values):.1f})"
        if "profiler" in name:
            part = "hooks and copying events" if "figures" not in name else "until there are figures"
            ratio = median / statistics.median(samples[f"hookstat: {part}"])
            text += f" {ratio:7.0f} times hookstat"
        if name in LEAST:
            within = within and ratio >= LEAST[name]
            text += f" (at least {LEAST[name]})"
        print(text)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
