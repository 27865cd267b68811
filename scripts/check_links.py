#!/usr/bin/env python3
"""Finds dead relative links and anchors in the Markdown pages.

    scripts/check_links.py [--self-test]

Links to other sites are not followed. --self-test proves that dead links are found.
"""

import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)"  # [text](target "title")
                  r"|^\s*\[[^\]]+\]:\s+<?([^\s>]+)>?.*$",  # [name]: target "title"
                  re.MULTILINE)
FENCED = re.compile(r"^( *)(```+|~~~+).*?^ *\2[ \t]*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def without_code(text: str) -> str:
    """Fenced blocks go first, then code within a line."""
    return re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", FENCED.sub("", text))


def anchors(text: str) -> set[str]:
    """As GitHub makes them: small letters, spaces to hyphens, -1, -2 behind repeated ones."""
    text = FENCED.sub("", text)
    found: dict[str, int] = {}
    result = set(re.findall(r"<a\s+(?:id|name)=\"([^\"]+)\"", text))
    for heading in HEADING.findall(text):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        repeated = found.get(slug, 0)
        found[slug] = repeated + 1
        result.add(f"{slug}-{repeated}" if repeated else slug)
    return result


def check_link(page: Path, link: str, root: Path) -> str | None:
    if ELSEWHERE.match(link) or link.startswith("//"):
        return None
    name, _, anchor = link.partition("#")
    target = (page.parent / unquote(name)).resolve() if name else page
    if root != target and root not in target.parents:
        return "leads out of the repository"
    if not target.exists():
        return "no such file"
    if anchor and target.suffix == ".md" and anchor not in anchors(target.read_text()):
        return "no such heading"
    return None


def check(root: Path) -> list[str]:
    names = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
    pages = [root / name for name in names if (root / name).exists()]
    complaints = []
    for page in [*pages, *sorted((root / "docs").rglob("*.md"))]:
        for inline, definition in LINK.findall(without_code(page.read_text())):
            complaint = check_link(page, inline or definition, root)
            if complaint:
                complaints.append(f"{page.relative_to(root)}: {inline or definition}: {complaint}")
    return complaints


GOOD = """# Top & *side*\n## Two\n## Two
[a](docs/b.md) [b](docs/b.md#far) [c](#top--side) [d](#two-1) [e](https://example.org/x#y) [f]
```\n[in code](nowhere.md)\n# not a heading\n```\nand `[here](nowhere.md)` too
[f]: docs/b.md "title"\n
"""
DEAD = ("[a](nowhere.md)", "![a](docs/picture.png)", "[a](docs/b.md#near)", "[a](#not-a-heading)",
        "[a](../outside.md)", "text\n[a]: nowhere.md \"title\"\n")


def self_test() -> list[str]:
    complaints = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "repository"
        (root / "docs").mkdir(parents=True)
        (root.parent / "outside.md").touch()
        (root / "docs/b.md").write_text("# Far\n[back](../README.md#two)\n")
        (root / "README.md").write_text(GOOD)
        complaints += [f"wrongly reported: {complaint}" for complaint in check(root)]
        for dead in DEAD:
            (root / "README.md").write_text(GOOD + dead)
            if len(check(root)) != 1:
                complaints.append(f"not found: {dead}")
    return complaints


def main() -> int:
    complaints = self_test() if "--self-test" in sys.argv[1:] else check(ROOT)
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
