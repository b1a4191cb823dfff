"""A briefing as a STIX 2.1 bundle, for platforms that exchange threat intelligence.

Actors are identities, statements are notes about them by them, a denial of a claim is an opinion on that claim's note,
and the briefing is the report that holds them all. A refusal to comment is a note: it says nothing of the claim, and
the scale of opinions has no word for that ("neutral" is a stance). `confidence` is left unset: it is an analyst's.

The same briefing gives the same ids and the same bytes. Every id is of this article: whether the "officials" of two
articles are the same ones is not ours to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import stix2

from summarizer.answer import ActorKind, Fit
from summarizer.briefing import Actor, Briefing, Denial, Evidence
from summarizer.errors import InputError
from summarizer.render import addresses, words
from summarizer.statements import Link, Statement, statements

_CLASSES: dict[ActorKind, str] = {
    "person": "individual",
    "government": "organization",
    "organization": "organization",
    "official_group": "class",  # "Russian officials" are a sort of people, not a body
    "armed_group": "group",
    "publication": "organization",
    "document": "unknown",
    "unspecified": "unknown",
}
_OPINIONS: dict[Fit, str] = {"exact": "strongly-disagree", "partial": "disagree"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LABELS = {"claims": "claim", "denials": "denial", "other_responses": "response", "analyst_views": "analyst-view"}


def render(briefing: Briefing) -> str:
    """The bundle as JSON. Raises `InputError` where the briefing does not say when it was made, which STIX must."""
    return str(_Bundle(briefing).made().serialize(indent=1, ensure_ascii=False, sort_keys=True)) + "\n"


class _Bundle:
    """Makes the objects of one briefing; `objects` are those made so far by their ids, in order."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.names = words.names(briefing.actors)
        self.objects: dict[str, Any] = {}
        self.made_at = _time(briefing.provenance.recorded_at)
        # Neither is in the content of an object, so without it two answers about one article could share an id.
        self.run = [briefing.provenance.question_key, briefing.provenance.recorded_at]
        self.tool = self.add(stix2.v21.Identity, name=briefing.provenance.tool, identity_class="system")

    def made(self) -> Any:
        """All of it."""
        listed = statements(self.briefing)
        actors = {actor.id: self.actor(actor) for actor in self.briefing.actors}
        for statement in listed:  # those that an edit by hand left out of the actors
            if statement.speaker.id not in actors:
                actors[statement.speaker.id] = self.actor(statement.speaker)
        notes: dict[str, str] = {}
        for statement in (s for s in listed if s.certainty is not None):
            notes[statement.item.id] = self.note(statement, [actors[statement.speaker.id]])
        for statement in (s for s in listed if s.certainty is None):
            self.answer(statement, actors[statement.speaker.id], notes)
        self.report()
        name = f"bundle--{addresses.identifier(self.briefing, *self.run, 'bundle', list(self.objects))}"
        return stix2.v21.Bundle(objects=list(self.objects.values()), id=name)

    def add(self, kind: Any, key: str = "", **content: Any) -> str:
        """Make an object and keep it; its id, told from its content and from a key where that alone would not do."""
        content = {name: value for name, value in content.items() if value not in (None, [], "")}
        sort = kind._type  # noqa: SLF001 (a class has no other name of its type)
        name = f"{sort}--{addresses.identifier(self.briefing, *self.run, sort, key, content)}"
        times = {"created": self.made_at, "modified": self.made_at}
        by = {"created_by_ref": self.tool} if self.objects else {}
        self.objects[name] = kind(id=name, **times, **by, **content)
        return name

    def actor(self, actor: Actor) -> str:
        """The identity of an actor."""
        also = f"Also called: {', '.join(actor.aliases)}" if actor.aliases else ""
        described = ". ".join(part for part in (actor.role, also) if part)
        kind = _CLASSES[actor.kind]
        return self.add(stix2.v21.Identity, actor.id, name=actor.name, description=described, identity_class=kind)

    def note(self, statement: Statement, about: Iterable[str]) -> str:
        """A statement by one of the identities it is about."""
        item = statement.item
        said = "\n".join(words.said(item))
        source = words.sourcing(item, self.names, words.how(item))
        links = words.answers(item.answers) if isinstance(item, Denial) else ""
        return self.add(
            stix2.v21.Note,
            item.id,
            abstract=source,
            content="\n".join(part for part in (said, source, links) if part),
            authors=[statement.speaker.name],
            object_refs=list(about),
            labels=self.labels(statement),
            external_references=self.quotes(item.id, item.evidence),
        )

    def answer(self, statement: Statement, speaker: str, notes: dict[str, str]) -> None:
        """A denial that denies a claim is an opinion on it for each way it fits; anything else is a note."""
        known = [link for link in statement.answers if link.claim in notes]
        denied = [link for link in known if link.fit in _OPINIONS]
        for fit in _OPINIONS:
            fitting = [link for link in denied if link.fit == fit]
            if fitting:
                self.opinion(statement, fit, fitting, notes)
        if not denied:
            self.note(statement, [speaker, *(notes[link.claim] for link in known)])

    def opinion(self, statement: Statement, fit: Fit, links: list[Link], notes: dict[str, str]) -> None:
        """What the speaker denies of these claims. Only a flat denial of the very claim is strong disagreement."""
        item = statement.item
        assert isinstance(item, Denial)  # of all that answers, only a denial has a fit
        opinion = _OPINIONS[fit] if item.kind == "flat" else "disagree"
        source = words.sourcing(item, self.names, words.how(item))
        self.add(
            stix2.v21.Opinion,
            item.id,
            opinion=opinion,
            explanation="\n".join([*words.said(item), source, words.answers(item.answers)]),
            authors=[statement.speaker.name],
            object_refs=[notes[link.claim] for link in links],
            labels=[*self.labels(statement), f"fit:{fit}"],
            external_references=self.quotes(item.id, item.evidence),
        )

    def report(self) -> None:
        """The briefing; `published` is when it was made, not when the article was."""
        article = self.briefing.source
        told = f"Article of {article.characters:,} characters, SHA-256 {article.sha256}, {words.source(article)}"
        reference = {"source_name": article.outlet or "article", "description": told}
        if url := addresses.web(article.url):
            reference["url"] = url
        self.add(
            stix2.v21.Report,
            name=article.title or "Untitled",
            description="\n".join([*map(words.bottom_line, self.briefing.bottom_line), words.NOTICE]),
            published=self.made_at,
            object_refs=list(self.objects),
            lang=article.language if _LANGUAGE.fullmatch(article.language or "") else None,
            external_references=[reference],
        )

    def labels(self, statement: Statement) -> list[str]:
        """By which a platform can sort: the list, the kind, and how surely the speaker said it."""
        certainty = [f"stated-as:{statement.certainty}"] if statement.certainty else []
        return [_LABELS[statement.list_name], f"kind:{statement.kind}", *certainty]

    def quotes(self, item: str, evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
        """The article's words, each with its place as in RFC 5147."""
        return [
            {"source_name": f"article, {item}", "external_id": f"char={e.start},{e.end}", "description": e.quote}
            for e in evidence
        ]


def _time(text: str) -> str:
    """A time as STIX writes it: UTC, milliseconds."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        pass
    raise InputError(f"the briefing was recorded at {text[:40]!r}, which is no time with its zone: make it again")
