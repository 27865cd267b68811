#!/usr/bin/env python3
"""Fails when docutils has anything to say about a reStructuredText text.

    check_rst.py [FILE] [--names NAMES]      without FILE: standard input

With --names, the second column of the first table must read, row by row, as the lines of NAMES.
"""

import argparse
import io
import sys
from pathlib import Path

import docutils.core
import docutils.nodes


def parse(text: str) -> tuple[docutils.nodes.document, str]:
    messages = io.StringIO()
    settings = {"report_level": 1, "halt_level": 5, "warning_stream": messages,
                "file_insertion_enabled": False, "raw_enabled": False}
    document = docutils.core.publish_doctree(text, settings_overrides=settings)
    return document, messages.getvalue()


def second_column(document: docutils.nodes.document) -> list[str]:
    table = next(iter(document.findall(docutils.nodes.table)))
    body = next(iter(table.findall(docutils.nodes.tbody)))
    rows = [list(row.findall(docutils.nodes.entry)) for row in body.findall(docutils.nodes.row)]
    return [row[1].astext() for row in rows[:-1]]  # the last row is the total


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--names", type=Path)
    arguments = parser.parse_args()
    text = arguments.file.read_text() if arguments.file else sys.stdin.read()
    document, messages = parse(text)
    print(messages, end="")
    failed = bool(messages)
    tables = len(list(document.findall(docutils.nodes.table)))
    if tables != 2 or len(document.children) != 2:
        print(f"expected two tables and nothing else: {tables} tables, "
              f"{len(document.children)} top-level nodes")
        failed = True
    if arguments.names and not failed:
        expected = arguments.names.read_text().splitlines()
        actual = second_column(document)
        for number, (want, got) in enumerate(zip(expected, actual)):
            if want.rstrip() != got:  # a cell is padded with white space
                print(f"row {number}: expected {want!r}, read {got!r}")
                failed = True
        failed = failed or len(expected) != len(actual)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
