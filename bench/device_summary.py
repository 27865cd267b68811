#!/usr/bin/env python3
"""The figures of reports from a device, as a table in Markdown: one row a report.

    bench/device_summary.py REPORT.json...
"""

import json
import sys
from pathlib import Path

COLUMNS = ("report", "latency", "launching", "device busy", "device waits", "pace", "hooks add",
           "for each call", "peak of products", "memory", "of the roof")


def milliseconds(statistics: dict | None) -> str:
    return "-" if statistics is None or statistics["count"] == 0 else f"{statistics['median'] / 1e6:.3f} ms"


def percent(value: float | None, prefix: str = "") -> str:
    return "-" if value is None else f"{prefix}{value:.1f} %"


def peaks(report: dict) -> str:
    return ", ".join(f"{peak['dtype']} {peak['flops_per_second'] / 1e12:.0f} TFLOP/s"
                     for peak in report["machine_peaks"] or []) or "-"


def row(path: Path) -> list[str]:
    report = json.loads(path.read_text())
    device, overhead = report["device"], report["overhead"]
    if device is None:
        sys.exit(f"{path}: was not measured on a device")
    interval = overhead["percent_ci95"]
    hooks = percent(overhead["percent"]) + (f" ({interval[0]:.1f} to {interval[1]:.1f})" if interval else "")
    per_call = overhead["ns_per_call"]
    bandwidth = report["bytes_per_second"]
    pace = {"launch": "host", "device": "device", "both": "both"}.get(device["bound"], "not known")
    return [path.stem, milliseconds(report["latency_ns"]), milliseconds(device["launch_ns"]),
            milliseconds(device["busy_ns"]),
            percent(device["idle_percent"], "" if device["queued"] else "at least "), pace, hooks,
            "-" if per_call is None else f"{per_call / 1e3:.1f} us", peaks(report),
            "-" if bandwidth is None else f"{bandwidth / 1e12:.2f} TB/s",
            percent(report["totals"]["efficiency"]["roofline_percent"])]


def main() -> int:
    paths = [Path(name) for name in sys.argv[1:]]
    if not paths:
        sys.exit(__doc__)
    machine = json.loads(paths[0].read_text())["environment"]
    print(f"{machine['device_name']}, driver {machine['driver_version'] or 'unknown'}, "
          f"CUDA {machine['cuda_version'] or 'unknown'}, cuDNN {machine['cudnn_version'] or 'unknown'}, "
          f"LibTorch {machine['libtorch_version']}, {machine['cpu']}\n")
    print("| " + " | ".join(COLUMNS) + " |")
    print("| --- |" + " ---: |" * (len(COLUMNS) - 1))
    for path in paths:
        print("| " + " | ".join(row(path)) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
