#!/usr/bin/env python3
"""Whether hookstat and torch.profiler see the same device times: the ten largest layers of a model.

    bench/device_against_profiler.py ssd300|resnet50 [--batch N] [--rounds N] [--within PERCENT]
                                     [--program HOOKSTAT] [--device cuda|cpu]

hookstat profiles the TorchScript file; torch.profiler the same network in eager Python, whose leaf modules
announce themselves by ranges. A layer's time there is that of all kernels that were launched in its range. They
take turns, `--rounds` times each, because clocks of a GPU change as it gets warm; a layer's figure is the median of
its rounds. hookstat has two: `span` is the time between the events at the layer's ends, which at small batches has
waiting for the host in it, and `busy` the same with the work queued. `--within` makes the program fail where a
span is further off than so many percent. With `--device cpu` the times are those of operators on the host: a way to
try this program where there is no GPU.
"""

import argparse
import importlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity, profile, record_function

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "torchscript_models"))

LARGEST, WARM_UP, CALLS = 10, 5, 10
PREFIX = "layer:"
ON_DEVICE = {"kernel", "gpu_memcpy", "gpu_memset"}


def announce(model: torch.nn.Module) -> None:
    """Puts a range of the profiler around each call of a leaf."""
    for path, module in model.named_modules():
        if next(module.children(), None) is not None:
            continue
        open_ranges: list[record_function] = []

        def enter(_module, _inputs, path=path, ranges=open_ranges):
            ranges.append(record_function(PREFIX + path))
            ranges[-1].__enter__()

        def leave(_module, _inputs, _outputs, ranges=open_ranges):
            ranges.pop().__exit__(None, None, None)

        module.register_forward_pre_hook(enter)
        module.register_forward_hook(leave)


class Ranges:
    """The layers' ranges of one thread: which of them was open at a moment."""

    def __init__(self, events: list[dict]) -> None:
        self.ranges = sorted((e["ts"], e["ts"] + e["dur"], e["name"][len(PREFIX):])
                             for e in events if e.get("cat") == "user_annotation"
                             and e["name"].startswith(PREFIX))

    def at(self, moment: float) -> str | None:
        return next((name for start, end, name in self.ranges if start <= moment <= end), None)


def device_times(events: list[dict]) -> dict[str, float]:
    """ns by layer: of the kernels, by where they were launched."""
    launched = {e["args"]["correlation"]: e["ts"] for e in events
                if e.get("cat") in {"cuda_runtime", "cuda_driver"} and "correlation" in e.get("args", {})}
    ranges, times = Ranges(events), defaultdict(float)
    for event in events:
        if event.get("cat") not in ON_DEVICE:
            continue
        moment = launched.get(event["args"].get("correlation"))
        layer = ranges.at(moment) if moment is not None else None
        if layer is not None:
            times[layer] += 1e3 * event["dur"]
    return times


def host_times(events: list[dict]) -> dict[str, float]:
    """ns by layer: of the outermost operators in its range."""
    ranges, times, end = Ranges(events), defaultdict(float), 0.0
    operators = sorted((e for e in events if e.get("cat") == "cpu_op"), key=lambda e: (e["ts"], -e["dur"]))
    for event in operators:
        if event["ts"] < end:
            continue
        end = event["ts"] + event["dur"]
        layer = ranges.at(event["ts"])
        if layer is not None:
            times[layer] += 1e3 * event["dur"]
    return times


def profiled(model, image, on_gpu: bool) -> dict[str, float]:
    """By layer: the median over the calls of its ns."""
    activities = [ProfilerActivity.CPU] + ([ProfilerActivity.CUDA] if on_gpu else [])
    calls = defaultdict(list)
    with torch.inference_mode(), tempfile.TemporaryDirectory() as folder:
        for _ in range(WARM_UP):
            model(image)
        for _ in range(CALLS):
            if on_gpu:
                torch.cuda.synchronize()
            with profile(activities=activities) as recorded:
                model(image)
                if on_gpu:
                    torch.cuda.synchronize()
            recorded.export_chrome_trace(f"{folder}/trace.json")
            events = json.loads(Path(folder, "trace.json").read_text())["traceEvents"]
            for layer, ns in (device_times if on_gpu else host_times)(events).items():
                calls[layer].append(ns)
    return {layer: statistics.median(ns) for layer, ns in calls.items()}


def hooked(arguments, shape: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        report = f"{folder}/report.json"
        subprocess.run([arguments.program, "profile", str(ROOT / f"torchscript_models/{arguments.model}.pt"),
                        "--input", shape, "--device", arguments.device, "--max-time", "2", "-o", report],
                       check=True, stdout=subprocess.DEVNULL)
        return json.loads(Path(report).read_text())


def add_round(report: dict, theirs: dict[str, float], figures: dict) -> None:
    for module in report["modules"]:
        path = module["path"]
        if not module["leaf"] or path not in theirs:
            continue
        span = module["device_time_ns"] or module["time_ns"]
        busy = module["device_busy_ns"]
        figures[path]["span"].append(span["exclusive"]["median"])
        figures[path]["busy"].append(busy["exclusive"]["median"] if busy else float("nan"))
        figures[path]["profiler"].append(theirs[path])


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=["ssd300", "resnet50"])
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--within", type=float, metavar="PERCENT")
    parser.add_argument("--program", default=str(ROOT / "build-gpu/bin/hookstat"))
    parser.add_argument("--device", default="cuda")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    network = importlib.import_module(arguments.model)
    on_gpu = arguments.device != "cpu"
    shape = (arguments.batch, *network.INPUT_SHAPE[1:])
    model = network.make_model(0).to(arguments.device)
    announce(model)
    image = torch.rand(shape, device=arguments.device)
    figures: dict = defaultdict(lambda: defaultdict(list))
    reports = []
    for _ in range(arguments.rounds):
        reports.append(hooked(arguments, "x".join(map(str, shape))))
        add_round(reports[-1], profiled(model, image, on_gpu), figures)
    if not figures:
        sys.exit("no layer was seen by both")
    medians = {path: {name: statistics.median(values) for name, values in columns.items()}
               for path, columns in figures.items()}
    largest = sorted(medians, key=lambda path: -medians[path]["profiler"])[:LARGEST]
    environment = reports[-1]["environment"]
    print(f"{arguments.model}, batch {arguments.batch}, {environment['device_name'] or environment['cpu']}, "
          f"LibTorch {environment['libtorch_version']}, {arguments.rounds} rounds; medians in us, and ratios to "
          "torch.profiler's\n")
    print("| layer | torch.profiler | span | busy | span / profiler | busy / profiler |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    worst = 0.0
    for path in largest:
        theirs, span, busy = (medians[path][name] for name in ("profiler", "span", "busy"))
        worst = max(worst, abs(span / theirs - 1))
        print(f"| {path} | {theirs / 1e3:.1f} | {span / 1e3:.1f} | {busy / 1e3:.1f} | {span / theirs:.3f} | "
              f"{busy / theirs:.3f} |")
    overhead = [report["overhead"]["percent"] for report in reports]
    print(f"\nhooks add {statistics.median(overhead):.1f} % (rounds: "
          f"{', '.join(f'{percent:.1f}' for percent in overhead)})")
    print(f"largest difference of a span {100 * worst:.1f} %"
          + (f" (at most {arguments.within:g})" if arguments.within is not None else ""))
    return 1 if arguments.within is not None and 100 * worst > arguments.within else 0


if __name__ == "__main__":
    sys.exit(main())
