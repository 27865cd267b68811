#!/usr/bin/env python3
"""Checks every #include of src/ and include/hookstat against the table of docs/architecture.md.

    scripts/check_layering.py [--self-test]

The table says which part may include LibTorch, which other parts, and who owns each public header.
--self-test proves on made-up sources that what is forbidden is found.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UMBRELLA = "hookstat.h"  # includes every public header
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
TORCH_FOLDERS = ("torch", "ATen", "c10", "caffe2")


@dataclass
class Part:
    torch: bool
    parts: set[str]     # whose headers it may include, itself among them
    headers: set[str]   # public ones


def code_words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def read_table(page: str) -> dict[str, Part]:
    """The rows of the table whose head begins with `part | may include LibTorch`."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in page.splitlines() if line.startswith("|")]
    head = next((i for i, row in enumerate(rows)
                 if row[:2] == ["part", "may include LibTorch"]), None)
    if head is None:
        raise SystemExit("hookstat: error: docs/architecture.md has no table of the parts")
    table = {}
    for row in rows[head + 2:]:
        if len(row) != len(rows[head]):
            break
        name = code_words(row[0])[0]
        table[name] = Part(row[1] == "yes", {name, *code_words(row[2])}, set(code_words(row[3])))
    return table


def check_table(table: dict[str, Part]) -> list[str]:
    """A part stands below all it includes, and none without LibTorch includes one with it."""
    complaints, above = [], set()
    for name, part in table.items():
        above.add(name)
        for other in sorted(part.parts - above):
            complaints.append(f"docs/architecture.md: `{name}` includes `{other}`, not above it")
        for other in sorted(part.parts & table.keys()):
            if table[other].torch and not part.torch and name != "cli":
                complaints.append(f"docs/architecture.md: `{name}` gets LibTorch by `{other}`")
    return complaints


def owner_of(table: dict[str, Part], header: str) -> str | None:
    return next((name for name, part in table.items() if header in part.headers), None)


def check_include(table: dict[str, Part], name: str, bracket: str, target: str) -> str | None:
    """What is wrong with an #include in a file of the part `name`; None when nothing is."""
    folder, _, rest = target.partition("/")
    if folder in TORCH_FOLDERS and rest:
        return None if table[name].torch else f"`{name}` may not include LibTorch: {target}"
    if bracket == "<" or not rest:
        return None
    if folder == "hookstat":
        owner = owner_of(table, rest)
        if owner is None:
            return f"public header in no row of the table: {target}"
    elif folder in table:
        owner = folder
    else:
        return f"include of no known part: {target}"
    return None if owner in table[name].parts else f"`{name}` may not include `{owner}`: {target}"


def check_file(table: dict[str, Part], path: str, text: str) -> list[str]:
    """`path` is relative to the repository: src/PART/... or include/hookstat/NAME."""
    words = path.split("/")
    public = words[0] == "include"
    if public and words[-1] == UMBRELLA:
        return []
    name = owner_of(table, "/".join(words[2:])) if public else words[1]
    if name not in table:
        return [f"{path}: belongs to no row of the table in docs/architecture.md"]
    complaints = []
    for bracket, target in INCLUDE.findall(text):
        complaints.append(check_include(table, name, bracket, target))
        if public and not target.startswith("hookstat/") and bracket == '"':
            complaints.append(f"a public header includes only public headers: {target}")
    if public and re.search(r"\bfmt::|#\s*include\s*[<\"]fmt/", text):
        complaints.append("a public header names fmt, which LibTorch shadows by its own")
    return [f"{path}: {complaint}" for complaint in complaints if complaint]


def check_repository() -> list[str]:
    table = read_table((ROOT / "docs/architecture.md").read_text())
    complaints = check_table(table)
    files = [*(ROOT / "src").rglob("*.h"), *(ROOT / "src").rglob("*.cpp"),
             *(ROOT / "include/hookstat").rglob("*.h")]
    for file in sorted(files):
        complaints += check_file(table, file.relative_to(ROOT).as_posix(), file.read_text())
    return complaints


SELF_TEST_PAGE = """
| part | may include LibTorch | may include parts | public headers | knows |
| --- | --- | --- | --- | --- |
| `core` | no | none | `error.h` | words |
| `hooks` | yes | `core` | `forward_hooks.h` | graphs |
| `cost` | no | `core` | `cost.h` | formulas |

| another | table |
"""
ALLOWED = (
    ("src/hooks/a.cpp", "#include <torch/script.h>\n#include \"hooks/a.h\"\n#include \"a.h\""),
    ("src/cost/a.cpp", "#include <vector>\n#include \"hookstat/error.h\"\n// #include <torch/x.h>"),
    ("include/hookstat/cost.h", "#include \"hookstat/error.h\""),
    ("include/hookstat/hookstat.h", "#include \"hookstat/forward_hooks.h\""),
)
FORBIDDEN = (
    ("src/cost/a.cpp", "#include <torch/script.h>"),
    ("src/cost/a.cpp", "  #  include <ATen/core/Tensor.h>"),
    ("src/cost/a.cpp", "#include <c10/util/Exception.h>"),
    ("src/cost/a.cpp", "#include \"hookstat/forward_hooks.h\""),
    ("src/cost/a.cpp", "#include \"hooks/a.h\""),
    ("src/cost/a.cpp", "#include \"../hooks/a.h\""),
    ("src/cost/a.cpp", "#include \"hookstat/hookstat.h\""),
    ("src/core/a.h", "#include \"hookstat/cost.h\""),
    ("src/unknown/a.cpp", ""),
    ("include/hookstat/stranger.h", ""),
    ("include/hookstat/cost.h", "#include <fmt/format.h>"),
    ("include/hookstat/cost.h", "fmt::memory_buffer buffer;"),
    ("include/hookstat/cost.h", "#include \"cost/formulas.h\""),
)


def self_test() -> list[str]:
    table = read_table(SELF_TEST_PAGE)
    complaints = [] if list(table) == ["core", "hooks", "cost"] else ["the table is misread"]
    complaints += check_table(table)
    complaints += [f"wrongly forbidden: {file}" for file in ALLOWED if check_file(table, *file)]
    complaints += [f"not found: {file}" for file in FORBIDDEN if not check_file(table, *file)]
    table["cost"].parts.add("hooks")
    if not check_table(table):
        complaints.append("not found: a part without LibTorch that includes one with it")
    return complaints


def main() -> int:
    complaints = self_test() if "--self-test" in sys.argv[1:] else check_repository()
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
