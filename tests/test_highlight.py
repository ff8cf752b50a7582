"""The marked text: every character of the article, every span in its style, nothing executed."""

from __future__ import annotations

import dataclasses
import html
import re
import time
from html.parser import HTMLParser

import pandas as pd
import pytest
from sample_tables import AWKWARD, FIGURES, Figure, empty_tables, sample_tables
from stated_tables import DATA

from helpers import load_article, schema, tables_of
from helpers.escaping import clean
from helpers.views.highlight import (
    LAYERS,
    Highlight,
    find_marks,
    highlight_html,
    legend_html,
    live_html,
)

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
    assert page.text == tables.article.text[tables.passages["start"][1] : tables.passages["end"][1]]


def test_hostile_text_is_shown_and_not_executed():
    rows = [
        {
            "text": "cut",
            "start": 0,
            "end": len(HOSTILE),
            "parts": f"0-{len(HOSTILE)}",
            "cue": "x",
            "cue_start": 15,
            "cue_end": 16,
        }
    ]
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


# --- the text of a live page -------------------------------------------------------------

REPORTS = ("altura-wildfire", "marenza-budget", "osmund-cholera", "senna-delta-floods")


class Live(HTMLParser):
    """The live text: its characters, each with the elements around it."""

    def __init__(self, page):
        super().__init__()
        self.open, self.characters, self.elements = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", **dict(attrs)}
        self.open.append(element)
        self.elements.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data
        if not any(element.get("class") == "tag" for element in self.open):
            self.characters += [(character, tuple(self.open)) for character in data]

    @property
    def text(self):
        return "".join(character for character, _ in self.characters)

    @property
    def buttons(self):
        return [element for element in self.elements if element.get("role") == "button"]


def live_tables(name):
    if name == "article":
        return tables_of(load_article(DATA / "articles" / "moscow-times-2022-03-29.txt"))
    if name in REPORTS:
        return tables_of(load_article(DATA / "reports" / f"{name}.txt"))
    return sample_tables(AWKWARD if name == "awkward" else FIGURES)


def words_of(attribute):
    return set((attribute or "").split())


def marked_by_hand(tables):
    """Offset → (id, layer) of every row whose span lies over it."""
    found = {}

    def over(start, end, key, layer):
        for at in range(int(start), int(end)):
            found.setdefault(at, set()).add((key, layer))

    known = set(tables.sources["source_id"])
    for claim in tables.claims.to_dict("records"):
        key = claim["claim_id"]
        for part in claim["parts"].split("|"):
            over(*part.split("-"), key, "narrator" if claim["form"] == "narrator" else "claims")
        if not pd.isna(claim["cue_start"]):
            over(claim["cue_start"], claim["cue_end"], key, "cues")
        if not pd.isna(claim["source_start"]):
            who = claim["source_id"] if claim["source_id"] in known else key
            over(claim["source_start"], claim["source_end"], who, "sources")
    for source in tables.sources.to_dict("records"):
        over(source["first_start"], source["first_end"], source["source_id"], "sources")
    for number in tables.numbers.to_dict("records"):
        over(number["start"], number["end"], number["number_id"], "numbers")
    return found


@pytest.mark.parametrize("name", ["sample", "awkward", "article", *REPORTS])
def test_each_character_of_the_live_text_has_the_ids_and_layers_of_its_rows(name):
    tables = live_tables(name)
    live, marked = Live(live_html(tables)), marked_by_hand(tables)
    spans = tables.passages.sort_values("start")[["start", "end"]].itertuples(index=False)
    offsets = [at for start, end in spans for at in range(start, end)]
    assert live.text == clean("".join(tables.article.text[at] for at in offsets))
    for at, (_, around) in zip(offsets, live.characters, strict=True):
        keys = {key for element in around for key in words_of(element.get("data-keys"))}
        layers = {name for element in around for name in words_of(element.get("class"))}
        rows = marked.get(at, set())
        assert keys == {key for key, _ in rows}, at
        assert layers - {"boilerplate"} == {layer for _, layer in rows}, at


@pytest.mark.parametrize("name", ["sample", "awkward", "article", *REPORTS])
def test_each_number_of_the_live_text_is_one_button_with_its_id_and_its_words(name):
    tables = live_tables(name)
    buttons = Live(live_html(tables)).buttons
    numbers = tables.numbers.sort_values("start")
    assert [button["data-pick"] for button in buttons] == list(numbers["number_id"])
    assert [button["text"] for button in buttons] == [clean(text) for text in numbers["text"]]
    for button in buttons:
        assert button["data-keys"] == button["data-pick"]
        assert (button["tabindex"], button["aria-pressed"]) == ("-1", "false")
        assert "data-stop" in button and button["title"]


@pytest.mark.parametrize("name", ["sample", "article"])
def test_click_on_a_piece_picks_the_smallest_of_its_rows_and_inside_a_number_the_number(name):
    live = Live(live_html(live_tables(name)))
    order = ("numbers", "sources", "cues", "claims", "narrator")
    layers = {}
    for rows in marked_by_hand(live_tables(name)).values():
        for key, layer in rows:
            layers.setdefault(key, set()).add(layer)
    for _, around in live.characters:
        picks = [element for element in around if "data-pick" in element]
        assert len(picks) <= 1
        keyed = [element for element in around if "data-keys" in element]
        assert bool(picks) == bool(keyed)
        if picks:
            shown = {name for element in keyed for name in words_of(element["class"])}
            first = next(layer for layer in order if layer in shown)
            assert first in layers[picks[0]["data-pick"]]
            assert picks[0]["data-pick"] in words_of(picks[0]["data-keys"])


def test_only_numbers_are_stops_of_the_live_text():
    live = Live(live_html(sample_tables()))
    stops = [element for element in live.elements if "data-stop" in element]
    assert stops == live.buttons


def test_number_that_marks_cross_is_one_button_around_their_pieces():
    text = "Ada said 5,000 people died"
    tables = with_text(
        sample_tables(),
        text,
        [
            {"text": "said 5", "start": 4, "end": 10, "parts": "4-10", "cue": "said 5,",
             "cue_start": 4, "cue_end": 11},
            {"text": "00 people", "start": 12, "end": 21, "parts": "12-21"},
        ],
    )  # fmt: skip
    row = sample_tables(FIGURES[1:2]).numbers.assign(
        number_id="n", claim_id="c0", source_id=None, text="5,000", start=9, end=14
    )
    live = Live(live_html(dataclasses.replace(tables, numbers=row)))
    (button,) = live.buttons
    assert (button["text"], button["data-pick"]) == ("5,000", "n")
    inside = [e for e in live.elements if e["text"] in ("5", ",", "00") and e is not button]
    assert [(e["text"], e["class"], e["data-keys"]) for e in inside] == [
        ("5", "claims cues", "c0"),
        (",", "cues", "c0"),
        ("00", "claims", "c1"),
    ]
    assert live.text == text


def test_cue_of_two_claims_lights_up_with_both():
    tables = with_text(
        sample_tables(),
        "He said one and two",
        [
            {"text": "one", "start": 8, "end": 11, "parts": "8-11", "cue": "said",
             "cue_start": 3, "cue_end": 7},
            {"text": "two", "start": 16, "end": 19, "parts": "16-19", "cue": "said",
             "cue_start": 3, "cue_end": 7},
        ],
    )  # fmt: skip
    live = Live(live_html(tables))
    (cue,) = (element for element in live.elements if element.get("class") == "cues")
    assert (cue["text"], cue["data-keys"], cue["data-pick"]) == ("said", "c0 c1", "c0")


def test_mention_that_is_not_resolved_has_the_id_of_its_claim():
    tables = with_text(
        sample_tables(),
        "He said so",
        [{"text": "so", "start": 8, "end": 10, "parts": "8-10", "source_text": "He",
          "source_start": 0, "source_end": 2}],
    )  # fmt: skip
    live = Live(live_html(tables))
    (who,) = (element for element in live.elements if element.get("class") == "sources")
    assert (who["text"], who["data-keys"], who["title"]) == ("He", "c0", "source, not resolved")


def test_boilerplate_of_the_live_text_says_why_and_subheads_are_headings():
    live = Live(live_html(sample_tables()))
    (aside,) = (element for element in live.elements if element.get("class") == "boilerplate")
    assert aside["tag"] == "p" and aside["text"].startswith("boilerplate: appeal")
    assert [element["text"] for element in live.elements if element["tag"] == "h4"] == [
        "Waters rise"
    ]


def test_hostile_text_is_live_and_not_executed():
    rows = [
        {
            "text": "cut",
            "start": 0,
            "end": len(HOSTILE),
            "parts": f"0-{len(HOSTILE)}",
            "cue": "x",
            "cue_start": 15,
            "cue_end": 16,
            "source_text": "s",
            "source_start": 3,
            "source_end": 60,
        }
    ]
    page = live_html(with_text(sample_tables(), HOSTILE, rows))
    live = Live(page)
    assert live.text == clean(HOSTILE)
    assert {element["tag"] for element in live.elements} <= {"p", "span"}
    known = {"tag", "text", "dir", "class", "title", "data-keys", "data-pick"}
    assert all(set(element) <= known for element in live.elements)
    page.encode("utf-8")


def test_hostile_names_and_reasons_stay_inside_their_attributes():
    nasty = '"><script>alert(1)</script>'
    tables = sample_tables((*FIGURES, Figure("5 cats", "5", "other", place=nasty, source="ada")))
    tables = dataclasses.replace(
        tables,
        sources=tables.sources.assign(name=nasty),
        passages=tables.passages.assign(reason=nasty),
    )
    live = Live(live_html(tables))
    assert {element["tag"] for element in live.elements} <= {"p", "span", "h4"}
    assert any(nasty in element.get("title", "") for element in live.elements)
    assert f"boilerplate: {nasty}" in [element["text"] for element in live.elements]


def test_live_text_has_no_script_no_style_and_no_id():
    page = live_html(sample_tables())
    assert not re.search(r"<script|<style| style=| id=| on\w+=", page)


def test_empty_article_says_so_in_a_live_page():
    assert live_html(empty_tables()) == "<p>No text to show.</p>"


def test_legend_of_the_live_text_has_each_layer_in_its_style():
    classes = [element.get("class") for element in Live(legend_html()).elements]
    assert set(classes) - {None, "legend"} == {*LAYERS, "narrator"}


def test_a_large_article_is_made_live_in_linear_time():
    text = "x " * 250_000
    rows = [
        {"text": "x", "start": i, "end": i + 1, "parts": f"{i}-{i + 1}"}
        for i in range(0, 50_000, 10)
    ]
    tables = with_text(sample_tables(), text, rows)
    start = time.perf_counter()
    page = live_html(tables)
    assert time.perf_counter() - start < 15
    assert page.count('class="claims"') == 5_000
