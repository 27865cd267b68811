#!/usr/bin/env python3
"""Makes the API reference of the public headers, and finds what they leave without a comment.

    scripts/check_api_docs.py [--output FOLDER | --self-test]

Doxygen goes by docs/Doxyfile. The reference begins at FOLDER/html/index.html, where FOLDER is
build/api unless another one is given. Whatever Doxygen says is a fault. --self-test proves on a
made-up header that each missing comment is found.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAIN_PAGE = ROOT / "docs/api.md"


def run_doxygen(output: Path, settings: str = "") -> list[str]:
    """`settings` take the place of those of docs/Doxyfile. Returns what is wrong, line by line."""
    output.mkdir(parents=True, exist_ok=True)
    settings = f'@INCLUDE = docs/Doxyfile\nOUTPUT_DIRECTORY = "{output}"\n{settings}'
    done = subprocess.run(["doxygen", "-"], cwd=ROOT, input=settings, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    complaints = [line.replace(f"{ROOT}/", "") for line in done.stdout.splitlines() if line.strip()]
    if done.returncode != 0 and not complaints:
        complaints.append(f"doxygen: ended with exit code {done.returncode}")
    return complaints


def check_main_page(index: Path) -> list[str]:
    """Doxygen says nothing about a page that it did not take."""
    made = index.read_text() if index.exists() else ""
    headings = re.findall(r"^## (.*)$", MAIN_PAGE.read_text(), re.MULTILINE)
    return [f"{MAIN_PAGE.relative_to(ROOT)}: '{heading}' is not in the reference"
            for heading in headings if heading not in made]


def check(output: Path) -> list[str]:
    return run_doxygen(output) or check_main_page(output / "html/index.html")


GOOD = """// What is in here.
#pragma once

namespace hookstat {

inline constexpr int kMost = 3;  ///< things that there are

/// A name of a thing.
using Name = int;

/// Which thing.
enum class Kind { kOne, kOther };

/// A thing.
struct Thing {
  Name name = 0;   ///< its own
  Kind kind = {};  ///< which of them
  bool operator==(const Thing&) const = default;
  auto operator<=>(const Thing&) const = default;
};

/// Makes things.
class HOOKSTAT_API Maker {
 public:
  /// Of so many things.
  explicit Maker(int size) noexcept;
  Maker(const Maker&) = delete;
  /// How many there are.
  [[nodiscard]] int size() const noexcept { return size_; }

 private:
  int size_ = 0;
};

/// Makes one.
[[nodiscard]] HOOKSTAT_API Thing make(Maker& maker, int size = 1);
/// Makes it in its own way.
template <class Way>
Thing make(Maker& maker, const Way& way);

}  // namespace hookstat
"""
COMMENT = re.compile(r" *///.*$", re.MULTILINE)


def self_test() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        header = Path(folder) / "made_up.h"

        def complaints_about(text: str) -> list[str]:
            header.write_text(text)
            return run_doxygen(Path(folder) / "reference", f'INPUT = "{header}"\n')

        complaints = [f"wrongly reported: {line}" for line in complaints_about(GOOD)]
        for comment in COMMENT.finditer(GOOD):
            if not complaints_about(GOOD[:comment.start()] + GOOD[comment.end():]):
                complaints.append(f"not found to be missing: {comment.group().strip()}")
        if not complaints_about(GOOD.replace("Makes one.", "Makes a @ref nothing.")):
            complaints.append("not found: a reference to nothing")
    return complaints


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes and checks the API reference.")
    parser.add_argument("--output", type=Path, default=ROOT / "build/api", metavar="FOLDER")
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if shutil.which("doxygen") is None:
        print("doxygen is missing: scripts/setup.sh check installs it (Debian: doxygen)")
        return 1
    complaints = self_test() if arguments.self_test else check(arguments.output.resolve())
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
