#!/usr/bin/env python3
"""hookstat sweep --slurm on a real Slurm of one node: job arrays, a task begun anew, one that was killed.

    slurm_sweep_test.py HOOKSTAT MODELS_FOLDER TOOLS_FOLDER
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from slurm_cluster import SlurmCluster, has_slurm  # noqa: E402

HOOKSTAT, MODELS, TOOLS = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
PLAN = """
models:
  - {models}/plain.pt
  - {{file: {models}/raises.pt, inputs: 1x3}}
inputs: "{{batch}}x3x16x16"
batch: [1, 2]
threads: 1
profile: {profile}
"""


class SlurmSweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        folder = Path(cls.holder.name) / "slurm"
        folder.mkdir()
        cls.cluster = SlurmCluster(folder, TOOLS)
        cls.cluster.__enter__()
        cls.addClassCleanup(cls.cluster.__exit__, None, None, None)

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=self.holder.name))
        self.out = self.folder / "out"

    def sweep(self, *arguments: str, code: int = 0, **more) -> subprocess.CompletedProcess:
        environment = {**os.environ, **self.cluster.environment, **more}
        done = subprocess.run([HOOKSTAT, "sweep", *arguments], capture_output=True, text=True,
                              cwd=self.folder, env=environment, timeout=100, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def plan(self, profile: str) -> None:
        (self.folder / "plan.yaml").write_text(PLAN.format(models=MODELS, profile=profile))

    def submit(self, *options: str, first: tuple[str, ...] = ()) -> str:
        said = self.sweep("plan.yaml", "-o", "out", *first, "--slurm", *options).stdout
        self.assertRegex(said, r"^job \d+: \d+ tasks for \d+ cases; ")
        self.tasks = int(said.split()[2])
        return said.split()[1].rstrip(":")

    def wait_for(self, what: str, holds) -> None:
        try:
            self.cluster.wait_for(what, holds, patience_s=90)
        except (RuntimeError, TimeoutError) as error:
            logs = "\n".join(file.read_text() for file in (self.out / "logs").glob("slurm-*"))
            raise AssertionError(f"{error}\n{sorted(self.results())}\n{logs}") from error

    def is_running(self, case: str) -> bool:
        return bool(list(self.out.glob(f"reports/.{case}:*")))

    def results(self) -> dict[str, dict]:
        return {file.stem: json.loads(file.read_text())
                for file in (self.out / "results").glob("*.json")}

    def watch(self) -> tuple[threading.Event, threading.Thread, list[str]]:
        """Reads all files again and again: none is ever half-written."""
        over, faults = threading.Event(), []

        def look() -> None:
            while not over.is_set():
                for file in [*self.out.glob("results/*"), *self.out.glob("reports/*")]:
                    if file.name.startswith("."):
                        continue
                    try:
                        json.loads(file.read_text())
                    except FileNotFoundError:
                        pass
                    except ValueError:
                        faults.append(str(file))
                time.sleep(0.01)

        thread = threading.Thread(target=look)
        thread.start()
        return over, thread, faults

    def test_a_job_array_runs_each_case_once_and_says_where(self) -> None:
        self.plan("{runs: 3, warmup: 1}")
        job = self.submit("--comment=a b")
        self.assertEqual(self.tasks, 3)
        self.assertIn("#SBATCH --cpus-per-task=1\n", (self.out / "slurm.sh").read_text())
        self.wait_for("all results", lambda: len(self.results()) == 3)
        self.sweep("collect", "out")
        cases = {case["id"]: case for case in json.loads((self.out / "sweep.json").read_text())["cases"]}
        self.assertEqual({name: case["status"] for name, case in cases.items()},
                         {"plain-b1-t1": "ok", "plain-b2-t1": "ok", "raises-t1": "failed"})
        self.assertIn("needs seven rows", cases["raises-t1"]["message"])
        for number, case in enumerate(cases.values(), 1):
            self.assertEqual((case["job"], case["partition"], case["restarts"]), (f"{job}_{number}", "main", 0))
            self.assertTrue(case["node"] and case["host"])
        again = self.sweep("plan.yaml", "-o", "out", "--resume", "--slurm").stdout
        self.assertEqual(again, "nothing is left to do: no job was submitted\n")

    def test_a_task_begun_anew_and_one_that_was_killed_go_on(self) -> None:
        self.plan("{min-time: 4}")
        job = self.submit("--cpus-per-task=1")
        over, thread, faults = self.watch()
        try:
            self.wait_for("the first case", lambda: self.is_running("plain-b1-t1"))
            self.cluster.run("scontrol", "requeue", f"{job}_1", check=True)
            self.wait_for("its end", lambda: not self.is_running("plain-b1-t1"))
            self.assertNotIn("plain-b1-t1", self.results())
            self.wait_for("all results", lambda: len(self.results()) == 3)
            self.assertEqual(self.results()["plain-b1-t1"]["restarts"], 1)
            # Killed, and not by itself begun again.
            (self.out / "results/plain-b2-t1.json").unlink()
            again = self.submit("--cpus-per-task=1", first=("--resume",))
            self.assertEqual(self.tasks, 1, "of the case that is left")
            self.assertIn("#SBATCH --array=2\n", (self.out / "slurm.sh").read_text())
            self.wait_for("the second case", lambda: self.is_running("plain-b2-t1"))
            self.cluster.run("scancel", "--signal=KILL", again, check=True)
            self.wait_for("the job's end", lambda: not self.cluster.run("squeue", "-h", "-j", again).stdout)
            missing = self.sweep("collect", "out", code=1)
            self.assertIn("1 of 3 cases have no result", missing.stderr)
            self.assertIn("hookstat: 1 case to run", self.sweep("out").stderr)
        finally:
            over.set()
            thread.join()
        self.assertEqual(faults, [])
        self.sweep("collect", "out")

    def assert_begun_anew(self, case: str) -> None:
        self.wait_for("all results", lambda: len(self.results()) == 3)
        self.sweep("collect", "out")
        self.assertEqual((self.results()[case]["status"], self.results()[case]["restarts"]), ("ok", 1))
        self.assertEqual(list(self.out.glob("reports/.*")), [], "nothing is left of the first time")

    def test_a_task_that_is_preempted_begins_anew(self) -> None:
        self.plan("{min-time: 3}")
        self.submit("--partition=low", "--cpus-per-task=2")
        self.wait_for("the first case", lambda: self.is_running("plain-b1-t1"))
        self.cluster.run("sbatch", "--partition=main", "--cpus-per-task=2", "--output=/dev/null",
                         "--wrap=sleep 1", check=True)
        self.wait_for("its end", lambda: not self.is_running("plain-b1-t1"))
        self.assert_begun_anew("plain-b1-t1")
        self.assertEqual(self.results()["plain-b1-t1"]["partition"], "low")

    def test_a_task_whose_node_goes_down_begins_anew(self) -> None:
        self.plan("{min-time: 3}")
        self.submit("--cpus-per-task=2")
        self.wait_for("the first case", lambda: self.is_running("plain-b1-t1"))
        self.cluster.run("scontrol", "update", f"nodename={self.cluster.host}", "state=down", "reason=test",
                         check=True)
        self.wait_for("its end", lambda: not self.is_running("plain-b1-t1"))
        self.assert_begun_anew("plain-b1-t1")

    def test_a_task_fails_with_its_case_where_that_is_wanted(self) -> None:
        self.plan("{runs: 3, warmup: 1}")
        job = self.submit(first=("--fail",))
        self.wait_for("the tasks' ends", lambda: self.cluster.states(job, "ArrayTaskID,State") == [
            ["1", "COMPLETED"], ["2", "COMPLETED"], ["3", "FAILED"]])

    def test_what_slurm_refuses_is_said(self) -> None:
        self.plan("{runs: 3}")
        refused = self.sweep("plan.yaml", "-o", "out", "--slurm", "--partition=nosuch", code=2)
        self.assertIn("invalid partition specified: nosuch", refused.stderr)
        self.submit()  # nothing is in the way of another try
        own = self.sweep("plan.yaml", "-o", "b", "--slurm", "--array=1-2", code=2)
        self.assertIn("hookstat writes the array itself", own.stderr)
        none = self.sweep("plan.yaml", "-o", "c", "--slurm", code=2, PATH="/usr/sbin:/nowhere")
        self.assertIn("sbatch is not there", none.stderr)


if __name__ == "__main__":
    if not has_slurm(TOOLS):
        print(f"there is no Slurm in {TOOLS}: scripts/setup.sh test unpacks Debian's")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
