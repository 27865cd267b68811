#!/usr/bin/env python3
"""Fails unless a real Prometheus, scraping a real node exporter that reads the file from its
textfile directory, answers queries with what the JSON report says, and those of the dashboard's
panels with something. Before that promtool reads the file.

    check_prometheus.py TOOLS CONFIG DASHBOARD.json REPORT.json REPORT.prom

TOOLS: the folder of prometheus, promtool and prometheus-node-exporter, which may also be on PATH.
CONFIG: Prometheus's
configuration as docs/dashboards.md has it, with NODE_EXPORTER for the exporter's address.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack
from pathlib import Path

PATIENCE_S = 60
NS_PER_SECOND = 1e9
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def program(name: str, folder: str) -> str:
    found = shutil.which(name, path=f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert found, f"there is no {name}"
    return found


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket()) for _ in range(count)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]


def start(stack: ExitStack, log: Path, *command: str) -> subprocess.Popen:
    output = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)

    def stop() -> None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    stack.callback(stop)
    return process


def start_prometheus(stack: ExitStack, tools: str, folder: Path, address: str,
                     config: str) -> subprocess.Popen:
    (folder / "prometheus.yml").write_text(config)
    subprocess.run([program("promtool", tools), "check", "config", folder / "prometheus.yml"],
                   check=True)
    return start(stack, folder / "prometheus.log", program("prometheus", tools),
                 f"--config.file={folder / 'prometheus.yml'}",
                 f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address={address}")


def query(address: str, expression: str) -> list[dict]:
    url = f"http://{address}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    with DIRECTLY.open(url, timeout=10) as answer:
        result = json.load(answer)
    assert result["status"] == "success", result
    return result["data"]["result"]


def wait_for(address: str, expression: str, processes: list[subprocess.Popen]) -> list[dict]:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert all(process.poll() is None for process in processes), "a server has ended"
        try:
            if found := query(address, expression):
                return found
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"no answer to {expression} within {PATIENCE_S} s")


def close(sample: dict, value: float) -> bool:
    return abs(float(sample["value"][1]) - value) <= 1e-9 * max(abs(value), 1e-9)


def own(module: dict) -> dict:
    return (module["device_time_ns"] or module["time_ns"])["exclusive"]


def check_answers(address: str, report: dict) -> None:
    model = Path(report["model"]["path"]).stem
    median = query(address, 'hookstat_latency_seconds{quantile="0.5"}')
    assert len(median) == 1 and median[0]["metric"]["model"] == model, median
    assert close(median[0], report["latency_ns"]["median"] / NS_PER_SECOND), median
    times = {s["metric"]["module"]: s for s in query(address, "hookstat_module_exclusive_seconds")}
    timed = [m for m in report["modules"] if own(m)["count"] > 0]
    assert len(times) == len(timed), f"{len(times)} modules, not {len(timed)}"
    for module in timed:
        if module["path"].isascii() and module["path"].isprintable():
            sample = times[module["path"] or "(model)"]
            assert close(sample, own(module)["mean"] / NS_PER_SECOND), module["path"]
    shares = query(address, "sum(hookstat_module_time_ratio)")
    assert abs(float(shares[0]["value"][1]) - 1) < 1e-9, shares
    flops = query(address, "hookstat_flops")
    assert close(flops[0], report["totals"]["flops"]), flops
    errors = query(address, "node_textfile_scrape_error")
    assert [s["value"][1] for s in errors] == ["0"], errors
    if report["operator_timing"]:
        total = query(address, "sum(hookstat_operator_seconds)")
        assert close(total[0], report["operator_timing"]["operators_ns"] / NS_PER_SECOND), total


def check_panels(address: str, dashboard: dict, report: dict, servers: list) -> None:
    metric = query(address, "hookstat_info")[0]["metric"]
    values = {name: metric[name] for name in ("model", "method", "inputs", "device")} | {"before": "1s"}
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            expression = target["expr"]
            if "hookstat_operator" in expression and not report["operator_timing"]:
                continue
            for name, value in values.items():
                text = value.replace("\\", "\\\\").replace('"', '\\"')
                expression = expression.replace(f"${name}", text)
            assert "$" not in expression, expression
            samples = wait_for(address, expression, servers)
            label = target["legendFormat"].strip("{}")
            is_label = target["legendFormat"].startswith("{{")
            assert not is_label or all(label in s["metric"] for s in samples), panel["title"]


def main() -> int:
    config, dashboard, report_file, metrics = (Path(argument) for argument in sys.argv[2:6])
    promtool, node_exporter = (program(name, sys.argv[1])
                               for name in ("promtool", "prometheus-node-exporter"))
    with metrics.open("rb") as file:
        subprocess.run([promtool, "check", "metrics"], stdin=file, check=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "textfiles").mkdir()
        shutil.copy(metrics, folder / "textfiles" / "model.prom")
        exporter, address = (f"127.0.0.1:{port}" for port in free_ports(2))
        text = config.read_text(encoding="utf-8")
        assert "NODE_EXPORTER" in text
        servers = [
            start(stack, folder / "exporter.log", node_exporter,
                  "--collector.disable-defaults", "--collector.textfile",
                  f"--collector.textfile.directory={folder / 'textfiles'}",
                  f"--web.listen-address={exporter}"),
            start_prometheus(stack, sys.argv[1], folder, address,
                             text.replace("NODE_EXPORTER", exporter)),
        ]
        try:
            wait_for(address, "hookstat_info", servers)
            report = json.loads(report_file.read_text(encoding="utf-8"))
            check_answers(address, report)
            check_panels(address, json.loads(dashboard.read_text(encoding="utf-8")), report,
                         servers)
        except AssertionError:
            for log in ("exporter.log", "prometheus.log"):
                print(log, (folder / log).read_text(errors="replace"), sep="\n")
            raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
