"""Whether the times of operators add up to those of the modules whose code they are.

    bench/operators_against_modules.py [HOOKSTAT]          default: build/bin/hookstat

Profiles SSD300, a transformer, an LSTM and a model with loops and branches with --operators, and
holds what operators and the interpreter take against the modules' own times, which come from other
calls of the same process. Both include what measuring adds, which is printed beside the ratio.
Figures are medians of five profiles. Ends with 1 where a ratio is off by more than 5 % and the two
overheads together. For an idle machine: the times are means, which one interruption moves.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "torchscript_models"))
import exporting  # noqa: E402
import ssd300  # noqa: E402

PROFILES = 5
RUNS = 12
TOLERATED_PERCENT = 5.0


class Recurrent(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(256, 256, num_layers=2)
        self.head = nn.Linear(256, 64)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.lstm(x)[0])


class Branches(nn.Module):
    """Which layers run, and how often, depends on the data."""

    def __init__(self) -> None:
        super().__init__()
        self.small = nn.Linear(256, 256)
        self.large = nn.Sequential(nn.Linear(256, 1024), nn.ReLU(), nn.Linear(1024, 256))

    def forward(self, x: Tensor) -> Tensor:
        steps = 0
        while bool(x.abs().mean() > 0.0) and steps < 8:
            if steps % 2 == 0:
                x = self.small(x).tanh()
            else:
                x = x + self.large(x)
            steps += 1
        return x


def models() -> dict[str, tuple[nn.Module, str]]:
    layer = nn.TransformerEncoderLayer(256, 8, 1024, batch_first=True)
    return {
        "SSD300": (ssd300.make_model(0), "1x3x300x300"),
        "transformer": (nn.TransformerEncoder(layer, 3, enable_nested_tensor=False), "4x128x256"),
        "LSTM": (Recurrent(), "64x4x256"),
        "loops and branches": (Branches(), "64x256"),
    }


def profiles(hookstat: str, model: nn.Module, shape: str) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pt"
        torch.jit.save(torch.jit.script(model.eval()), str(path))
        command = [hookstat, "profile", str(path), "--input", shape, "--operators", "--runs",
                   str(RUNS), "--format", "json"]
        runs = [subprocess.run(command, check=True, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL) for _ in range(PROFILES)]
        return [json.loads(run.stdout) for run in runs]


def own_time(report: dict) -> float:
    return sum(module["time_ns"]["exclusive"]["mean"] for module in report["modules"])


def ratio(report: dict) -> float:
    timing = report["operator_timing"]
    return (timing["operators_ns"] + timing["between_ns"]) / own_time(report)


def largest_difference(report: dict) -> float:
    """In percent, of the modules below the model with 5 % of the time or more. Their own time has
    the interpreter in it, which operators have not."""
    by_module: dict[str, float] = {}
    for row in report["operators"]:
        by_module[row["module"]] = by_module.get(row["module"], 0.0) + (row["time_ns"] or 0.0)
    least = 0.05 * own_time(report)
    return max((abs(100 * (by_module.get(module["path"], 0.0) / own - 1))
                for module in report["modules"][1:]
                if (own := module["time_ns"]["exclusive"]["mean"]) >= least), default=0.0)


def main() -> int:
    hookstat = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/bin/hookstat")
    exporting.hide_deprecation()
    torch.manual_seed(0)
    failed = False
    print(f"{'model':20} {'ratio':>7} {'modules off by':>15} {'hooks add':>10} {'marks add':>10}")
    for name, (model, shape) in models().items():
        reports = profiles(hookstat, model, shape)
        off = statistics.median(map(largest_difference, reports))
        whole = statistics.median(map(ratio, reports))
        hooks = statistics.median(r["overhead"]["percent"] for r in reports)
        marks = statistics.median(r["operator_timing"]["overhead"]["percent"] for r in reports)
        failed |= abs(100 * (whole - 1)) > TOLERATED_PERCENT + abs(hooks) + abs(marks)
        print(f"{name:20} {whole:7.3f} {off:13.1f} % {hooks:8.2f} % {marks:8.2f} %")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
