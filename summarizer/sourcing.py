"""How a source is named: by name, as an institution, as an official without a name, as a document or a medium."""

from __future__ import annotations

import re

from summarizer.answer import AnswerActor
from summarizer.briefing import Sourcing
from summarizer.lexicon import Lexicon

_DESCRIBED = re.compile(r"\b(?:of|for|at|from|with|close|who|in|near|familiar)\b.*")


def sourcing_of(speaker: AnswerActor | None, known: Lexicon) -> Sourcing | None:
    """The kind of source that a speaker's name and kind show; None where they do not."""
    if speaker is None:
        return None
    parts, kind = re.findall(r"\w+", speaker.name.lower()), speaker.kind
    if kind in ("document", "publication"):
        return "document" if kind == "document" else "media_report"
    if parts and parts[-1] in known.names["unattributed"]:
        return "unattributed"
    head = _DESCRIBED.sub("", speaker.name[1:]).split()
    described = _unnamed(re.findall(r"\w+", (speaker.name[:1] + " ".join(head)).lower()), known)
    if kind == "person":
        last = head[-1] if head else speaker.name
        plain = last.lower() in known.names["official"] | known.names["unnamed"] or (last.islower() and len(parts) > 1)
        return "named" if not plain else described or _unnamed(parts, known)
    if kind in ("government", "organization", "armed_group"):
        return described or ("media_report" if set(parts) & known.names["media"] else "institution")
    if set(parts) & known.names["media"]:
        return "media_report"
    if kind == "unspecified" and not described and set(parts) & known.names["document"]:
        return "document"
    institution = bool(parts) and parts[-1] in known.names["institution"]
    return described or ("institution" if institution else "unnamed" if kind == "official_group" else None)


def _unnamed(parts: list[str], known: Lexicon) -> Sourcing | None:
    """What the last describing word of a name says: "police sources" are sources."""
    for part in reversed(parts):
        if part in known.names["official"] and part != "ministry":
            return "unnamed_official"
        if part in known.names["unnamed"]:
            return "unnamed"
    return None
