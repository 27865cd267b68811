#!/usr/bin/env python3
"""Fails when a report, a comparison or a sweep does not fit its JSON Schema, or the schema holds nothing.

    check_schema.py SCHEMA DOCUMENT
"""

import json
import sys

import jsonschema


def complaints(validator: jsonschema.Draft202012Validator, report: dict) -> list[str]:
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
            for e in validator.iter_errors(report)]


def spoilt(report: dict) -> list[dict]:
    """The same report with a mistake in it, one at a time."""
    parts, name = ("modules", "path") if "modules" in report else ("cases", "id")
    mistakes = [{parts: {}}, {"schema_version": 99}, {"unheard_of": 1},
                {parts: [dict(report[parts][0], **{name: 1})]}]
    mistakes += [{key: None} for key in ("latency_ns", "latency", "best") if key in report]
    missing = {key: value for key, value in report.items() if key != list(report)[-1]}
    return [dict(report, **mistake) for mistake in mistakes] + [missing]


def main() -> int:
    schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = complaints(validator, report)
    found += [f"mistake {i} is not found" for i, bad in enumerate(spoilt(report))
              if not complaints(validator, bad)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
