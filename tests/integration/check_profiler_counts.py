"""Every operator call that torch.profiler records of a model is in hookstat's report, as often.

    check_profiler_counts.py MODEL.pt SHAPE HOOKSTAT

An operator without a formula of its own is reported by the operators that it calls.
"""

import json
import subprocess
import sys
from collections import Counter

import torch
from torch.profiler import ProfilerActivity, profile


def recorded(path: str, shape: list[int]) -> list:
    """Outermost operator events of one warm call."""
    model = torch.jit.load(path)
    x = torch.rand(shape)
    with torch.inference_mode():
        for _ in range(3):
            model(x)
        with profile(activities=[ProfilerActivity.CPU]) as profiler:
            model(x)
    return [e for e in profiler.events() if is_operator(e) and not is_inside_another(e)]


def is_operator(event) -> bool:
    return "::" in event.name


def is_inside_another(event) -> bool:
    parent = event.cpu_parent
    while parent is not None and not is_operator(parent):
        parent = parent.cpu_parent
    return parent is not None


def operators_in(event) -> list:
    children = []
    for child in event.cpu_children:
        children += [child] if is_operator(child) else operators_in(child)
    return children


def count(event, known: set[str], calls: Counter, missing: set[str]) -> None:
    if event.name in known:
        calls[event.name] += 1
        return
    inner = operators_in(event)
    if not inner:
        missing.add(event.name)
    for child in inner:
        count(child, known, calls, missing)


def main() -> int:
    path, shape, hookstat = sys.argv[1:]
    command = [hookstat, "profile", path, "--input", shape, "--warmup", "1", "--runs", "2",
               "--operators", "--format", "json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    ours: Counter = Counter()
    untimed = []
    for row in report["operators"]:
        ours[row["name"]] += row["timed_calls"] or 0
        if row["time_ns"] is None:
            untimed.append(row["name"])
    theirs: Counter = Counter()
    missing: set[str] = set()
    for event in recorded(path, [int(size) for size in shape.split("x")]):
        count(event, set(ours), theirs, missing)
    differ = {name: (theirs[name], ours[name]) for name in theirs if theirs[name] != ours[name]}
    # What never reaches the dispatcher torch.profiler cannot see; all of that costs nothing.
    priced = {row["name"] for row in report["operators"] if row["state"] == "priced"}
    differ |= {name: (0, ours[name]) for name in priced - set(theirs)}
    print(f"{sum(theirs.values())} calls of {len(theirs)} operators; missing {sorted(missing)}, "
          f"counted otherwise {differ}, not timed {untimed}")
    return 1 if missing or differ or untimed or not theirs else 0


if __name__ == "__main__":
    sys.exit(main())
