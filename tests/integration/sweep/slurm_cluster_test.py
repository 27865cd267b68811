#!/usr/bin/env python3
"""What the tests with Slurm rely on, asked of a real one (slurm_cluster.py).

    slurm_cluster_test.py TOOLS      TOOLS: where scripts/setup.sh test unpacks programs to
"""

import contextlib
import os
import re
import sys
import tempfile
import time
import unittest
from pathlib import Path

from slurm_cluster import NODE, PATIENCE_S, SlurmCluster, has_slurm

TOOLS = sys.argv[1]
SKIPPED = 77
# BatchStartTimeout + MessageTimeout: a younger job is not missed. Of an older one the controller asks
# when it next reads its configuration, or within some 25 s.
MAY_BE_STARTING_S = 12
# Says in a file what becomes of each of its runs. A shell deals with signals between commands, so
# that it must wait for what takes time.
TASK = """#!/bin/bash
say() {{ echo "$SLURM_ARRAY_TASK_ID ${{SLURM_RESTART_COUNT:-first}} $1" >>'{said}'; }}
trap 'say SIGTERM; kill %1; exit 1' TERM
say started
sleep ${{1:-60}} & wait
say ended
"""


class RealSlurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cls.cluster = stack.enter_context(SlurmCluster(folder, TOOLS))

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.script = self.folder / "task"
        self.said_file = self.folder / "said"
        self.said_file.touch()
        self.script.write_text(TASK.format(said=self.said_file))
        self.addCleanup(self.end_jobs)

    def end_jobs(self) -> None:
        self.ask("scancel", "--user", str(os.geteuid()))
        self.cluster.wait_for("jobs to end", lambda: not self.ask("squeue", "--noheader"))

    def ask(self, *command: str) -> str:
        result = self.cluster.run(*command)
        self.assertEqual((result.returncode, result.stderr), (0, ""), command)
        return result.stdout

    def submit(self, *options: str, array: str = "0") -> str:
        return self.ask("sbatch", "--parsable", "--requeue", f"--array={array}",
                        f"--output={self.folder}/%a.out", *options).strip()

    def said(self, line: str) -> int:
        """How often."""
        return len(re.findall(line, self.said_file.read_text(), re.MULTILINE))

    def wait_until_said(self, line: str, count: int = 1, patience_s: float = PATIENCE_S) -> float:
        return self.cluster.wait_for(f"{count} of {line!r}", lambda: self.said(line) == count,
                                     patience_s)

    def wait_for_states(self, job: str, *states: str) -> None:
        self.cluster.wait_for(f"{job} to be {states}", lambda: tuple(
            state for _, state, _ in self.cluster.states(job)) == states)

    def test_each_task_of_an_array_is_told_which_it_is(self) -> None:
        job = self.submit(f"--wrap=env >{self.folder}/$SLURM_ARRAY_TASK_ID", array="0-2")
        self.wait_for_states(job, *["COMPLETED"] * 3)
        for task in "012":
            lines = (self.folder / task).read_text().splitlines()
            told = dict(line.split("=", 1) for line in lines if "=" in line)
            for name, value in [("SLURM_ARRAY_TASK_ID", task), ("SLURM_ARRAY_JOB_ID", job),
                                ("SLURM_JOB_PARTITION", "main"), ("SLURM_RESTART_COUNT", None),
                                ("SLURMD_NODENAME", self.cluster.host), ("LD_LIBRARY_PATH",
                                 self.cluster.environment.get("LD_LIBRARY_PATH"))]:
                self.assertEqual(told.get(name), value, name)

    def test_a_requeued_task_gets_sigterm_and_starts_again(self) -> None:
        job = self.submit(str(self.script), array="0-1")
        self.wait_until_said("first started", 2)
        self.ask("scontrol", "requeue", f"{job}_0")
        self.wait_until_said("^0 first SIGTERM")
        took = self.wait_until_said("^0 1 started")
        self.assertGreater(took, self.cluster.requeue_delay_s - 1)
        self.assertEqual((self.said("^1 "), self.said("^0 ")), (1, 3), "the other task goes on")
        self.assertEqual(self.cluster.states(job, "ArrayTaskID,State,RestartCnt"),
                         [["0", "RUNNING", "1"], ["1", "RUNNING", "0"]])

    def test_a_cancelled_task_does_not_start_again_whatever_the_signal(self) -> None:
        job = self.submit(str(self.script), array="0-1")
        self.wait_until_said("first started", 2)
        self.ask("scancel", "--signal=KILL", f"{job}_0")
        self.ask("scancel", f"{job}_1")
        self.wait_for_states(job, "CANCELLED", "CANCELLED")
        self.assertEqual(self.said("SIGTERM"), 2)

    def test_a_task_of_low_makes_way_for_one_of_main_and_starts_again(self) -> None:
        job = self.submit("--partition=low", str(self.script), array="0-1")
        self.wait_until_said("first started", 2)
        preempts = self.submit("--wrap=sleep 1")
        self.wait_until_said("first SIGTERM")
        self.wait_for_states(preempts, "COMPLETED")
        self.wait_until_said("1 started")
        self.assertEqual(self.said("^."), 4, "one task was preempted, the other went on")
        self.assertEqual(sorted(count for _, count in self.cluster.states(job, "ArrayTaskID,RestartCnt")),
                         ["0", "1"])

    def test_a_task_outlives_slurmd(self) -> None:
        job = self.submit(str(self.script), "5")
        self.wait_until_said("first started")
        self.cluster.kill(NODE)
        time.sleep(1)
        self.cluster.start_node()
        self.wait_for_states(job, "COMPLETED")
        self.assertEqual((self.said("first ended"), self.said("^.")), (1, 2))

    def test_a_task_of_a_node_that_crashed_starts_again(self) -> None:
        self.submit(str(self.script))
        self.wait_until_said("first started")
        self.cluster.crash_node()
        self.cluster.start_node()
        time.sleep(MAY_BE_STARTING_S)
        self.ask("scontrol", "reconfigure")
        self.wait_until_said("1 started", patience_s=2 * PATIENCE_S)
        self.assertEqual(self.said("^."), 2, "nobody told the first run")

    def test_two_tasks_of_one_core_share_none(self) -> None:
        job = self.submit("--wrap=taskset --cpu-list --pid $$; date +%s.%N; sleep 1; date +%s.%N",
                          array="0-2")
        self.wait_for_states(job, *["COMPLETED"] * 3)
        runs = []
        for task in "012":
            cores, start, end = (self.folder / f"{task}.out").read_text().splitlines()
            runs.append((float(start), float(end), cores.split(": ")[1]))
        first, second, third = sorted(runs)
        self.assertLess(second[0], first[1], "two run at the same time")
        self.assertEqual({first[2], second[2]}, {"0", "1"})
        self.assertGreater(third[0], min(first[1], second[1]), "a third waits for a core")

    def test_what_became_of_a_task_can_be_asked_afterwards(self) -> None:
        job = self.submit("--wrap=exit $SLURM_ARRAY_TASK_ID", array="0-2")
        self.wait_for_states(job, "COMPLETED", "FAILED", "FAILED")
        self.assertEqual(self.cluster.states(job), [["0", "COMPLETED", "0"], ["1", "FAILED", "256"],
                                            ["2", "FAILED", "512"]])  # as waitpid() has it
        self.assertRegex(self.ask("scontrol", "show", "job", f"{job}_2"),
                         r"JobState=FAILED Reason=NonZeroExitCode[\s\S]* ExitCode=2:0")
        self.assertEqual(self.cluster.run("sacct", f"--jobs={job}").returncode, 1, "no accounting")

    def test_sbatch_says_what_it_refuses(self) -> None:
        for option, message in [("--partition=none", "Invalid partition name specified"),
                                ("--array=0-1000000", "Invalid job array specification"),
                                ("--array=x", "Invalid job array specification")]:
            with self.subTest(option):
                result = self.cluster.run("sbatch", "--parsable", option, "--wrap=true")
                self.assertEqual((result.returncode, result.stdout), (1, ""))
                self.assertIn(f"sbatch: error: Batch job submission failed: {message}\n",
                              result.stderr)


class Clusters(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_nothing_stays_after_a_failure(self) -> None:
        started = self.folder / "started"
        with self.assertRaisesRegex(ValueError, "of the test"):
            with SlurmCluster(self.folder, TOOLS) as cluster:
                cluster.run("sbatch", "--output=/dev/null",
                            f"--wrap=trap '' TERM; touch {started}; sleep 60; sleep 60")
                cluster.wait_for("the job", started.exists)
                self.assertGreater(len(cluster.processes()), 4)
                raise ValueError("of the test")
        self.assertEqual(cluster.processes(), [])

    def test_one_that_does_not_start_shows_its_logs_and_leaves_nothing(self) -> None:
        cluster = SlurmCluster(self.folder, TOOLS)
        cluster.host = "elsewhere"
        with self.assertRaisesRegex(RuntimeError, r"slurm\w+ ended with 1\n[\s\S]*== slurmctld.log"):
            cluster.__enter__()
        self.assertEqual(cluster.processes(), [])


if __name__ == "__main__":
    if not has_slurm(TOOLS):
        print(f"there is no Slurm in {TOOLS}: scripts/setup.sh test unpacks Debian's")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1], verbosity=2)
