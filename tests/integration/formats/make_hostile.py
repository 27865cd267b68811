#!/usr/bin/env python3
"""Makes of a report one whose names are what a format could take for something else.

    make_hostile.py REPORT.json HOSTILE.json
"""

import json
import sys
from pathlib import Path

NAMES = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "\uff1d1+1", "\tx", "\r\nx", "a,b;c",
    'quo"ted', "'", "back\\slash", "a|b", "`code`", "*strong*", "_em_", "~~gone~~",
    "[link](http://example.com)", "![image](http://example.com/x.png)", "<b>bold</b>",
    "</details>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&amp;",
    "# heading", "> quote", "1. list", "| --- |", "http://example.com", "line\nbreak",
    "\u2028separator", "\u202eright to left", "nul\x00byte", "\x1b[31mred", "{x=\"y\"} 1",
    "\u00fcml\u00e4ut", "\u6f22\u5b57", "e\u0301", "\U0001f600", "x" * 3000,
]


def main() -> int:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    renamed = {"": ""}
    for at, module in enumerate(report["modules"]):
        if module["path"]:
            renamed[module["path"]] = f"{NAMES[at % len(NAMES)]}" + (
                f".{at}" if at >= len(NAMES) else "")
        module["path"] = renamed[module["path"]]
        module["class"] = NAMES[(at + 7) % len(NAMES)]
    for operator in report["operators"]:
        operator["module"] = renamed[operator["module"]]
    for entry in report["classes"]:
        entry["class"] = NAMES[3]
    report["warnings"] = [{"code": name, "message": name} for name in NAMES]
    report["uncounted"] = [{"operator": "custom::op", "calls": 1, "modules": list(renamed.values()),
                            "time_percent_at_most": 1.5}]
    report["model"]["path"] = "models/" + NAMES[20]
    report["model"]["method"] = "f` <img src=x onerror=alert(1)> [x](http://example.com)\n\n# big"
    report["environment"]["cpu"] = NAMES[19]
    Path(sys.argv[2]).write_text(json.dumps(report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
