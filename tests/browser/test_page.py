"""The page in a real browser: reachable, readable, inert, printable.

Needs Chromium (Debian's `chromium`); axe-core, which checks accessibility, is looked for in `build/`, where
`npm install --prefix build axe-core` puts it. Without either, the tests that need it are skipped.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from summarizer import Article, Briefing, Summarizer
from summarizer.comparing import compare
from summarizer.render import differences_page
from summarizer.render.html import render
from summarizer.resources import shipped
from tests.browser.chromium import Page, found
from tests.render import pages
from tests.render.conftest import ARTICLE, Poison, briefing, poisoned, updated
from tests.render.test_html import PAYLOADS

__all__ = ["briefing", "poisoned"]  # fixtures

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = found()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt install chromium)")
VIEWS = [(width, dark) for width in (320, 1280) for dark in (False, True)]
LIT = "[...document.querySelectorAll('mark')].filter(m => getComputedStyle(m).outlineStyle === 'solid')"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with Page(CHROMIUM, tmp_path_factory.mktemp("chromium")) as page:
        yield page


@pytest.fixture(scope="module")
def seed() -> tuple[Briefing, Article]:
    article = Article.from_file(shipped("seeds") / "unconventional-alliance.txt")
    return Summarizer("unnamed-language-model", "briefing@v1", offline=True).brief(article), article


@pytest.fixture(scope="module", params=["briefing", "differences"])
def either_page(
    request: pytest.FixtureRequest, seed: tuple[Briefing, Article], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a page of each kind."""
    compared = compare(seed[0], updated(seed[0]))
    page = render(*seed) if request.param == "briefing" else differences_page.render(compared)
    return written(page, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def seed_page(seed: tuple[Briefing, Article], tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(render(*seed), tmp_path_factory.mktemp("seed"))


def written(page: str, folder: Path) -> str:
    """The address of a page written to a folder."""
    path = folder / "page.html"
    path.write_text(page, "utf-8")
    return path.as_uri()


def logged(browser: Page) -> list[dict[str, Any]]:
    """What the browser had to say of the page: refused styles, scripts and loads among it."""
    browser.value("1")  # what was sent before this answer has arrived
    telling = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening")
    return [event for event in browser.events if event.get("method") in telling]


def loaded(browser: Page) -> set[str]:
    """Every address that was asked for."""
    asked = [event for event in browser.events if event.get("method") == "Network.requestWillBeSent"]
    return {event["params"]["request"]["url"] for event in asked}


@pytest.mark.parametrize(("width", "dark"), VIEWS)
def test_nothing_serious_for_axe(browser: Page, either_page: str, width: int, dark: bool) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm install --prefix build axe-core)")
    browser.size(width, dark=dark)
    browser.open(either_page)
    browser.value(AXE.read_text("utf-8") + ";0")
    found = browser.value("axe.run({resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))")
    grave = [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]][:5])
        for violation in json.loads(found)
        if violation["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize(("width", "dark"), VIEWS)
def test_it_fits_and_takes_the_colours_asked_for(
    browser: Page, either_page: str, tmp_path: Path, width: int, dark: bool
) -> None:
    browser.size(width, dark=dark)
    browser.open(either_page)
    assert browser.value("document.documentElement.scrollWidth") == width
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    assert browser.value(f"{wide}.map(e => e.outerHTML.slice(0, 80))") == []
    shade = browser.value("getComputedStyle(document.documentElement).backgroundColor")
    assert (shade == "rgb(255, 255, 255)") is not dark
    picture = browser.screenshot()
    (tmp_path / f"page-{width}-{'dark' if dark else 'light'}.png").write_bytes(picture)
    assert picture.startswith(b"\x89PNG")
    assert logged(browser) == []
    assert loaded(browser) == {either_page}


@pytest.mark.parametrize("width", [320, 1280])
def test_each_evidence_link_lands_on_its_highlight_and_leads_back(
    browser: Page, seed: tuple[Briefing, Article], seed_page: str, width: int
) -> None:
    browser.size(width)
    browser.open(seed_page)
    for item in seed[0].items:
        for number, evidence in enumerate(item.evidence, 1):
            browser.value(f"document.querySelector('q a[href=\"#{item.id}-{number}\"]').click()")
            assert browser.value(f"{LIT}.map(m => m.textContent).join('')") == evidence.quote
            top, bottom = browser.value(f"(r => [r.top, r.bottom])({LIT}[0].getBoundingClientRect())")
            assert 0 <= top < bottom <= 900
            browser.value("document.querySelector(':target').click()")
            assert browser.value("document.querySelector(':target').id") == item.id
            top = browser.value("document.querySelector(':target').getBoundingClientRect().top")
            assert 0 <= top < 900


def test_overlapping_evidence_lights_up_as_a_whole(browser: Page, briefing: Briefing, tmp_path: Path) -> None:
    article = Article("One two three four.\n\nFive six seven eight nine ten.")
    spans = [(0, 13), (4, 18), (8, 30), (8, 13), (8, 13)]
    address = written(render(pages.with_claims(briefing, article, spans), article), tmp_path)
    browser.size(1280)
    for number, (start, end) in enumerate(spans, 1):
        browser.open(f"{address}#c{number}-1")
        lit = browser.value(f"{LIT}.map(m => m.textContent).join('')")
        assert "".join(lit.split()) == "".join(article.text[start:end].split())
        browser.open("about:blank")


def test_beside_the_briefing_the_article_moves_and_the_line_stays(browser: Page, seed_page: str) -> None:
    browser.size(1280, 600)
    browser.open(seed_page)
    browser.value("document.querySelector('q a[href=\"#c8-1\"]').scrollIntoView({block: 'center'})")
    before = browser.value("scrollY")
    browser.value("document.querySelector('q a[href=\"#c8-1\"]').click()")
    assert browser.value("scrollY") == before > 0


def test_the_keyboard_goes_through_and_the_focus_is_seen(browser: Page, seed_page: str) -> None:
    browser.size(1280)
    browser.open(seed_page)
    browser.press("Tab")
    assert browser.value("document.activeElement.className") == "skip"
    assert browser.value("document.activeElement.getBoundingClientRect().top") >= 0
    browser.press("Enter")
    assert browser.value("document.querySelector(':target').id") == "Bottom-line"
    browser.press("Tab")
    assert browser.value("document.activeElement.getAttribute('href')") == "#c3"
    assert browser.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_nothing_of_a_payload_runs_or_is_loaded(
    browser: Page, briefing: Briefing, poisoned: Poison, tmp_path: Path
) -> None:
    article = Article("\n\n".join(f"{payload} said {payload}" for payload in PAYLOADS))
    length = len(article.text)
    spans = [(start, min(start + 150, length)) for start in range(0, length, 100)]
    browser.size(1280)
    whole = [render(pages.with_claims(briefing, article, spans), article)]
    dirty = [poisoned(payload) for payload in PAYLOADS]
    compared = [differences_page.render(compare(one, updated(one))) for one in dirty]
    compared += [differences_page.render(compare(briefing, one)) for one in dirty]
    for page in whole + compared + [render(one) for one in dirty]:
        address = written(page, tmp_path)
        browser.open(address)
        assert browser.value("[document.scripts.length, document.images.length, document.forms.length]") == [0, 0, 0]
        browser.value("document.querySelectorAll('a, input, q, h1, mark, del, ins').forEach(e => { e.focus(); e.dispatchEvent("
                      "new MouseEvent('mouseover', {bubbles: true})) })")  # fmt: skip
        assert logged(browser) == []
        assert loaded(browser) == {address}


def test_the_browser_would_have_told(browser: Page, tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    address = written("<!doctype html><img src=missing.png><script>console.log(1)</script>", tmp_path)
    browser.open(address)
    assert "Runtime.consoleAPICalled" in {event["method"] for event in logged(browser)}
    assert len(loaded(browser)) == 2


def test_a_hostile_article_is_still_the_article(browser: Page, briefing: Briefing, tmp_path: Path) -> None:
    article = Article("\n\n".join(PAYLOADS))
    browser.open(written(render(pages.with_claims(briefing, article, [(3, 40), (20, 90)]), article), tmp_path))
    assert browser.value("document.querySelector('.text').textContent") == article.text


def test_on_paper_the_article_begins_on_a_new_page(browser: Page, seed_page: str) -> None:
    browser.open(seed_page)
    printed = pypdf.PdfReader(io.BytesIO(browser.pdf())).pages
    text = [page.extract_text() for page in printed]
    assert [round(float(side)) for side in printed[0].mediabox[2:]] == [595, 842]  # A4 in points
    (begin,) = (number for number, page in enumerate(text) if page.startswith("Article\n"))
    assert text[0].startswith("BRIEFING\n")
    assert 1 <= begin <= 3
    assert len(text) <= begin + 3
    assert "Bottom line" in text[0]


def test_without_its_article_the_page_is_one_column_and_stands_alone(
    browser: Page, briefing: Briefing, tmp_path: Path
) -> None:
    browser.size(1280)
    browser.open(written(render(briefing), tmp_path))
    assert browser.value("document.querySelectorAll('mark').length") == 0
    assert browser.value("getComputedStyle(document.querySelector('.s-article')).position") == "static"
    browser.open(written(render(briefing, Article(ARTICLE)), tmp_path))
    assert browser.value("getComputedStyle(document.querySelector('.s-article')).position") == "fixed"


def test_an_article_without_evidence_can_be_scrolled_by_keyboard(
    browser: Page, briefing: Briefing, tmp_path: Path
) -> None:
    article = Article("Nobody said a word. " * 300)
    browser.size(1280)
    browser.open(written(render(pages.with_claims(briefing, article, []), article), tmp_path))
    assert browser.value("document.querySelector('.s-article').tabIndex") == 0
    if AXE.is_file():
        browser.value(AXE.read_text("utf-8") + ";0")
        assert browser.value("axe.run().then(r => r.violations.map(v => v.id))") == []


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (320, False)])
def test_before_and_now_stand_side_by_side_where_there_is_room(
    browser: Page, briefing: Briefing, tmp_path: Path, width: int, beside: bool
) -> None:
    browser.size(width)
    browser.open(written(differences_page.render(compare(briefing, updated(briefing))), tmp_path))
    rows = browser.value(
        "[...document.querySelectorAll('.sides.c tbody tr')].filter(r => r.querySelectorAll('td').length === 2)"
        ".map(r => [...r.querySelectorAll('td')].map(c => (b => [b.left, b.top])(c.getBoundingClientRect())))"
    )
    assert rows
    for (left, top), (other_left, other_top) in rows:
        assert (left < other_left and top == other_top) if beside else (left == other_left and top < other_top)
    shown = browser.value("[...document.querySelectorAll('.side')].map(e => getComputedStyle(e).display)")
    assert set(shown) == {"none" if beside else "block"}


def test_changed_words_are_told_without_colour(browser: Page, briefing: Briefing, tmp_path: Path) -> None:
    browser.open(written(differences_page.render(compare(briefing, updated(briefing))), tmp_path))
    lines = "[...document.querySelectorAll('{}')].map(e => getComputedStyle(e).textDecorationLine)"
    assert set(browser.value(lines.format("del"))) == {"line-through"}
    assert set(browser.value(lines.format("ins"))) == {"underline"}
