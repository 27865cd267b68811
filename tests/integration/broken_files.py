"""Files that are no models, or not quite."""

import io
import pickle
import re
import zipfile
from pathlib import Path
from typing import Callable

import torch
from torch import nn


def write_without_debug_files(folder: Path, name: str) -> None:
    """A model as it is when it was made smaller: nothing tells the lines of Python."""
    target = folder / f"{name}_without_debug_files.pt"
    with zipfile.ZipFile(folder / f"{name}.pt") as whole, zipfile.ZipFile(target, "w") as smaller:
        for record in whole.infolist():
            if not record.filename.endswith(".debug_pkl"):
                smaller.writestr(record.filename.replace(name, target.stem, 1), whole.read(record))


def write(folder: Path) -> None:
    """`folder` holds plain.pt, a model, already."""
    write_without_debug_files(folder, "plain")
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
    (folder / "flipped.pt").write_bytes(with_a_flipped_bit(whole))
    for name, change in {
            "unknown_operator": rename_operator, "nested": nest_constants,
            "claims_more": claim_more_elements, "memo": number_memo_high,
    }.items():
        (folder / f"{name}.pt").write_bytes(changed(whole, change))
    for kind, name in {"foreign": "é", "quote": 'a"b', "line_break": "a\nb", "keyword": "class",
                       "script": "</script>"}.items():
        model = nn.Sequential()
        model.add_module(name, nn.Linear(2, 2))
        torch.jit.script(model.eval()).save(str(folder / f"named_{kind}.pt"))
    (folder / "too_large.pt").write_bytes(with_huge_records(whole))


def with_a_flipped_bit(model: bytes) -> bytes:
    """In the weights, where nothing but the checksum tells."""
    with zipfile.ZipFile(io.BytesIO(model)) as archive:
        weights = max((record for record in archive.infolist() if "/data/" in record.filename),
                      key=lambda record: record.file_size)
        at = model.index(archive.read(weights))
    return model[:at] + bytes([model[at] ^ 1]) + model[at + 1:]


def rename_operator(name: str, data: bytes) -> bytes:
    """An operator that no LibTorch has."""
    return data.replace(b"torch.mean(", b"ops.nobody.knows(") if name.endswith(".py") else data


def nest_constants(name: str, data: bytes) -> bytes:
    """Tuples in tuples, deeper than LibTorch's stack holds."""
    deep = b"\x80\x02K\x01" + b"\x85" * 200_000 + b"."
    return deep if name.endswith("/constants.pkl") else data


def claim_more_elements(name: str, data: bytes) -> bytes:
    """The first tensor has 2^31 - 1 elements, says the pickle; its record does not."""
    if not name.endswith("/data.pkl"):
        return data
    return re.sub(rb"K.tQ", lambda _: b"J\xff\xff\xff\x7ftQ", data, count=1, flags=re.DOTALL)


def number_memo_high(name: str, data: bytes) -> bytes:
    """A memo entry for which LibTorch would make a list of 2^30."""
    return data[:-1] + b"r\xff\xff\xff\x3f." if name.endswith("/data.pkl") else data


def with_huge_records(model: bytes) -> bytes:
    """Thousands of records of 4 GB each, says the archive's directory."""
    large = io.BytesIO(model)
    with zipfile.ZipFile(large, "a") as archive:
        for i in range(5000):
            archive.writestr(f"plain/extra/{i}", "x")
        start = archive.fp.tell()
    data = bytearray(large.getvalue())
    at, uncompressed_size = data.index(b"PK\x01\x02", start), 24  # in a record of the directory
    while at >= 0:
        data[at + uncompressed_size:at + uncompressed_size + 4] = (0xFFFFFFF0).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(data)


def changed(model: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The model with its records changed, under checksums that are right."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(model)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return result.getvalue()
