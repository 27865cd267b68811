#!/usr/bin/env python3
"""Profiles one family of operators and compares each call's cost with its formula.

    check.py FAMILY HOOKSTAT       FAMILY is a module beside this one with `cases`

Every case is a submodule of one traced model, so one profile tells the cost of all of them.
"""

import importlib
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import torch

from cases import ANY, Case, Cases


class Operator(torch.nn.Module):
    def __init__(self, case: Case) -> None:
        super().__init__()
        self.function = case.function
        for i, tensor in enumerate(case.tensors):
            self.register_buffer(f"t{i}", tensor.clone())  # equal calls on one would be one

    def forward(self, x):
        return self.function(*self.buffers(recurse=False))


class Operators(torch.nn.Module):
    def __init__(self, cases: Cases) -> None:
        super().__init__()
        for name, case in cases.items():
            self.add_module(f"op_{name}", Operator(case))  # some names are taken

    def forward(self, x):
        return tuple(operator(x) for operator in self.children())


def profile(cases: Cases, program: str) -> dict:
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        model, report = Path(folder) / "operators.pt", Path(folder) / "report.json"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tracing is deprecated; buffers change in place
            torch.jit.trace(Operators(cases).eval(), (torch.zeros(1),), check_trace=False).save(model)
        run = subprocess.run([program, "profile", model, "--input", "1", "--warmup", "1", "--runs", "1",
                              "-o", report], capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(run.stderr)
        return json.loads(report.read_text())


def differences(name: str, case: Case, cost: dict, uncounted: list[str]) -> list[str]:
    found = []
    for key, wanted in (("macs", case.macs), ("flops", case.flops), ("bytes_read", case.read),
                        ("bytes_written", case.written)):
        if wanted is not ANY and cost[key] != wanted:
            found.append(f"{name}: {key} is {cost[key]}, the formula says {wanted}")
    if sorted(uncounted) != sorted(case.uncounted):
        found.append(f"{name}: uncounted are {uncounted}, expected {list(case.uncounted)}")
    return found


def main() -> int:
    family, program = sys.argv[1:3]
    torch.manual_seed(0)
    cases = importlib.import_module(family).cases
    report = profile(cases, program)
    modules = {module["path"]: module for module in report["modules"]}
    wrong = []
    for name, case in cases.items():
        uncounted = [entry["operator"] for entry in report["uncounted"] if f"op_{name}" in entry["modules"]]
        wrong += differences(name, case, modules[f"op_{name}"]["cost"]["inclusive"], uncounted)
    print("\n".join(wrong + [f"{family}: {len(cases)} operators, {len(wrong)} differences"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
