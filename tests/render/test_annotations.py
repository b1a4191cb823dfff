"""The annotations, expanded by a JSON-LD processor: what another program makes of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from summarizer.briefing import Briefing
from summarizer.render import addresses, render, words
from summarizer.render.annotations import CONTEXT
from tests.render.conftest import ARTICLE, Poison
from tests.render.payloads import PAYLOADS

OA, AS, RDF = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)
XSD, DCTERMS = "http://www.w3.org/2001/XMLSchema#", "http://purl.org/dc/terms/"

# The terms used here, as section 4 of the vocabulary's recommendation maps them. Not the whole context: a term that is
# missing, or misspelt in the renderer, expands to nothing, and `test_no_key_is_lost` sees it.
LINKS = {
    "body": f"{OA}hasBody", "target": f"{OA}hasTarget", "source": f"{OA}hasSource", "selector": f"{OA}hasSelector",
    "first": f"{AS}first", "generator": f"{AS}generator",
}  # fmt: skip
TEXTS = {
    "exact": f"{OA}exact", "prefix": f"{OA}prefix", "suffix": f"{OA}suffix", "value": f"{RDF}value",
    "format": "http://purl.org/dc/elements/1.1/format", "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
}  # fmt: skip
COUNTS = {"start": f"{OA}start", "end": f"{OA}end", "total": f"{AS}totalItems", "startIndex": f"{AS}startIndex"}
TYPES = {
    "Annotation": f"{OA}Annotation", "TextualBody": f"{OA}TextualBody", "Software": f"{AS}Application",
    "TextPositionSelector": f"{OA}TextPositionSelector", "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "AnnotationCollection": f"{AS}OrderedCollection", "AnnotationPage": f"{AS}OrderedCollectionPage",
}  # fmt: skip
ANNO: dict[str, Any] = {
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "generated": {"@id": f"{DCTERMS}issued", "@type": f"{XSD}dateTime"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    **{name: {"@id": iri, "@type": "@id"} for name, iri in LINKS.items()},
    **{name: {"@id": iri, "@type": f"{XSD}nonNegativeInteger"} for name, iri in COUNTS.items()},
    **TEXTS,
    **TYPES,
    **{name: OA + name for name in ("describing", "commenting", "classifying", "tagging")},
}


def context(url: str, _: object) -> dict[str, Any]:
    """The only document there is: nothing is fetched."""
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": ANNO}}


def expanded(text: str) -> dict[str, Any]:
    (collection,) = jsonld.expand(json.loads(text), {"documentLoader": context})
    assert isinstance(collection, dict)
    return collection


def listed(collection: dict[str, Any]) -> list[dict[str, Any]]:
    found = collection[f"{AS}first"][0][f"{AS}items"][0]["@list"]
    assert isinstance(found, list)
    return found


def value(node: dict[str, Any], name: str) -> Any:
    (found,) = node[name]
    return found["@value"]


def selectors(annotation: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    position, quote = annotation[f"{OA}hasTarget"][0][f"{OA}hasSelector"]
    assert position["@type"] == [f"{OA}TextPositionSelector"]
    assert quote["@type"] == [f"{OA}TextQuoteSelector"]
    return position, quote


def keys(node: Any) -> int:
    """The names in a JSON value, `@context` left out."""
    if isinstance(node, dict):
        return sum((name != "@context") + keys(inner) for name, inner in node.items())
    return sum(map(keys, node)) if isinstance(node, list) else 0


def test_one_annotation_an_evidence_in_one_collection(briefing: Briefing) -> None:
    collection = expanded(render(briefing, "jsonld"))
    found = listed(collection)
    assert len(found) == sum(len(item.evidence) for item in briefing.items)
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    assert value(collection, f"{AS}totalItems") == len(found)
    assert collection[f"{DCTERMS}issued"][0]["@type"] == f"{XSD}dateTime"
    assert {annotation["@type"][0] for annotation in found} == {f"{OA}Annotation"}
    assert len({annotation["@id"] for annotation in found}) == len(found)


def test_both_selectors_pick_the_quote_out_of_the_article(briefing: Briefing) -> None:
    evidence = [e for item in briefing.items for e in item.evidence]
    for annotation, e in zip(listed(expanded(render(briefing, "jsonld"))), evidence, strict=True):
        position, quote = selectors(annotation)
        start, end = value(position, f"{OA}start"), value(position, f"{OA}end")
        assert ARTICLE[start:end] == value(quote, f"{OA}exact") == e.quote
        around = value(quote, f"{OA}prefix") + e.quote + value(quote, f"{OA}suffix")
        assert ARTICLE.count(around) == 1


def test_bodies_say_what_who_and_which_sort(briefing: Briefing) -> None:
    found = listed(expanded(render(briefing, "jsonld")))
    bodies = [
        {
            body[f"{OA}hasPurpose"][0]["@id"].removeprefix(OA): value(body, f"{RDF}value")
            for body in annotation[f"{OA}hasBody"]
        }
        for annotation in found
    ]
    assert bodies[0] == {
        "describing": "The Karst dam was opened on purpose.",
        "commenting": "Ora Lindqvist, Veldania’s water minister · “said” · stated as certain",
        "classifying": "claim: assertion",
        "tagging": "c1",
    }
    assert bodies[3]["describing"] == "; ".join(words.said(briefing.denials[0]))
    shared = [{body["@id"] for body in annotation[f"{OA}hasBody"]} for annotation in found]
    assert shared[1] == shared[2]  # two quotes of c2
    assert not shared[0] & shared[1]


def test_no_key_is_lost(briefing: Briefing) -> None:
    """JSON-LD drops in silence what its context does not know: every name must come out the other end."""
    text = render(briefing, "jsonld")
    compacted = jsonld.compact(expanded(text), CONTEXT, {"documentLoader": context})
    assert keys(compacted) == keys(json.loads(text))


def test_a_statement_keeps_its_ids_until_it_changes(briefing: Briefing) -> None:
    def ids(made: Briefing) -> list[str]:
        return [annotation["@id"] for annotation in listed(expanded(render(made, "jsonld")))]

    claims = [briefing.claims[0].model_copy(update={"certainty": "possible"}), *briefing.claims[1:]]
    before, after = ids(briefing), ids(briefing.model_copy(update={"claims": claims}))
    assert ids(briefing) == before
    assert (before[0] == after[0], before[1:] == after[1:]) == (False, True)


def test_a_briefing_without_statements_has_no_page(briefing: Briefing) -> None:
    nothing: dict[str, list[object]] = {"claims": [], "denials": [], "other_responses": [], "analyst_views": []}
    collection = expanded(render(briefing.model_copy(update=nothing), "jsonld"))
    assert value(collection, f"{AS}totalItems") == 0
    assert f"{AS}first" not in collection


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_only_ever_a_text(briefing: Briefing, poisoned: Poison, payload: str) -> None:
    dirty = poisoned(payload)
    found = listed(expanded(render(dirty, "jsonld")))
    assert [value(selectors(a)[1], f"{OA}exact") for a in found] == [e.quote for i in dirty.items for e in i.evidence]
    plain = listed(expanded(render(briefing, "jsonld")))
    assert [shape(a) for a in found] == [shape(a) for a in plain]


def shape(node: Any) -> Any:
    """A value without its texts and ids."""
    if isinstance(node, dict):
        return {name: shape(inner) for name, inner in node.items() if name not in ("@value", "@id")}
    return [shape(inner) for inner in node] if isinstance(node, list) else None


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://news.example/a?b=c&d=%20e#f", True),
        ("http://münchen.example/ä", True),
        ("https://[2001:db8::1]/", True),
        (None, False),
        ("", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//news.example/a", False),
        ("news.example/a", False),
        ("https://", False),
        ("https://user:secret@news.example/", False),
        ("https://news.example/a b", False),
        ("https://news.example/<script>", False),
        ("https://news.example/\n", False),
        ("https://news.example/\u202e", False),
        ("https://news.example/%zz", False),
        ("https://[", False),
        ("HTTPS://NEWS.EXAMPLE/", True),
    ],
)
def test_only_a_web_address_is_given_on(briefing: Briefing, url: str | None, known: bool) -> None:
    source = briefing.source.model_copy(update={"url": url})
    assert addresses.web(url) == (url if known else None)
    assert addresses.article(source) == (url if known else f"urn:sha256:{briefing.source.sha256}")
    first = listed(expanded(render(briefing.model_copy(update={"source": source}), "jsonld")))[0]
    assert first[f"{OA}hasTarget"][0][f"{OA}hasSource"][0]["@id"] == addresses.article(source)


@given(st.text(max_size=30) | st.text("htps:/.@[]%# \\<", max_size=20).map("https://".__add__))
def test_whatever_is_given_on_is_a_web_address(url: str) -> None:
    found = addresses.web(url)
    if found is not None:
        assert urlsplit(found).scheme in ("http", "https")
        assert urlsplit(found).hostname
        assert found.isprintable()
        assert not set(found) & set(' <>"{}|\\^`')
