#!/usr/bin/env python3
"""hookstat sweep in a folder that has results: what is run again, and what is not.

    sweep_resume_test.py HOOKSTAT MODELS_FOLDER
"""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from sweeping import HOOKSTAT, MODELS, ONE, QUICK, SweepTest  # noqa: E402


class Resuming(SweepTest):
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
        self.plan(ONE + "batch: 1\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        file = self.out / "results/plain-b1.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), "status": "failed"}))
        self.assertIn("0 cases", self.run_sweep("out").stderr)
        self.assertEqual(self.run_sweep("out", "--list").stdout, "")
        self.assertEqual(self.run_sweep("out", "--list", "--retry-failed").stdout, "plain-b1\n")
        self.run_sweep("out", "--fail", code=1)
        self.run_sweep("out", "--retry-failed", "--fail")
        self.assertEqual(self.statuses(), {"plain-b1": "ok"})

    def test_a_model_that_is_another_by_now_is_measured_anew(self) -> None:
        model = self.folder / "model.pt"
        model.write_bytes((MODELS / "raises.pt").read_bytes())
        self.plan("models: [model.pt]\ninputs: 1x3x16x16\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        self.assertEqual(self.statuses(), {"model": "failed"})
        model.write_bytes((MODELS / "plain.pt").read_bytes())
        self.assertIn("hookstat: 1 case to run", self.run_sweep("out").stderr)
        self.assertEqual(self.statuses(), {"model": "ok"})
        os.utime(model, ns=(1, 1))
        self.assertIn("hookstat: 1 case to run", self.run_sweep("out").stderr)
        model.unlink()
        self.assertIn("hookstat: 0 cases to run", self.run_sweep("out").stderr)

    def test_a_case_gets_another_chance_with_more_time(self) -> None:
        text = ONE + "batch: 1\n" + QUICK + "timeout: "
        self.plan(text + "0.001\n")
        self.run_sweep("plan.yaml", "-o", "out")
        self.assertEqual(self.statuses(), {"plain-b1": "timeout"})
        self.assertIn("0 cases", self.run_sweep("out").stderr)
        self.plan(text + "100\n")
        self.assertIn("1 case to run", self.run_sweep("plan.yaml", "-o", "out", "--resume").stderr)
        self.assertEqual(self.statuses(), {"plain-b1": "ok"})

    def test_a_damaged_report_is_measured_anew(self) -> None:
        self.plan(ONE + "batch: 1\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        report = self.out / "reports/plain-b1.json"
        report.write_bytes(report.read_bytes()[:500])
        self.assertIn("1 case to run", self.run_sweep("out").stderr)
        self.assert_whole(1)

    def test_a_plan_is_the_same_from_every_folder(self) -> None:
        (self.folder / "plans").mkdir()
        (self.folder / "plans/model.pt").write_bytes((MODELS / "plain.pt").read_bytes())
        self.plan("models: [model.pt]\ninputs: 1x3x16x16\n" + QUICK, "plans/plan.yaml")
        self.run_sweep("plans/plan.yaml", "-o", "out")
        again = self.run_sweep("plan.yaml", "-o", "../out", "--resume", cwd=self.folder / "plans")
        self.assertIn("0 cases", again.stderr)
        self.run_sweep("plan.yaml", "-o", "../out", "--shard", "1/2", cwd=self.folder / "plans")

    def test_results_of_no_case_are_named(self) -> None:
        self.plan(ONE + "batch: [1, 2]\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out")
        self.plan(ONE + "batch: [1]\n" + QUICK)
        done = self.run_sweep("plan.yaml", "-o", "out", "--resume")
        self.assertIn("hookstat: warning: 1 result, plain-b2 the first, are of no case", done.stderr)

    def test_a_working_folder_that_is_gone_is_said_before_anything_runs(self) -> None:
        self.plan(ONE + "batch: 1\n" + QUICK)
        (self.folder / "here").mkdir()
        self.run_sweep("../plan.yaml", "-o", "../out", "--shard", "2/2", cwd=self.folder / "here")
        (self.folder / "here").rmdir()
        gone = self.run_sweep("out", code=2)
        self.assertIn("/here: the folder that the sweep was begun in is not here", gone.stderr)
        self.assertEqual(self.results(), {})

    def test_a_sweep_goes_on_from_any_folder(self) -> None:
        (self.folder / "model.pt").write_bytes((MODELS / "plain.pt").read_bytes())
        self.plan("models: [model.pt]\ninputs: 1x3x16x16\n" + QUICK)
        self.run_sweep("plan.yaml", "-o", "out", "--shard", "2/2")  # has no case: makes the folder
        done = subprocess.run([HOOKSTAT, "sweep", str(self.out)], cwd="/", capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, self.statuses()), (0, {"model": "ok"}), done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
