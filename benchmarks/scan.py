"""What `summarizer scan` finds of the gold attributions of openly licensed articles, sentence by sentence.

Recall: sentences with gold content that are found. Precision: found sentences that hold a gold source, cue or content;
the gold misses some quotations, so this is a lower bound. Run as `python benchmarks/scan.py [FOLDER]`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from summarizer.article import Article
from summarizer.attributions import attributions

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "attribution-dev"


def main(folder: Path) -> None:
    """Print a row an article and the sum."""
    found_all = gold_all = right = held = 0
    for path in sorted(folder.glob("*.txt")):
        article = Article.from_file(path)
        records = json.loads(path.with_suffix(".json").read_text("utf-8"))["attributions"]
        content = touched(article, [span for r in records for span in spans(r, ("content",))])
        anything = touched(article, [span for r in records for span in spans(r, ("source", "cue", "content"))])
        found = {a.sentence for a in attributions(article)}
        print(f"{path.stem:26} found {len(found & content)} of {len(content)}, {len(found - anything)} beside the gold")
        found_all, gold_all = found_all + len(found), gold_all + len(content)
        right, held = right + len(found & content), held + len(found & anything)
    print(f"recall {right / gold_all:.2f}, precision {held / found_all:.2f} ({gold_all} sentences)")


def spans(record: dict[str, dict[str, list[list[int]]] | None], names: tuple[str, ...]) -> list[list[int]]:
    """The spans of these parts of a record."""
    return [span for name in names if (part := record[name]) for span in part["spans"]]


def touched(article: Article, parts: list[list[int]]) -> set[int]:
    """The sentences that any of the spans touches."""
    return {s.number for s in article.sentences for a, b in parts if a < s.end and s.start < b}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
