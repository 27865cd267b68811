#!/usr/bin/env python3
"""Holds what shared libraries export against what the public headers mark as HOOKSTAT_API.

    check_symbols.py HEADERS LIBRARY...      the first has everything
"""

import re
import subprocess
import sys
from pathlib import Path


def public_names(headers: Path) -> set[str]:
    """Functions and classes with HOOKSTAT_API before their names."""
    texts = [header.read_text() for header in headers.glob("*.h") if header.name != "api.h"]
    names = set()
    for before, after in re.findall(r"(\w*)\s*HOOKSTAT_API\s+([^;{]+)", "\n".join(texts)):
        is_class = before in ("class", "struct")
        names.add(re.search(r"\w+" if is_class else r"\w+(?=\()", after)[0])
    return names


def forgotten(public: set[str], symbols: list[str]) -> set[str]:
    """Public names that the library of everything lacks, but for classes that are all inline."""
    found = {name for symbol in symbols for name in re.findall(r"hookstat::(\w+)", symbol)}
    return public - found - {"LiveRecording"}


def exported(library: str) -> list[str]:
    lines = subprocess.run(["nm", "-D", "-C", "--defined-only", library], capture_output=True,
                           text=True, check=True).stdout.splitlines()
    return [line.split(maxsplit=2)[2] for line in lines]


def main() -> int:
    public = public_names(Path(sys.argv[1]))
    wrong = []
    for library in sys.argv[2:]:
        symbols = exported(library)
        if library == sys.argv[2]:
            wrong += [f"{library}: lacks {name}" for name in sorted(forgotten(public, symbols))]
        for symbol in symbols:
            own = re.sub(r"^(typeinfo|typeinfo name|vtable) for ", "", symbol)
            name = re.match(r"hookstat::(\w+)", own)
            if name is None or name[1] not in public or "::Impl" in own:
                wrong.append(f"{library}: {symbol[:150]} is no public name")
    print("\n".join(wrong) or f"{len(public)} public names")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
