#!/usr/bin/env python3
"""Finds files of 300 lines or more (100 in examples/), and Python functions of 50 or more.

    scripts/check_sizes.py

clang-tidy measures the C++ functions (readability-function-size).
"""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 300
EXAMPLE_LINES = 100
FUNCTION_LINES = 50
OURS = ("src", "include", "tests", "bench", "scripts", "torchscript_models", "web", "cmake", "examples", ".ci")
SOURCES = (".h", ".cpp", ".py", ".sh", ".cmake", ".ts", ".css", ".html", ".mjs", ".js")


def our_files() -> list[Path]:
    """What git tracks or would track; golden outputs are not sources."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *OURS]
    listed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    files = {ROOT / name for name in listed.split("\0") if name}
    return sorted(file for file in files if file.suffix in SOURCES and file.exists()
                  and "golden" not in file.relative_to(ROOT).parts)


def long_functions(path: Path, text: str) -> list[str]:
    complaints = []
    for node in ast.walk(ast.parse(text, str(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines >= FUNCTION_LINES:
                complaints.append(f"{path.relative_to(ROOT)}: {node.name}() has {lines} lines")
    return complaints


def main() -> int:
    complaints = []
    for path in our_files():
        text = path.read_text()
        lines = len(text.splitlines())
        is_example = path.is_relative_to(ROOT / "examples")
        if lines >= (EXAMPLE_LINES if is_example else FILE_LINES):
            complaints.append(f"{path.relative_to(ROOT)}: has {lines} lines")
        if path.suffix == ".py":
            complaints += long_functions(path, text)
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
