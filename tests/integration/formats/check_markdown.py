#!/usr/bin/env python3
"""Fails unless a CommonMark parser with tables finds in the summary what the JSON report says.

    check_markdown.py REPORT.json REPORT.md

Names of the model may only ever be text: no link, no code, no HTML of theirs.
"""

import json
import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

MOST_ROWS = 10
ALLOWED_HTML = {"<details>\n<summary>What was measured, on what</summary>\n", "</details>\n"}
ALLOWED_INLINE = {"text", "strong_open", "strong_close", "softbreak"}


def text_of(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def tables_of(tokens: list[Token]) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open"):
            tables[-1][-1].append(text_of(tokens[at + 1]))
    return tables


def check_tokens(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "html_block":
            assert token.content in ALLOWED_HTML, f"HTML: {token.content!r}"
        for child in token.children or ():
            assert child.type in ALLOWED_INLINE, f"{child.type} in {token.content!r}"


def own_ns(module: dict) -> float:
    return (module["device_time_ns"] or module["time_ns"])["exclusive"]["mean"]


def is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def main() -> int:
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = Path(sys.argv[2]).read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    check_tokens(tokens)
    tables = tables_of(tokens)
    assert len(tables) == (2 if report["operator_timing"] else 1), f"{len(tables)} tables"
    modules = sorted(report["modules"], key=own_ns, reverse=True)
    rows = tables[0][1:]
    shown = min(MOST_ROWS, len(modules))
    assert len(rows) == shown + (len(modules) > MOST_ROWS), f"{len(rows)} rows"
    for row, module in zip(rows, modules[:shown]):
        path = module["path"] or "(model)"
        assert not is_plain(path) or row[0] == path, f"{row[0]!r} is not {path!r}"
        if is_plain(module["class"]):
            assert row[1] == module["class"], row
        share = module["time_percent"]
        assert row[4] == ("-" if share is None else f"{share:.2f}"), row
        assert abs(float(row[6].replace("-", "0")) - (module["flops_percent"] or 0)) < 0.006, row
    if len(modules) > MOST_ROWS:
        assert rows[-1][0].startswith(f"{len(modules) - MOST_ROWS} other module"), rows[-1]
    shares = sum(float(row[4].replace("-", "0")) for row in rows)
    assert abs(shares - 100) < 0.1, f"the shares add up to {shares}"
    if report["operator_timing"]:
        assert abs(sum(float(row[3].replace("-", "0")) for row in tables[1][1:]) - 100) < 0.1
    plain_text = "\n".join(text_of(token) for token in tokens if token.type == "inline")
    for entry in report["uncounted"]:
        assert re.search(re.escape(entry["operator"]), plain_text), entry["operator"]
    for warning in report["warnings"]:
        if is_plain(warning["message"]):
            assert warning["message"] in plain_text, warning["message"]
    return 0


if __name__ == "__main__":
    sys.exit(main())
