"""Write the table of rules in docs/checks.md from the rules themselves; the words around it are kept."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from summarizer.checks import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
BETWEEN = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- end of rules -->)", re.DOTALL)


def table() -> str:
    """One row a rule, in the order in which they run."""
    rows = ["| rule | level | demands | example of a breach | source |", "|---|---|---|---|---|"]
    for rule in RULES:
        cells = (f"`{rule.id}`", rule.level, rule.demand, rule.example, rule.source)
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def page() -> str:
    """The page as it should be."""
    return BETWEEN.sub(lambda _: table(), PAGE.read_text("utf-8"))


if __name__ == "__main__":
    if "--check" in sys.argv:
        same = page() == PAGE.read_text("utf-8")
        sys.exit(0 if same else "docs/checks.md is not what the rules say: run `make schema`")
    PAGE.write_text(page(), "utf-8")
