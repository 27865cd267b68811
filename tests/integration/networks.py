"""The whole networks that tests use, as torchscript_models exports them, and what PyTorch counts of SSD300."""

import json
from pathlib import Path

import exporting
import resnet50
import ssd300
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


def write_flops(folder: Path, model: nn.Module) -> None:
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(torch.rand(ssd300.INPUT_SHAPE))
    (folder / "ssd300_flops.json").write_text(json.dumps({"flops": counter.get_total_flops()}))


def write(folder: Path) -> None:
    model = ssd300.make_model(0)
    for name, trace in {"ssd300": False, "ssd300_traced": True}.items():
        module = exporting.to_torchscript(model, ssd300.INPUT_SHAPE, trace)
        torch.jit.save(module, str(folder / f"{name}.pt"))
    torch.jit.save(torch.jit.script(resnet50.make_model(0)), str(folder / "resnet50.pt"))
    write_flops(folder, model)
