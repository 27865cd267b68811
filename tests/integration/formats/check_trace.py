#!/usr/bin/env python3
"""A strict reader of Chrome trace events: fails unless the file follows the format, its slices
nest and it says what the JSON report says. Where the environment variable TRACE_PROCESSOR names
Perfetto's trace processor, that reads the file too.

    check_trace.py REPORT.json TRACE.json
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

NEEDED = {"B": {"ph", "name", "cat", "pid", "tid", "ts", "args"},
          "E": {"ph", "name", "pid", "tid", "ts"},
          "M": {"ph", "name", "pid", "tid", "args"},
          "C": {"ph", "name", "pid", "tid", "ts", "args"}}
NS_PER_US = 1000


def no_duplicates(pairs: list[tuple[str, object]]) -> dict:
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), f"a key twice: {keys}"
    return dict(pairs)


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def ns(event: dict, key: str) -> int:
    value = round(event[key] * NS_PER_US)
    assert abs(value - event[key] * NS_PER_US) < 0.01 and value >= 0, f"{key}: {event[key]}"
    return value


def slices_of(events: list[dict]) -> list[dict]:
    """Of one lane: its begins, with the duration that their ends give them."""
    open_slices: list[dict] = []
    now = 0
    for event in events:
        assert ns(event, "ts") >= now, f"{event['name']}: back in time"
        now = ns(event, "ts")
        if event["ph"] == "B":
            open_slices.append(event)
            continue
        assert open_slices, f"{event['name']} ends, and did not begin"
        begin = open_slices.pop()
        assert begin["name"] == event["name"], f"{event['name']} ends within {begin['name']}"
        begin["duration_ns"] = now - ns(begin, "ts")
    assert not open_slices, f"{open_slices} never end"
    return [event for event in events if event["ph"] == "B"]


def check_slices(both: list[dict], report: dict) -> int:
    lanes = defaultdict(list)
    for event in both:
        lanes[event["pid"], event["tid"]].append(event)
    events = [begin for lane in lanes.values() for begin in slices_of(lane)]
    timeline = (report["timeline"] or {"events": []})["events"]
    on_device = sum(event["device_start_ns"] is not None for event in timeline)
    assert len(events) == len(timeline) + on_device, f"{len(events)} slices"
    calls = defaultdict(int)
    for event in events:
        calls[event["args"]["class"], event["args"]["flops"], event["args"]["parameters"]] += 1
    wanted = defaultdict(int)
    for event in timeline:
        module = report["modules"][event["module"]]
        key = (module["class"], module["cost"]["exclusive"]["flops"], module["parameters"])
        wanted[key] += 1 + (event["device_start_ns"] is not None)
    printable = all(m["class"].isascii() and m["class"].isprintable() for m in report["modules"])
    assert not printable or calls == wanted, "the slices are not those of the timeline"
    longest = max((event["duration_ns"] for event in timeline), default=0)
    assert longest == max((e["duration_ns"] for e in events if e["pid"] == 1), default=0)
    return len(events)


def check_memory(events: list[dict], report: dict) -> None:
    wanted = [(e["at_ns"], e["bytes"]) for e in report["memory_timeline"] or ()]
    got = [(ns(e, "ts"), e["args"]["bytes"]) for e in events]
    assert got == wanted, "the memory is not that of the report"


def check_names(events: list[dict], others: list[dict]) -> None:
    named = {(e["pid"], e["tid"]) for e in events if e["name"] == "thread_name"}
    missing = {(e["pid"], e["tid"]) for e in others if e["ph"] == "B"} - named
    assert not missing, f"lanes without a name: {missing}"


def check_with_perfetto(path: str, slices: int) -> None:
    processor = os.environ.get("TRACE_PROCESSOR")
    if not processor:
        return
    query = ("select (select count(*) from slice), "
             "(select sum(value) from stats where severity = 'error')")
    output = subprocess.run([processor, "-Q", query, path], check=True, capture_output=True,
                            text=True).stdout
    count, errors = output.strip().splitlines()[-1].split(",")
    assert (int(count), int(errors)) == (slices, 0), output


def main() -> int:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    trace = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"),
                       object_pairs_hook=no_duplicates, parse_constant=no_constant)
    events = trace["traceEvents"]
    for event in events:
        assert set(event) == NEEDED[event["ph"]], event
    slices = check_slices([event for event in events if event["ph"] in "BE"], report)
    check_memory([event for event in events if event["ph"] == "C"], report)
    check_names([event for event in events if event["ph"] == "M"], events)
    check_with_perfetto(sys.argv[2], slices)
    return 0


if __name__ == "__main__":
    sys.exit(main())
