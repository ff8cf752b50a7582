"""Pages in the manner of news sites: whole, without what is foreign, or refused in one line."""

from __future__ import annotations

import re

import outlets
import pytest

from helpers.errors import InputError
from helpers.loading import LoadingOptions, load_html
from helpers.passages import find_passages

HERE = LoadingOptions(apart=False)
MOST_FOREIGN = 0.01  # of the characters of all bodies


def loaded(page):
    return load_html(page.encode(), options=HERE)


def zones_of(article):
    return [
        (article.text[passage.start : passage.end], passage.zone)
        for passage in find_passages(article)
    ]


def foreign(article):
    """Characters of the body that are none of the story's, and of the whole body."""
    body = [words for words, zone in zones_of(article) if zone in {"body", "subhead"}]
    words = "\n".join(body)
    for paragraph in outlets.STORY:
        words = words.replace(paragraph, "", 1)
    return len(re.sub(r"\s", "", words)), sum(map(len, body))


@pytest.mark.parametrize("name", outlets.PAGES)
def test_page_is_whole_and_knows_its_title_and_outlet(name):
    article = loaded(outlets.page(name))
    body = [words for words, zone in zones_of(article) if zone == "body"]
    for paragraph in outlets.STORY:
        assert any(paragraph in words for words in body), paragraph
    assert (article.title, article.outlet) == (outlets.TITLE, "Orla Courier")
    assert str(article.published) == "2023-05-09"
    assert not any("subscribers" in note or "little" in note for note in article.notes)


def test_there_are_more_than_forty_pages_and_little_that_is_foreign_in_their_bodies():
    found = {name: foreign(loaded(outlets.page(name))) for name in outlets.PAGES}
    assert len(found) > 40
    share = sum(f for f, _ in found.values()) / sum(size for _, size in found.values())
    print(f"foreign: {share:.2%} of the body", {n: f for n, (f, _) in found.items() if f})
    assert share < MOST_FOREIGN


STUB = (
    f"<html><body><article><h1>Mill shuts</h1><p>{outlets.STORY[0]}</p>{{}}</article></body></html>"
)
PAID = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false, '
    '"hasPart": {"cssSelector": ".rest"}}</script>'
)


def test_rest_is_said_to_be_sold_only_where_it_is_missing():
    offer = '<div class="paywall"><p>Subscribe for $1 a week to read on.</p></div>'
    sold = loaded(STUB.format(PAID + offer))
    assert any("for subscribers" in note for note in sold.notes)
    whole = loaded(STUB.format(PAID + f'<div class="rest"><p>{outlets.STORY[1]}</p></div>'))
    assert not whole.notes


def test_body_that_is_small_beside_what_was_set_apart_is_noted():
    offers = '<div class="newsletter">' + "<p>Join 30,000 readers of our letter.</p>" * 9 + "</div>"
    (note,) = loaded(STUB.format(offers)).notes
    assert note.startswith("little of the page is its article")


def test_page_of_notices_alone_is_refused_in_one_line():
    notice = (
        "<p>We and our 120 partners store and read information on your device to measure what "
        "you read and to show you advertising that fits you.</p>"
    )
    with pytest.raises(InputError, match="no paragraph of an article can be told") as refused:
        loaded(f'<html><body><div class="cookie">{notice * 4}</div></body></html>')
    assert "\n" not in str(refused.value)


def test_elements_that_hold_nothing_are_not_deep_and_those_that_nest_are():
    path = '<path d="M0 0"/>' * 5_000
    assert loaded(STUB.format(f"<svg>{path}</svg>"))
    for open_tag in ("<div>", '<div title="/>">', "<g><path/>"):
        with pytest.raises(InputError, match="nests its elements"):
            loaded(STUB.format(open_tag * 300))


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("TARN, Orla (AP) — ", "AP"),
        ("TARN (Reuters) - ", "Reuters"),
        ("Tarn (AFP) – ", "AFP"),
        ("TARN (Orla) — ", None),
        ("The Associated Press (AP) reported that ", None),
    ],
)
def test_agency_is_read_from_the_dateline(dateline, agency):
    page = STUB.replace("<p>", f"<p>{dateline}", 1).format("")
    assert loaded(page).agency == agency
