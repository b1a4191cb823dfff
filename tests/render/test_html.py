"""The page: complete, linked both ways, exact, inert, small."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Article
from summarizer.briefing import Briefing, Finding
from summarizer.errors import EvidenceError
from summarizer.pipeline import Summarizer
from summarizer.render import render
from summarizer.render.html import render as page_of
from summarizer.render.markup import tag
from summarizer.render.panel import DEEPEST, Mark, panel
from summarizer.render.places import Place
from summarizer.resources import shipped
from tests.render import pages
from tests.render.conftest import ARTICLE, Poison
from tests.render.test_text import HOSTILE, WIDE

SECTIONS = [
    "Bottom line", "Claims", "Expert views", "Denials", "Other responses", "Gaps and checks", "Article", "Coverage",
    "Analyst’s judgement", "Provenance",
]  # fmt: skip
ACTIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</table></section></main><h1>Forged</h1>",
    "--><script>alert(1)</script><!--",
    "<!-- ",
    "<![CDATA[<script>alert(1)</script>]]>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    " onfocus=alert(1) autofocus ",
    "x onclick=alert(1)//",
    "`onload=alert(1)",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://a.example'>",
    "<base href=https://a.example/>",
    "<link rel=stylesheet href=https://a.example/a.css>",
    "<style>*{display:none}</style>",
    "<form action=https://a.example><button>x</button></form>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<template><script>alert(1)</script></template>",
    "<mark class=d>denied</mark>",
    "<object data=x></object><embed src=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "{{ 7*7 }} {% x %} ${x} #{x}",
    "\u2028<script>alert(1)</script>\u2029",
    "<sc\u200bript>alert(1)</sc\u200bript>",
    "#c1 url(https://a.example/x) } * { color: red",
    "<p id=c1></p><a id=c1-1>",
]
PAYLOADS = [*ACTIVE, *HOSTILE, WIDE]
TAGS = set(
    "html head meta title style body a header p h1 aside nav ul li b main section h2 h3 table thead tbody tr th td span "
    "bdi q i u small mark div fieldset legend label input textarea footer dl dt dd code del ins".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name id class href rel dir scope aria-label aria-labelledby role type autocomplete "
    "rows tabindex data-x data-more colspan".split()
)

Render = Callable[[Briefing], Element]


@pytest.fixture(scope="module")
def seed() -> tuple[Briefing, Article]:
    """The briefing that the README shows, from its recorded answer."""
    article = Article.from_file(shipped("seeds") / "unconventional-alliance.txt")
    summarizer = Summarizer(
        "unnamed-language-model", "briefing@v1", prompts=[], recordings=shipped("recordings"), offline=True
    )
    return summarizer.brief(article), article


def of_article(text: str, spans: list[tuple[int, int]]) -> tuple[Element, list[str]]:
    """A panel read back, and the selectors of its targets."""
    marks = [Mark(start, end, Place(f"c{n}", f"c{n}", "c")) for n, (start, end) in enumerate(spans, 1)]
    shown, selectors = panel(Article(text), marks)
    (found,) = pages.having(pages.root(f"<!doctype html><title>x</title>{tag('div', shown, class_='text')}"), "text")
    return found, selectors


def inert(top: Element) -> None:
    """Nothing on the page that we did not put there."""
    for element in top.iter():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        href = element.get("href", "#")
        assert href.startswith(("#", "https://", "http://"))
        assert element.get("style") is None


def test_the_sections_in_order_and_the_html_without_a_fault(briefing: Briefing) -> None:
    top, faults = pages.read(page_of(briefing, Article(ARTICLE)))
    assert faults == []
    assert [pages.text(heading) for heading in top.iter("h2")] == SECTIONS
    (title,) = top.iter("h1")
    assert pages.text(title) == briefing.source.title
    inert(top)


def test_all_of_the_briefing_is_shown(briefing: Briefing) -> None:
    shown = pages.flat(pages.root(page_of(briefing)))
    wanted = [claim.statement for claim in briefing.claims] + [view.statement for view in briefing.analyst_views]
    wanted += [evidence.quote for item in briefing.items for evidence in item.evidence]
    wanted += [f"Denied: {denied}" for denial in briefing.denials for denied in denial.denied]
    wanted += [line.text for line in briefing.bottom_line] + [found.message for found in briefing.warnings]
    wanted += [actor.name for actor in briefing.actors] + briefing.gaps + [briefing.source.sha256]
    wanted += ["Nine villages were flooded.", "quote_absent", "declined", briefing.provenance.question_key]
    assert [text for text in wanted if text not in shown] == []


def test_every_link_inside_the_page_leads_somewhere_and_no_id_is_used_twice(briefing: Briefing) -> None:
    for article in (Article(ARTICLE), None):
        top = pages.root(page_of(briefing, article))
        names = pages.ids(top)
        assert len(names) == len(set(names))
        targets = {element.get("href", "")[1:] for element in top.iter("a") if element.get("href", "")[:1] == "#"}
        assert targets <= set(names)


def test_evidence_is_linked_both_ways(briefing: Briefing) -> None:
    top = pages.root(page_of(briefing, Article(ARTICLE)))
    (text,) = pages.having(top, "text")
    for item in briefing.items:
        row = pages.by_id(top, item.id)
        links = [link for quote in row.iter("q") for link in quote.iter("a")]
        assert [pages.text(link) for link in links] == [evidence.quote for evidence in item.evidence]
        for number, (evidence, link) in enumerate(zip(item.evidence, links, strict=True), 1):
            assert link.get("href") == f"#{item.id}-{number}"
            label = pages.by_id(text, f"{item.id}-{number}")
            assert (label.get("href"), label.get("aria-label")) == (f"#{item.id}", item.id)
            marked = [mark for mark in text.iter("mark") if f"{item.id}-{number}" in pages.classes(mark)]
            assert "".join(map(pages.text, marked)) == evidence.quote


def test_omissions_and_warnings_with_a_place_are_linked_both_ways(briefing: Briefing) -> None:
    found = Finding(rule="article-instructs", level="warning", item=None, message="it instructs", start=0, end=9)
    beyond = found.model_copy(update={"start": 5, "end": 99_999})
    top = pages.root(page_of(briefing.model_copy(update={"warnings": [found, beyond]}), Article(ARTICLE)))
    for key in ("_o1", "_w1"):
        assert pages.by_id(top, f"{key}-1").get("href") == f"#{key}"
        assert [link.get("href") for link in pages.by_id(top, key).iter("a")] == [f"#{key}-1"]
    assert not list(pages.by_id(top, "_w2").iter("a"))


def test_the_panel_is_the_article(briefing: Briefing, seed: tuple[Briefing, Article]) -> None:
    for made, article in ((briefing, Article(ARTICLE)), seed):
        (text,) = pages.having(pages.root(page_of(made, article)), "text")
        assert pages.text(text) == article.text


TEXTS = st.text(st.sampled_from("ab. \n\t<&>\"'é\u202e\u200d\x0b東😀\ufeff\xad"), min_size=1, max_size=60).filter(
    str.strip
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_overlaps_the_text_is_the_article_and_each_character_knows_its_evidence(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=12))
    spans = [(min(pair), max(pair)) for pair in pairs]
    shown, selectors = of_article(text, spans)
    found = list(pages.characters(shown))
    assert "".join(char for char, _ in found) == text
    for position, (_, names) in enumerate(found):
        assert names == {f"c{n}-1" for n, (start, end) in enumerate(spans, 1) if start <= position < end}
    assert sorted(pages.ids(shown)) == sorted(f"c{n}-1" for n in range(1, len(spans) + 1))
    assert all(not mark.findall(".//mark") for mark in shown.iter("mark"))
    assert len(selectors) <= len(spans)


def test_a_target_in_pieces_lights_up_as_a_whole() -> None:
    text = "One two three.\n\nFour five six."
    _, selectors = of_article(text, [(0, 7), (4, 13), (8, 20)])
    assert selectors == ["#c1-1:target~.c1-1", "#c2-1:target~.c2-1", ":has(#c3-1:target) .c3-1"]
    assert of_article(text, [(0, 3), (0, 3), (4, 7)])[1] == []


def test_overlap_without_end_stays_linear() -> None:
    text = "x" * 20_000
    sizes = []
    for count in (2_000, 4_000):
        marks = [Mark(n, len(text) - n, Place(f"c{n}", f"c{n}", "c")) for n in range(count)]
        sizes.append(len(panel(Article(text), marks)[0]))
    assert sizes[1] < 2.2 * sizes[0]
    shown, _ = panel(Article(text), [Mark(n, len(text) - n, Place(f"c{n}", f"c{n}", "c")) for n in range(DEEPEST + 3)])
    assert "data-more=3" in shown


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markup(briefing: Briefing, poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    top = pages.root(page_of(dirty))
    inert(top)
    varying = {"a", "b", "bdi"}  # a poisoned reference leads nowhere, a hidden character is enclosed
    skeleton = [element.tag for element in top.iter() if element.tag not in varying]
    assert skeleton == [e.tag for e in pages.root(page_of(briefing)).iter() if e.tag not in varying]
    seen = " ".join(pages.text(top).split())
    assert " ".join(dirty.claims[0].statement.replace("\r", "\n").split()) in seen


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_in_the_article_becomes_markup(briefing: Briefing, payload: str) -> None:
    article = Article(f"One. {payload} said {payload}\n\n{payload} again.")
    length = len(article.text)
    made = pages.with_claims(briefing, article, [(0, length), (5, length - 3), (6, 9), (length - 9, length)])
    top = pages.root(page_of(made, article))
    inert(top)
    (text,) = pages.having(top, "text")
    assert pages.text(text) == article.text


def test_the_payloads_are_active_when_not_escaped(
    briefing: Briefing, poisoned: Poison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the tests above would prove nothing."""
    monkeypatch.setattr("summarizer.render.markup.html.escape", lambda value, quote=True: value)
    with pytest.raises(AssertionError):
        inert(pages.root(page_of(poisoned(ACTIVE[0]))))


@pytest.mark.parametrize("identifier", ["c1", "", "C 1", '"><script>', "x" * 500, "é", "_c0", "Claims", "c"])
def test_ids_that_are_no_names_or_come_twice_still_lead_to_their_own_rows(briefing: Briefing, identifier: str) -> None:
    items = [item.model_copy(update={"id": identifier}) for item in briefing.claims]
    made = briefing.model_copy(update={"claims": items})
    top = pages.root(page_of(made, Article(ARTICLE)))
    inert(top)
    names = pages.ids(top)
    assert len(names) == len(set(names))
    rows = list(next(iter(top.iter("tbody"))).iter("tr"))
    assert [pages.text(next(iter(row.iter("a")))) for row in rows] == [item.evidence[0].quote for item in items]
    for row in rows:
        label = pages.by_id(top, next(iter(row.iter("a"))).get("href", "")[1:])
        assert label.get("href") == f"#{row.get('id')}"


def test_only_a_web_address_becomes_a_link(briefing: Briefing) -> None:
    for url, links in [
        ("https://a.example/b?c=d&e=%22", 1),
        ("javascript:alert(1)", 0),
        ("https://a.example/\u202e", 0),
        ("https://a.example/ onclick=x", 0),
        (" https://a.example", 0),
        ("data:text/html,x", 0),
    ]:
        source = briefing.source.model_copy(update={"url": url})
        top = pages.root(page_of(briefing.model_copy(update={"source": source})))
        found = [link for link in top.iter("a") if not link.get("href", "").startswith("#")]
        assert [(link.get("href"), link.get("rel")) for link in found] == [(url, "noopener noreferrer")] * links
        assert " ".join(url.split()) in pages.flat(top)


def test_hidden_characters_are_named_isolated_and_kept() -> None:
    shown, _ = of_article("a\u202eb\x1bc\u200dd", [])
    named = [(element.get("data-x"), element.text) for element in shown.iter("bdi")]
    assert named == [("U+202E", "\u202e"), ("U+001B", "\x1b"), ("U+200D", "\u200d")]


def test_joiners_that_shape_letters_and_emoji_are_left_alone() -> None:
    for text in ("می\u200cخواهم", "👩\u200d💻", "क्\u200dष"):
        shown, _ = of_article(text, [])
        assert not list(shown.iter("bdi"))
    shown, _ = of_article("é\u200d\u200c\u200dé", [])
    assert len(list(shown.iter("bdi"))) == 3


def test_the_policy_allows_this_style_and_nothing_else(seed: tuple[Briefing, Article]) -> None:
    closed(page_of(*seed))


def closed(page: str) -> None:
    """The page may use its own style sheet, and load or run nothing."""
    top = pages.root(page)
    (style,) = top.iter("style")
    digest = base64.b64encode(hashlib.sha256(pages.text(style).encode()).digest()).decode()
    (policy,) = (m.get("content") for m in top.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not pages.EXTERNAL.search(page)
    assert not re.search(r"https?:", page)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_borders_have_the_contrast_that_wcag_aa_asks_for(briefing: Briefing, dark: bool) -> None:
    schemes = re.findall(r":root\{(.*?)\}", page_of(briefing))
    assert len(schemes) == 2
    shade = dict(re.findall(r"--(\w+): ?(#\w+)", schemes[dark]))
    kinds = "cdrvom"
    read = [("ink", ground) for ground in ("bg", "side", "row", "badbg", "lit", *(f"{kind}f" for kind in kinds))]
    read += [
        (text, ground) for text in ("soft", "link", *(f"{kind}k" for kind in kinds)) for ground in ("bg", "side", "row")
    ]
    read += [(f"{kind}k", f"{kind}f") for kind in kinds] + [("bad", "bg"), ("bad", "side")]
    seen = [(f"{kind}k", ground) for kind in kinds for ground in (f"{kind}f", "lit")]  # borders
    for least, pairs in ((4.5, read), (3.0, seen)):
        for pair in pairs:
            low, high = sorted(luminance(shade[name]) for name in pair)
            assert (high + 0.05) / (low + 0.05) >= least, pair


def test_the_page_of_the_seed_is_small_and_the_same_each_time(seed: tuple[Briefing, Article]) -> None:
    page = page_of(*seed)
    assert len(page.encode()) < 100_000
    assert page_of(*seed) == page == render(seed[0], "html", article=seed[1])


def test_who_answers_a_claim_and_how(briefing: Briefing) -> None:
    top = pages.root(page_of(briefing))
    first, second = (pages.by_id(top, name) for name in ("c1", "c2"))
    told = [pages.flat(line) for line in list(first.iter("td"))[3].iter("p")]
    assert told[0].startswith("partly denied by Officials of Orsk d1")
    assert told[2] == "Tamsin Orvo refused to comment r1"
    assert pages.flat(list(second.iter("td"))[3]).startswith("denied by Officials of Orsk d1")
    assert pages.flat(list(second.iter("td"))[2]) == "expectation, stated as probable probably"
    assert [pages.text(hedge) for hedge in second.iter("u")] == ["probably"]


def test_a_refusal_or_a_related_point_is_never_a_denial(briefing: Briefing) -> None:
    links = [link.model_copy(update={"fit": "same_topic"}) for link in briefing.denials[0].answers]
    denials = [briefing.denials[0].model_copy(update={"answers": links})]
    top = pages.root(page_of(briefing.model_copy(update={"denials": denials})))
    told = pages.flat(list(pages.by_id(top, "c1").iter("td"))[3])
    assert told.startswith("not denied; Officials of Orsk on a related point d1")
    assert told.endswith("Tamsin Orvo refused to comment r1")
    assert not re.search(r"(?<!not )denied", told.replace(links[0].why or "", ""))


def test_a_claim_that_nobody_answers_says_so(briefing: Briefing) -> None:
    top = pages.root(page_of(briefing.model_copy(update={"denials": [], "other_responses": []})))
    assert pages.flat(list(pages.by_id(top, "c1").iter("td"))[3]) == "no response reported"
    shown = pages.flat(top)
    assert "No denials reported." in shown
    assert "No other responses reported." in shown


def test_the_banner_is_there_only_for_a_reason(briefing: Briefing) -> None:
    clean = briefing.model_copy(update={"rejected": [], "warnings": []})
    assert not list(pages.root(page_of(clean)).iter("aside"))
    found = Finding(rule="article-instructs", level="warning", item=None, message="reads like an order to a program")
    for update, told in (
        ({"warnings": [found]}, "reads like an order to a program See the checks"),
        ({"rejected": briefing.rejected}, "1 item failed a check and is left out. See the checks"),
        ({"rejected": briefing.rejected * 2}, "2 items failed a check and are left out. See the checks"),
    ):
        top = pages.root(page_of(clean.model_copy(update=update)))
        (banner,) = top.iter("aside")
        assert pages.flat(banner) == told
        pages.by_id(top, "Checks")


def test_what_is_not_stated_is_said_to_be(briefing: Briefing) -> None:
    source = briefing.source.model_copy(update={"title": None, "outlet": None, "published": None})
    top = pages.root(page_of(briefing.model_copy(update={"source": source, "bottom_line": []})))
    (header,) = top.iter("header")
    assert pages.flat(header).startswith("Briefing Untitled outlet not stated · date not stated")


def test_the_coverage_bar_has_a_box_a_sentence(briefing: Briefing) -> None:
    top = pages.root(page_of(briefing))
    bar = pages.having(top, "bar", "div")[0]
    assert [box.get("class") for box in bar.iter("i")] == ["y", "y", "y", "y", "y", "o"]
    assert bar.get("aria-label", "").startswith("5 of 6 sentences carry evidence.")
    many = [third.model_copy(update={"sentences": 10**9}) for third in briefing.coverage]
    assert not pages.having(pages.root(page_of(briefing.model_copy(update={"coverage": many}))), "bar", "div")


def test_the_analysts_box_is_empty(seed: tuple[Briefing, Article]) -> None:
    top = pages.root(page_of(*seed))
    boxes = list(top.iter("input"))
    assert len(boxes) == 7 + 3 + 6 + 6
    assert not [box for box in boxes if "checked" in box.attrib or "value" in box.attrib]
    (field,) = top.iter("textarea")
    assert pages.text(field) == ""


def test_without_the_article_the_page_says_so_and_keeps_the_quotes(briefing: Briefing) -> None:
    top = pages.root(page_of(briefing))
    assert "The article is not on this page" in pages.flat(top)
    assert not list(top.iter("mark"))
    quotes = [pages.text(quote) for quote in top.iter("q")]
    assert len(quotes) == sum(len(item.evidence) for item in briefing.items)
    assert not [link for quote in top.iter("q") for link in quote.iter("a")]


def test_another_article_is_refused(briefing: Briefing) -> None:
    with pytest.raises(EvidenceError, match="is not the one that was briefed"):
        page_of(briefing, Article(ARTICLE + " "))


@pytest.mark.parametrize(
    "change", [{"start": -1}, {"end": 99_999}, {"quote": "forged"}, {"quote": "", "end": 2, "start": 2}]
)
def test_a_quote_that_does_not_stand_there_is_refused(briefing: Briefing, change: dict[str, object]) -> None:
    claim = briefing.claims[0]
    forged = claim.model_copy(update={"evidence": [claim.evidence[0].model_copy(update=change)]})
    with pytest.raises(EvidenceError, match=r"c1: .* does not stand at"):
        page_of(briefing.model_copy(update={"claims": [forged]}), Article(ARTICLE))


def test_the_languages_of_the_article_are_named_only_where_they_can_be(briefing: Briefing) -> None:
    for language, expected in (("en-GB", "en-GB"), (None, None), ('x" onload=y', None), ("", None)):
        source = briefing.source.model_copy(update={"language": language})
        top = pages.root(page_of(briefing.model_copy(update={"source": source}), Article(ARTICLE)))
        quotes = [*top.iter("q"), *pages.having(top, "text")]
        assert {quote.get("lang") for quote in quotes} == {expected}
        assert {quote.get("dir") for quote in quotes} == {"auto"}
