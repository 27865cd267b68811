#!/usr/bin/env python3
"""Fails unless Python's csv and pandas read from the CSV files what the JSON report says.

    check_csv.py REPORT.json MODULES.csv OPERATORS.csv
"""

import csv
import json
import math
import sys
from pathlib import Path

import pandas

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def statistic(block: dict | None, number: str) -> float | None:
    return block[number] if block and block["count"] else None


def expected_modules(report: dict) -> list[dict]:
    rows = []
    for m in report["modules"]:
        device = m["device_time_ns"] or {}
        memory = m["memory"] or {}
        load = m["under_load"] or {}
        rows.append({
            "depth": m["depth"], "leaf": m["leaf"], "calls": m["calls"],
            "parameters": m["parameters"], "parameter_bytes": m["parameter_bytes"],
            "exclusive_mean_ns": statistic(m["time_ns"]["exclusive"], "mean"),
            "exclusive_median_ns": statistic(m["time_ns"]["exclusive"], "median"),
            "exclusive_p90_ns": statistic(m["time_ns"]["exclusive"], "p90"),
            "exclusive_stddev_ns": statistic(m["time_ns"]["exclusive"], "stddev"),
            "inclusive_mean_ns": statistic(m["time_ns"]["inclusive"], "mean"),
            "inclusive_median_ns": statistic(m["time_ns"]["inclusive"], "median"),
            "wait_mean_ns": statistic(m["wait_ns"], "mean"),
            "device_exclusive_mean_ns": statistic(device.get("exclusive"), "mean"),
            "device_exclusive_median_ns": statistic(device.get("exclusive"), "median"),
            "device_inclusive_mean_ns": statistic(device.get("inclusive"), "mean"),
            "time_percent": m["time_percent"], "inclusive_percent": m["inclusive_percent"],
            "macs": m["cost"]["exclusive"]["macs"], "flops": m["cost"]["exclusive"]["flops"],
            "bytes_read": m["cost"]["exclusive"]["bytes_read"],
            "bytes_written": m["cost"]["exclusive"]["bytes_written"],
            "uncounted_calls": m["cost"]["exclusive"]["uncounted_calls"],
            "inclusive_macs": m["cost"]["inclusive"]["macs"],
            "inclusive_flops": m["cost"]["inclusive"]["flops"],
            "flops_percent": m["flops_percent"],
            **{key: m["efficiency"][key] for key in (
                "flops_per_second", "bytes_per_second", "arithmetic_intensity",
                "roofline_percent")},
            **{key: memory.get(key) for key in (
                "output_bytes", "allocated_bytes", "freed_bytes", "peak_bytes", "kept_bytes")},
            "under_load_exclusive_mean_ns": statistic(
                (load.get("time_ns") or {}).get("exclusive"), "mean"),
            "under_load_growth": load.get("growth"),
        })
    return rows


def expected_operators(report: dict) -> list[dict]:
    keys = ("calls", "timed_calls", "fused_calls", "time_ns", "macs", "flops", "bytes_read",
            "bytes_written")
    return [{key: op[key] for key in keys} for op in report["operators"]]


def same(text: str, value: object) -> bool:
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == ("true" if value else "false")
    return float(text) == float(value)


def check(path: Path, rows: list[dict], names: list[tuple[str, str]]) -> None:
    """`names`: of each row its first two cells as they are in the report."""
    with path.open(newline="", encoding="utf-8") as file:
        read = list(csv.DictReader(file, strict=True))
    assert len(read) == len(rows), f"{path}: {len(read)} rows, not {len(rows)}"
    for cells, wanted, name in zip(read, rows, names):
        assert None not in cells and None not in cells.values(), f"{path}: {cells}"
        for key, value in wanted.items():
            assert same(cells[key], value), f"{path}: {name}: {key} is {cells[key]}, not {value}"
        for key, cell in cells.items():
            numeric = key in wanted
            assert numeric or not cell.startswith(FORMULA_STARTS), f"{path}: {key}: {cell!r}"
        for cell, text in zip(list(cells.values())[:2], name):
            plain = text.isprintable() and text.isascii() and not text.startswith(FORMULA_STARTS)
            assert not plain or cell == text, f"{path}: {cell!r} is not {text!r}"
    frame = pandas.read_csv(path)
    assert len(frame) == len(rows)
    for key in rows[0] if rows else ():
        wanted = [math.nan if row[key] is None else float(row[key]) for row in rows]
        got = frame[key].astype(float).tolist()
        assert all(a == b or (a != a and b != b) for a, b in zip(got, wanted)), f"{path}: {key}"


def main() -> int:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    modules, operators = Path(sys.argv[2]), Path(sys.argv[3])
    check(modules, expected_modules(report), [(m["path"], m["class"]) for m in report["modules"]])
    check(operators, expected_operators(report),
          [(op["module"], op["name"]) for op in report["operators"]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
