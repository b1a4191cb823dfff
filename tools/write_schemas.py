"""Write the JSON Schemas of the answer and the briefing to docs/schema/, after a change of their models.

A changed answer schema changes every question's key: it needs a new prompt version, and recordings made anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from summarizer import schemas

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schema"

written = {"answer": schemas.answer(), "answer-lines": schemas.answer_lines(), "briefing": schemas.briefing()}
for name, schema in written.items():
    (FOLDER / f"{name}.json").write_text(json.dumps(schema, indent=1) + "\n", "utf-8")
