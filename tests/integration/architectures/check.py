#!/usr/bin/env python3
"""Whether hookstat counts the multiply-accumulates of a real network exactly: in all, and in each module.

    check.py NETWORK HOOKSTAT      a network of networks.py

The reference is what torch.utils.flop_counter says of the network in eager Python, run so that it sees every
product: attention by its mathematical kernel, no native encoder layers, recurrent layers without oneDNN. hookstat
profiles the network scripted, traced, and scripted and frozen, as it runs by itself.
"""

import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from networks import build

# Networks whose native kernels call no submodules: compared where they have returned.
NATIVE = {"encoder": ("encoder.layers.",)}
PUBLISHED = {"resnet18": 1_814_073_344}


def reference(model: torch.nn.Module, example: torch.Tensor) -> dict[str, int]:
    """MACs by registered path, "" for the model. Modules without a product are not there."""
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), torch.backends.mkldnn.flags(enabled=False), counter:
        model(example)
    torch.backends.mha.set_fastpath_enabled(fast)
    macs = {}
    for key, operators in counter.get_flop_counts().items():
        path = "" if key in ("Global", type(model).__name__) else key.partition(".")[2]
        macs[path] = sum(operators.values()) // 2
    return macs


def profile(program: str, model: torch.jit.ScriptModule, example: torch.Tensor) -> dict:
    spec = "x".join(map(str, example.shape)) + (":int64[0,1000]" if example.dtype == torch.int64 else "")
    with tempfile.TemporaryDirectory() as folder:
        file, report = Path(folder) / "model.pt", Path(folder) / "report.json"
        model.save(file)
        run = subprocess.run([program, "profile", file, "--input", spec, "--warmup", "1", "--runs", "1", "-o", report],
                             capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(run.stderr)
        return json.loads(report.read_text())


def differences(name: str, report: dict, wanted: dict[str, int], only_total: bool) -> list[str]:
    found = []
    modules = {module["path"]: module["cost"]["inclusive"]["macs"] for module in report["modules"]}
    for path, macs in wanted.items():
        if path and (only_total or path.startswith(NATIVE.get(name, ()))):
            continue
        if modules.get(path) != macs:
            found.append(f"{path or '(model)'}: {modules.get(path)} MACs, the reference says {macs}")
    if report["totals"]["macs"] != wanted[""]:
        found.append(f"in all {report['totals']['macs']} MACs, the reference says {wanted['']}")
    return found


def main() -> int:
    name, program = sys.argv[1:3]
    warnings.simplefilter("ignore")
    model, example = build(name)
    wanted = reference(model, example)
    if wanted[""] != PUBLISHED.get(name, wanted[""]):
        sys.exit(f"the reference says {wanted['']} MACs, published are {PUBLISHED[name]}")
    with torch.no_grad():
        scripted = torch.jit.script(model)
        forms = {"scripted": scripted, "traced": torch.jit.trace(model, example, check_trace=False),
                 "frozen": torch.jit.freeze(scripted)}
    if name in NATIVE:  # with gradients the layers run module by module
        forms["traced without native kernels"] = torch.jit.trace(model, example, check_trace=False)
    wrong = 0
    for form, module in forms.items():
        found = differences(name, profile(program, module, example), wanted, form == "frozen")
        wrong += len(found)
        print("\n".join([f"{name}, {form}: {len(wanted)} modules, {wanted['']} MACs, {len(found)} differences"] + found))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
