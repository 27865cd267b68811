#!/usr/bin/env python3
"""hookstat sweep on this machine: cases that end in every way, interruptions, shards, cores.

    sweep_test.py HOOKSTAT MODELS_FOLDER
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from processes import CoreWatcher, children, usable_cores, wait_for  # noqa: E402
from sweeping import HOOKSTAT, MODELS, ONE, QUICK, SweepTest  # noqa: E402


class Sweep(SweepTest):
    def test_each_case_is_a_report_and_a_row(self) -> None:
        plan = self.plan(ONE + "batch: [1, 2]\nthreads: [1, 2]\n" + QUICK)
        listed = self.run_sweep(plan, "--list", "-o", "out").stdout.split()
        self.assertEqual(listed, ["plain-b1-t1", "plain-b1-t2", "plain-b2-t1", "plain-b2-t2"])
        self.assertFalse(self.out.exists())
        done = self.run_sweep(plan, "-o", "out")
        self.assert_whole(4)
        lines = done.stderr.splitlines()
        self.assertEqual(lines[0], "hookstat: 4 cases to run")
        for i, name in enumerate(listed):  # in the plan's order, with an estimate but at the end
            self.assertRegex(lines[i + 1], rf"^\[{i + 1}/4\] {name}: .*"
                             + (r"; about \d+ s left\)$" if i < 3 else r"\)$"))
        sweep = json.loads((self.out / "sweep.json").read_text())
        self.assertEqual([case["id"] for case in sweep["cases"]], listed)
        for case in sweep["cases"]:
            report = json.loads((self.out / "reports" / f"{case['id']}.json").read_text())
            self.assertEqual(case["latency_ns"]["median"], report["latency_ns"]["median"])
            self.assertEqual(case["actual_threads"], case["threads"])
            self.assertEqual(case["flops_per_item"] * case["batch"], report["totals"]["flops"])
        self.assertEqual([scaling["axis"] for scaling in sweep["scalings"]],
                         ["threads", "threads", "batch", "batch"])
        self.check_schema()

    def test_what_fails_crashes_or_takes_too_long_is_a_row(self) -> None:
        self.plan(f"models:\n  - file: {MODELS}/raises.pt\n    inputs: 1x3\n"
                  f"  - file: {MODELS}/plain.pt\n    name: shot\n    profile: {{runs: 10000000}}\n"
                  f"  - file: {MODELS}/plain.pt\n    name: endless\n    profile: {{runs: 10000001}}\n"
                  f"  - file: {MODELS}/plain.pt\n    profile: {{runs: 3, warmup: 1}}\n"
                  f"  - file: {MODELS}/nested.pt\n    inputs: 1x3\n"
                  "inputs: 1x3x16x16\nthreads: 1\ntimeout: 6\n")
        process = self.start("plan.yaml", "-o", "out")
        wait_for(lambda: (self.out / "results/raises-t1.json").exists())
        log = self.out / "logs/shot-t1.txt"
        wait_for(log.exists)
        os.kill(wait_for(lambda: children(process.pid))[0], signal.SIGKILL)
        output, errors = process.communicate(timeout=100)
        self.assertEqual(process.returncode, 0, errors)
        self.check_schema()
        self.assertEqual(self.statuses(), {"raises-t1": "failed", "shot-t1": "crashed",
                                           "endless-t1": "timeout", "plain-t1": "ok",
                                           "nested-t1": "crashed"})
        results = self.results()
        self.assertIn("needs seven rows", results["raises-t1"]["message"])
        self.assertEqual(results["raises-t1"]["exit_code"], 3)
        self.assertEqual((results["shot-t1"]["signal"], results["shot-t1"]["message"]),
                         (signal.SIGKILL, "signal 9 (Killed)"))
        self.assertEqual(results["endless-t1"]["message"], "it took longer than 6 s")
        self.assertEqual(results["nested-t1"]["signal"], signal.SIGSEGV)
        self.assertIn("5 cases: 1 ok, 1 failed, 2 crashed, 1 timeout", output)
        self.assertEqual([file.name for file in (self.out / "reports").iterdir()], ["plain-t1.json"])

    def test_an_interruption_leaves_nothing_half_and_the_next_one_goes_on(self) -> None:
        self.plan(ONE + "batch: [1, 2, 3]\nthreads: 1\n" + "profile: {min-time: 2}\n")
        for number, code in ((signal.SIGTERM, 130), (signal.SIGINT, 130), (signal.SIGKILL, -9)):
            with self.subTest(number.name):
                self.out = self.folder / number.name
                process = self.start("plan.yaml", "-o", str(self.out))
                wait_for(lambda: self.out.exists() and len(list(self.out.glob("results/*.json"))) == 1)
                child = wait_for(lambda: children(process.pid))[0]
                process.send_signal(number)
                errors = process.communicate(timeout=60)[1]
                self.assertEqual(process.returncode, code, errors)
                wait_for(lambda child=child: not Path(f"/proc/{child}").exists())
                self.assertEqual(self.statuses(), {"plain-b1-t1": "ok"})
                before = (self.out / "results/plain-b1-t1.json").stat().st_mtime_ns
                done = self.run_sweep(str(self.out))
                self.assertIn("hookstat: 2 cases to run", done.stderr)
                self.assert_whole(3)
                self.assertEqual((self.out / "results/plain-b1-t1.json").stat().st_mtime_ns, before)

    def test_shards_share_the_work_and_no_two_have_the_same_cores(self) -> None:
        self.plan(ONE + "batch: [1, 2, 3, 4, 5, 6]\nthreads: 1\nprofile: {min-time: 1}\n")
        shards = [self.start("plan.yaml", "-o", "out", "--shard", f"{i}/3") for i in (1, 2, 3)]
        watcher = CoreWatcher(shards)
        for process in shards:
            errors = process.communicate(timeout=150)[1]
            self.assertEqual(process.returncode, 0, errors)
            self.assertIn("hookstat: 2 cases to run", errors)
        seen = watcher.end()
        self.run_sweep("collect", "out")
        self.assert_whole(6)
        self.assertEqual(set(self.statuses().values()), {"ok"})
        self.assert_disjoint(seen)
        self.assertEqual(max(len(cores) for cores in seen), min(3, usable_cores()))

    def test_a_case_waits_until_its_cores_are_free(self) -> None:
        self.plan(ONE + "batch: 1\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "before")  # makes the files of all cores
        with contextlib.ExitStack() as held:
            for file in self.cores.glob("core-*"):
                fcntl.flock(held.enter_context(file.open()), fcntl.LOCK_EX)
            process = self.start("plan.yaml", "-o", "out")
            lines = [process.stderr.readline() for _ in range(2)]
            self.assertTrue(lines[1].startswith("hookstat: waiting for other sweeps, which have the cores, "), lines)
            self.assertEqual(self.results(), {})
        errors = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 0, errors)
        self.assertEqual(self.statuses(), {"plain-b1": "ok"})

    def test_children_of_one_whose_parent_ignores_them_are_waited_for(self) -> None:
        self.plan(ONE + "batch: 1\nthreads: 1\nprofile: {runs: 3, warmup: 1, processes: 2}\n")
        before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        self.addCleanup(signal.signal, signal.SIGCHLD, before)
        process = self.start("plan.yaml", "-o", "out")
        wait_for(lambda: (self.out / "sweep.json").exists())
        process.wait()
        self.assertEqual(self.statuses(), {"plain-b1-t1": "ok"})

    def test_jobs_run_at_once_on_cores_of_their_own(self) -> None:
        self.plan(ONE + "batch: [1, 2, 3, 4]\nthreads: 1\nprofile: {min-time: 1}\n")
        process = self.start("plan.yaml", "-o", "out", "--jobs", "2")
        watcher = CoreWatcher([process])
        errors = process.communicate(timeout=100)[1]
        self.assertEqual(process.returncode, 0, errors)
        seen = watcher.end()
        self.assert_whole(4)
        self.assert_disjoint(seen)
        self.assertEqual(max(len(cores) for cores in seen), min(2, usable_cores()))
        self.run_sweep("plan.yaml", "-o", "shared", "--jobs", "2", "--share-cores")
        self.out = self.folder / "shared"
        self.assertEqual([result["processors"] for result in self.results().values()], [[]] * 4)

    def test_callers_have_cores_of_their_own_too(self) -> None:
        self.plan(ONE + "batch: 1\nthreads: 1\nprofile: {runs: 3, warmup: 1, concurrency: 2}\n")
        self.run_sweep("plan.yaml", "-o", "out")
        result = self.results()["plain-b1-t1"]
        self.assertEqual(len(result["processors"]), min(2, len(os.sched_getaffinity(0))))
        self.assertGreaterEqual(result["machine_cores"], usable_cores())

    def test_a_closed_standard_output_is_none_of_the_cases(self) -> None:
        self.plan(ONE + "batch: 1\nthreads: 1\n" + QUICK)
        subprocess.run(["sh", "-c", '"$0" sweep plan.yaml -o out >&- <&-', HOOKSTAT], cwd=self.folder,
                       env=self.environment, capture_output=True, timeout=100, check=False)
        self.assertEqual(self.statuses(), {"plain-b1-t1": "ok"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
