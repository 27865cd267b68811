#!/usr/bin/env python3
"""The server of examples/ with real clients, scraped by a real Prometheus (server_process.py)."""

import contextlib
import csv
import json
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

from server_process import (HOOKSTAT, MODEL, PATIENCE_S, ROOT, TOOLS, Case, Server, ask,
                            eager_cases, predict, prometheus, samples_of)

PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
CLIENTS, REQUESTS, EVERY = 8, 200, 10
CALLS = CLIENTS * REQUESTS
# A connection that is kept has a thread of the server: so have Prometheus's and the test's own.
THREADS = CLIENTS + 4


def load(server: Server) -> None:
    """All clients at once, each over one connection with inputs of its own."""
    barrier = threading.Barrier(CLIENTS, timeout=PATIENCE_S)

    def client(cases: list[Case]) -> None:
        with contextlib.closing(server.connect()) as connection:
            barrier.wait()
            for case in cases:
                predict(connection, case)

    cases = [eager_cases(REQUESTS, seed) for seed in range(CLIENTS)]
    over = threading.Event()
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        watching = pool.submit(watch, server, over)
        try:
            list(pool.map(client, cases))  # raises what a client raised
        finally:
            over.set()
        watching.result()


def watch(server: Server, over: threading.Event) -> None:
    """Reads the metrics all the time, as no Prometheus would."""
    last = 0.0
    with contextlib.closing(server.connect()) as connection:
        while not over.is_set():
            metrics = samples_of(ask(connection, "GET", "/metrics").body.decode())
            (_, calls), = metrics["hookstat_sampler_calls_total"]
            (_, hooked), = metrics["hookstat_sampler_hooked_call_seconds_count"]
            assert last <= calls <= CALLS and EVERY * hooked < calls + EVERY * THREADS, metrics
            last = calls


class UnderLoad(unittest.TestCase):
    """What there is to see when eight clients are done."""

    @classmethod
    def setUpClass(cls) -> None:
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        server = cls.server = Server(stack, "--every", str(EVERY), "--threads", str(THREADS))
        cls.address = f"127.0.0.1:{prometheus.free_ports(1)[0]}"
        config = re.search(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]
        scraper = prometheus.start_prometheus(stack, TOOLS, server.folder, cls.address,
                                              config.replace("localhost:8080", server.address))
        stack.callback(lambda: print((server.folder / "prometheus.log").read_text()))
        cls.processes = [server.process, scraper]
        cls.ask_prometheus("hookstat_sampler_calls_total == 0")
        load(server)
        cls.calls = cls.ask_prometheus(f"hookstat_sampler_calls_total >= {CALLS}")
        cls.metrics = server.get("/metrics")
        cls.samples = samples_of(cls.metrics[1])
        cls.report = server.get("/report")

    @classmethod
    def ask_prometheus(cls, expression: str) -> list[dict]:
        """Waits until there is an answer."""
        return prometheus.wait_for(cls.address, expression, cls.processes)

    def by_kind(self) -> dict[str, int]:
        return {labels["kind"]: int(value)
                for labels, value in self.samples["hookstat_sampler_samples_total"]}

    def test_prometheus_has_counted_every_call(self) -> None:
        (sample,) = self.calls
        self.assertEqual(float(sample["value"][1]), CALLS)
        self.assertEqual(sample["metric"]["model"], Path(MODEL).name)
        self.assertEqual(sample["metric"]["method"], "forward")

    def test_nothing_that_prometheus_saw_fell(self) -> None:
        for name, samples in self.samples.items():
            resets = self.ask_prometheus(f"resets({name}[10m])")
            self.assertEqual([sample["value"][1] for sample in resets], ["0"] * len(samples), name)

    def test_samples_add_up(self) -> None:
        # A thread of the server hooks one call of each block of EVERY, at a place that is drawn
        # anew (sampler.h). So one with c calls has hooked c / EVERY of them, rounded down or up:
        # its last block may be open, and the place passed or still to come. Each of at most
        # THREADS threads is off its share by (EVERY - 1) / EVERY of a call at most.
        kinds = self.by_kind()
        hooked = kinds["hooked"] + kinds["not_counted"] + kinds["failed"] + kinds["skipped"]
        self.assertLessEqual(EVERY * abs(hooked - CALLS // EVERY), THREADS * (EVERY - 1))
        # Warm calls are timed plain likewise, another one of each block; none before the warm-up.
        self.assertLessEqual(EVERY * (kinds["plain"] - CALLS // EVERY), THREADS * (EVERY - 1))
        self.assertGreater(kinds["plain"], 0)
        # One records shapes and operators, and two warm up; those beside them are skipped.
        self.assertEqual((kinds["failed"], kinds["not_counted"]), (0, 3))
        self.assertGreater(kinds["hooked"], 0)
        for kind, count in kinds.items():
            total = self.ask_prometheus(f"sum(hookstat_sampler_samples_total{{kind='{kind}'}})")
            self.assertEqual(float(total[0]["value"][1]), count, kind)

    def test_histograms_are_monotone_and_have_a_count_for_each_sample(self) -> None:
        kinds = self.by_kind()
        counts = {"hookstat_sampler_call_seconds": kinds["plain"],
                  "hookstat_sampler_hooked_call_seconds": kinds["hooked"],
                  "hookstat_sampler_module_exclusive_seconds": kinds["hooked"]}
        for name, count in counts.items():
            series = defaultdict(list)
            for labels, value in self.samples[name + "_bucket"]:
                bound = float(labels.pop("le"))
                series[tuple(labels.items())].append((bound, value))
            self.assertEqual(len(series), len(self.samples[name + "_count"]))
            for labels, value in self.samples[name + "_count"]:
                bounds, values = zip(*series[tuple(labels.items())])
                self.assertEqual(list(bounds), sorted(set(bounds)), name)
                self.assertEqual(list(values), sorted(values), name)
                self.assertEqual((bounds[-1], values[-1], value), (float("inf"), count, count))

    def test_promtool_takes_the_metrics(self) -> None:
        content_type, text = self.metrics
        self.assertEqual(content_type, "text/plain; version=0.0.4")
        promtool = prometheus.program("promtool", TOOLS)
        subprocess.run([promtool, "check", "metrics"], input=text, text=True, check=True)

    def test_hookstat_reads_the_report(self) -> None:
        content_type, text = self.report
        self.assertEqual(content_type, "application/json")
        sampling = json.loads(text)["sampling"]
        self.assertEqual((sampling["calls"], sampling["every"]), (CALLS, EVERY))
        with tempfile.TemporaryDirectory() as folder:
            report, rows = Path(folder) / "report.json", Path(folder) / "report.csv"
            report.write_text(text)
            subprocess.run([HOOKSTAT, "convert", report, "-o", rows], check=True)
            table = subprocess.run([HOOKSTAT, "convert", report], check=True, text=True,
                                   stdout=subprocess.PIPE).stdout
            by_path = {row["path"]: row for row in csv.DictReader(rows.read_text().splitlines())}
        paths = {path for path, _ in torch.jit.load(MODEL).named_modules()}
        self.assertEqual(set(by_path), paths)
        self.assertGreater(float(by_path["head"]["exclusive_mean_ns"]), 0)
        self.assertRegex(table, rf"(?s){re.escape(Path(MODEL).name)}.*conv1 .*\n.*In short")

    def test_the_queries_of_the_page_have_answers(self) -> None:
        queries = re.findall(r"^```promql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(queries), 5)
        for expression in queries:
            for sample in self.ask_prometheus(expression):
                print(expression.strip(), sample["metric"], sample["value"][1], sep="\n  ")
                self.assertNotEqual(sample["value"][1], "NaN", expression)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
