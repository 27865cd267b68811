"""Files for --inputs, whole and broken. Values are small and known, so that tests can name them."""

import collections
import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import torch


class Custom:
    """A class of somebody's own. Unpickling it would say so: nothing may."""

    def __reduce__(self):
        return (print, ("a pickle has run code",))


def grid() -> torch.Tensor:
    return torch.arange(6, dtype=torch.float32).reshape(2, 3)


NESTED = {
    "xs": [grid(), grid() + 1],
    "sizes": [1, 2],
    "table": {"a": torch.ones(2), "b": torch.zeros(3)},
    "pair": (torch.ones(2, 2), 7),
    "groups": [{"left": [torch.ones(1)], "right": []}, {}],
    "point": {"where": torch.ones(3), "weight": 0.5},
}


def write_torch(folder: Path) -> None:
    for protocol in (2, 3, 4, 5):
        torch.save(NESTED, folder / f"nested{protocol}.pt", pickle_protocol=protocol)
    torch.save(grid().t(), folder / "transposed.pt")
    torch.save((grid(), 3, 0.5, True, "negative", None, None), folder / "plain_tuple.pt")
    torch.save([grid(), 3, 2, False, "", torch.ones(3), 2**40], folder / "plain_list.pt")
    torch.save(collections.OrderedDict(xs=[grid()]), folder / "ordered.pt")
    shared = torch.arange(10.0)
    torch.save(([shared[2:5], shared[4:7], torch.nn.Parameter(shared)],), folder / "shared.pt")
    torch.save(([torch.ones(2, dtype=d) for d in (
        torch.float16, torch.bfloat16, torch.float64, torch.int8, torch.int16, torch.int32,
        torch.int64, torch.uint8, torch.uint16, torch.uint32, torch.uint64, torch.bool,
        torch.complex64, torch.complex128)],), folder / "dtypes.pt")
    torch.save((torch.ones(2, 0), ), folder / "no_elements.pt")
    torch.save(([grid(), grid()],), folder / "any_list.pt")
    torch.save(({"a": grid()},), folder / "any_dict.pt")


def write_broken_torch(folder: Path) -> None:
    torch.save((grid(), Custom()), folder / "custom.pt")
    torch.save(({1, 2},), folder / "set.pt")
    torch.save((b"x",), folder / "bytes.pt")
    torch.save((np.ones(3),), folder / "numpy.pt")
    torch.save((2**70,), folder / "large_number.pt")
    torch.save((torch.ones(2, 2).to_sparse(),), folder / "sparse.pt")
    torch.save((torch.quantize_per_tensor(torch.ones(2), 1.0, 0, torch.qint8),),
               folder / "quantized.pt")
    torch.save((torch.ones(2, dtype=torch.complex64).conj(),), folder / "conjugated.pt")
    torch.save({1: grid()}, folder / "number_keys.pt")
    torch.save(3, folder / "number.pt")
    torch.save({"y": grid()}, folder / "wrong_name.pt")
    torch.save({"x": "1x3"}, folder / "text_for_tensor.pt")
    torch.save((grid(), grid()), folder / "two.pt")
    torch.save((), folder / "none.pt")
    torch.save((grid(),), folder / "legacy.pt", _use_new_zipfile_serialization=False)
    (folder / "plain_pickle.pt").write_bytes(pickle.dumps([1, 2]))
    (folder / "empty.pt").write_bytes(b"")
    (folder / "text.pt").write_text("no archive\n")
    whole = (folder / "nested2.pt").read_bytes()
    (folder / "truncated.pt").write_bytes(whole[: len(whole) // 2])
    itself = []
    itself.append(itself)
    torch.save((itself,), folder / "itself.pt")
    wide = [0] * 10
    for _ in range(12):  # 10^13 values, in a few bytes
        wide = [wide] * 10
    torch.save((wide,), folder / "many.pt")


def torch_archive(path: Path, pickled: bytes, storages: dict) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        for key, data in storages.items():
            archive.writestr(f"archive/data/{key}", data)


def write_handmade_torch(folder: Path) -> None:
    """Archives that torch.save would never write."""
    depth = 100_000
    torch_archive(folder / "deep.pt", b"\x80\x02" + b"]" * depth + b"a" * (depth - 1) + b".", {})
    rebuild = (b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\n"
               b"FloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ%s(%st(K\x01t\x89)tR.")
    torch_archive(folder / "beyond.pt", rebuild % (b"K\x00", b"J\xff\xff\xff\x7f"), {"0": b"1234"})
    torch_archive(folder / "negative.pt", rebuild % (b"K\x00", b"J\xff\xff\xff\xff"), {"0": b"1234"})
    torch_archive(folder / "no_storage.pt", rebuild % (b"K\x00", b"K\x01"), {})
    torch_archive(folder / "system.pt", b"\x80\x02cos\nsystem\nX\x09\x00\x00\x00touch ran\x85R.", {})
    torch_archive(folder / "underflow.pt", b"\x80\x02R.", {})
    torch_archive(folder / "cut_pickle.pt", b"\x80\x02X\xff\xff\xff\x7fab", {})
    torch_archive(folder / "protocol0.pt", pickle.dumps([1], protocol=0), {})
    with zipfile.ZipFile(folder / "other.pt", "w") as archive:
        archive.writestr("readme.txt", "no pickle here")


def npy(descr: str, shape: str, data: bytes, version: int = 1) -> bytes:
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + data


def write_numpy(folder: Path) -> None:
    values = np.arange(6).reshape(2, 3)
    for name in ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
                 "float16", "float32", "float64", "complex64", "complex128"):
        np.save(folder / f"{name}.npy", values.astype(name))
    np.save(folder / "fortran.npy", np.asfortranarray(values.astype("float32")))
    np.save(folder / "big_endian.npy", values.astype(">f4"))
    np.save(folder / "big_endian_complex.npy", values.astype(">c8"))
    np.save(folder / "scalar.npy", np.float32(2.5))
    np.save(folder / "no_elements.npy", np.zeros((2, 0), "float32"))
    for version in (2, 3):
        data = values.astype("<f4").tobytes()
        (folder / f"version{version}.npy").write_bytes(npy("'<f4'", "(2, 3)", data, version))
    np.savez(folder / "positional.npz", values.astype("float32"), np.array([1, 2, 3]))
    np.savez(folder / "plain.npz", values.astype("float32"), n=2, scale=np.float32(0.5), flag=True)
    np.savez_compressed(folder / "deflated.npz", x=np.zeros((100, 100), "float32"))
    np.savez(folder / "ratios.npz", ratios=np.array([0.5, 1.5]))
    np.savez_compressed(folder / "small.npz", value=np.arange(5))


def write_broken_numpy(folder: Path) -> None:
    np.save(folder / "object.npy", np.array([{}, None], dtype=object), allow_pickle=True)
    np.save(folder / "text.npy", np.array(["a", "bc"]))
    np.save(folder / "record.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    np.save(folder / "date.npy", np.zeros(2, dtype="datetime64[s]"))
    np.save(folder / "long_double.npy", np.zeros(2, dtype=np.longdouble))
    whole = (folder / "float32.npy").read_bytes()
    (folder / "cut_values.npy").write_bytes(whole[:-1])
    (folder / "cut_header.npy").write_bytes(whole[:40])
    (folder / "cut_magic.npy").write_bytes(whole[:5])
    (folder / "wrong_magic.npy").write_bytes(b"\x93NUMPX" + whole[6:])
    (folder / "version9.npy").write_bytes(whole[:6] + b"\x09" + whole[7:])
    (folder / "gigabyte.npy").write_bytes(npy("'<f4'", "(250000000,)", b"1234"))
    (folder / "overflow.npy").write_bytes(npy("'<f4'", f"({2**62}, {2**62})", b"1234"))
    (folder / "negative.npy").write_bytes(npy("'<f4'", "(-2,)", b"1234"))
    (folder / "no_shape.npy").write_bytes(npy("'<f4'", "", b"1234"))
    object_array = (folder / "object.npy").read_bytes()
    for name, entries in {
            "gap": {"arr_1.npy": whole}, "object": {"x.npy": object_array},
            "leading_zero": {"arr_0.npy": whole, "arr_00.npy": whole},
            "other": {"readme.txt": b"no array"},
            "two_and_named": {"arr_0.npy": whole, "arr_1.npy": whole, "x.npy": whole}}.items():
        with zipfile.ZipFile(folder / f"{name}.npz", "w") as archive:
            for entry, data in entries.items():
                archive.writestr(entry, data)
    with zipfile.ZipFile(folder / "twice.npz", "w") as archive:
        archive.writestr("x.npy", whole)
        archive.writestr("y.npy", whole)
    data = (folder / "twice.npz").read_bytes()
    (folder / "twice.npz").write_bytes(data.replace(b"y.npy", b"x.npy"))
    write_damaged_archives(folder)


def write_damaged_archives(folder: Path) -> None:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(1000))
    for name, method in (("damaged", zipfile.ZIP_STORED), ("bomb", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(folder / f"{name}.npz", "w", method) as archive:
            archive.writestr("x.npy", buffer.getvalue())
    data = bytearray((folder / "damaged.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "damaged.npz").write_bytes(bytes(data))
    data = bytearray((folder / "bomb.npz").read_bytes())
    size_at = data.rindex(b"PK\x01\x02") + 24  # of the entry, in the archive's directory
    data[size_at:size_at + 4] = (2**31).to_bytes(4, "little")
    (folder / "bomb.npz").write_bytes(bytes(data))


JSON_FILES = {
    "nested": {
        "xs": ["1x3x30x40", {"shape": [2, 2], "dtype": "int64", "range": [3, 5]},
               {"data": [[1, 2], [3, 4]], "dtype": "float16"}, [[1, 2], [3, 4.5]], 5,
               {"shape": [2], "fill": "ones"}],
        "sizes": [1, 2],
        "table": {"a": "2", "b": [1.5]},
        "pair": ["2x2", 7],
        "groups": [{"left": ["1"], "right": []}, {}],
        "point": {"where": "3", "weight": 1},
    },
    "plain": ["2x3", 3, 1, True, "negative", None, 4],
    "numbers": {"table": {"3": "2x2"}, "ratios": [1, 0.5]},
}


def write_json(folder: Path) -> None:
    for name, value in JSON_FILES.items():
        (folder / f"{name}.json").write_text(json.dumps(value))
    (folder / "nan.json").write_text('{"x": [NaN]}')
    (folder / "deep.json").write_text("[" * 100_000 + "]" * 100_000)
    (folder / "cut.json").write_text('{"x": [1, 2')
    (folder / "twice.json").write_text('{"x": "1", "x": "2"}')
    (folder / "large.json").write_text('{"x": 99999999999999999999}')
    (folder / "huge_float.json").write_text('{"x": 1e999}')
    (folder / "uneven.json").write_text('{"x": [[1, 2], [3]]}')
    (folder / "wrong_key.json").write_text('{"x": {"shpe": [1]}}')
    (folder / "wrong_fill.json").write_text('{"x": {"shape": [1], "fill": "twos"}}')
    (folder / "overfull.json").write_text('{"x": {"data": [300], "dtype": "uint8"}}')
    (folder / "number.json").write_text("3")
    (folder / "bad_utf8.json").write_bytes(b'{"x": "\xff"}')


def write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for part in (write_torch, write_broken_torch, write_handmade_torch, write_numpy,
                 write_broken_numpy, write_json):
        part(folder)
