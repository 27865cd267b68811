"""Models that LibTorch saves and cannot load, and what it says of them."""

import json
import re
from pathlib import Path
from typing import Dict

import torch

import names
import optimiser
from entry import script


def message(error: Exception) -> str:
    """The first line, without the address of a compilation unit and what leads on to the next line."""
    line = re.sub(r".*at: 0x[0-9a-f]+\)' ", "", str(error).strip().splitlines()[0])
    return re.sub(r"( here)?:$", "", line)


def models() -> Dict[str, torch.jit.ScriptModule]:
    # The weights of oneDNN's convolution are constants of a layout that is not written.
    optimised = torch.jit.optimize_for_inference(script(optimiser.ConvBlock().eval(), ()))
    return {**names.unloadable(), "optimised_convolution": optimised}


def write(folder: Path) -> None:
    messages: Dict[str, str] = {}
    for name, model in models().items():
        path = str(folder / f"refused_{name}.pt")
        torch.jit.save(model, path)
        try:
            torch.jit.load(path)
        except RuntimeError as error:
            messages[name] = message(error)
        else:
            raise ValueError(f"LibTorch loads {name} now: it belongs to the models that run")
    (folder / "refused.json").write_text(json.dumps(messages, indent=1))
