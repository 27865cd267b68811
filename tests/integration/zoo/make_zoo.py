#!/usr/bin/env python3
"""Makes the zoo: every kind of TorchScript model, with what eager Python says of it.

    make_zoo.py FOLDER [NAME...]   makes all models if a script is newer than they are; with names,
                                   makes these

For each model NAME.pt, NAME.inputs.pt (torch.save: a tuple of positional values or a dict of named
ones) and NAME.json (what is expected). zoo.json lists them all.
"""

import json
import sys
import time
import warnings
from pathlib import Path
from typing import List

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import attention  # noqa: E402  (beside this script, not in a package)
import containers  # noqa: E402
import control_flow  # noqa: E402
import entry as entries  # noqa: E402
import forks  # noqa: E402
import interfaces  # noqa: E402
import mixing  # noqa: E402
import names  # noqa: E402
import optimiser  # noqa: E402
import quantised  # noqa: E402
import receivers  # noqa: E402
import recurrent  # noqa: E402
import refused  # noqa: E402
import saved_hooks  # noqa: E402
import sizes  # noqa: E402
import state  # noqa: E402
import values  # noqa: E402

THEMES = (containers, control_flow, interfaces, receivers, forks, saved_hooks, values, recurrent,
          attention, mixing, state, optimiser, quantised, sizes, names)


def all_entries() -> List[entries.Entry]:
    made: List[entries.Entry] = []
    for theme in THEMES:
        torch.manual_seed(1)
        made += theme.make()
    listed = [entry.name for entry in made]
    if len(set(listed)) != len(listed):
        raise ValueError(f"a name stands twice: {sorted(listed)}")
    return made


def up_to_date(stamp: Path) -> bool:
    sources = HERE.glob("*.py")
    return stamp.exists() and all(stamp.stat().st_mtime > s.stat().st_mtime for s in sources)


def write_index(folder: Path, made: List[entries.Entry]) -> None:
    index = {"models": [entry.name for entry in made], "not_compared": entries.NOT_COMPARED}
    (folder / "zoo.json").write_text(json.dumps(index, indent=1))


def main() -> None:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "made"
    if not wanted and up_to_date(stamp):
        return
    sys.setrecursionlimit(20000)  # scripting 200 levels takes more than the default
    warnings.simplefilter("ignore")  # scripting and quantisation are deprecated, tracing has opinions
    stamp.unlink(missing_ok=True)
    made = all_entries()
    for entry in made:
        if wanted and entry.name not in wanted:
            continue
        start = time.monotonic()
        try:
            entries.write(entry, folder)
        except Exception:
            print(f"while making {entry.name}:", file=sys.stderr)
            raise
        print(f"{time.monotonic() - start:6.2f} s  {entry.name}")
    write_index(folder, made)
    refused.write(folder)
    if not wanted:
        stamp.touch()


if __name__ == "__main__":
    main()
