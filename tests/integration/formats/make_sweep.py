#!/usr/bin/env python3
"""Makes a sweep's JSON as hookstat writes it, with made-up figures, the same each time; and its page.

    make_sweep.py KIND SWEEP.json [--cases N] [--page TEMPLATE.html PAGE.html]

KIND is `plain`; `hostile`, whose names are what a page could take for something else; `null`, where
nothing was measured that need not be; `one`, a single case; `failed`, where no case ended well.
"""

import argparse
import itertools
import json
import math
import random
import sys
from pathlib import Path

from make_hostile import NAMES

AXES = {
    "model": ["resnet50", "bert", "ssd300", "mobilenet", "vit", "unet", "yolo", "dlrm", "t5", "whisper"],
    "input": ["9f0e1d2c", "1a2b3c4d"],
    "batch": [1, 2, 4, 8, 16],
    "resolution": [224, 160, 288, 320, 384],
    "threads": [1, 2, 4, 8, 16],
    "dtype": ["float32", "bfloat16", "float16", "float64"],
    "device": ["cpu", "cuda"],
    "method": ["forward", "encode"],
}
GROWN = {"threads": 3, "batch": 2, "model": 1, "dtype": 1, "resolution": 1, "input": 5}  # which get values first
SPEED = {"float32": 1.0, "bfloat16": 1.8, "float16": 1.6, "float64": 0.5}
MEASURED = ["latency_ns", "items_per_second", "flops_per_item", "core_seconds_per_item",
            "device_seconds_per_item", "price_per_million_items", "peak_memory_bytes", "actual_threads"]
TEXTS = {"": "", "9f0e1d2c": "{batch}x3x{resolution}x{resolution}",
         "1a2b3c4d": "{batch}x3x{resolution}x{resolution}, n=3"}
WARNINGS = {3: ["noisy"], 11: ["noisy", "drift"], 17: ["bimodal"]}  # of every so many-th case
ENDS = [("failed", "cannot read the model: no such operator", 1, 0),
        ("crashed", "ended by signal 11 (Segmentation fault)", -1, 11),
        ("timeout", "took more than 600 s", -1, 9), ("missing", "", None, None)]
NOT_RUN = {"machine": "", "logical_cores": None, "libtorch_version": "", "warnings": []}
PRICE_PER_HOUR = 2.5
CORES = 16


def settings_of(count):
    """`count` cases, in a plan's order, over as few values of each axis as will do."""
    sizes = dict.fromkeys(GROWN, 1)
    while math.prod(sizes.values()) < count:
        growing = [axis for axis in GROWN if sizes[axis] < len(AXES[axis])]
        axis = min(growing, key=lambda axis: sizes[axis] / len(AXES[axis]) / GROWN[axis])
        sizes[axis] += 1
    values = [AXES[axis][:sizes.get(axis, 1)] for axis in AXES]
    if sizes["input"] == 1:
        values[list(AXES).index("input")] = [""]
    return [dict(zip(AXES, combination)) for combination in itertools.product(*values)][:count]


def scale_of(case):
    """How fast threads and dtype make it, and how much work a call is."""
    threads = case["threads"] / (1 + 0.12 * (case["threads"] - 1))
    items = case["batch"] * (case["resolution"] / 224) ** 2
    return threads * SPEED[case["dtype"]], items


def flops_of(case):
    return (1 + AXES["model"].index(case["model"])) * 1.5e9 * (case["resolution"] / 224) ** 2


def measure(case, noise):
    speed, items = scale_of(case)
    flops = flops_of(case)
    median = (4e5 + (1 + AXES["model"].index(case["model"])) * 1.2e7 * items / speed) * noise.uniform(0.97, 1.03)
    rate = case["batch"] * 1e9 / median
    cores = min(case["threads"], CORES)
    case.update({
        "latency_ns": {"count": 50, "min": median * 0.95, "p10": median * 0.97, "median": median,
                       "mean": median * 1.01, "p90": median * 1.06, "p99": median * 1.2,
                       "max": median * 1.3, "stddev": median * 0.03,
                       "median_ci95": [median * 0.98, median * 1.03]},
        "items_per_second": rate, "flops_per_item": int(flops), "core_seconds_per_item": cores / rate,
        "price_per_million_items": PRICE_PER_HOUR / 3600 / rate * cores / CORES * 1e6,
        "peak_memory_bytes": int(3e7 * case["batch"]), "actual_threads": min(case["threads"], 8),
        "machine": "Intel Xeon 8480+", "logical_cores": CORES if case["model"] != "bert" else 8,
        "libtorch_version": "2.9.1+cpu",
    })


def arguments_of(case):
    """With what a shell would take for something else."""
    return [f"{case['model']}.pt", "--input", f"{case['batch']}x3x{case['resolution']}x{case['resolution']}",
            "--threads", str(case["threads"]), "--dtype", case["dtype"], "--input", "it's [0, 1]"]


def id_of(case):
    several = f"-i{case['input']}" if case["input"] else ""
    return (f"{case['model']}{several}-b{case['batch']}-r{case['resolution']}-t{case['threads']}-"
            f"{case['dtype']}")


def cases_of(count, noise):
    cases = []
    for at, settings in enumerate(settings_of(count)):
        case = {"id": id_of(settings), **settings, "status": "ok", "message": "", "exit_code": 0,
                "signal": 0, "seconds": 10 + at % 7, "started": f"2025-01-01T{at // 60 % 24:02}:{at % 60:02}:00Z",
                "host": f"node{at % 3}", "job": f"4711_{at}", "partition": "cpu", "node": f"node{at % 3}",
                "restarts": int(at % 50 == 9), **dict.fromkeys(MEASURED), **NOT_RUN,
                "input_text": TEXTS[settings["input"]], "arguments": arguments_of(settings)}
        if at % 9 == 7:
            case["status"], case["message"], case["exit_code"], case["signal"] = ENDS[at // 9 % len(ENDS)]
            if case["status"] == "missing":
                case["started"] = case["host"] = case["job"] = case["node"] = ""
                case["seconds"] = case["restarts"] = None
        else:
            measure(case, noise)
            case["warnings"] = WARNINGS.get(at % 20, [])
        cases.append(case)
    return cases


def work_of(case):
    work = f"{case['model']}, {case['method']}, resolution {case['resolution']}"
    return f"{work}, {case['input_text']}" if case["input_text"] else work


def best_of(cases):
    best = []
    for work, group in grouped(cases, work_of):
        most = 0
        for case in sorted(group, key=lambda case: (case["latency_ns"]["median"], -case["items_per_second"])):
            if case["items_per_second"] > most:
                most = case["items_per_second"]
                best.append({"work": work, "id": case["id"], "latency_ns": case["latency_ns"]["median"],
                             "items_per_second": most})
    return best


def cheapest_of(cases):
    cheapest = []
    for work, group in grouped(cases, work_of):
        least = min(group, key=lambda case: case["core_seconds_per_item"])
        cheapest.append({"work": work, "id": least["id"], "core_seconds_per_item": least["core_seconds_per_item"],
                         "device_seconds_per_item": None})
    return cheapest


def grouped(cases, key):
    groups = {}
    for case in cases:
        if case["latency_ns"]:
            groups.setdefault(key(case), []).append(case)
    return groups.items()


def stops_at(axis, values, times):
    for before, value, earlier, time in zip(values, values[1:], times, times[1:]):
        more = value / before
        gained = earlier / time * (1 if axis == "threads" else more)
        if gained < ((more + 1) / 2 if axis == "threads" else 1 / 0.95):
            return value
    return None


def module_of(axis, at, group, shares):
    """Its own time in each case: a part of it does not get faster with threads, or with the batch."""
    values = [case[axis] for case in group]
    fixed = (at % 5) / 5
    first = shares[at] * group[0]["latency_ns"]["median"]
    ratios = [value / values[0] for value in values]
    times = [first * ((1 + fixed * (ratio - 1)) / ratio if axis == "threads" else ratio ** (0.6 + fixed / 2))
             for ratio in ratios]
    gain = [times[0] / time * (value / values[0] if axis == "batch" else 1)
            for value, time in zip(values, times)]
    if at == 3:
        gain[-1], times[-1] = None, 0
    return {"path": f"layer{at // 4}.{at % 4}.conv{at}" if at else "", "class": ["Conv2d", "Linear", "ReLU"][at % 3],
            "time_ns": times, "percent": 100 * shares[at], "gain": gain,
            "stops_at": None if at == 3 else stops_at(axis, values, times)}


def scalings_of(cases):
    weights = [1 / (1 + at) ** 1.3 for at in range(30)]
    shares = [weight / sum(weights) for weight in weights]
    scalings = []
    for axis in ("threads", "batch"):
        for _, group in grouped(cases, lambda case: tuple(case[other] for other in AXES if other != axis)):
            if len(group) < 2:
                continue
            one = group[0]
            other = "batch" if axis == "threads" else "threads"
            modules = [module_of(axis, at, group, shares) for at in range(len(shares))]
            modules.sort(key=lambda module: (module["stops_at"] or math.inf, -module["percent"]))
            scalings.append({
                "axis": axis, "title": f"{one['model']}, {other} {one[other]}, resolution {one['resolution']}, "
                                       f"dtype {one['dtype']}",
                "values": [case[axis] for case in group], "ids": [case["id"] for case in group],
                "latency_ns": [case["latency_ns"]["median"] for case in group], "modules": modules})
    return scalings


def sweep_of(cases):
    return {"schema_version": 1, "plan": "plan.yaml", "tool": {"name": "hookstat", "version": "0.1.0"},
            "price_per_hour": PRICE_PER_HOUR,
            "axes": [axis for axis in AXES if len({case[axis] for case in cases}) > 1],
            "cases": cases, "best": best_of(cases), "cheapest": cheapest_of(cases), "scalings": scalings_of(cases),
            "warnings": [{"code": "oversubscribed", "message": "2 cases had more threads than cores"}]}


def make_hostile(sweep):
    names = {case["id"]: f"{NAMES[at % len(NAMES)]}{at}" for at, case in enumerate(sweep["cases"])}
    names[sweep["cases"][0]["id"]] = ""
    models = {model: NAMES[(at * 5 + 24) % len(NAMES)] for at, model in enumerate(AXES["model"])}
    for at, case in enumerate(sweep["cases"]):
        for field in ("message", "host", "job", "machine", "dtype", "device", "input"):
            # As many values of an axis as before, so that the axes hold.
            same = sum(map(ord, str(case[field]))) if field not in ("message", "job") else at
            case[field] = NAMES[same % len(NAMES)]
        case["input_text"] = case["input"]
        case["arguments"] = [NAMES[(at + step) % len(NAMES)] for step in range(3)]
        if case["warnings"]:
            case["warnings"] = [NAMES[at % len(NAMES)], "noisy"]
        case["id"], case["model"] = names[case["id"]], models[case["model"]]
    for best in sweep["best"] + sweep["cheapest"]:
        best["id"], best["work"] = names[best["id"]], "\u202e" + best["work"] + "</script><b id=x>"
    for at, scaling in enumerate(sweep["scalings"]):
        scaling["ids"] = [names[one] for one in scaling["ids"]]
        scaling["title"] = NAMES[at % len(NAMES)]
        for number, module in enumerate(scaling["modules"]):
            module["path"], module["class"] = NAMES[number], NAMES[number + 1]
    sweep["warnings"] = [{"code": name, "message": name} for name in NAMES[:5]]
    sweep["plan"] = "plans/</title><script>alert(1)</script>" + "x" * 300


def make_null(sweep):
    for at, case in enumerate(sweep["cases"]):
        case.update(dict.fromkeys([*MEASURED, "batch", "resolution", "threads", "dtype", "device", "method"]))
        case.update(NOT_RUN)
        case["started"] = case["host"] = case["job"] = case["node"] = case["partition"] = ""
        if at == 0:
            statistics = ["min", "p10", "median", "mean", "p90", "p99", "max", "stddev"]
            case["latency_ns"] = {"count": 0, **dict.fromkeys(statistics), "median_ci95": None}
    sweep.update({"price_per_hour": None, "axes": ["model"], "best": [], "cheapest": [], "scalings": [], "warnings": []})


def fail(sweep):
    for at, case in enumerate(sweep["cases"]):
        case["status"], case["message"], case["exit_code"], case["signal"] = ENDS[at % len(ENDS)]
        case["restarts"] = None if case["status"] == "missing" else at % 3
        case.update(dict.fromkeys(MEASURED))
        case.update(NOT_RUN)
    sweep.update({"best": [], "cheapest": [], "scalings": [], "warnings": []})


def page_of(template, sweep):
    text = json.dumps({"kind": "sweep", "sweep": sweep}, ensure_ascii=False, separators=(",", ":"))
    before, after = template.split("/*HOOKSTAT_DATA*/")
    return before + text.replace("<", "\\u003c") + after


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("kind", choices=["plain", "hostile", "null", "one", "failed"])
    parser.add_argument("sweep", type=Path)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--page", nargs=2, type=Path, metavar=("TEMPLATE", "PAGE"))
    options = parser.parse_args()
    count = 1 if options.kind == "one" else options.cases
    sweep = sweep_of(cases_of(count, random.Random(1)))
    change = {"hostile": make_hostile, "null": make_null, "failed": fail}.get(options.kind)
    if change:
        change(sweep)
    options.sweep.write_text(json.dumps(sweep, indent=2), encoding="utf-8")
    if options.page:
        template, page = options.page
        page.write_text(page_of(template.read_text(encoding="utf-8"), sweep), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
