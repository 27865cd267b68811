#!/usr/bin/env python3
"""What hookstat sweep and its report command take, refuse and write.

    sweep_command_test.py HOOKSTAT MODELS_FOLDER
"""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sweeping import HOOKSTAT, MODELS, ONE, QUICK, SweepTest  # noqa: E402


class SweepCommand(SweepTest):
    def test_all_faults_of_a_plan_are_told_before_anything_runs(self) -> None:
        self.plan("modles: [a.pt]\nmodels: [none.pt]\nthreads: [0]\n")
        done = self.run_sweep("plan.yaml", "-o", "out", code=2)
        self.assertEqual(done.stderr.splitlines(), [
            "hookstat: error: plan.yaml:1:1: unknown key 'modles': did you mean 'models'?",
            "hookstat: error: plan.yaml:2:10: models: 'none.pt': no such file",
            "hookstat: error: plan.yaml:3:11: threads: expects a whole number from 1 to 1024, got '0'"])
        self.assertFalse(self.out.exists())

    def test_what_cannot_be_is_said_in_one_line(self) -> None:
        plan = self.plan(ONE + "batch: 1\n" + QUICK)
        (self.folder / "a_file").write_text("")
        for arguments, complaint in (
                ((), "PLAN is missing"), ((plan,), "-o DIR is missing"),
                (("none.yaml", "-o", "out"), "none.yaml"),
                ((plan, "-o", "a_file/out"), "a_file/out: cannot be written"),
                ((plan, "-o", "out", "--shard", "3/2"), "--shard 3/2: expects i/n"),
                ((plan, "-o", "out", "--jobs", "0"), "--jobs"),
                ((plan, "-o", "out", "--chunk", "2"), "--chunk"),
                ((plan, "-o", "out", "--shard", "1/2", "--slurm"), "--slurm makes the shards itself"),
                ((plan, "-o", "out", "--slurm", "--chunk", "4"), "options stand before --slurm"),
                ((str(self.folder),), "is a folder, and no sweep's"),
                ((str(self.folder), "-o", "out"), "a sweep that goes on stays in its folder"),
                (("collect", "none"), "none: there is no sweep"),
                (("report", "none"), "none: there is no sweep"),
                (("report", "none", "--format", "pdf"), "expects table, html"),
                (("report", "none", "-o", "x.pdf"), "x.pdf")):
            with self.subTest(arguments):
                done = self.run_sweep(*arguments, code=2)
                first = done.stderr.splitlines()[0]
                self.assertTrue(first.startswith("hookstat: error: "), done.stderr)
                self.assertIn(complaint, first)
        self.assertFalse(self.out.exists())

    def test_help_fits_a_terminal(self) -> None:
        for command in ((), ("report",), ("collect",)):
            lines = self.run_sweep(*command, "--help").stdout.splitlines()
            self.assertLessEqual(max(map(len, lines)), 100)

    def test_reports_come_in_each_format(self) -> None:
        self.plan(ONE + "batch: [1, 2]\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        self.run_sweep("report", "out", "--price-per-hour", "3.6", "-o", "sweep.json", "-o", "sweep.md",
                       "-o", "sweep.csv", "-o", "sweep.html", "-o", "table:sweep.txt")
        sweep = json.loads((self.folder / "sweep.json").read_text())
        for case in sweep["cases"]:
            share = len(os.sched_getaffinity(0)) / os.cpu_count()  # of the machine's cores
            price = 3.6 / 3600 / case["items_per_second"] * min(1, share) * 1e6
            self.assertAlmostEqual(case["price_per_million_items"] / price, 1, delta=1e-6)
        self.assertIn("| plain\\-b2 | ok |", (self.folder / "sweep.md").read_text())
        self.assertEqual(len((self.folder / "sweep.csv").read_text().splitlines()), 3)
        self.assertIn('"kind": "sweep"', (self.folder / "sweep.html").read_text().replace('":"', '": "'))
        self.assertTrue((self.folder / "sweep.txt").read_text().startswith("2 cases: 2 ok\n"))
        self.assertEqual(self.run_sweep("report", "out/sweep.json").stdout, self.run_sweep("report", "out").stdout)
        self.run_sweep("collect", "out/sweep.json")
        mistaken = subprocess.run([HOOKSTAT, "convert", "out/sweep.json"], cwd=self.folder, capture_output=True,
                                  text=True, timeout=60, check=False)
        self.assertEqual(mistaken.returncode, 2)
        self.assertIn("it is of a sweep: hookstat sweep report out shows it", mistaken.stderr)
        (self.out / "reports/plain-b2.json").write_text("{")
        damaged = self.run_sweep("report", "out").stdout
        self.assertIn("2 cases: 1 ok, 1 crashed", damaged)

    def test_a_plan_is_listed_without_a_folder(self) -> None:
        plan = self.plan(ONE + "batch: [1, 2, 3]\n")
        self.assertEqual(self.run_sweep(plan, "--list").stdout.split(), ["plain-b1", "plain-b2", "plain-b3"])
        self.assertEqual(self.run_sweep(plan, "--list", "--shard", "2/2").stdout, "plain-b2\n")
        self.plan(ONE + "bach: 1\n")
        self.assertIn("did you mean 'batch'", self.run_sweep(plan, "--list", code=2).stderr)

    def test_more_threads_than_processors_are_told(self) -> None:
        self.plan(ONE + "batch: 1\nthreads: 1000\n" + QUICK)
        process = self.start("plan.yaml", "-o", "out")
        warning = process.stderr.readline()
        self.assertRegex(warning, r"^hookstat: warning: 1 case, plain-b1-t1000 the first, want more threads than "
                                  r"the \d+ cores? that ")

    def test_a_device_that_is_not_here_is_told_before_anything_runs(self) -> None:
        self.plan(ONE + "batch: [1, 2]\ndevice: [cpu, 'cuda:99']\n" + QUICK)
        done = self.run_sweep("plan.yaml", "-o", "out", code=2)
        self.assertRegex(done.stderr, r"^hookstat: error: 2 cases, plain-b1-cuda99 the first, want a device "
                                      r"that is not here: --device cuda:99: this (LibTorch|machine) .*\n"
                                      r"hookstat: hint: .*exclude: \{device: cuda:99\}.*\n$")
        self.assertFalse(self.out.exists())
        self.plan(ONE + "batch: [1, 2]\ndevice: [cpu, 'cuda:99']\nexclude: {device: 'cuda:99'}\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        self.assert_whole(2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
