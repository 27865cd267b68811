"""Files that are no models, or not quite."""

import io
import pickle
import zipfile
from pathlib import Path

import torch
from torch import nn


def write(folder: Path) -> None:
    """`folder` holds plain.pt, a model, already."""
    (folder / "empty.pt").write_bytes(b"")
    (folder / "text.pt").write_text("not a model\n")
    (folder / "pickle.pt").write_bytes(pickle.dumps({"weight": [1, 2, 3]}))
    torch.save(nn.Linear(2, 2).state_dict(), folder / "state_dict.pt")
    torch.save(nn.Linear(2, 2).state_dict(), folder / "legacy_state_dict.pt",
               _use_new_zipfile_serialization=False)
    with zipfile.ZipFile(folder / "other.zip", "w") as archive:
        archive.writestr("other/readme.txt", "nothing to run")
    whole = (folder / "plain.pt").read_bytes()
    (folder / "truncated.pt").write_bytes(whole[: len(whole) // 2])
    (folder / "unknown_operator.pt").write_bytes(with_unknown_operator(whole))


def with_unknown_operator(model: bytes) -> bytes:
    """The model with an operator renamed that no LibTorch has."""
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model)) as source, zipfile.ZipFile(renamed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(".py"):
                data = data.replace(b"torch.mean(", b"ops.nobody.knows(")
            target.writestr(name, data)
    return renamed.getvalue()
