#!/usr/bin/env python3
"""Several processes of hookstat sweep at once: in one folder, and on the same cores.

    sweep_together_test.py HOOKSTAT MODELS_FOLDER
"""

import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from processes import usable_cores, wait_for  # noqa: E402
from sweeping import ONE, QUICK, SweepTest  # noqa: E402

NO_LOCKS = """
#include <errno.h>
int flock(int file, int operation) { errno = ENOLCK; return -1; }
"""


class Together(SweepTest):
    def test_two_that_run_one_sweep_share_its_cases(self) -> None:
        self.plan(ONE + "batch: [1, 2, 3, 4, 5, 6]\nthreads: 1\nprofile: {runs: 20, warmup: 1}\n")
        self.run_sweep("plan.yaml", "-o", "out", "--shard", "7/7")  # has no case: makes the folder
        both = [self.start("out"), self.start("out")]
        ends = [process.communicate(timeout=150) for process in both]
        self.assertEqual([process.returncode for process in both], [0, 0], ends)
        self.assert_whole(6)
        lines = [line for end in ends for line in end[1].splitlines() if line.startswith("[")]
        here = [line for line in lines if "another process has done it" not in line]
        self.assertEqual(len({line.split()[1] for line in here}), 6, lines)
        self.assertEqual(len(here), 6, lines)
        for output, _ in ends:
            self.assertIn("6 cases: 6 ok", output)

    def test_a_plan_cannot_change_while_its_cases_run(self) -> None:
        self.plan(ONE + "batch: [1, 2]\nthreads: 1\nprofile: {min-time: 4}\n")
        process = self.start("plan.yaml", "-o", "out")
        wait_for(lambda: (self.out / "logs/plain-b1-t1.txt").exists())
        self.plan(ONE + "batch: [2]\nthreads: 1\n" + QUICK, "other.yaml")
        refused = self.run_sweep("other.yaml", "-o", "out", "--resume", code=2)
        self.assertIn("out: another process runs the sweep that is there", refused.stderr)
        errors = process.communicate(timeout=100)[1]
        self.assertEqual(process.returncode, 0, errors)
        self.assert_whole(2)
        self.run_sweep("other.yaml", "-o", "out", "--resume")
        self.assertEqual([case["id"] for case in json.loads((self.out / "sweep.json").read_text())["cases"]],
                         ["plain-b2-t1"])

    def test_many_who_want_little_and_one_who_wants_much_all_get_their_turn(self) -> None:
        cases = 6
        self.plan(ONE + f"batch: {list(range(1, cases + 1))}\nprofile: {{min-time: 1}}\n", "much.yaml")
        self.plan(ONE + "batch: 1\nthreads: 1\n" + QUICK, "little.yaml")
        much = self.start("much.yaml", "-o", "out", "--jobs", "1")
        wait_for(lambda: self.results())
        self.run_sweep("little.yaml", "-o", "little")
        self.assertLess(len(self.results()), cases, "it was served before all others")
        self.assertEqual(much.wait(timeout=100), 0)

    @unittest.skipIf(usable_cores() < 2, "one core")
    def test_cores_are_not_kept_for_a_case_that_another_machine_took(self) -> None:
        endless = "profile: {min-time: 1000}\n"
        self.plan(ONE + "batch: 1\n" + endless)
        self.plan(ONE + "batch: 2\nthreads: 1\n" + endless, "busy.yaml")
        self.plan(ONE + "batch: 3\nthreads: 1\n" + QUICK, "last.yaml")
        self.start("busy.yaml", "-o", "busy")
        wait_for(lambda: list((self.folder / "busy/reports").glob(".plain-b2-t1:*")))
        waiting = self.start("plan.yaml", "-o", "out")  # for all cores, and keeps those that it has got
        for _ in range(2):
            waiting.stderr.readline()
        here, self.environment["HOOKSTAT_CORES"] = self.environment["HOOKSTAT_CORES"], str(self.folder / "elsewhere")
        self.start("out")
        self.environment["HOOKSTAT_CORES"] = here
        wait_for(lambda: list(self.out.glob("reports/.plain-b1:*")))
        self.run_sweep("last.yaml", "-o", "last")

    def test_where_there_are_no_locks_a_sweep_runs_and_says_so(self) -> None:
        (self.folder / "no_locks.c").write_text(NO_LOCKS)
        library = self.folder / "no_locks.so"
        subprocess.run(["c++", "-shared", "-fPIC", "-x", "c", "no_locks.c", "-o", library], cwd=self.folder, check=True,
                       timeout=60)
        self.environment["LD_PRELOAD"] = str(library)
        self.plan(ONE + "batch: [1, 2]\nthreads: 1\n" + QUICK)
        done = self.run_sweep("plan.yaml", "-o", "out")
        self.assertEqual(done.stderr.count("its file system has no locks"), 1, done.stderr)
        self.assert_whole(2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
