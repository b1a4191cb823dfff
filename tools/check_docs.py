"""Keep the documentation true: links and paths lead somewhere, exit codes and commands are those of the program.

Run as `python tools/check_docs.py` where the project is installed. Prints one line a mistake; exits 1 if there is any.
"""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarizer.errors import exit_codes

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
MARKDOWN = MarkdownIt("commonmark").enable("table")

# A code span with one of these is no path of ours: it has a placeholder, is an address, or lies elsewhere.
NOT_OURS = re.compile(r"[\s<>{}*…$|=]|\.\.\.|://|^[~/@-]")
# A file of ours even if its folder is misspelt, or left out. Any other name may be a user's own file.
OURS = re.compile(r"[\w.-]+\.(?:py|md|lock)")
HTML_LINK = re.compile(r"""(?:href|src)\s*=\s*["']([^"']+)["']""")
COMMAND = re.compile(r"(?<![\w./-])(?<!import )(?<!from )(?:\.venv/bin/)?summarizer((?: +[a-z][a-z-]*(?![\w./-]))+)")
NOT_SHELL = {"python", "py", "toml", "json", "text"}
UNTRACKED = {".git", ".venv", "__pycache__", "build", "dist"}


def main() -> int:
    """Check every page and print what is wrong."""
    pages = [
        path for path in (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))) if path.is_file()
    ]
    mistakes = [f"{page.relative_to(ROOT)}: {mistake}" for page in pages for mistake in check_page(page)]
    mistakes += [f"README.md: {mistake}" for mistake in check_exit_codes()]
    print(*mistakes, f"docs: {len(pages)} pages, {len(mistakes)} mistakes", sep="\n")
    return 1 if mistakes else 0


def check_page(page: Path) -> Iterator[str]:
    """Links, paths and commands of one page that lead nowhere."""
    for token in tokens(page):
        for target in links(token):
            if (why := broken_link(page, target)) is not None:
                yield f"link {target!r}: {why}"
        if token.type == "code_inline" and not path_exists(token.content):
            yield f"path {token.content!r}: no such file or folder"
        if token.type in ("code_inline", "code_block") or (token.type == "fence" and token.info not in NOT_SHELL):
            for words in COMMAND.findall(token.content):
                if (why := unknown_command(words.split())) is not None:
                    yield why


def check_exit_codes() -> Iterator[str]:
    """Differences between the README's table of exit codes and the program's."""
    rows = [row for table in tables(README) if "code" in table[0][0].lower() for row in table[1:]]
    written = {int(code): meaning for code, meaning, *_ in rows if code.isdigit()}
    if not written:
        yield "no table of exit codes (the first column headed 'Exit code', the second holding the meaning)"
        return
    for code in sorted(written.keys() | exit_codes().keys()):
        if written.get(code) != exit_codes().get(code):
            yield f"exit code {code}: the table says {written.get(code)!r}, the program {exit_codes().get(code)!r}"


def unknown_command(words: list[str]) -> str | None:
    """What is wrong with `summarizer <words>`; None if the program has it."""
    for depth, word in enumerate(words):
        known = subcommands(tuple(words[:depth]))
        if depth and not known:  # a command, not a group: the rest are its arguments
            return None
        if word not in known:
            return f"command 'summarizer {' '.join(words[: depth + 1])}': not in `summarizer --help`"
    return None


@functools.cache
def subcommands(path: tuple[str, ...]) -> frozenset[str]:
    """The commands that `summarizer <path> --help` lists; none if it is not a group."""
    program = str(Path(sys.executable).with_name("summarizer"))
    shown = subprocess.run([program, *path, "--help"], capture_output=True, text=True, check=True).stdout
    return frozenset(re.findall(r"^  ([a-z][a-z-]*)", shown.partition("Commands:\n")[2], flags=re.MULTILINE))


def tokens(page: Path) -> list[Token]:
    """The page's blocks and what is inside them, as one list."""
    return [inner for block in blocks(page) for inner in (block, *(block.children or ()))]


@functools.cache
def blocks(page: Path) -> list[Token]:
    """The page's blocks; nothing for a page that is not there."""
    return MARKDOWN.parse(page.read_text("utf-8")) if page.is_file() else []


def tables(page: Path) -> list[list[list[str]]]:
    """Each table as rows of cells, markup removed, the heading row first."""
    found: list[list[list[str]]] = []
    for token, following in pairwise(blocks(page)):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(plain(following))
    return found


def plain(inline: Token) -> str:
    """A block's text without its markup."""
    return "".join(token.content for token in inline.children or ())


def links(token: Token) -> list[str]:
    """The targets of a Markdown or HTML link or image."""
    if token.type in ("html_block", "html_inline"):
        return HTML_LINK.findall(token.content)
    return [str(token.attrs[name]) for name in ("href", "src") if name in token.attrs]


def broken_link(page: Path, target: str) -> str | None:
    """Why a relative link leads nowhere; None if it leads somewhere or is not relative."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target):
        return None
    name, _, anchor = unquote(target).partition("#")
    linked = (page.parent / name).resolve() if name else page
    if not linked.exists():
        return "no such file"
    if anchor and linked.suffix == ".md" and anchor not in anchors(linked):
        return "no such heading"
    return None


def anchors(page: Path) -> set[str]:
    """The anchors a code host gives the page's headings."""
    titles = [plain(inline) for opening, inline in pairwise(blocks(page)) if opening.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def path_exists(code: str) -> bool:
    """Whether a code span is no path of this repository, or one that exists."""
    if NOT_OURS.search(code):
        return True
    path = code.partition("#")[0].rstrip("/")
    folder, _, name = path.rpartition("/")
    if not folder:
        return not OURS.fullmatch(name) or name in file_names()
    ours = (ROOT / path.partition("/")[0]).exists() or OURS.fullmatch(name)
    return not ours or (ROOT / path).exists()


@functools.cache
def file_names() -> frozenset[str]:
    """The name of every file in the repository."""
    files = (path for path in ROOT.rglob("*") if not UNTRACKED & set(path.relative_to(ROOT).parts))
    return frozenset(path.name for path in files)


if __name__ == "__main__":
    sys.exit(main())
