"""The reader in a real browser: with the mouse, by keyboard, with a hostile article, in the dark.

What must light up is worked out here from the tables; what does, is read from the page.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
from functools import cache

import pytest
from browsing import ROOT, eventually, notebook_page

from helpers import load_article, tables_of
from helpers.views.charts.chosen_marks import choose
from helpers.views.charts.live_counts import MOST_ROWS
from helpers.views.charts.number_marks import estimate_marks
from helpers.views.widgets.links import links_of

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

ARTICLE = "data/articles/moscow-times-2022-03-29.txt"
CELLS = (
    "from helpers import load_article, tables_of\n"
    "from helpers.views.widgets import ReaderSelection, reader\n"
    f"tables = tables_of(load_article('../{ARTICLE}'))",
    "r = reader(tables)\nr",
    "print(r.selection)",
)
PANES = ("text", "chart", "table")

# Every piece of the panes that knows its rows: its pane, those rows, and whether it is lit.
_PIECES = """frame => [...frame.querySelectorAll("[data-keys]")].map(one => [
    one.closest(".pane").classList[1], one.dataset.keys, one.classList.contains("lit")])"""

_IN_VIEW = """one => {
    const pane = one.closest(".pane").getBoundingClientRect();
    const box = one.getBoundingClientRect();
    return box.height > 0 && box.top >= pane.top && box.bottom <= pane.bottom;
}"""

# The focused element inside the shadow root: its pane and the id that Enter would pick.
_FOCUSED = """() => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return [one.closest(".pane")?.classList[1] ?? "", one.dataset?.pick ?? ""];
}"""

_LAB_STATE = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    return [notebook.activeCellIndex, notebook.mode, notebook.widgets.length,
        notebook.selectedCells.length];
}"""


@cache
def tables():
    return tables_of(load_article(ROOT / ARTICLE))


@cache
def charted():
    """Rows of the chart, in its order."""
    marks = estimate_marks(tables())
    drawn = [line.mark["number_id"] for line in choose(marks, max_rows=MOST_ROWS).lines]
    return marks.set_index("number_id").loc[drawn].reset_index()


class ReaderPage:
    """A reader in a notebook, to point at and to type into."""

    def __init__(self, notebook):
        self.notebook = notebook
        self.page = notebook.page
        self.frame = notebook.page.locator(".panes").first

    def at(self, pane, key):
        """What picks ``key`` in that pane."""
        stop = "[data-stop]" if pane != "table" else "tr"
        return self.frame.locator(f'.{pane} {stop}[data-pick="{key}"]').first

    def click(self, pane, key, **how):
        at = self.at(pane, key)
        at.scroll_into_view_if_needed()
        # A chart's row is clicked beside its middle, where its mark or its words may lie.
        at.click(**how, **({"position": {"x": 8, "y": 8}} if pane != "text" else {}))

    def picked(self):
        """What the kernel holds for picked."""
        return ast.literal_eval(self.notebook.kernel("print(r.selection.picked)"))

    def pieces(self):
        return self.frame.evaluate(_PIECES)

    def lit(self, pane):
        """Ids of all rows whose pieces are lit in that pane."""
        return {
            key for at, keys, lit in self.pieces() if lit and at == pane for key in keys.split()
        }

    def wrongly_lit(self, *picked):
        """Pieces that are lit and should not be, or are not and should be."""
        links = links_of(tables())
        keys = set(picked).union(*(links[key] for key in picked))
        return [piece for piece in self.pieces() if piece[2] != bool(keys & set(piece[1].split()))]

    def chain(self):
        """The links of the chain in words."""
        return self.frame.locator(".words .chain bdi").all_inner_texts()

    def words(self):
        return " ".join(self.frame.locator(".words").inner_text().split())

    def focused(self):
        """The pane that has the focus, and the id that Enter would pick."""
        return tuple(self.page.evaluate(_FOCUSED))


@pytest.fixture(scope="module")
def opened(lab, window_of_all):
    path = lab.write("reader", CELLS)
    with notebook_page(window_of_all, lab, path) as notebook:
        notebook.run_all(len(CELLS))
        notebook.page.locator(".panes .text .numbers[data-pick]").first.wait_for()
        yield ReaderPage(notebook)


@pytest.fixture
def read(opened):
    """The reader as at first: nothing picked, every layer shown."""
    opened.page.keyboard.press("Escape")
    opened.notebook.kernel("r.selection = ReaderSelection()")
    assert eventually(opened.wrongly_lit, []) == []
    yield opened
    assert opened.notebook.errors() == []


# ---- with the mouse


def a_number():
    """“At least 5,000 people”: said by a source, drawn in the chart."""
    numbers = tables().numbers
    return numbers.set_index("text").loc["5,000", "number_id"]


@pytest.mark.parametrize("pane", PANES)
def test_click_on_a_number_lights_its_claim_its_source_its_mark_and_its_row(read, pane):
    key = a_number()
    row = tables().numbers.set_index("number_id").loc[key]
    read.click(pane, key)
    assert read.wrongly_lit(key) == []
    assert read.lit("text") >= {key, row["claim_id"], row["source_id"]}
    assert key in read.lit("chart") and key in read.lit("table")
    assert read.at("text", key).get_attribute("aria-pressed") == "true"
    chain = ["according to one senior Ukrainian official", "At least 5,000 people"]
    assert eventually(read.chain, chain) == chain


def test_click_on_any_mark_or_row_brings_its_number_in_the_text_into_view(read):
    hidden = []
    for pane, keys in (
        ("chart", charted()["number_id"]),
        ("table", tables().numbers["number_id"]),
    ):
        for key in keys:
            read.frame.locator(".text").evaluate("pane => pane.scrollTo(0, 0)")
            read.click(pane, key)
            if not read.at("text", key).evaluate(_IN_VIEW):
                hidden.append((pane, key))
    assert hidden == []


def test_every_number_of_the_text_lights_what_belongs_to_it_and_nothing_else(read):
    wrong = {}
    for key in tables().numbers["number_id"]:
        read.at("text", key).click()
        if found := read.wrongly_lit(key):
            wrong[key] = found
    assert wrong == {}


def test_click_on_a_source_in_the_text_picks_it_and_the_dropdown_follows(read):
    source = tables().numbers.set_index("number_id").loc[a_number(), "source_id"]
    read.frame.locator(f'.text .sources[data-pick="{source}"]').first.click()
    assert read.wrongly_lit(source) == []
    shown = read.page.get_by_label("Source:")
    label = "one senior Ukrainian official (2)"
    assert eventually(shown.input_value, label) == label


def test_source_chosen_in_the_dropdown_lights_all_that_it_says(read):
    name = "Tetyana Lomakina"
    rows = tables().sources
    source = rows[rows["name"].str.contains(name)].iloc[0]
    read.page.get_by_label("Source:").select_option(f"{name} ({source['n_claims']})")
    assert eventually(lambda: read.wrongly_lit(source["source_id"]), []) == []
    assert eventually(read.picked, (source["source_id"],)) == (source["source_id"],)


@pytest.mark.parametrize("way", ["click again", "Clear selection", "Escape"])
def test_pick_is_let_go(read, way):
    key = a_number()
    read.click("text", key)
    assert read.wrongly_lit(key) == []
    if way == "click again":
        read.click("text", key)
    elif way == "Clear selection":
        read.page.get_by_role("button", name="Clear selection").click()
    else:
        read.page.keyboard.press("Escape")
    assert eventually(read.wrongly_lit, []) == []
    assert eventually(read.picked, ()) == ()
    assert "Pick a number" in read.words()


def test_click_with_shift_adds_and_takes_away(read):
    first, second = charted()["number_id"].iloc[[0, 3]]
    read.click("chart", first)
    read.click("table", second, modifiers=["Shift"])
    assert read.wrongly_lit(first, second) == []
    assert eventually(read.picked, (first, second)) == (first, second)
    assert eventually(lambda: "2 numbers picked" in read.words(), True)
    read.click("text", first, modifiers=["Shift"])
    assert read.wrongly_lit(second) == []
    assert eventually(read.picked, (second,)) == (second,)


@pytest.mark.parametrize("seed", range(5))
def test_brush_over_the_people_panel_picks_exactly_the_figures_of_that_range(read, seed):
    people = charted()[charted()["panel"] == "people"]
    figures = dict(zip(people["number_id"], people["at"], strict=True))
    draw = random.Random(seed)
    low = 10 ** draw.uniform(3.4, 6.8)
    high = low * 10 ** draw.uniform(0.2, 3)
    inside = {key for key, figure in figures.items() if low <= figure <= high}
    brush(read, *ends_of(read, figures, low, high))
    assert eventually(lambda: set(read.picked()), inside) == inside, (low, high)
    assert read.wrongly_lit(*inside) == []


def ends_of(read, figures, *wanted):
    """Figures → pixels from the left of the page, on the log axis that two marks of it span."""
    middle = "one => { const box = one.getBoundingClientRect(); return (box.left + box.right) / 2 }"
    first, last = min(figures, key=figures.get), max(figures, key=figures.get)
    left, right = (
        read.frame.locator(f'.chart [data-x][data-keys="{key}"]').first.evaluate(middle)
        for key in (first, last)
    )
    step = (right - left) / math.log10(figures[last] / figures[first])
    return [left + step * math.log10(figure / figures[first]) for figure in wanted]


def brush(read, start, end):
    """Drags over the panel of people, between two pixels from the left of the page."""
    panel = read.frame.locator('.chart [data-panel="people"]').first
    panel.scroll_into_view_if_needed()
    box = panel.bounding_box()
    ends = [min(max(x, box["x"] + 2), box["x"] + box["width"] - 2) for x in (start, end)]
    height = box["y"] + 20
    read.page.mouse.move(ends[0], height)
    read.page.mouse.down()
    read.page.mouse.move(sum(ends) / 2, height, steps=3)
    read.page.mouse.move(ends[1], height, steps=3)
    read.page.mouse.up()


def test_table_keeps_only_what_is_picked_when_asked(read):
    read.click("text", a_number())
    read.page.get_by_label("table: only what is picked").check()
    rows = read.frame.locator(".table tbody tr")
    assert eventually(rows.count, 1) == 1
    assert rows.get_attribute("data-pick") == a_number()


def test_table_is_searched_and_sorted_and_its_heads_stay_in_view(read):
    rows = read.frame.locator(".table tbody tr")
    everything = rows.count()
    output = read.frame.page.locator(".jp-OutputArea-output").filter(has=read.frame)
    output.get_by_label("Find in the table:").fill("biden")
    assert eventually(lambda: 0 < rows.count() < everything, True)
    assert all("biden" in told.casefold() for told in rows.all_inner_texts())
    output.get_by_label("Find in the table:").fill("")
    assert eventually(rows.count, everything) == everything
    output.get_by_label("Order:").select_option("largest first")
    largest = tables().numbers.sort_values("value", ascending=False)["number_id"].iloc[0]
    assert eventually(lambda: rows.first.get_attribute("data-pick"), largest) == largest
    pane = read.frame.locator(".table")
    pane.evaluate("pane => { pane.scrollTop = 200; }")
    top = "one => one.getBoundingClientRect().top"
    assert pane.locator("th").first.evaluate(top) - pane.evaluate(top) < 3


@pytest.mark.parametrize("layer", ["claims", "sources", "cues", "numbers"])
def test_layer_that_is_not_ticked_is_not_marked(read, layer):
    marked = read.frame.locator(f".text p .{layer}").first
    style = """one => { const style = getComputedStyle(one);
        return style.backgroundColor + style.borderBottomStyle; }"""
    before = marked.evaluate(style)
    read.page.get_by_label(layer, exact=True).uncheck()
    plain = "rgba(0, 0, 0, 0)none"
    assert before != plain
    assert eventually(lambda: marked.evaluate(style), plain) == plain
    assert repr(layer) not in read.notebook.kernel("print(r.selection.layers)")


def test_state_set_from_python_is_what_the_page_shows(read):
    key, source = a_number(), tables().sources["source_id"].iloc[2]
    for picked in ((key,), (source,), (key, source), ()):
        read.notebook.kernel(f"r.selection = ReaderSelection(picked={picked!r})")
        assert eventually(lambda: read.wrongly_lit(*picked), []) == []  # noqa: B023
        assert read.picked() == picked


def test_cell_run_after_a_click_prints_the_state(read):
    read.click("text", a_number())
    cell = read.page.locator(".jp-CodeCell").nth(2)
    cell.locator(".cm-content").click()
    read.page.keyboard.press("Control+Enter")
    printed = cell.locator(".jp-OutputArea-output")
    expected = f"picked=('{a_number()}',)"
    assert eventually(lambda: expected in printed.inner_text(), True), printed.inner_text()


# ---- by keyboard alone


@pytest.fixture
def typed(read):
    """The reader with the focus on a control before the panes."""
    read.page.get_by_role("button", name="Clear selection").focus()
    return read


def go_to(read, pane):
    """Presses Tab until the focus is in that pane, and Home; returns what has the focus then."""
    for _ in range(12):
        read.page.keyboard.press("Tab")
        if read.focused()[0] == pane:
            read.page.keyboard.press("Home")
            return read.focused()[1]
    pytest.fail(f"twelve times Tab did not lead to the {pane}")


def test_tab_stops_once_in_each_pane_and_leaves_it(typed):
    stops = []
    for _ in range(12):
        typed.page.keyboard.press("Tab")
        stops.append(typed.focused()[0])
    assert [pane for pane in stops if pane] == list(PANES)
    assert [pane for pane, _ in itertools.groupby(stops)] == ["", *PANES, ""]


@pytest.mark.parametrize("pane", PANES)
def test_arrows_go_through_a_pane_and_stay_in_it(typed, pane):
    stops = typed.frame.locator(f".{pane} [data-stop]")
    keys = stops.evaluate_all("all => all.map(one => one.dataset.pick)")
    assert go_to(typed, pane) == keys[0]
    seen = []
    for press in ["ArrowDown", "ArrowRight", "ArrowUp", "End", "ArrowDown", "ArrowLeft", "Home"]:
        typed.page.keyboard.press(press)
        seen.append(typed.focused())
    places = [1, 2, 1, -1, -1, -2, 0]
    assert seen == [(pane, keys[place]) for place in places]


@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_key_picks_what_has_the_focus_and_escape_lets_go(typed, pane, key):
    go_to(typed, pane)
    typed.page.keyboard.press("ArrowDown")
    number = typed.focused()[1]
    typed.page.keyboard.press(key)
    assert eventually(lambda: typed.wrongly_lit(number), []) == []
    assert eventually(typed.picked, (number,)) == (number,)
    assert typed.focused()[1] == number  # the table was drawn anew, and the focus stays
    typed.page.keyboard.press("Escape")
    assert eventually(typed.wrongly_lit, []) == []
    assert eventually(typed.picked, ()) == ()


@pytest.mark.parametrize("key", ["Shift+ArrowRight", "Shift+ArrowLeft"])
def test_shift_and_an_arrow_in_the_chart_add_the_next_figure_by_value(typed, key):
    people = charted()[charted()["panel"] == "people"].sort_values("at", ignore_index=True)
    start = go_to(typed, "chart")
    at = int(people.index[people["number_id"] == start][0])
    typed.page.keyboard.press("Enter")
    for _ in range(2):
        typed.page.keyboard.press(key)
    first, last = (at, at + 2) if key.endswith("Right") else (max(at - 2, 0), at)
    expected = set(people["number_id"].iloc[first : last + 1])
    assert eventually(lambda: set(typed.picked()), expected) == expected
    assert typed.wrongly_lit(*expected) == []


@pytest.mark.parametrize("pane", PANES)
def test_focus_is_visible(typed, pane):
    stop = typed.at(pane, go_to(typed, pane)).locator("xpath=descendant-or-self::*[@data-stop]")
    style = """one => { const style = getComputedStyle(one.querySelector(":scope > path") ?? one);
        return [style.outlineStyle, parseFloat(style.outlineWidth),
            style.stroke, parseFloat(style.strokeWidth)]; }"""
    line, width, stroke, thick = stop.evaluate(style)
    assert (line == "solid" and width >= 2) or (stroke != "none" and thick >= 2)
    typed.page.get_by_role("button", name="Clear selection").focus()
    assert stop.evaluate(style) != [line, width, stroke, thick]


@pytest.mark.parametrize("pane", PANES)
def test_keys_typed_into_the_reader_are_no_shortcuts_of_jupyterlab(typed, pane):
    typed.page.get_by_role("button", name="Clear selection").click()
    go_to(typed, pane)
    before = typed.page.evaluate(_LAB_STATE)
    for key in [
        "Enter",
        "ArrowDown",
        "ArrowUp",
        "a",
        "b",
        "d",
        "d",
        "x",
        "j",
        "k",
        "m",
        "Escape",
        "Shift+ArrowDown",
        "Shift+ArrowUp",
        "Home",
        "End",
        "Space",
    ]:
        typed.page.keyboard.press(key)
    assert typed.page.evaluate(_LAB_STATE) == before
    assert before[1] == "command"
