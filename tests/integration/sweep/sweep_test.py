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
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from processes import children, wait_for  # noqa: E402
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
                  f"  - file: {MODELS}/plain.pt\n    name: shot\n    profile: {{min-time: 60}}\n"
                  f"  - file: {MODELS}/plain.pt\n    name: endless\n    profile: {{min-time: 61}}\n"
                  f"  - file: {MODELS}/plain.pt\n    profile: {{runs: 3, warmup: 1}}\n"
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
                                           "endless-t1": "timeout", "plain-t1": "ok"})
        results = self.results()
        self.assertIn("needs seven rows", results["raises-t1"]["message"])
        self.assertEqual(results["raises-t1"]["exit_code"], 3)
        self.assertEqual((results["shot-t1"]["signal"], results["shot-t1"]["message"]),
                         (signal.SIGKILL, "signal 9 (Killed)"))
        self.assertEqual(results["endless-t1"]["message"], "it took longer than 6 s")
        self.assertIn("4 cases: 1 ok, 1 failed, 1 crashed, 1 timeout", output)
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
        seen: list[list[str]] = []
        over = threading.Event()

        def watch() -> None:
            while not over.is_set():
                cores = []
                for process in shards:
                    for child in children(process.pid):
                        try:
                            status = Path(f"/proc/{child}/status").read_text()
                            command = Path(f"/proc/{child}/cmdline").read_text()
                        except OSError:
                            continue
                        if command.startswith("hookstat\0profile"):
                            cores.append(status.split("Cpus_allowed_list:\t")[1].split("\n")[0])
                seen.append(cores)
                time.sleep(0.005)

        shards = [self.start("plan.yaml", "-o", "out", "--shard", f"{i}/3") for i in (1, 2, 3)]
        watcher = threading.Thread(target=watch)
        watcher.start()
        for process in shards:
            errors = process.communicate(timeout=150)[1]
            self.assertEqual(process.returncode, 0, errors)
            self.assertIn("hookstat: 2 cases to run", errors)
        over.set()
        watcher.join()
        self.run_sweep("collect", "out")
        self.assert_whole(6)
        self.assertEqual(set(self.statuses().values()), {"ok"})
        for cores in seen:
            self.assertEqual(len(cores), len(set(cores)), "two cases on one core")
        usable = len(os.sched_getaffinity(0))
        self.assertEqual(max(len(cores) for cores in seen), min(3, usable))

    def test_a_case_waits_until_its_cores_are_free(self) -> None:
        self.plan(ONE + "batch: 1\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "before")  # makes the files of all cores
        with contextlib.ExitStack() as held:
            for file in Path("/tmp/hookstat-cores").glob("core-*"):
                fcntl.flock(held.enter_context(file.open()), fcntl.LOCK_EX)
            process = self.start("plan.yaml", "-o", "out")
            lines = [process.stderr.readline() for _ in range(2)]
            self.assertEqual(lines[1], "hookstat: waiting for cores, or a device, that another sweep has\n")
            self.assertEqual(self.results(), {})
        errors = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 0, errors)
        self.assertEqual(self.statuses(), {"plain-b1": "ok"})

    def test_resuming_runs_what_is_missing_failed_or_another(self) -> None:
        self.plan(ONE + "batch: [1, 2]\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        refused = self.run_sweep("plan.yaml", "-o", "out", code=2)
        self.assertIn("out: has this sweep already", refused.stderr)
        self.assertIn("0 cases", self.run_sweep("plan.yaml", "-o", "out", "--resume").stderr)
        (self.out / "results/plain-b2.json").unlink()
        missing = self.run_sweep("collect", "out", code=1)
        self.assertIn("2 cases: 1 ok, 1 missing", missing.stdout)
        self.assertIn("1 of 2 cases have no result", missing.stderr)
        (self.out / "results/plain-b1.json").write_text("{\"schema_ver")
        self.assertIn("2 cases: 2 missing", self.run_sweep("collect", "out", code=1).stdout)
        again = self.run_sweep("out")
        self.assertIn("it is no result of a case: the case is run again", again.stderr)
        self.assertIn("hookstat: 2 cases to run", again.stderr)
        (self.out / "reports/plain-b2.json").unlink()
        self.assertIn("hookstat: 1 case to run", self.run_sweep("out").stderr)
        self.plan(ONE + "batch: [1, 2, 4]\n" + "profile: {runs: 4, warmup: 1}\n")
        other = self.run_sweep("plan.yaml", "-o", "out", code=2)
        self.assertIn("out: has another sweep", other.stderr)
        more = self.run_sweep("plan.yaml", "-o", "out", "--resume")
        self.assertIn("hookstat: 3 cases to run", more.stderr, "none of them with four runs yet")
        self.assert_whole(3)

    def test_failed_cases_are_run_again_when_that_is_wanted(self) -> None:
        (self.folder / "model.pt").write_bytes((MODELS / "raises.pt").read_bytes())
        self.plan("models: [model.pt]\ninputs: 1x3x16x16\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        self.assertEqual(self.statuses(), {"model": "failed"})
        (self.folder / "model.pt").write_bytes((MODELS / "plain.pt").read_bytes())
        self.assertIn("0 cases", self.run_sweep("out").stderr)
        self.run_sweep("out", "--retry-failed")
        self.assertEqual(self.statuses(), {"model": "ok"})

    def test_a_sweep_goes_on_from_any_folder(self) -> None:
        (self.folder / "model.pt").write_bytes((MODELS / "plain.pt").read_bytes())
        self.plan("models: [model.pt]\ninputs: 1x3x16x16\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out", "--shard", "2/2")  # has no case: makes the folder
        done = subprocess.run([HOOKSTAT, "sweep", str(self.out)], cwd="/", capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, self.statuses()), (0, {"model": "ok"}), done.stderr)

    def test_children_of_one_whose_parent_ignores_them_are_waited_for(self) -> None:
        self.plan(ONE + "batch: 1\nthreads: 1\nprofile: {runs: 3, warmup: 1, processes: 2}\n")
        before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        self.addCleanup(signal.signal, signal.SIGCHLD, before)
        process = self.start("plan.yaml", "-o", "out")
        wait_for(lambda: (self.out / "sweep.json").exists())
        process.wait()
        self.assertEqual(self.statuses(), {"plain-b1-t1": "ok"})

    def test_jobs_run_at_once_on_cores_of_their_own(self) -> None:
        self.plan(ONE + "batch: [1, 2]\nthreads: 1\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out", "--jobs", "2")
        for result in self.results().values():
            self.assertEqual(len(result["processors"]), 1)
        self.run_sweep("plan.yaml", "-o", "shared", "--jobs", "2", "--share-cores")
        shared = json.loads((self.folder / "shared/results/plain-b1-t1.json").read_text())
        self.assertEqual(shared["processors"], [])

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
