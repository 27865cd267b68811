#!/usr/bin/env python3
"""What must hold for the costs of any model, tried on random ones.

    check_properties.py HOOKSTAT [NETWORKS]        default: 30

A batch of n costs n times as many MACs as a batch of one, in every module; no cost is negative; exclusive costs add
up to inclusive ones, and to the totals; a parameter that several modules share is counted once.
"""

import json
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import torch

from random_networks import random_network

KEYS = ("macs", "flops", "bytes_read", "bytes_written")


def profile(program: str, model: Path, batch: int) -> dict:
    report = model.with_suffix(".json")
    run = subprocess.run([program, "profile", model, "--input", f"{batch}x3x10x10", "--warmup", "1", "--runs", "1",
                          "-o", report], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(report.read_text())


def under(path: str, parent: str) -> bool:
    return parent == "" or path == parent or path.startswith(parent + ".")


def shared_paths(modules: list[dict]) -> set[str]:
    """A module of several paths is called by one of them, which need not lie below its caller."""
    return {path for module in modules if module["alias_of"] for path in (module["path"], module["alias_of"])}


def sums(report: dict) -> list[str]:
    wrong = []
    modules = report["modules"]
    shared = shared_paths(modules)
    for module in modules:
        path, cost = module["path"], module["cost"]
        if any(cost[part][key] < 0 for part in ("inclusive", "exclusive") for key in KEYS):
            wrong.append(f"{path}: a negative cost")
        if path and any(under(other, path) for other in shared):
            continue
        for key in KEYS:
            below = sum(other["cost"]["exclusive"][key] for other in modules if under(other["path"], path))
            if below != cost["inclusive"][key]:
                wrong.append(f"{path}: {key} of the modules below add up to {below}, not {cost['inclusive'][key]}")
    for key in KEYS:
        total = sum(module["cost"]["exclusive"][key] for module in modules)
        if total != report["totals"][key]:
            wrong.append(f"{key}: {total} in all modules, {report['totals'][key]} in the totals")
    if report["uncounted"]:
        wrong.append(f"uncounted: {report['uncounted']}")
    return wrong


def batches(one: dict, many: dict, batch: int) -> list[str]:
    wrong = []
    for single, several in zip(one["modules"], many["modules"], strict=True):
        for part in ("inclusive", "exclusive"):
            a, b = single["cost"][part]["macs"], several["cost"][part]["macs"]
            if b != batch * a:
                wrong.append(f"{single['path']}: {part} {b} MACs for a batch of {batch}, {a} for one")
    return wrong


def main() -> int:
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    warnings.simplefilter("ignore")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            network = random_network(seed)
            file = Path(folder) / "model.pt"
            with torch.no_grad():
                torch.jit.trace(network, torch.rand(2, 3, 10, 10), check_trace=False).save(file)
            batch = random.Random(seed).randint(2, 6)
            one, many = profile(program, file, 1), profile(program, file, batch)
            wrong = sums(one) + sums(many) + batches(one, many, batch)
            parameters = sum(parameter.numel() for parameter in network.parameters())
            if one["totals"]["parameters"] != parameters:
                wrong.append(f"{one['totals']['parameters']} parameters, PyTorch says {parameters}")
            if one["totals"]["macs"] <= 0:
                wrong.append("no MACs at all")
            failed += bool(wrong)
            for text in wrong:
                print(f"network {seed}: {text}")
    print(f"{count} networks, {failed} of them with faults")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
