#!/usr/bin/env python3
"""hookstat sweep where there is a GPU: cases on the host beside cases on the device, one of these at a time.

    gpu_sweep_test.py HOOKSTAT MODELS_FOLDER
"""

import json
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime
from pathlib import Path

HOOKSTAT, MODELS = sys.argv[1], Path(sys.argv[2])
PLAN = f"""
models: {MODELS}/plain.pt
inputs: "{{batch}}x3x64x64"
batch: [1, 8]
threads: 1
dtype: [float32, float16]
device: [cpu, cuda]
exclude: {{device: cpu, dtype: float16}}
profile: {{min-time: 3}}
"""


def seconds_of(case: dict, results: Path) -> tuple[float, float]:
    """When it began, in whole seconds, and when its result was written."""
    file = results / f"{case['id']}.json"
    started = datetime.fromisoformat(json.loads(file.read_text())["started"].replace("Z", "+00:00"))
    return started.timestamp(), file.stat().st_mtime


class GpuSweep(unittest.TestCase):
    def test_cases_take_turns_on_the_device(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            plan, out = Path(folder, "plan.yaml"), Path(folder, "out")
            plan.write_text(PLAN)
            done = subprocess.run([HOOKSTAT, "sweep", str(plan), "-o", str(out), "--jobs", "3"], check=False,
                                  capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            sweep = json.loads((out / "sweep.json").read_text())
            spans = sorted(seconds_of(case, out / "results") for case in sweep["cases"]
                           if case["device"] == "cuda")
        self.assertEqual([case["status"] for case in sweep["cases"]], ["ok"] * 6, done.stderr)
        for case in sweep["cases"]:
            on_device = case["device"] == "cuda"
            self.assertEqual(case["device_seconds_per_item"] is not None, on_device)
            self.assertEqual(case["core_seconds_per_item"] is None, on_device)
        self.assertEqual(len(spans), 4)
        for before, after in zip(spans, spans[1:]):
            self.assertGreater(after[0] + 1, before[1])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
