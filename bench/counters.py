#!/usr/bin/env python3
"""What other counters say of the same networks: resnet18, and one probe for each thing that counters differ in.

    python3 -m venv /tmp/counters && . /tmp/counters/bin/activate
    pip install -r requirements.txt fvcore==0.1.5.post20221221 torchinfo==1.8.0 thop==0.1.1.post2209072238 \\
      ptflops==0.7.5 torchstat==0.0.7 hjson msgpack psutil py-cpuinfo pydantic einops packaging ninja pandas
    pip install --no-deps deepspeed==0.19.8
    bench/counters.py                                               after scripts/build.sh

Each counter is called as its documentation shows, on eager modules; hookstat profiles the scripted module. The
figure is what the counter calls MACs or FLOPs, undivided; `fails` is an exception, `-` a counter that is not there.
"""

import contextlib
import copy
import io
import json
import subprocess
import sys
import tempfile
import types
import warnings
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

sys.modules["torchvision._meta_registrations"] = types.ModuleType("none")  # its C++ operators may not load
import torchvision  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent


class Functional(nn.Module):
    def __init__(self, function: Callable) -> None:
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Twice(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(8, 8, bias=False)

    def forward(self, x):
        return self.linear(self.linear(x))


class Product(nn.Module):
    def forward(self, x):
        return x @ x.transpose(1, 2)


class Attention(nn.Module):
    def forward(self, x):
        return F.scaled_dot_product_attention(x, x, x)


class First(nn.Module):
    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0]


class Relu(nn.Module):
    def forward(self, x):
        return F.relu(x)


# Probe: module, shape of its input, and its multiply-accumulates by definition.
PROBES: dict[str, tuple[nn.Module, tuple[int, ...], int]] = {
    "Conv2d without bias": (nn.Conv2d(4, 6, 3, bias=False), (1, 4, 8, 8), 36 * 6 * 4 * 9),
    "Conv2d with bias": (nn.Conv2d(4, 6, 3), (1, 4, 8, 8), 36 * 6 * 4 * 9),
    "Conv2d, batch of 2": (nn.Conv2d(4, 6, 3, bias=False), (2, 4, 8, 8), 2 * 36 * 6 * 4 * 9),
    "Conv2d, padding same": (nn.Conv2d(4, 6, 3, padding="same", bias=False), (1, 4, 8, 8), 64 * 6 * 4 * 9),
    "ConvTranspose2d, stride 2": (nn.ConvTranspose2d(4, 6, 3, 2, bias=False), (1, 4, 5, 5), 25 * 4 * 6 * 9),
    "Linear": (nn.Linear(8, 5, bias=False), (3, 8), 3 * 8 * 5),
    "Linear, 3-D input": (nn.Linear(8, 5, bias=False), (2, 7, 8), 2 * 7 * 8 * 5),
    "Linear called twice": (Twice(), (3, 8), 2 * 3 * 8 * 8),
    "x @ y, functional": (Product(), (2, 7, 8), 2 * 7 * 7 * 8),
    "attention, functional": (Attention(), (1, 2, 7, 8), 2 * 2 * 7 * 7 * 8),
    "LSTM": (First(nn.LSTM(3, 4)), (5, 2, 3), 5 * 2 * 16 * 7),
    "MultiheadAttention's encoder layer": (nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), (2, 5, 8),
                                           2 * (5 * 4 * 64 + 2 * 25 * 8 + 5 * 2 * 8 * 16)),
    "BatchNorm2d": (nn.BatchNorm2d(4), (1, 4, 8, 8), 0),
    "ReLU": (nn.ReLU(), (1, 4, 8, 8), 0),
    "relu, functional": (Relu(), (1, 4, 8, 8), 0),
    "MaxPool2d(2)": (nn.MaxPool2d(2), (1, 4, 8, 8), 0),
    "Softmax": (nn.Softmax(1), (3, 8), 0),
    "resnet18": (torchvision.models.resnet18(weights=None), (1, 3, 224, 224), 1_814_073_344),
}


def by_hookstat(model: nn.Module, example: torch.Tensor) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as folder:
        file, report = Path(folder) / "model.pt", Path(folder) / "report.json"
        torch.jit.script(model).save(file)
        subprocess.run([ROOT / "build/bin/hookstat", "profile", file, "--input", "x".join(map(str, example.shape)),
                        "--warmup", "1", "--runs", "1", "-o", report], check=True, capture_output=True)
        totals = json.loads(report.read_text())["totals"]
        return totals["macs"], totals["flops"]


def by_flop_counter(model: nn.Module, example: torch.Tensor) -> int:
    from torch.utils.flop_counter import FlopCounterMode
    with FlopCounterMode(display=False) as counter:
        model(example)
    return counter.get_total_flops()


def by_fvcore(model: nn.Module, example: torch.Tensor) -> int:
    from fvcore.nn import FlopCountAnalysis
    return int(FlopCountAnalysis(model, example).unsupported_ops_warnings(False).total())


def by_torchinfo(model: nn.Module, example: torch.Tensor) -> int:
    import torchinfo
    return torchinfo.summary(model, input_data=example, verbose=0).total_mult_adds


def by_thop(model: nn.Module, example: torch.Tensor) -> int:
    import thop
    return int(thop.profile(model, inputs=(example,), verbose=False)[0])


def by_ptflops(model: nn.Module, example: torch.Tensor) -> int:
    import ptflops
    return int(ptflops.get_model_complexity_info(
        nn.Sequential(model), tuple(example.shape[1:]), input_constructor=lambda _: {"input": example},
        as_strings=False, print_per_layer_stat=False, verbose=False)[0])


def by_deepspeed(model: nn.Module, example: torch.Tensor) -> tuple[int, int]:
    from deepspeed.profiling.flops_profiler import get_model_profile
    flops, macs, _ = get_model_profile(model, args=[example], print_profile=False, as_string=False, warm_up=0)
    return int(macs), int(flops)


def by_torchstat(model: nn.Module, example: torch.Tensor) -> tuple[int, int]:
    from torchstat.statistics import ModelStat
    if example.dim() != 4 or example.size(0) != 1:
        raise ValueError("it takes one image")
    nodes = ModelStat(nn.Sequential(model), tuple(example.shape[1:]), 1)._analyze_model()
    return sum(int(node.MAdd) for node in nodes), sum(int(node.Flops) for node in nodes)


COUNTERS: dict[str, Callable] = {
    "hookstat MACs/FLOPs": by_hookstat, "FlopCounterMode": by_flop_counter, "fvcore": by_fvcore,
    "torchinfo": by_torchinfo, "thop": by_thop, "ptflops": by_ptflops, "DeepSpeed MACs/FLOPs": by_deepspeed,
    "torchstat MAdd/Flops": by_torchstat,
}


def figure(counter: Callable, model: nn.Module, sizes: tuple[int, ...]) -> str:
    torch.manual_seed(0)
    try:
        with torch.no_grad(), contextlib.redirect_stdout(io.StringIO()):
            result = counter(copy.deepcopy(model).eval(), torch.rand(sizes))  # some leave things behind
    except ImportError:
        return "-"
    except Exception:  # noqa: BLE001: that a counter fails is what is to be shown
        return "fails"
    return " / ".join(f"{part:,}" for part in result) if isinstance(result, tuple) else f"{result:,}"


def main() -> int:
    warnings.simplefilter("ignore")
    print("| probe | MACs by definition | " + " | ".join(COUNTERS) + " |")
    print("| --- |" + " ---: |" * (len(COUNTERS) + 1))
    for name, (model, sizes, macs) in PROBES.items():
        cells = [figure(counter, model, sizes) for counter in COUNTERS.values()]
        print(f"| {name} | {macs:,} | " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
