"""The boards without a browser: what each shows after every change of every control.

A control is moved as a page moves it, by a message that holds its new state. What must be seen
then is worked out here a second time, from the rows of the tables.
"""

from __future__ import annotations

import ast
import dataclasses
import html
import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from threading import Barrier, Thread
from types import SimpleNamespace

import ipywidgets
import matplotlib.pyplot as plt
import pandas as pd
import pytest
import traitlets
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from sample_tables import AWKWARD, FIGURES, SOURCES, Figure, empty_tables, sample_tables
from stated_tables import DATA
from test_charts_topics import with_topics

import helpers.views.widgets.estimates_board as estimates_module
import helpers.views.widgets.reader_board as reading_module
import helpers.views.widgets.sources_board as sources_module
from helpers import EstimateSelection, article_from_text, credit_line, load_article, tables_of
from helpers.escaping import clean
from helpers.views.charts import (
    EstimateOptions,
    estimate_marks,
    marks_alt,
    plot_selection,
    png_bytes,
)
from helpers.views.charts.chosen_marks import choose
from helpers.views.charts.live_sources import live_relays, live_topics
from helpers.views.charts.picture import quick_png
from helpers.views.charts.selection import NAMED, UNNAMED, positions_of
from helpers.views.widgets import (
    ReaderSelection,
    SourcesSelection,
    estimates_explorer,
    reader,
    sources_explorer,
)
from helpers.views.widgets.choices import Choices
from helpers.views.widgets.links import links_of
from helpers.views.widgets.number_table import ORDERS, PAGE_ROWS
from helpers.views.widgets.panes import STATIC, Panes
from helpers.views.widgets.slider import Slider
from helpers.views.widgets.switch import Switch

# A part of the sample, so that thousands of redrawings stay quick: named, unnamed and no
# sources, people and money, a bound, a range, an estimate and a vague word.
FEW = tuple(FIGURES[i] for i in (0, 1, 3, 5, 18))
CONFIDENCE = (1.0, 0.95, 0.55, 0.0, 0.8)
MAKERS = {"estimates": estimates_explorer, "sources": sources_explorer, "reader": reader}
MODULES = {
    "estimates": (estimates_module, "quick_png"),
    "sources": (sources_module, "claims_html"),
    "reader": (reading_module, "rows_html"),
}
CONTROLS = {
    "estimates": (
        "kinds", "places", "source_types", "naming", "firmness", "confidence", "scale", "group",
        "reset",
    ),
    "sources": ("source", "topic", "picture", "panes", "clear"),
    "reader": ("source", "layers", "only", "page", "panes", "clear"),
}  # fmt: skip
BOARDS = tuple(MAKERS)


def hundreds(n=2 * PAGE_ROWS + 30):
    """The sample with so many numbers that the reader's table needs pages."""
    told = [
        Figure(f"{i:,} people", f"{i:,}", "killed", value=i, low=i, high=i, source=source)
        for i, source in zip(range(1000, 1000 + n), ["ada", "un", None] * n, strict=False)
    ]
    return sample_tables(tuple(told))


def few():
    tables = with_topics(sample_tables(FEW))
    confidence = pd.array(CONFIDENCE, dtype=tables.numbers["confidence"].dtype)
    return dataclasses.replace(tables, numbers=tables.numbers.assign(confidence=confidence))


@cache
def tables_called(name):
    made = {
        "few": few,
        "sample": lambda: with_topics(sample_tables()),
        "article": lambda: tables_of(
            load_article(DATA / "articles" / "moscow-times-2022-03-29.txt")
        ),
        "hundreds": hundreds,
        "empty": empty_tables,
        "awkward": lambda: sample_tables(AWKWARD),
        "vague": lambda: sample_tables((Figure("dozens", "dozens", "killed", "vague"),)),
    }
    return made[name]()


# --- moving the controls -----------------------------------------------------------------


def messages(widget) -> list[dict]:
    """Every legal state of a control as the page would send it; of a group, each word alone."""
    if isinstance(widget, Choices):
        some = [(), *((word,) for word in widget.words), widget.words]
        return [{"value": list(words)} for words in some]
    if isinstance(widget, Slider):
        return [{"value": step / 20} for step in range(21)]
    if isinstance(widget, Panes):
        return [{"picked": []}, *({"picked": [key]} for key in widget.links)]
    if isinstance(widget, Switch):
        return [{"value": word} for word, _ in widget.options]
    if isinstance(widget, ipywidgets.Checkbox):
        return [{"value": True}, {"value": False}]
    if isinstance(widget, ipywidgets.BoundedIntText):
        return [{"value": page} for page in range(widget.min, widget.max + 1)]
    if isinstance(widget, ipywidgets.Button):
        return [{}]
    return [{"index": i} for i in range(len(widget.options))]


def any_message(widget, chance: random.Random) -> dict:
    if isinstance(widget, Choices):
        most = chance.choice((0, 0.3, 0.7, 1))
        return {"value": [word for word in widget.words if chance.random() < most]}
    if isinstance(widget, Panes):
        n = min(chance.choice((0, 1, 1, 1, 2, 3)), len(widget.links))
        return {"picked": chance.sample(list(widget.links), n)}
    return chance.choice(messages(widget))


def move(board, name: str, message: dict) -> None:
    control = getattr(board, name)
    if isinstance(control, ipywidgets.Button):
        control.click()
    else:
        control.set_state(message)


def heard(board) -> dict:
    """What each control of the state shows, as the state would hold it."""
    return {name: c.read(getattr(c.widget, c.trait)) for name, c in board.controls.items()}


def widgets_in(widget) -> Iterator[ipywidgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from widgets_in(child)


def text_in(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def ids_in(table: str) -> list[str]:
    return re.findall(r'<tr data-pick="([^"]*)"', table)


# --- what must be seen -------------------------------------------------------------------


class Estimates:
    """What the estimates explorer must show of these tables."""

    def __init__(self, tables):
        self.tables = tables
        self.marks = estimate_marks(tables)
        self.rows = self.marks.to_dict("records")
        self.credit = credit_line(tables)
        self.alts: dict[EstimateSelection, str] = {}

    def alt(self, state) -> str:
        if state not in self.alts:
            options = EstimateOptions(scale=state.scale, group=state.group)
            self.alts[state] = marks_alt(self.of(state), options=options, credit=self.credit)
        return self.alts[state]

    def of(self, state) -> pd.DataFrame:
        rows = {row["number_id"]: i for i, row in enumerate(self.rows)}
        return self.marks.iloc[[rows[row["number_id"]] for row in self.kept(state)]]

    def kept(self, state) -> list[dict]:
        def holds(row):
            naming = {**dict.fromkeys(NAMED, "named"), **dict.fromkeys(UNNAMED, "unnamed")}
            sure = 0 if pd.isna(row["confidence"]) else row["confidence"]
            words = (
                (row["kind"], state.kinds),
                ("unstated" if pd.isna(row["place"]) else row["place"], state.places),
                (row["source_type"], state.source_types),
                (naming.get(row["naming"], "none"), state.naming),
                (row["firmness"], state.firmness),
            )
            return sure >= state.confidence and all(not some or w in some for w, some in words)

        rows = [row for row in self.rows if holds(row)]
        if state.group == "kind":
            return rows
        panels = list(dict.fromkeys(row["panel"] for row in rows))
        return sorted(
            rows,
            key=lambda row: (
                panels.index(row["panel"]),
                row["naming"] == "none",
                row["reporter"].casefold(),
                row["reporter"],
            ),
        )

    def check(self, board):
        state, rows = board.selection, self.kept(board.selection)
        ids = [row["number_id"] for row in rows]
        assert list(board.shown["number_id"]) == ids
        assert board.status.value == f"{len(rows)} of {len(self.rows)} numbers shown"
        for name, shown in heard(board).items():
            assert shown == getattr(state, name), name

        chosen = choose(self.of(state), max_rows=EstimateOptions().max_rows, by=state.group)
        page = [a for a in board.axes.get_children() if a.get_gid()]
        panels = board.axes.child_axes
        assert [panel.get_label() for panel in panels] == list(chosen.panels)
        gids = [str(a.get_gid()).partition(":") for panel in panels for a in panel.lines]
        assert {key for kind, _, key in gids if kind in ("mark", "range")} == {
            line.mark["number_id"] for line in chosen.lines
        }
        notes = " ".join(a.get_text() for a in page if a.get_gid() == "note")
        assert ("Not on the axis:" in notes) == bool(chosen.unmarked)
        assert ("more in the table" in notes) == bool(chosen.left_out)
        assert any(a.get_gid() == "no-data" for a in page) == (not chosen.panels)

        told = board.chart.alt
        assert told == board.axes.alt == self.alt(state)
        assert text_in(board.alt.value) == f"This chart in words{clean(told)}"
        for line in chosen.lines:
            assert line.mark["shown"] in told
        assert f"Dot chart, {len(chosen.lines)} row" in told or not chosen.lines

        cells = re.findall(r"<tr><td.*?</tr>", board.table.value)
        assert len(cells) == min(len(rows), 100)
        for row, cell in zip(rows, cells, strict=False):
            assert html.escape(clean(row["printed"])) in cell
        made = board.code.code.splitlines()[1].partition(" = ")[2]
        assert eval(made, {"EstimateSelection": EstimateSelection}) == state

        picture = board.chart.value
        if not picture.startswith(b"\x89PNG"):
            assert picture == outline(board.axes)
            return
        width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
        assert width == pytest.approx(board.chart.width, abs=1)
        assert height == pytest.approx(width / 7.2 * board.axes.get_ylim()[0], abs=1)

    @staticmethod
    def shown_by(board):
        picture = hash(board.chart.value)
        texts = (board.alt.value, board.table.value, board.code.code, board.status.value)
        return picture, board.chart.alt, board.chart.width, texts


class Sources:
    """What the sources explorer must show of these tables."""

    def __init__(self, tables):
        self.tables = tables
        self.names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
        self.claims = [
            {
                "id": claim["claim_id"],
                "speaker": _or(claim["source_id"], "nobody"),
                "relay": _or(claim["via_source_id"], ""),
                "topic": _or(claim["topic"], "no topic"),
            }
            for claim in tables.claims.to_dict("records")
            if claim["form"] != "narrator" and claim["zone"] != "boilerplate"
        ]
        mine = {claim["id"] for claim in self.claims}
        told = tables.numbers.set_index("number_id")["claim_id"].to_dict()
        others = set(tables.claims["claim_id"]) - mine
        self.unheard = others | {number for number, claim in told.items() if claim in others}
        self.charts = {
            "topics": live_topics(tables, width=5.6)[0],
            "relays": live_relays(tables, width=5.6)[0],
        }

    def check(self, board):
        state = board.selection
        ids = [
            claim["id"]
            for claim in self.claims
            if state.source in ("", claim["speaker"], claim["relay"])
            and state.topic in ("", claim["topic"])
        ]
        assert list(board.shown["claim_id"]) == ids
        table = board.panes.table
        assert sorted(ids_in(table)) == sorted(ids[:100])
        assert state.claim == "" or state.claim in ids_in(table)
        plural = "" if len(ids) == 1 else "s"
        assert f"<caption>{len(ids)} claim{plural}" in table
        assert board.panes.chart == self.charts[state.picture]
        for name, shown in heard(board).items():
            assert shown == getattr(state, name), name
        if self.voice(board):
            assert "it is nobody’s claim here" in board.status.value
            return
        assert board.status.value == f"{len(ids)} claim{plural} of {len(self.claims)} shown"
        place = state.topic.replace(" ", "_")
        key = state.claim or state.source or (place and f"topic:{place}")
        if state.source and state.topic and not state.claim:
            key = f"cell:{state.source}:{place}"
        assert board.panes.picked == ([key] if key else [])
        words = text_in(board.panes.words)
        assert words.startswith("Pick a source") == (not key)
        if state.source in self.names:
            assert self.names[state.source] in words

    def voice(self, board):
        """Whether the article's own voice was pointed at, or an aside: in nobody's claims."""
        return bool(board.panes.picked) and board.panes.picked[-1] in self.unheard

    @classmethod
    def shown_by(cls, board):
        panes = board.panes
        return panes.words, panes.table, panes.chart, tuple(panes.picked), board.status.value


class Reading:
    """What the reader must show of these tables."""

    def __init__(self, tables):
        self.tables = tables
        self.numbers = list(tables.numbers["number_id"])
        self.links = links_by_hand(tables)
        body = tables.sources[tables.sources["zone"] != "boilerplate"]
        self.sources = set(body["source_id"])

    def check(self, board):
        state, panes = board.selection, board.panes
        lit = set(state.picked).union(*(self.links[key] for key in state.picked))
        assert board.lit == lit
        only = state.only and state.picked
        ids = [key for key in self.numbers if key in lit or not only]
        assert list(board.shown["number_id"]) == ids
        pages = max(1, -(-len(ids) // PAGE_ROWS))
        assert 1 <= state.page <= pages == board.page.max
        assert ids_in(panes.table) == ids[(state.page - 1) * PAGE_ROWS : state.page * PAGE_ROWS]
        assert (board.page.layout.display == "none") == (pages == 1)
        counted = f"{len(self.numbers)} number{'s' * (len(self.numbers) != 1)}"
        if state.picked:
            counted = f"{len(lit & set(self.numbers))} of {counted} lit"
        assert board.status.value == counted
        for name, shown in heard(board).items():
            assert shown == getattr(state, name), name
        assert panes.layers == list(state.layers)
        lone = state.picked[0] if len(state.picked) == 1 else ""
        assert board.source.value == (lone if lone in self.sources else "")
        assert text_in(panes.words).startswith("Pick a number") == (not state.picked)

    @staticmethod
    def shown_by(board):
        panes = board.panes
        words = (panes.words, panes.table, tuple(panes.picked), tuple(panes.layers))
        return words, board.source.value, board.page.value, board.page.max, board.status.value


MODELS = {"estimates": Estimates, "sources": Sources, "reader": Reading}


def _or(cell, instead):
    return instead if pd.isna(cell) else cell


def links_by_hand(tables) -> dict[str, set[str]]:
    claims = tables.claims.to_dict("records")
    numbers = tables.numbers.to_dict("records")
    speakers = {
        claim["claim_id"]: {_or(claim[c], "") for c in ("source_id", "via_source_id")} - {""}
        for claim in claims
    }
    found = {}
    for number in numbers:
        told = {number["claim_id"], _or(number["source_id"], "")} - {""}
        found[number["number_id"]] = told | speakers[number["claim_id"]]
    for key, who in speakers.items():
        found[key] = who | {n["number_id"] for n in numbers if n["claim_id"] == key}
    for source in tables.sources["source_id"]:
        found[source] = {key for key, who in speakers.items() if source in who} | {
            n["number_id"] for n in numbers if _or(n["source_id"], "") == source
        }
    return found


@cache
def model_of(board: str, tables: str):
    return MODELS[board](tables_called(tables))


def made(board: str, tables: str, **options):
    return MAKERS[board](tables_called(tables), **options)


@cache
def kept_board(name: str, tables: str):
    return made(name, tables)


def lent(name: str, tables: str, state=None):
    """A board that several tests use, one after the other; it starts from ``state``."""
    board = kept_board(name, tables)
    board.selection = state or type(board.selection)()
    return board


def check(model, board, seen: dict) -> None:
    """What holds after every change; equal states must look equal, however they came about."""
    assert "Not done" not in board.status.value
    model.check(board)
    if not (isinstance(model, Sources) and model.voice(board)):
        shown = model.shown_by(board)
        assert seen.setdefault(board.selection, shown) == shown


# --- the driver --------------------------------------------------------------------------

WHOLE = [(name, tables) for tables in ("sample", "article") for name in BOARDS]
BARE = [(name, tables) for tables in ("empty", "awkward", "vague") for name in BOARDS]


@pytest.mark.parametrize(
    ("name", "tables"),
    [pytest.param(*pair, id="-".join(pair)) for pair in WHOLE + BARE],
)
def test_every_legal_value_of_every_control_shows_what_it_selects(name, tables):
    model, board, seen = model_of(name, tables), made(name, tables), {}
    check(model, board, seen)
    for control in CONTROLS[name]:
        for message in messages(getattr(board, control)):
            move(board, control, message)
            check(model, board, seen)


def outline(axes, **_) -> bytes:
    """What there is to see, without its pixels: a stand-in that makes thousands of them quick."""
    looks = {
        Text: ("text", "position", "color", "fontsize", "fontweight", "fontstyle", "ha"),
        Rectangle: ("bbox", "facecolor", "alpha"),
        "line": ("lw",),
        "marker": ("marker", "markerfacecolor", "markersize", "markeredgewidth"),
    }
    told = []
    for artist in axes.get_children():
        if not artist.get_visible() or not isinstance(artist, Text | Rectangle | Line2D):
            continue
        if isinstance(artist, Line2D):
            kind = "line" if artist.get_marker() == "none" else "marker"
            told += [list(artist.get_xdata()), list(artist.get_ydata()), artist.get_color()]
        else:
            kind = Text if isinstance(artist, Text) else Rectangle
        told += [getattr(artist, f"get_{name}")() for name in looks[kind]]
        told += [artist.get_gid(), artist.get_zorder()]
    return repr(told).encode("utf-8")


def walk(name: str, tables: str, seeds: range) -> None:
    """Sequences of changes; after every other one the state is set from Python and looks so too."""
    model, board, other = model_of(name, tables), made(name, tables), made(name, tables)
    seen: dict = {}
    for seed in seeds:
        chance = random.Random(seed)
        start, steps = board.selection, []
        try:
            for _ in range(chance.choice((1, 2, 3))):
                control = chance.choice(CONTROLS[name])
                steps.append((control, any_message(getattr(board, control), chance)))
                move(board, *steps[-1])
                check(model, board, seen)
            if seed % 2:
                other.selection = board.selection
                steps.append("set from Python")
                check(model, other, seen)
                assert other.selection == board.selection
                board, other = other, board
        except AssertionError as error:
            error.add_note(f"seed {seed}, from {start}: {steps}")
            raise


@pytest.mark.parametrize("seeds", [range(i, i + 25) for i in range(0, 100, 25)], ids=repr)
@pytest.mark.parametrize("name", BOARDS)
def test_random_sequences_of_changes_hold(name, seeds, monkeypatch):
    monkeypatch.setattr(estimates_module, "quick_png", outline)
    walk(name, "few", seeds)


@pytest.mark.parametrize(("name", "tables"), WHOLE)
def test_random_sequences_of_changes_hold_on_more_rows_and_on_the_article(name, tables):
    walk(name, tables, range(1000, 1020))


def test_random_sequences_of_changes_hold_where_the_table_has_pages():
    walk("reader", "hundreds", range(2000, 2040))


@pytest.mark.parametrize("name", BOARDS)
def test_setting_the_state_draws_once(name, monkeypatch):
    board, states = made(name, "few"), STATES[name]
    module, drawing = MODULES[name]
    drawn, draw = [], getattr(module, drawing)
    monkeypatch.setattr(module, drawing, lambda *a, **k: drawn.append(1) or draw(*a, **k))
    for count, state in enumerate(states, 1):
        board.selection = state
        assert board.selection == state
        assert len(drawn) == count


@pytest.mark.parametrize("name", BOARDS)
def test_board_starts_with_the_selection_it_is_given(name):
    for state in STATES[name]:
        begun, led = made(name, "few", selection=state), made(name, "few")
        led.selection = state
        assert begun.selection == state
        assert MODELS[name].shown_by(begun) == MODELS[name].shown_by(led)


STATES = {
    "estimates": (
        EstimateSelection(("killed",), naming=("unnamed", "none"), scale="linear", group="source"),
        EstimateSelection(places=("unstated",), confidence=0.5, firmness=("possible",)),
        EstimateSelection(),
    ),
    "sources": (
        SourcesSelection("ada", "disaster", picture="relays"),
        SourcesSelection("mayor"),
        SourcesSelection("survivor", claim="a0123456789b:c3"),
        SourcesSelection(),
    ),
    "reader": (
        ReaderSelection(("a0123456789b:n1",), layers=("numbers",), only=True),
        ReaderSelection(("un", "a0123456789b:c4")),
        ReaderSelection(),
    ),
}


# --- what is refused, and what goes wrong ------------------------------------------------


ILLEGAL = [
    ("estimates", EstimateSelection(kinds=("killed", "nonsense")), "kinds cannot hold 'nonsense'"),
    ("estimates", EstimateSelection(places=("Atlantis",)), "places cannot hold 'Atlantis' here"),
    ("estimates", EstimateSelection(source_types=("ngo",)), "source_types cannot hold 'ngo' here"),
    ("estimates", EstimateSelection(naming=("all",)), "naming cannot hold 'all' here"),
    ("estimates", EstimateSelection(firmness=("exact",)), "firmness cannot hold 'exact' here"),
    ("estimates", EstimateSelection(confidence=1.5), "confidence cannot be 1.5"),
    ("estimates", EstimateSelection(confidence=float("nan")), "confidence cannot be nan"),
    ("estimates", EstimateSelection(scale="cubic"), "scale cannot be 'cubic'; it is log or linear"),
    ("estimates", EstimateSelection(group="hedge"), "group cannot be 'hedge'"),
    ("sources", SourcesSelection(source="ghost"), "no source here has the id 'ghost'"),
    ("sources", SourcesSelection(topic="sport"), "topic cannot be 'sport' here; it is one of"),
    ("sources", SourcesSelection(claim="x"), "no claim here has the id 'x'"),
    ("sources", SourcesSelection(picture="pie"), "picture cannot be 'pie': topics or relays"),
    ("reader", ReaderSelection(picked=("un", "ghost")), "nothing here has the id 'ghost'"),
    ("reader", ReaderSelection(layers=("verbs",)), "no layer is called 'verbs'"),
    ("reader", ReaderSelection(order="age"), "order cannot be 'age'; it is text, size, kind"),
    ("reader", ReaderSelection(page=0), "page cannot be 0: pages count from 1"),
]


@pytest.mark.parametrize(("name", "state", "told"), ILLEGAL, ids=[t for _, _, t in ILLEGAL])
def test_illegal_state_is_refused_in_words_and_changes_nothing(name, state, told):
    model, board, seen = model_of(name, "few"), lent(name, "few"), {}
    board.selection = STATES[name][0]
    check(model, board, seen)
    with pytest.raises(ValueError, match=re.escape(told)):
        board.selection = state
    assert board.selection == STATES[name][0]
    check(model, board, seen)


@pytest.mark.parametrize("name", BOARDS)
def test_illegal_state_to_start_with_is_refused(name):
    state = next(state for board, state, _ in ILLEGAL if board == name)
    with pytest.raises(ValueError, match=r"nonsense|ghost"):
        made(name, "few", selection=state)


CRAFTED = [
    ("reader", "panes", {"picked": ["un", "ghost"]}, "nothing here has the id"),
    ("estimates", "confidence", {"value": float("nan")}, "confidence cannot be nan"),
    ("sources", "source", {"index": None}, "no source here has the id None"),
    ("sources", "panes", {"picked": ["ghost"]}, "nothing here has the id"),
]


@pytest.mark.parametrize(("name", "control", "message", "told"), CRAFTED)
def test_illegal_value_of_a_control_is_told_and_the_control_goes_back(
    name, control, message, told, monkeypatch
):
    model, board = model_of(name, "few"), lent(name, "few")
    board.selection = STATES[name][0]
    widget, trait = getattr(board, control), next(iter(message))
    before, shown = getattr(widget, trait), model.shown_by(board)[:-1]
    sent = []
    monkeypatch.setattr(widget.comm, "send", lambda data=None, **_: sent.append(data["state"]))
    move(board, control, message)
    assert f"Not done. {told}" in text_in(board.status.value)
    assert board.selection == STATES[name][0]
    assert getattr(widget, trait) == before
    assert sent[-1][trait] == before  # and the page is told
    assert model.shown_by(board)[:-1] == shown
    board.selection = STATES[name][1]
    check(model, board, {})


REFUSED = [
    ("estimates", "kinds", {"value": ["nonsense"]}),
    ("estimates", "places", {"value": [None]}),
    ("estimates", "confidence", {"value": 7.0}),
    ("estimates", "confidence", {"value": "much"}),
    ("estimates", "scale", {"value": "cubic"}),
    ("estimates", "group", {"value": None}),
    ("sources", "picture", {"value": "pie"}),
    ("estimates", "chart", {"ratio": 400.0}),
    ("sources", "source", {"index": 900}),
    ("sources", "topic", {"index": -90}),
    ("sources", "panes", {"picked": 7}),
    ("reader", "panes", {"picked": [1]}),
    ("reader", "only", {"value": "perhaps"}),
    ("reader", "layers", {"value": ["verbs"]}),
    ("reader", "page", {"value": "last"}),
]


@pytest.mark.parametrize(("name", "control", "message"), REFUSED)
def test_value_that_a_control_cannot_have_never_reaches_the_state(name, control, message):
    model, board, seen = model_of(name, "few"), lent(name, "few"), {}
    board.selection = STATES[name][0]
    check(model, board, seen)
    with pytest.raises(traitlets.TraitError):
        move(board, control, message)
    assert board.selection == STATES[name][0]
    check(model, board, seen)


def test_page_beyond_the_last_is_the_last():
    board = lent("reader", "hundreds")
    move(board, "page", {"value": 99})
    assert board.selection.page == board.page.value == 3
    board.selection = ReaderSelection(page=7)
    assert board.selection.page == board.page.value == 3


@pytest.mark.parametrize("name", BOARDS)
def test_error_in_a_refresh_stands_in_the_status_line_and_the_board_goes_on(name, monkeypatch):
    model, board = model_of(name, "few"), lent(name, "few")
    before = model.shown_by(board)[:-1]
    control, message, next_message = {
        "estimates": ("kinds", {"value": ["killed"]}, {"value": ["money"]}),
        "sources": ("topic", {"index": 1}, {"index": 2}),
        "reader": ("layers", {"value": ["numbers"]}, {"value": ["claims"]}),
    }[name]

    def broken(*_, **__):
        raise ZeroDivisionError("<b>split</b>")

    with monkeypatch.context() as patched:
        patched.setattr(*MODULES[name], broken)
        move(board, control, message)
        told = "Not done. ZeroDivisionError: &lt;b&gt;split&lt;/b&gt;"
        assert told in board.status.value
        if name != "sources":  # whose list of topics has moved already
            assert model.shown_by(board)[:-1] == before
    move(board, control, next_message)
    check(model, board, {})


@pytest.mark.parametrize("name", BOARDS)
def test_button_that_lets_go_answers_after_an_error(name, monkeypatch):
    model, board = model_of(name, "few"), lent(name, "few", STATES[name][0])
    board.status.value = "Not done."
    getattr(board, "reset" if name == "estimates" else "clear").click()
    check(model, board, {})
    state = board.selection
    chosen = {**dataclasses.asdict(state), "picture": "", "layers": (), "only": 0, "page": 0}
    assert not any(v for v in chosen.values() if v not in ("log", "kind", "text"))


# --- one widget --------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOARDS)
def test_board_is_one_widget_without_an_output_widget(name):
    board = lent(name, "few")
    assert isinstance(board, ipywidgets.VBox)
    assert not [w for w in widgets_in(board) if isinstance(w, ipywidgets.Output)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("estimates", "<EstimatesExplorer: 5 of 5 numbers shown>"),
        ("sources", "<SourcesExplorer: 7 sources, 10 claims>"),
        ("reader", "<Reader: 5 numbers, 7 sources>"),
    ],
)
def test_board_prints_short_and_without_addresses(name, told):
    board = lent(name, "few")
    assert repr(board) == told
    ours = [w for w in widgets_in(board) if type(w).__module__.startswith("helpers.")]
    assert all(re.fullmatch(r"<\w+.{0,70}>", repr(widget)) for widget in ours)
    assert not any("0x" in repr(widget) for widget in ours)


@pytest.mark.parametrize("name", BOARDS)
def test_board_leaves_no_figure_open(name):
    lent(name, "few", STATES[name][0])
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", BOARDS)
def test_board_leaves_the_tables_as_they_were(name):
    tables = tables_called("few")
    frames = ("sources", "claims", "numbers", "passages")
    before = {frame: getattr(tables, frame).copy() for frame in frames}
    board = lent(name, "few")
    for state in STATES[name]:
        board.selection = state
    for frame, kept in before.items():
        pd.testing.assert_frame_equal(getattr(tables, frame), kept)


def test_picture_has_the_pixels_of_the_screen_it_is_shown_on():
    board = made("estimates", "few")
    widths = {}
    for ratio in (1.0, 1.5, 2.0):
        board.chart.set_state({"ratio": ratio})
        widths[ratio] = int.from_bytes(board.chart.value[16:20], "big")
    assert widths == {1.0: 691, 1.5: 1036, 2.0: 1382}
    assert board.chart.width == 691
    assert board.status.value == "5 of 5 numbers shown"


# --- the code of a view ------------------------------------------------------------------


def ran(code: str, tables) -> SimpleNamespace:
    """What a cell of these lines shows, and the names it leaves behind."""
    names = {"tables": tables}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "cell", "exec"), names)
    shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return SimpleNamespace(shown=shown, **names)


@pytest.mark.parametrize("tables", ["few", "article"])
def test_code_of_a_view_run_as_a_cell_makes_the_same_picture(tables):
    board, chance = lent("estimates", tables), random.Random(5)
    for _ in range(4):
        for control in chance.sample(CONTROLS["estimates"], 3):
            move(board, control, any_message(getattr(board, control), chance))
        code = board.code.code
        cell = ran(code, tables_called(tables))
        assert len(code.splitlines()) == 3
        assert cell.selection == board.selection
        assert cell.shown.alt == board.chart.alt
        assert cell.shown.png == png_bytes(board.axes)
        chart = plot_selection(cell.tables, cell.selection)
        assert board.chart.value == quick_png(chart, dpi=96)


def test_choice_that_would_leave_no_row_counts_none():
    board = estimates_explorer(tables_called("sample"))
    board.kinds.value = ["refugees"]
    for name in ("places", "source_types", "naming", "firmness"):
        control = getattr(board, name)
        for word, count in zip(control.words, control.counts, strict=True):
            alone = dataclasses.replace(board.selection, **{name: (word,)})
            assert count == len(positions_of(board._marks, alone))
    assert 0 in board.places.counts
    assert 0 not in board.kinds.counts
    board.reset.click()
    assert 0 not in board.places.counts


def test_chart_is_saved_as_it_stands():
    board = estimates_explorer(tables_called("few"))
    first = board.saved["png"].press()
    assert first.startswith(b"\x89PNG")
    assert b"Description" in first
    assert board.saved["png"].press() == first
    board.scale.value = "linear"
    assert board.saved["png"].data == b""
    assert board.saved["png"].press() != first
    assert board.saved["svg"].press().lstrip().startswith(b"<?xml")
    assert [button.filename for button in board.saved.values()] == ["numbers.png", "numbers.svg"]


def test_table_of_the_reader_is_searched_and_put_in_order():
    board = reader(tables_called("sample"))
    board.find.value = "HOLLIN  official"
    assert len(board.shown) > 0
    told = board.shown[["printed", "kind", "bounds", "reporter", "where", "firm", "check"]]
    for row in told.agg(" ".join, axis=1).str.casefold():
        assert "hollin" in row
        assert "official" in row
    board.find.value = "no such word"
    assert len(board.shown) == 0
    board.find.value = ""
    assert list(board.shown["number_id"]) == list(board._rows["number_id"])
    board.order.value = "size"
    sizes = list(board.shown["size"].dropna())
    assert sizes == sorted(sizes, reverse=True)
    for order in ("kind", "reporter", "where", "check"):
        board.order.value = order
        cells = [cell.casefold() for cell in board.shown[order] if cell]
        assert cells == sorted(cells)
        assert all(board.shown[order][: len(cells)])


@pytest.mark.parametrize("name", ["empty", "awkward", "hundreds"])
def test_any_table_of_the_reader_is_searched_and_put_in_order(name):
    board = reader(tables_called(name))
    for order in ORDERS:
        board.selection = ReaderSelection(find="people (", order=order)
        board.selection = ReaderSelection(find="peop", order=order)
        assert len(board.shown) <= len(board._rows)


def test_code_of_a_view_with_hostile_places_is_still_code():
    tables = hostile_tables()
    board = estimates_explorer(tables)
    board.places.value = list(board.places.words)
    assert ran(board.code.code, tables).selection == board.selection


# --- what belongs together ---------------------------------------------------------------


@pytest.mark.parametrize("tables", ["sample", "article", "awkward", "empty"])
def test_links_lead_from_each_row_to_what_belongs_to_it(tables):
    links = links_of(tables_called(tables))
    assert {key: set(lit) for key, lit in links.items()} == links_by_hand(tables_called(tables))
    assert all(len(lit) == len(set(lit)) and key not in lit for key, lit in links.items())


def test_relay_lights_up_with_the_number_it_passed_on():
    links = links_of(tables_called("sample"))
    assert set(links["a0123456789b:n14"]) == {"a0123456789b:c14", "report", "paper"}
    assert set(links["a0123456789b:c14"]) == {"a0123456789b:n14", "report", "paper"}
    assert set(links["paper"]) == {"a0123456789b:n11", "a0123456789b:c11", "a0123456789b:c14"}


# --- the reader --------------------------------------------------------------------------


def test_number_lights_up_its_source_its_claim_and_itself():
    board = lent("reader", "sample")
    board.panes.picked = ["a0123456789b:n1"]
    assert board.lit == {"a0123456789b:n1", "a0123456789b:c1", "aide"}
    words = text_in(board.panes.words)
    assert "one senior Norland official said→At least 340 people" in words
    assert "killed" in words


def test_source_chosen_from_the_list_is_picked_and_lights_up_all_it_says():
    board = lent("reader", "sample")
    board.source.value = "aide"
    assert board.selection.picked == ("aide",)
    assert board.panes.picked == ["aide"]
    assert board.lit == {"aide", *(f"a0123456789b:{kind}{i}" for kind in "cn" for i in (1, 2))}
    assert "one senior Norland official" in text_in(board.panes.words)
    board.source.value = ""
    assert board.selection.picked == ()


def test_source_of_the_boilerplate_can_be_picked_in_the_text():
    tables = tables_called("sample")
    aside = tables.sources["zone"].where(tables.sources["source_id"] != "un", "boilerplate")
    board = reader(dataclasses.replace(tables, sources=tables.sources.assign(zone=aside)))
    move(board, "panes", {"picked": ["un"]})
    assert board.selection.picked == ("un",)
    assert "Not done" not in board.status.value


def test_claim_is_told_with_who_said_it_and_its_words():
    board = lent("reader", "sample")
    board.panes.picked = ["a0123456789b:p1"]
    words = text_in(board.panes.words)
    assert "Tomas Vell said→“We have no boats left”" in words
    assert "direct, asserted, 0 numbers" in words


def test_claim_of_somebody_not_identified_is_not_told_as_nobodys():
    tables = tables_called("sample")
    mine = tables.claims["claim_id"] == "a0123456789b:c1"
    claims = tables.claims.assign(
        source_id=tables.claims["source_id"].mask(mine),
        source_text=tables.claims["source_text"].mask(mine, "he"),
    )
    board = reader(dataclasses.replace(tables, claims=claims))
    board.panes.picked = ["a0123456789b:c1"]
    assert "nobody is named" not in text_in(board.panes.words)


def test_several_picked_numbers_are_counted_by_who_reported_them():
    board = lent("reader", "sample")
    board.panes.picked = [f"a0123456789b:n{i}" for i in (1, 2, 3, 0)]
    words = text_in(board.panes.words)
    assert "4 numbers picked, reported by one senior Norland official (2)" in words
    assert "the United Relief Office (1)" in words
    assert board.status.value == "4 of 22 numbers lit"


def test_only_keeps_the_table_to_what_is_picked():
    board = lent("reader", "sample")
    board.only.value = True
    assert len(ids_in(board.panes.table)) == 22  # nothing is picked: nothing is left out
    board.panes.picked = ["aide"]
    assert ids_in(board.panes.table) == ["a0123456789b:n1", "a0123456789b:n2"]
    board.clear.click()
    assert len(ids_in(board.panes.table)) == 22


def test_page_of_the_table_follows_what_is_picked():
    board = lent("reader", "hundreds")
    assert (board.selection.page, board.page.max) == (1, 3)
    for i in (150, 229, 3):
        board.panes.picked = [f"a0123456789b:n{i}"]
        assert board.selection.page == board.page.value == i // PAGE_ROWS + 1
        assert f"a0123456789b:n{i}" in ids_in(board.panes.table)
    move(board, "page", {"value": 2})  # turned by hand, it stays
    assert ids_in(board.panes.table)[0] == "a0123456789b:n100"
    assert board.selection.picked == ("a0123456789b:n3",)


def test_page_set_from_python_beside_what_is_picked_is_shown():
    turned = lent("reader", "hundreds")
    turned.panes.picked = ["a0123456789b:n3"]
    move(turned, "page", {"value": 2})
    board = made("reader", "hundreds", selection=turned.selection)
    assert board.selection == turned.selection
    assert board.panes.table == turned.panes.table


def test_page_of_a_picked_source_is_that_of_its_first_number():
    board = lent("reader", "hundreds")
    move(board, "page", {"value": 3})
    board.panes.picked = ["un"]
    assert board.selection.page == 1
    board.only.value = True
    assert board.page.max == 1
    assert all(
        key in links_of(tables_called("hundreds"))["un"] for key in ids_in(board.panes.table)
    )


# --- the sources explorer ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("ada", SourcesSelection("ada")),
        ("nobody", SourcesSelection("nobody")),
        ("a0123456789b:n1", SourcesSelection("aide", claim="a0123456789b:c1")),
        ("a0123456789b:p4", SourcesSelection("firm", claim="a0123456789b:p4")),
        ("cell:mayor:politics", SourcesSelection("mayor", "politics")),
        ("cell:nobody:no_topic", SourcesSelection("nobody", "no topic")),
        ("topic:casualties", SourcesSelection(topic="casualties")),
    ],
)
def test_what_is_pointed_at_becomes_the_state(key, state):
    board = lent("sources", "sample")
    move(board, "panes", {"picked": [key]})
    assert board.selection == state
    check(model_of("sources", "sample"), board, {})
    move(board, "panes", {"picked": []})
    assert board.selection == SourcesSelection()


def test_relay_is_found_with_the_claims_it_passed_on():
    board = lent("sources", "sample", SourcesSelection("paper"))
    assert ids_in(board.panes.table) == ["a0123456789b:c11", "a0123456789b:c14"]


def test_another_source_or_topic_lets_go_of_the_claim_and_another_picture_keeps_it():
    board = lent("sources", "sample")
    move(board, "panes", {"picked": ["a0123456789b:n1"]})
    board.picture.value = "relays"
    assert board.selection.claim == "a0123456789b:c1"
    board.topic.value = "casualties"
    assert board.selection == SourcesSelection("aide", "casualties", picture="relays")


def test_share_of_words_in_quotation_marks_is_told():
    board = lent("sources", "sample", SourcesSelection("mayor"))
    words = text_in(board.panes.words)
    assert "3 claims, 1 number; wholly or partly in quotation marks" in words
    assert "100 %" in words


def test_table_keeps_every_row_beside_a_claim_of_somebody_else():
    state = SourcesSelection("ada", claim="a0123456789b:c1")
    board = lent("sources", "sample", state)
    assert set(board.shown["claim_id"]) <= set(ids_in(board.panes.table))


def test_claim_set_from_python_is_told():
    board = lent("sources", "sample", SourcesSelection(claim="a0123456789b:p1"))
    assert "We have no boats left" in text_in(board.panes.words)


def test_nobody_is_refused_in_words_where_no_claim_names_nobody():
    tables = tables_called("sample")
    claims = tables.claims[tables.claims["claim_id"] != "a0123456789b:p5"]
    board = sources_explorer(dataclasses.replace(tables, claims=claims))
    with pytest.raises(ValueError, match="nobody"):
        board.selection = SourcesSelection("nobody")
    assert board.selection == SourcesSelection()


def test_claim_of_the_boilerplate_is_not_told_as_the_articles_own_voice():
    tables = tables_called("sample")
    mine = tables.claims["claim_id"] == "a0123456789b:c1"
    zone = tables.claims["zone"].mask(mine, "boilerplate")
    board = sources_explorer(dataclasses.replace(tables, claims=tables.claims.assign(zone=zone)))
    move(board, "panes", {"picked": ["a0123456789b:c1"]})
    assert board.selection == SourcesSelection()
    assert "no reporting" in board.status.value


# --- hostile articles --------------------------------------------------------------------

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)></svg>",
    "</span></bdi></td></table><b>bold",
    "&lt;i&gt; &amp;amp; &#60;",
    "\u202egnp.exe \u2067\u200f",
    "nul\x00 bell\x07 \x1b[0m \x85 \u2028",
    "w" * 3_000,
    "${alert(1)} {{7*7}} `x`",
)


def hostile_tables():
    """A sample in which names, roles, cues, places, words and numbers are hostile."""
    sources = {
        key: (f"{name} {nasty}", nasty, kind, naming)
        for (key, (name, _, kind, naming)), nasty in zip(SOURCES.items(), NASTY * 2, strict=False)
    }
    figures = [
        dataclasses.replace(
            figure, full=f"{figure.full} {nasty}", counted=nasty, place=nasty, cue=nasty
        )
        for figure, nasty in zip(FIGURES, NASTY * 3, strict=False)
    ]
    return with_topics(sample_tables(tuple(figures), sources=sources, title=NASTY[0]))


SVG = "svg g path use rect defs clippath style"
MAY = {
    **dict.fromkeys(SVG.split(), "class style d transform x y width height clip-path id type "
                    "xlink:href xmlns xmlns:xlink version viewbox role tabindex"),
    "p": "class dir style", "h4": "dir", "b": "", "bdi": "", "i": "style", "ul": "class",
    "li": "", "span": "class role tabindex title", "strong": "role", "div": "style tabindex role",
    "table": "style class", "details": "style", "summary": "",
    "caption": "", "thead": "", "tbody": "", "tr": "", "th": "scope style",
    "td": "class style", "button": "type tabindex",
}  # fmt: skip


class Page(HTMLParser):
    """A page as a browser reads it: nothing but what is on the list may stand in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.cells, self.open = "", [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        assert tag in MAY, tag
        for name, value in attrs:
            known = name in MAY[tag].split() or name.startswith(("data-", "aria-"))
            assert known, (tag, name)
            assert name != "xlink:href" or value.startswith("#"), value
            assert name != "style" or "alert" not in value, value
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            assert data.strip() == "*{stroke-linejoin: round; stroke-linecap: butt}"
        self.text += data
        if {"td", "th"} & set(self.open):
            self.cells[-1][-1] += data


def pages_of(board) -> Iterator[str]:
    """Every piece of HTML that a board hands to a page."""
    for widget in widgets_in(board):
        if isinstance(widget, Panes):
            yield from (widget.words, widget.text, widget.chart, widget.table)
        elif isinstance(widget, ipywidgets.HTML):
            yield widget.value


def line(text: str) -> str:
    return clean(" ".join(text.split()))


@pytest.mark.parametrize("name", BOARDS)
def test_hostile_article_is_text_and_nothing_else_in_every_pane(name):
    board = MAKERS[name](hostile_tables())
    chance, read = random.Random(11), set()
    for control in (*CONTROLS[name] * 3, *["panes"] * 20 * (name != "estimates")):
        move(board, control, any_message(getattr(board, control), chance))
        assert "Not done" not in board.status.value
        for page in set(pages_of(board)) - read:
            Page(page)
            read.add(page)


@pytest.mark.parametrize("name", ["sources", "reader"])
def test_text_of_a_hostile_article_is_whole_but_for_its_controls(name):
    tables = hostile_tables()
    shown = Page(MAKERS[name](tables).panes.text).text
    text = tables.article.text
    parts = zip(tables.passages["start"], tables.passages["end"], strict=True)
    whole = clean("".join(text[start:end] for start, end in parts))
    assert shown.replace("boilerplate: appeal", "").endswith(whole)


def test_cells_of_a_hostile_article_say_what_its_tables_say():
    tables = hostile_tables()
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    page = Page(reader(tables).panes.table)
    numbers = tables.numbers.to_dict("records")
    for cells, number in zip(page.cells[1:], numbers, strict=True):
        assert cells[0] == line(number["full_text"])
        assert _or(number["source_id"], "") == "" or cells[3] == clean(names[number["source_id"]])
        assert cells[4].startswith(clean(number["place"]))

    page = Page(sources_explorer(tables).panes.table)
    claims = tables.claims[
        (tables.claims["form"] != "narrator") & (tables.claims["zone"] != "boilerplate")
    ].to_dict("records")
    for cells, claim in zip(page.cells[1:], claims, strict=True):
        assert cells[0] == line(claim["text"])
        assert cells[3] == line(claim["cue"])

    board = estimates_explorer(tables)
    for cells, mark in zip(
        Page(board.table.value).cells[1:], board.shown.to_dict("records"), strict=True
    ):
        assert cells[0] == line(mark["label"])
        assert cells[3] == line(mark["reporter"])
        assert cells[5] == line(mark["printed"])
    assert Page(board.alt.value).text == f"This chart in words{clean(board.chart.alt)}"


def sent_by(board) -> Iterator[tuple[str, object]]:
    for widget in widgets_in(board):
        for trait, value in widget.get_state().items():
            if not isinstance(value, bytes | memoryview):
                yield f"{type(widget).__name__}.{trait}", value


UNSENT = {
    "markup": "\n".join(f"Ann {nasty} said {i + 3} people died." for i, nasty in enumerate(NASTY)),
    "half-pair": "Officials in Kyiv\ud83d said 5 people\ud83d died. “It\udc00 rains,” they said.",
    "noncharacter": "Ann Smi\uffffth said 5 people died. Bob Smi\ufffeth said six people died.",
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(text, name, id=f"{kind}-{name}")
        for kind, text in UNSENT.items()
        for name in BOARDS
    ],
)
def test_article_that_no_page_can_hold_is_read_and_can_be_sent(text, name):
    board = MAKERS[name](tables_of(article_from_text(text, published="2031-05-06")))
    assert "Not done" not in board.status.value
    for widget in widgets_in(board):
        for trait, value in widget.get_state().items():
            try:
                json.dumps(value, ensure_ascii=False, default=repr).encode("utf-8")
            except UnicodeEncodeError:
                pytest.fail(f"{type(widget).__name__}.{trait} cannot be sent to a page")


@pytest.mark.parametrize("script", ["choices", "slider", "snippet", "chart_image"])
def test_words_of_an_article_are_never_html_in_the_script_of_a_control(script):
    code = (STATIC / f"{script}.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code)


# --- two threads -------------------------------------------------------------------------


def test_event_that_another_one_overtook_tells_of_what_is_picked():
    # A pick of the article's own voice is sent; before the board answers, all is let go.
    model, board = model_of("sources", "few"), made("sources", "few")
    number = sorted(model.unheard)[0]
    board.clear.click()
    board._pointed_at({"new": [number]})
    assert board.panes.picked == [number]
    check(model, board, {})


@pytest.mark.parametrize("name", BOARDS)
def test_events_on_two_threads_are_answered_one_at_a_time(name):
    # JupyterLab hands the first event of each control to one thread and later ones to another.
    model, board, seen = model_of(name, "few"), made(name, "few"), {}
    chance, failures = random.Random(1), []

    def turn(control: str, message: dict, together: Barrier) -> None:
        together.wait()
        try:
            move(board, control, message)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the test is to tell it
            failures.append(failure)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # the threads take turns in the middle of everything
    try:
        for _ in range(25):
            together = Barrier(2)
            threads = [
                Thread(target=turn, args=(c, any_message(getattr(board, c), chance), together))
                for c in chance.sample(CONTROLS[name], 2)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert failures == []
            check(model, board, seen)
    finally:
        sys.setswitchinterval(before)
