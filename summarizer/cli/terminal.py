"""What a terminal can do beside showing lines: lead somewhere from a link, and page through what is too long for it."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_FIRST_LESS = 581
"""The first release of less that passes links on with -R; older ones spell them out on the screen."""
_LONGEST_LINK = 2_000
"""Bytes. Terminals drop longer ones, VTE from 2,083."""
_TERMS = frozenset({"alacritty", "foot", "xterm-ghostty", "xterm-kitty"})
_PROGRAMS: dict[str, tuple[int, ...]] = {
    "iTerm.app": (3, 1), "WezTerm": (20200620,), "vscode": (1, 72), "ghostty": (), "zed": (), "WarpTerminal": (),
}  # fmt: skip
"""The first version of each program that takes links, as `TERM_PROGRAM_VERSION` gives it."""
_FIRST_VTE = 5001
"""GNOME's terminal and its kin; 0.50.0 fell over links."""


def takes_links(environ: Mapping[str, str], *, shown: bool) -> bool:
    """Whether a terminal takes links (OSC 8), as npm's `supports-hyperlinks` tells it.

    `FORCE_HYPERLINK` decides where it is set. Else only a terminal known to take them does, and only where `shown` says
    that this is a terminal and in colour: who wants no colours hardly wants links, and others print the sequence.
    """
    if forced := environ.get("FORCE_HYPERLINK"):
        return not (forced.isdecimal() and int(forced) == 0)
    if not shown or environ.get("CI") or environ.get("TEAMCITY_VERSION"):
        return False
    if "WT_SESSION" in environ or environ.get("TERM") in _TERMS:
        return True
    if (first := _PROGRAMS.get(environ.get("TERM_PROGRAM", ""))) is not None:
        return _version(environ.get("TERM_PROGRAM_VERSION", "")) >= first
    vte = environ.get("VTE_VERSION", "")
    return vte.isdecimal() and int(vte) >= _FIRST_VTE


def link(url: str | None, file: str | None) -> str | None:
    """What links to an article lead to: its address on the web where it has one, else the file it was read from.

    A URI in ASCII. A file's has the host's name, as a terminal may show another machine than it runs on.
    """
    from urllib.parse import quote

    from summarizer.render.addresses import web

    made = quote(web(url) or "", safe="%/:=&?~#+!$,;'@()*[]")
    if not made and file and file != "-" and Path(file).is_file():
        import socket

        made = Path(file).resolve().as_uri().replace("file://", f"file://{quote(socket.gethostname())}", 1)
    return made if 0 < len(made) <= _LONGEST_LINK else None


class Pager(NamedTuple):
    """A program to read a long text with."""

    command: tuple[str, ...]

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Pager | None:
        """`$PAGER`, else `less`; None where there is none, it is empty or `cat`, or the terminal cannot be paged on."""
        import shlex

        try:
            words = shlex.split(environ.get("PAGER", "less"))
        except ValueError:  # a quotation mark without its other
            return None
        found = shutil.which(words[0]) if words else None
        if found is None or words == ["cat"] or environ.get("TERM") == "dumb":
            return None
        # -R lets less show colours and links instead of spelling them out, whatever LESS says.
        return cls((found, *(["-R"] if Path(found).name == "less" else []), *words[1:]))

    def takes_links(self) -> bool:
        """Whether it passes links on: only a new enough less is known to."""
        if Path(self.command[0]).name != "less":
            return False
        import subprocess

        with suppress(OSError, subprocess.SubprocessError):
            command = [self.command[0], "--version"]
            told = subprocess.run(command, capture_output=True, check=False, timeout=5).stdout  # noqa: S603 (the user's)
            return _version(told.decode("utf-8", "replace").removeprefix("less ")) >= (_FIRST_LESS,)
        return False

    def show(self, text: bytes) -> bool:
        """Show a text until its reader has seen enough; False where the program cannot be started."""
        import subprocess

        try:
            started = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603 (the user's own)
        except OSError:
            return False
        # Ctrl-C is the pager's: it ends a search in it. Leaving here would leave the two of us reading one keyboard.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            started.communicate(text)  # which takes a reader that leaves early for one that has what it wanted
        finally:
            signal.signal(signal.SIGINT, before)
        return True


def overlong(text: bytes, size: os.terminal_size) -> bool:
    """Whether a text needs more lines than the terminal has, one kept for the prompt that follows."""
    return text.count(b"\n") >= size.lines


def _version(text: str) -> tuple[int, ...]:
    """The leading numbers of a version; WezTerm's is a date, a time and a digest."""
    found = re.match(r"\d+(\.\d+)*", text)
    return tuple(map(int, found[0].split("."))) if found else ()
