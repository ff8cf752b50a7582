"""The marked text: every character of the article, every span in its style, nothing executed."""

from __future__ import annotations

import dataclasses
import html
import re
import time
from html.parser import HTMLParser

import pytest
from sample_tables import FIGURES, empty_tables, sample_tables

from helpers import schema
from helpers.highlight import LAYERS, Highlight, find_marks, highlight_html

HOSTILE = (
    '<script>alert("x")</script> & <img src=x onerror=alert(1)> \u202eevil\u202c \x00\x1b '
    "half \ud83d end " + "w" * 10_000
)


class Reader(HTMLParser):
    """Text as a browser would show it, with the classes around each piece."""

    def __init__(self, page):
        super().__init__()
        self.open, self.pieces, self.tags = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(dict(attrs).get("class", ""))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        self.pieces.append((data, set(" ".join(self.open).split())))

    def marked(self, layer):
        return "".join(data for data, classes in self.pieces if layer in classes)

    @property
    def text(self):
        return "".join(data for data, _ in self.pieces)


def with_text(tables, text, rows):
    """The tables of another text: one passage over it, and claims with these parts and spans."""
    article = dataclasses.replace(tables.article, text=text)
    passages = schema.frame(
        "passages",
        [
            {
                "passage_id": "p",
                "article_id": "a",
                "kind": "paragraph",
                "start": 0,
                "end": len(text),
                "zone": "body",
            }
        ],
    )
    blank = {
        "article_id": "a",
        "channel": "said",
        "cue_kind": "says",
        "sentence_start": 0,
        "sentence_end": len(text),
        "polarity": "asserts",
        "modality": "asserted",
        "zone": "body",
        "rule_id": "hand",
        "confidence": 1.0,
        "form": "indirect",
    }
    claims = schema.frame(
        "claims", [{"claim_id": f"c{i}", **blank, **r} for i, r in enumerate(rows)]
    )
    return dataclasses.replace(
        tables,
        article=article,
        passages=passages,
        claims=claims,
        sources=schema.frame("sources", []),
        numbers=schema.frame("numbers", []),
    )


def test_every_character_of_every_passage_is_shown_in_order():
    tables = sample_tables()
    text = tables.article.text
    shown = Reader(highlight_html(tables, layers=())).text
    parts = [
        text[a:b] for a, b in zip(tables.passages["start"], tables.passages["end"], strict=True)
    ]
    assert shown.replace("boilerplate: appeal", "") == "".join(parts)


def test_each_layer_marks_its_spans():
    tables = sample_tables()
    page = Reader(highlight_html(tables))
    for number in tables.numbers["text"]:
        assert number in page.marked("numbers")
    for cue in tables.claims["cue"].dropna():
        assert cue in page.marked("cues")
    assert "one senior Norland official" in page.marked("sources")
    assert "fewer than 30 miners missing <b>& counted</b>" in page.marked("claims")
    assert "an estimated 12,000 people" in page.marked("narrator")


@pytest.mark.parametrize("layer", LAYERS)
def test_layer_left_out_is_not_marked(layer):
    rest = tuple(name for name in LAYERS if name != layer)
    page = Reader(highlight_html(sample_tables(), layers=rest))
    assert page.marked(layer) == ""
    assert all(page.marked(name) for name in rest)


def test_number_inside_a_claim_is_in_both_layers():
    page = Reader(highlight_html(sample_tables()))
    assert any({"claims", "numbers"} <= classes for data, classes in page.pieces if data == "340")


def test_crossing_spans_keep_their_own_ends():
    text = "abcdefghij"
    tables = with_text(
        sample_tables(),
        text,
        [
            {"text": "abcdef", "start": 0, "end": 6, "parts": "0-6"},
            {"text": "defghi", "start": 3, "end": 9, "parts": "3-9", "cue": "efgh",
             "cue_start": 4, "cue_end": 8, "source_text": "ab", "source_start": 0, "source_end": 2},
        ],
    )  # fmt: skip
    page = Reader(highlight_html(tables))
    body = "".join(data for data, _ in page.pieces).partition(text)[1]
    assert body == text
    pieces = [(d, c & {"claims", "cues", "sources"}) for d, c in page.pieces if d in text]
    assert pieces == [
        ("ab", {"claims", "sources"}),
        ("c", {"claims"}),
        ("d", {"claims"}),
        ("efgh"[:2], {"claims", "cues"}),
        ("gh", {"claims", "cues"}),
        ("i", {"claims"}),
        ("j", set()),
    ]


def test_claim_in_pieces_leaves_the_gap_unmarked():
    text = '"One," he said, "two."'
    tables = with_text(
        sample_tables(), text, [{"text": text, "start": 0, "end": 22, "parts": "0-6|16-22"}]
    )
    page = Reader(highlight_html(tables, layers=("claims",)))
    marked = [data for data, classes in page.pieces if "claims" in classes]
    assert marked == ['"One,"', '"two."']


def test_span_over_two_passages_is_marked_in_both():
    tables = sample_tables(FIGURES[:2], plain_claims=())
    first, second = tables.passages.iloc[1], tables.passages.iloc[2]
    claims = tables.claims.head(1).assign(
        form="indirect", parts=f"{first['end'] - 4}-{second['start'] + 6}"
    )
    page = Reader(highlight_html(dataclasses.replace(tables, claims=claims), layers=("claims",)))
    marked = [data for data, classes in page.pieces if "claims" in classes]
    text = tables.article.text
    assert marked == [
        text[first["end"] - 4 : first["end"]],
        text[second["start"] : second["start"] + 6],
    ]


def test_boilerplate_is_greyed_and_says_why():
    page = highlight_html(sample_tables())
    assert "boilerplate: appeal" in page
    grey = next(p for p in page.split("<p ") if "boilerplate: appeal" in p)
    assert "#6a717b" in grey


def test_subhead_is_a_heading():
    page = highlight_html(sample_tables())
    assert re.search(r"<h4[^>]*>Waters rise</h4>", page)


def test_passages_can_be_picked():
    tables = sample_tables()
    page = Reader(highlight_html(tables, layers=(), passages=[tables.passages["passage_id"][1]]))
    assert page.text == tables.article.text[
        tables.passages["start"][1] : tables.passages["end"][1]
    ]  # fmt: skip


def test_hostile_text_is_shown_and_not_executed():
    rows = [{"text": "cut", "start": 0, "end": len(HOSTILE), "parts": f"0-{len(HOSTILE)}",
             "cue": "x", "cue_start": 15, "cue_end": 16}]  # fmt: skip
    page = highlight_html(with_text(sample_tables(), HOSTILE, rows))
    reader = Reader(page)
    assert {tag for tag, _ in reader.tags} <= {"div", "p", "span", "h4"}
    assert all(not name.startswith("on") for _, attrs in reader.tags for name in attrs)
    assert '<script>alert("x")</script>' in reader.text
    page.encode("utf-8")  # a lone surrogate could not be sent to the browser


def test_hostile_source_name_stays_inside_its_tooltip():
    tables = sample_tables()
    sources = tables.sources.assign(name='"><script>alert(1)</script>')
    page = highlight_html(dataclasses.replace(tables, sources=sources))
    assert {tag for tag, _ in Reader(page).tags} <= {"div", "p", "span", "h4"}


def test_style_stands_on_the_elements_because_untrusted_notebooks_lose_style_sheets():
    page = highlight_html(sample_tables())
    assert "<style" not in page
    assert "<script" not in page
    assert " id=" not in page


def test_same_tables_give_the_same_text():
    assert highlight_html(sample_tables()) == highlight_html(sample_tables())


def test_unknown_layer_is_refused_in_words():
    with pytest.raises(ValueError, match="no layer is called 'verbs'; layers are claims"):
        highlight_html(sample_tables(), layers=("verbs",))


def test_empty_article_says_so():
    assert "No text to show." in highlight_html(empty_tables())


def test_marks_lie_inside_the_text_and_match_the_tables():
    tables = sample_tables()
    marks = find_marks(tables)
    assert all(0 <= m.start < m.end <= len(tables.article.text) for m in marks)
    numbers = [tables.article.text[m.start : m.end] for m in marks if m.layer == "numbers"]
    assert numbers == list(tables.numbers.sort_values("start")["text"])


def test_highlight_shows_itself_and_tells_its_counts():
    shown = Highlight(sample_tables())
    assert shown._repr_html_() == highlight_html(sample_tables())
    assert repr(shown) == "<Highlight: 3 narrator, 25 claims, 25 cues, 24 sources, 22 numbers>"
    assert repr(Highlight(empty_tables())) == "<Highlight: nothing marked>"


def test_a_large_article_is_marked_in_linear_time():
    text = "x " * 500_000
    rows = [
        {"text": "x", "start": i, "end": i + 1, "parts": f"{i}-{i + 1}"}
        for i in range(0, 100_000, 10)
    ]
    tables = with_text(sample_tables(), text, rows)
    start = time.perf_counter()
    page = highlight_html(tables, layers=("claims",))
    assert time.perf_counter() - start < 15
    assert page.count('class="claims"') == 10_000


def test_tooltip_tells_who_reported_a_number():
    page = html.unescape(highlight_html(sample_tables()))
    assert "killed, at least; one senior Norland official" in page
    assert "killed, approximate; no source named" in page
