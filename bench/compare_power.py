#!/usr/bin/env python3
"""How often `hookstat compare` raises a false alarm, and how often it finds a slower module.

    bench/compare_power.py [--pool N] [--pairs N]       after scripts/build.sh

A model of 20 modules is measured in N processes (default 40), and so is the same model with one module,
which takes about a fifth of the time, slowed by 10 %; the processes take turns. Then pairs of 5
processes a side are drawn from these pools by seeded random numbers, without a process on both sides,
and given to `hookstat compare`:
- A/A, both sides of the first model: every "slower" or "faster", of the latency or of a module, is a false
  alarm (the pair counts once);
- A/B: found where the slowed module is called slower; every verdict on another module is a false one.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
HOOKSTAT = ROOT / "build/bin/hookstat"
SLOWED = "heavy"
SIDE = 5


class Repeats(nn.Module):
    """So many equal pieces of work: a tenth more of them takes a tenth more time."""

    def __init__(self, times: int, size: int) -> None:
        super().__init__()
        self.times = times
        self.weight = nn.Parameter(torch.randn(size, size) / size ** 0.5)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(self.times):
            x = torch.mm(x, self.weight)
        return x


class Net(nn.Module):
    def __init__(self, times: int) -> None:
        super().__init__()
        self.heavy = Repeats(times, 128)
        self.layers = nn.Sequential(*[nn.Sequential(nn.Linear(128, 128), nn.ReLU())
                                      for _ in range(9)])

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(4):
            for layer in self.layers:
                x = layer(x)
        return self.heavy(x)


def measure(model: Path, report: Path) -> None:
    subprocess.run([HOOKSTAT, "profile", model, "--input", "256x128", "--threads", "1", "--pin",
                    "--max-time", "1", "-o", report],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def compare(base: list[Path], new: list[Path]) -> dict:
    done = subprocess.run([HOOKSTAT, "compare", "--base", *base, "--new", *new, "--format", "json"],
                          check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def alarms(comparison: dict) -> list[str]:
    named = [(module["path"] or "(model)", module["verdict"]) for module in comparison["modules"]]
    named.append(("latency", comparison["latency_verdict"]))
    return [name for name, verdict in named if verdict in ("slower", "faster")]


def share_of(report: Path) -> float:
    modules = json.loads(report.read_text())["modules"]
    return next(m["time_percent"] for m in modules if m["path"] == SLOWED)


def draw(pool: list[Path], other: list[Path], pairs: int, seed: int) -> list[tuple]:
    """Both sides from one pool where `other` is the same."""
    numbers = random.Random(seed)
    drawn = []
    for _ in range(pairs):
        if pool is other:
            both = numbers.sample(pool, 2 * SIDE)
            drawn.append((both[:SIDE], both[SIDE:]))
        else:
            drawn.append((numbers.sample(pool, SIDE), numbers.sample(other, SIDE)))
    return drawn


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pool", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        torch.manual_seed(0)
        models = {"a": 10, "b": 11}
        for model, times in models.items():
            torch.jit.script(Net(times).eval()).save(folder / f"{model}.pt")
        pools: dict[str, list[Path]] = {"a": [], "b": []}
        for i in range(arguments.pool):
            for model in ("a", "b") if i % 2 == 0 else ("b", "a"):
                pools[model].append(folder / f"{model}{i}.json")
                measure(folder / f"{model}.pt", pools[model][-1])
        medians = sorted(json.loads(p.read_text())["latency_ns"]["median"] / 1e6 for p in pools["a"])
        with ThreadPoolExecutor(2) as threads:
            same = list(threads.map(lambda pair: compare(*pair),
                                    draw(pools["a"], pools["a"], arguments.pairs, 1)))
            slowed = list(threads.map(lambda pair: compare(*pair),
                                      draw(pools["a"], pools["b"], arguments.pairs, 2)))
        print(f"{arguments.pool} processes of each model, {arguments.pairs} pairs of {SIDE} a side")
        print(f"median latencies of the processes: {medians[0]:.3f} to {medians[-1]:.3f} ms")
        print(f"share of the slowed module: {share_of(pools['a'][0]):.1f} %")
    false_alarms = [names for names in map(alarms, same) if names]
    found = sum(any(m["path"] == SLOWED and m["verdict"] == "slower" for m in c["modules"])
                for c in slowed)
    print(f"A/A: {len(false_alarms)} of {arguments.pairs} pairs with an alarm", *false_alarms)
    wrong = sum(any(name not in (SLOWED, "latency") for name in alarms(c)) for c in slowed)
    print(f"A/B: the module is found in {found} of {arguments.pairs} pairs, "
          f"another is blamed in {wrong}")
    within = len(false_alarms) * 20 <= arguments.pairs and found * 10 >= 9 * arguments.pairs
    print("within the limits" if within else "OUTSIDE THE LIMITS",
          "(at most 5 of 100 false alarms, at least 90 of 100 found)")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
