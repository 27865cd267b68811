#!/usr/bin/env python3
"""Counts a JUnit file of ctest: prints "N passed, N failed", and ", N skipped" if there are any.

    scripts/count_tests.py RESULTS.xml        exit 1 when a test failed or none passed
"""

import sys
import xml.etree.ElementTree as ElementTree


def outcome(case: ElementTree.Element) -> str:
    """ctest's "notrun" is a test that skipped itself, or one that could not start: a failure."""
    status = case.get("status")
    if status == "run":
        return "passed"
    skipped = case.find("skipped")
    skipped_itself = skipped is not None and skipped.get("message", "").startswith("SKIP_")
    return "skipped" if status == "disabled" or skipped_itself else "failed"


def count(root: ElementTree.Element) -> dict[str, int]:
    outcomes = [outcome(case) for case in root.iter("testcase")]
    return {name: outcomes.count(name) for name in ("passed", "failed", "skipped")}


def main() -> int:
    try:
        counts = count(ElementTree.parse(sys.argv[1]).getroot())
    except (OSError, ElementTree.ParseError) as error:
        print(f"hookstat: error: no test results: {error}", file=sys.stderr)
        counts = {"passed": 0, "failed": 1, "skipped": 0}
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"{counts['passed']} passed, {counts['failed']} failed{skipped}")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
