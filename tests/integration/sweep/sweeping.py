"""Sweeps of small models in a folder of their own, for tests; HOOKSTAT and MODELS_FOLDER are their arguments."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HOOKSTAT, MODELS = sys.argv[1], Path(sys.argv[2])
HERE = Path(__file__).resolve().parent
SCHEMA = HERE.parents[2] / "docs/sweep.schema.json"
QUICK = "profile: {runs: 3, warmup: 1}\n"
ONE = f"models: [{MODELS}/plain.pt]\ninputs: '{{batch}}x3x16x16'\n"


class SweepTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.out = self.folder / "out"
        # Locks of cores of its own: whoever else sweeps on this machine is in nobody's way.
        self.cores = self.folder / "cores"
        self.environment = {**os.environ, "HOOKSTAT_CORES": str(self.cores)}

    def plan(self, text: str, name: str = "plan.yaml") -> str:
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def start(self, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen([HOOKSTAT, "sweep", *arguments], text=True, cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        self.addCleanup(process.communicate)  # in reverse order: when it is killed
        self.addCleanup(process.kill)
        return process

    def run_sweep(self, *arguments: str, code: int = 0, cwd: Path | None = None) -> subprocess.CompletedProcess:
        done = subprocess.run([HOOKSTAT, "sweep", *arguments], capture_output=True, text=True,
                              cwd=cwd or self.folder, env=self.environment, timeout=200, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def results(self) -> dict[str, dict]:
        return {file.stem: json.loads(file.read_text())
                for file in (self.out / "results").glob("*.json")}

    def statuses(self) -> dict[str, str]:
        return {name: result["status"] for name, result in self.results().items()}

    def assert_whole(self, cases: int) -> None:
        """Each file is whole, and nothing is left beside them."""
        self.assertEqual(len(self.results()), cases)
        for file in (self.out / "reports").iterdir():
            self.assertFalse(file.name.startswith("."), file)
            self.assertIn("modules", json.loads(file.read_text()))

    def assert_disjoint(self, seen: list[list[str]]) -> None:
        for cores in seen:
            self.assertEqual(len(cores), len(set(cores)), "two cases on one core")

    def check_schema(self) -> None:
        subprocess.run([sys.executable, HERE.parent / "check_schema.py", SCHEMA, self.out / "sweep.json"],
                       check=True, timeout=60)
