"""From a command's options to what it works with: settings, prompts, recordings, a Summarizer, the article."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer import settings as settings_module
from summarizer.cli.output import note
from summarizer.errors import InputError, UsageError
from summarizer.languages import ENGLISH
from summarizer.settings import Settings

if TYPE_CHECKING:
    from summarizer.article import Article
    from summarizer.library import Library
    from summarizer.model.replay import Review
    from summarizer.pipeline import Summarizer
    from summarizer.readers import Document
    from summarizer.recordings import Recordings

Options = Mapping[str, Any]
_FLAGS = (
    "model", "prompt", "base_url", "key_env", "recordings", "prompts", "reasks", "retries", "timeout",
    "response_format", "offline", "language", "max_chars", "limits",
)  # fmt: skip


def settings(options: Options) -> Settings:
    """The settings that hold for a command with these options."""
    try:
        here = Path.cwd()
    except OSError:
        raise UsageError("the current folder is not there any more: change to another one") from None
    flags = {name: options.get(name) for name in _FLAGS}
    for switch in ("offline", "fetch"):
        flags[switch] = options.get(switch) or None  # a flag that is not given says nothing
    return settings_module.load(flags, os.environ, here)


def summarizer(options: Options, chosen: Settings | None = None) -> Summarizer:
    """The Summarizer of a command that asks, or explains what it would ask."""
    from summarizer.pipeline import JOBS, Summarizer

    chosen = chosen or settings(options)
    fresh = options.get("fresh", False)
    if chosen.offline and fresh:
        raise UsageError(f"--fresh asks again, and offline ({chosen.origin['offline']}) forbids it: drop one of them")
    quiet = options.get("quiet", True)
    return Summarizer(
        chosen.model,
        chosen.prompt,
        recordings=chosen.recordings,
        offline=chosen.offline,
        fresh=fresh,
        record=not options.get("no_record", False),
        strict=options.get("strict", False),
        follow_up=not options.get("no_second_look", False),
        language=chosen.language,
        max_chars=chosen.max_chars,
        section_jobs=options.get("jobs", JOBS),
        parameters=options["parameters"],
        sample=options["sample"],
        base_url=chosen.base_url,
        key_env=chosen.key_env,
        form=chosen.response_format,
        prompts=chosen.prompts,
        reasks=chosen.reasks,
        retries=chosen.retries,
        timeout=chosen.timeout,
        notify=(lambda _: None) if quiet else note,
    )


def library(options: Options) -> Library:
    """The prompts that a command with these options knows."""
    from summarizer.library import Library
    from summarizer.resources import shipped

    return Library([shipped("prompts"), *settings(options).prompts])


def recordings(chosen: Settings) -> Recordings:
    """The user's recordings and the shipped ones, only to be read."""
    from summarizer.recordings import Recordings
    from summarizer.resources import shipped

    return Recordings(None, (chosen.recordings, shipped("recordings")))


def article(path: str, options: Options, chosen: Settings | None = None) -> Article:
    """The article that a command names. Raises `InputError`."""
    from summarizer import readers

    document = readers.one(path, options["entry"], **how_to_read(path, options, chosen))
    if not options.get("quiet"):
        _remark(document)
    return document.known(**known(options)).article


def articles(path: str, options: Options, chosen: Settings) -> Iterator[Document | InputError]:
    """Each article of a file, or what is wrong with it."""
    from summarizer import readers

    for document in readers.each(path, **how_to_read(path, options, chosen)):
        if not options.get("quiet") and isinstance(document, readers.Document):
            _remark(document)
        yield document


def _remark(document: Document) -> None:
    for remark in document.remarks():
        note(f"{document.source}: {remark}")


def known(options: Options) -> dict[str, str | None]:
    """What the options say of the article; it wins over what the file says."""
    return {name: options.get(name) for name in ("title", "outlet", "published", "url")}


def how_to_read(path: str, options: Options, chosen: Settings | None = None) -> dict[str, Any]:
    """Encoding, limits, and whether a URL may be fetched: a flag or the user's own settings have to ask for that."""
    from summarizer.readers import is_url

    chosen = chosen or settings(options)
    how = {"encoding": options["encoding"], "limits": chosen.limits}
    if not is_url(path):
        return how
    if chosen.fetch and chosen.offline:
        raise UsageError(
            f"fetching ({chosen.origin['fetch']}) opens a connection, and offline ({chosen.origin['offline']}) "
            "forbids it: drop one of them"
        )
    return {**how, "fetch": chosen.fetch}


def faults_in(article: Article, language: str = ENGLISH) -> Review:
    """What our own checks find in an answer about an article."""
    from summarizer.review import review

    return lambda answer: [finding.message for finding in review(answer, article, language).errors]
