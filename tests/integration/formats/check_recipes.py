#!/usr/bin/env python3
"""Runs every block of shell and Python in a page, in its order, in one folder with real reports:
report.json, report.csv, reports/*.json. Each must end well and say something; so must hookstat.

    check_recipes.py PAGE.md HOOKSTAT REPORT.json OTHER.json...
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAYS_NOTHING = re.compile(r"^(mkdir|hookstat convert)")


def main() -> int:
    page, hookstat = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    reports = [Path(argument).resolve() for argument in sys.argv[3:]]
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert blocks, f"{page} has no block"
    path = f"{hookstat.parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "reports").mkdir()
        shutil.copy(reports[0], folder / "report.json")
        for report in reports:
            shutil.copy(report, folder / "reports")
        subprocess.run([hookstat, "convert", "report.json", "-o", "report.csv"], check=True,
                       cwd=folder)
        for language, code in blocks:
            command = ["bash", "-euo", "pipefail", "-c", code] if language == "sh" else [
                sys.executable, "-c", code]
            result = subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path},
                                    capture_output=True, text=True, check=False)
            print(code, result.stdout, result.stderr, sep="\n")
            assert result.returncode == 0, f"it ended with {result.returncode}"
            assert result.stderr == "", "it complains"
            assert result.stdout.strip() or SAYS_NOTHING.match(code), "it says nothing"
    return 0


if __name__ == "__main__":
    sys.exit(main())
