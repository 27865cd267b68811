#!/usr/bin/env python3
"""Runs clang-tidy on every file of src/ that the build compiles, one on each core.

    scripts/run_clang_tidy.py BUILD_FOLDER [--tidy clang-tidy-16] [--timeout SECONDS]

clang cannot read gcc's precompiled headers, so it gets compile commands without them. A file that
passed is not looked at again until it, a header of ours, its command or .clang-tidy changes.
Ends with "N passed, N failed".
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def clang_command(command: str) -> list[str]:
    """The compile command without its launcher and gcc's precompiled header."""
    words = shlex.split(command)
    compiler = next(i for i, word in enumerate(words)
                    if Path(word).name.startswith(("c++", "g++", "clang++")))
    kept, skip = [words[compiler]], False
    for i, word in enumerate(words[compiler + 1:], compiler + 1):
        if skip:
            skip = False
        elif word == "-include" and words[i + 1].endswith("cmake_pch.hxx"):
            skip = True
        elif word not in ("-Winvalid-pch", "-Werror"):
            kept.append(word)
    return kept + ["-Wno-unknown-warning-option"]


def our_entries(build: Path) -> list[dict]:
    entries = json.loads((build / "compile_commands.json").read_text())
    source = ROOT / "src"
    return [{"directory": entry["directory"], "file": entry["file"],
             "arguments": clang_command(entry["command"])}
            for entry in entries if source in Path(entry["file"]).parents]


def fingerprint_of_headers() -> bytes:
    digest = hashlib.sha256()
    for path in [ROOT / ".clang-tidy", *sorted((ROOT / "include").rglob("*.h")),
                 *sorted((ROOT / "src").rglob("*.h"))]:
        digest.update(path.read_bytes())
    return digest.digest()


def check(entry: dict, folder: Path, options: argparse.Namespace, headers: bytes) -> str | None:
    """Returns what clang-tidy complains about, None when it is content."""
    path = Path(entry["file"])
    digest = hashlib.sha256(headers + path.read_bytes() + repr(entry["arguments"]).encode())
    stamp = folder / (str(path.relative_to(ROOT)).replace(os.sep, "-") + ".passed")
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return None
    try:
        done = subprocess.run([options.tidy, "--quiet", "-p", str(folder), str(path)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=options.timeout)
    except subprocess.TimeoutExpired:
        return f"{path}: clang-tidy took more than {options.timeout:.0f} s"
    if done.returncode != 0:
        return re.sub(r"^\d+ warnings? generated\.\n", "", done.stdout, flags=re.MULTILINE).strip()
    stamp.write_text(digest.hexdigest())
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--tidy", default="clang-tidy-16")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one file")
    arguments = parser.parse_args()

    entries = our_entries(arguments.build)
    folder = arguments.build / "clang-tidy"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    headers = fingerprint_of_headers()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = pool.map(lambda entry: check(entry, folder, arguments, headers), entries)
        for complaint in filter(None, runs):
            failed += 1
            print(complaint, flush=True)
    print(f"{len(entries) - failed} passed, {failed} failed")
    return 1 if failed or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
