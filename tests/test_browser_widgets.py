"""The explorers and the form for one's own article, driven in a real browser.

Numbers of rows are worked out here from the tables; what stands on the page is read from it.
"""

from __future__ import annotations

import ast
import time
from functools import cache

import pytest
from browsing import PANEL, ROOT, eventually, notebook_page

from helpers import load_article, tables_of
from helpers.views.charts import EstimateSelection, estimate_marks, select_estimates
from helpers.views.charts.chosen_marks import choose
from helpers.views.widgets.claim_table import claim_rows
from helpers.views.widgets.sources_board import SourcesSelection, select_claims

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

ARTICLE = "data/articles/moscow-times-2022-03-29.txt"
CELLS = (
    "from helpers import load_article, tables_of\n"
    "from helpers.views.charts import EstimateSelection\n"
    "from helpers.views.widgets import *\n"
    "from helpers.views.widgets import estimates_board as drawing\n"
    f"tables = tables_of(load_article('../{ARTICLE}'))",
    "r = reader(tables)\nr",
    "e = estimates_explorer(tables)\ne",
    "s = sources_explorer(tables)\ns",
    "None  # for the code of a view",
)


@cache
def tables():
    return tables_of(load_article(ROOT / ARTICLE))


def rows_of(**changes):
    """The rows of the estimates explorer's table under these changes of the first state."""
    return select_estimates(estimate_marks(tables()), EstimateSelection(**changes))


class Page:
    """The notebook with a widget a cell."""

    def __init__(self, notebook):
        self.notebook, self.page, self.kernel = notebook, notebook.page, notebook.kernel

    def cell(self, index):
        return self.page.locator(f"{PANEL} .jp-Cell[data-windowed-list-index='{index}']")

    def output(self, index):
        return self.cell(index).locator(".jp-OutputArea-output").first


class Explorer(Page):
    """The estimates explorer."""

    def __init__(self, notebook):
        super().__init__(notebook)
        self.at = self.output(2)
        self.image = self.at.locator("img")
        self.slider = self.at.get_by_label("Confidence, at least")

    def box(self, label):
        return self.at.get_by_role("checkbox", name=label)

    def told(self):
        """Whether the picture, the sentence and the table say the same, and what they say."""
        return {
            "status": self.at.get_by_text("numbers shown").inner_text(),
            "rows": self.at.locator("tbody tr").count(),
            "alt is told": self.image.get_attribute("alt")
            in (self.at.locator("details").first.text_content() or ""),
        }

    def shows(self, rows):
        """Waits until the explorer shows as many rows; picture, sentence and table agree."""
        expected = {
            "status": f"{len(rows)} of {len(rows_of())} numbers shown",
            "rows": len(rows),
            "alt is told": True,
        }
        assert eventually(self.told, expected) == expected
        alt = self.image.get_attribute("alt")
        drawn = [line.mark["shown"] for line in choose(rows, max_rows=14).lines]
        assert [shown for shown in drawn if shown not in alt] == []

    def picture(self):
        """Where the picture that is shown comes from: a new one has a new address."""
        return self.image.get_attribute("src")


@pytest.fixture(scope="module")
def notebook(lab, window_of_all):
    with notebook_page(window_of_all, lab, lab.write("explorers", CELLS)) as notebook:
        notebook.run_all(len(CELLS))
        assert notebook.errors() == []
        yield notebook


@pytest.fixture
def explorer(notebook):
    notebook.kernel("e.selection = EstimateSelection()")
    explorer = Explorer(notebook)
    explorer.shows(rows_of())
    yield explorer
    assert notebook.errors() == []


# ---- the estimates explorer


def test_ticked_kind_is_what_chart_sentence_table_and_code_show(explorer):
    before = explorer.picture()
    explorer.box("killed").check()
    explorer.shows(rows_of(kinds=("killed",)))
    assert eventually(lambda: explorer.picture() != before, True)
    assert explorer.image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    assert "kinds=('killed',)" in explorer.at.locator("pre").inner_text()
    assert explorer.kernel("print(e.selection.kinds)") == "('killed',)"


@pytest.mark.parametrize(
    ("label", "changes"),
    [
        ("displaced", {"kinds": ("displaced",)}),
        ("Mariupol", {"places": ("Mariupol",)}),
        ("no source named", {"source_types": ("none",)}),
        ("unnamed", {"naming": ("unnamed",)}),
        ("bounded", {"firmness": ("bounded",)}),
    ],
)
def test_first_box_of_each_group_keeps_the_rows_that_it_names(explorer, label, changes):
    explorer.box(label).first.check()
    explorer.shows(rows_of(**changes))
    explorer.box(label).first.uncheck()
    explorer.shows(rows_of())


def test_choice_that_would_leave_nothing_is_counted_none_and_cannot_be_ticked(explorer):
    explorer.box("displaced").first.check()
    explorer.shows(rows_of(kinds=("displaced",)))
    left = set(rows_of(kinds=("displaced",))["place"])
    assert "Mariupol" not in left
    nowhere = explorer.box("Mariupol").first
    assert eventually(nowhere.is_disabled, True)
    assert nowhere.locator("xpath=..").locator(".n").inner_text() == "0"
    assert explorer.box("killed").first.is_enabled()
    explorer.box("displaced").first.uncheck()
    assert eventually(nowhere.is_enabled, True)


@pytest.mark.parametrize(("kind", "begins"), [("PNG", b"\x89PNG"), ("SVG", b"<?xml")])
def test_picture_is_saved_as_a_file(explorer, kind, begins):
    with explorer.page.expect_download() as waiting:
        explorer.at.get_by_role("button", name=f"Save the chart as {kind}").click()
    assert waiting.value.suggested_filename == f"numbers.{kind.lower()}"
    saved = waiting.value.path().read_bytes()
    assert saved.lstrip().startswith(begins)


def test_slider_moves_by_keyboard(explorer):
    explorer.slider.focus()
    for _ in range(10):
        explorer.page.keyboard.press("ArrowRight")
    explorer.shows(rows_of(confidence=0.5))
    assert explorer.at.locator("output").inner_text() == "0.50"
    explorer.page.keyboard.press("Home")
    explorer.shows(rows_of())


@pytest.mark.parametrize(
    ("button", "changes"),
    [("linear axis", {"scale": "linear"}), ("rows by source", {"group": "source"})],
)
def test_chart_follows_a_switch(explorer, button, changes):
    before = explorer.picture()
    explorer.at.get_by_role("button", name=button).click()
    assert eventually(lambda: explorer.picture() != before, True)
    explorer.shows(rows_of(**changes))
    name, value = next(iter(changes.items()))
    assert explorer.kernel(f"print(e.selection.{name})") == value


@pytest.mark.parametrize(
    ("cell", "buttons"),
    [
        (2, {"log axis": "true", "linear axis": "false"}),
        (2, {"rows by kind": "true", "rows by source": "false"}),
        (3, {"who speaks on what": "true", "who relays whom": "false"}),
    ],
)
def test_switch_tells_a_screen_reader_which_button_is_pressed(explorer, sources, cell, buttons):
    at = explorer.output(cell)
    told = {
        name: at.get_by_role("button", name=name).get_attribute("aria-pressed") for name in buttons
    }
    assert told == buttons


def test_reset_shows_everything_again(explorer):
    explorer.box("killed").check()
    explorer.box("Mariupol").check()
    explorer.shows(rows_of(kinds=("killed",), places=("Mariupol",)))
    explorer.at.get_by_role("button", name="Reset").click()
    explorer.shows(rows_of())
    assert explorer.at.locator("input:checked").count() == 0
    assert explorer.kernel("print(e.selection == EstimateSelection())") == "True"


def test_nothing_left_says_so_in_the_chart_and_in_the_table(explorer):
    for name in ("killed", "displaced", "Mariupol"):
        explorer.box(name).check()
    explorer.box("killed").uncheck()  # what would leave nothing cannot be ticked
    explorer.shows(rows_of(kinds=("displaced",), places=("Mariupol",)))
    assert explorer.told()["rows"] == 0


def test_copied_code_runs_in_a_fresh_cell_and_makes_the_very_view(explorer):
    explorer.box("killed").check()
    explorer.at.get_by_role("button", name="linear axis").click()
    rows = rows_of(kinds=("killed",), scale="linear")
    explorer.shows(rows)
    expected = "EstimateSelection(kinds=('killed',), scale='linear')"
    assert eventually(lambda: expected in explorer.at.locator("pre").inner_text(), True)
    explorer.at.get_by_role("button", name="Copy as code").click()
    explorer.at.get_by_text("Copied: paste it into a cell.").wait_for()
    fresh = explorer.cell(4)
    fresh.locator(".cm-content").click()
    for keys in ("Control+A", "Control+V", "Control+Enter"):
        explorer.page.keyboard.press(keys)
    fresh.locator(".jp-OutputArea-output img").wait_for()
    sentence = explorer.image.get_attribute("alt")
    folded = fresh.locator("details.chart-alt")
    assert eventually(lambda: sentence in (folded.text_content() or ""), True)


def test_slider_moved_fast_never_queues(explorer):
    explorer.kernel("drawn = []\ne.code.observe(lambda _: drawn.append(1), names='code')")
    explorer.slider.focus()
    took = []
    for step in range(1, 4):
        start = time.monotonic()
        explorer.page.keyboard.press("ArrowRight")
        explorer.shows(rows_of(confidence=step / 20))
        took.append(time.monotonic() - start)
    explorer.kernel("drawn.clear()")
    presses = ["ArrowRight"] * 17 + ["ArrowLeft"] * 17 + ["ArrowRight"] * 6
    for press in presses:
        explorer.page.keyboard.press(press)
    start = time.monotonic()
    explorer.shows(rows_of(confidence=9 / 20))
    waited = time.monotonic() - start
    assert explorer.kernel("print(e.selection.confidence)") == "0.45"
    draws = int(explorer.kernel("print(len(drawn))"))
    assert 1 <= draws < len(presses)
    assert waited < 4 * sorted(took)[1] + 0.5, (waited, took, draws)
    explorer.kernel("e.code.unobserve_all('code')")


# ---- the sources explorer


class Sources(Page):
    """The sources explorer."""

    def __init__(self, notebook):
        super().__init__(notebook)
        self.at = self.output(3)
        self.frame = self.at.locator(".panes")

    def shows(self, **state):
        """Waits until the claims of that state stand in the table, and no others."""
        claims = select_claims(claim_rows(tables()), SourcesSelection(**state))
        expected = list(claims["claim_id"])
        assert eventually(self.claims, expected) == expected

    def claims(self):
        rows = self.frame.locator(".table tbody tr")
        return rows.evaluate_all("all => all.map(one => one.dataset.pick)")

    def state(self):
        return ast.literal_eval(
            self.kernel("print((s.selection.source, s.selection.topic, s.selection.claim))")
        )


@pytest.fixture
def sources(notebook):
    notebook.kernel("s.selection = SourcesSelection()")
    sources = Sources(notebook)
    sources.shows()
    yield sources
    assert notebook.errors() == []


def a_source():
    """Joe Biden, who says most."""
    rows = tables().sources.sort_values("n_claims", ascending=False)
    return rows.iloc[0]


def test_source_chosen_in_the_list_shows_its_claims_and_its_share_of_direct_speech(sources):
    source = a_source()
    count = len(select_claims(claim_rows(tables()), SourcesSelection(source["source_id"])))
    sources.at.get_by_label("Source:", exact=True).select_option(f"{source['name']} ({count})")
    sources.shows(source=source["source_id"])
    words = sources.frame.locator(".words").inner_text()
    assert source["name"] in words and "in quotation marks" in words
    lit = sources.frame.locator(f".text .lit[data-keys~='{source['source_id']}']")
    assert lit.count() >= 1


def test_square_of_the_matrix_picks_a_source_and_a_topic(sources):
    square = sources.frame.locator(".chart [data-pick^='cell:']").first
    key = square.get_attribute("data-pick")
    row = claim_rows(tables()).set_index("cell").loc[[key]].iloc[0]
    square.click()
    sources.shows(source=row["speaker"], topic=row["topic"])
    assert sources.state() == (row["speaker"], row["topic"], "")
    chosen = sources.at.get_by_label("Topic:", exact=True).input_value()
    assert chosen.startswith(row["topic"])


def test_graph_of_who_relays_whom_answers_too(sources):
    matrix = sources.frame.locator("svg").get_attribute("aria-label")
    sources.at.get_by_role("button", name="who relays whom").click()
    svg = sources.frame.locator("svg")
    assert eventually(lambda: svg.get_attribute("aria-label") != matrix, True)
    node = sources.frame.locator(".chart [data-pick]").first
    key = node.get_attribute("data-pick")
    node.click()
    assert eventually(lambda: sources.state()[0], key) == key
    sources.shows(source=key)
    sources.at.get_by_role("button", name="who speaks on what").click()
    assert eventually(lambda: svg.get_attribute("aria-label"), matrix) == matrix


def test_claim_picked_in_the_table_is_told_and_its_words_come_into_view(sources):
    claim = claim_rows(tables()).iloc[-1]["claim_id"]
    sources.frame.locator(f".table tr[data-pick='{claim}'] button").click()
    assert eventually(lambda: sources.state()[2], claim) == claim
    visible = """one => {
        const pane = one.closest(".pane").getBoundingClientRect();
        const box = one.getBoundingClientRect();
        return box.top >= pane.top && box.bottom <= pane.bottom;
    }"""
    words = sources.frame.locator(f".text .claims[data-keys~='{claim}']").first
    assert eventually(lambda: words.evaluate(visible), True)


# ---- errors inside a callback

BREAK = {
    "reader": "r._teller.told = lambda picked: 1 / 0",
    "estimates explorer": "kept = drawing.quick_png\ndrawing.quick_png = lambda *a, **k: 1 / 0",
    "sources explorer": "s._words = lambda *a: 1 / 0",
}
MEND = {
    "reader": "del r._teller.told\nr.selection = ReaderSelection()",
    "estimates explorer": "drawing.quick_png = kept",
    "sources explorer": "del s._words\ns.selection = SourcesSelection()",
}


@pytest.mark.parametrize("name", BREAK)
def test_error_in_a_callback_stands_in_the_status_line_and_the_widget_goes_on(notebook, name):
    page = Page(notebook)
    at = page.output(1 + list(BREAK).index(name))
    act = {
        "reader": lambda: at.locator(".text .numbers[data-pick]").nth(3).click(),
        "estimates explorer": lambda: at.get_by_role("checkbox", name="killed").click(),
        "sources explorer": lambda: at.locator(".text .numbers[data-pick]").nth(3).click(),
    }[name]
    assert page.kernel(BREAK[name]) == ""
    act()
    alert = at.get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text() == "Not done. ZeroDivisionError: division by zero"
    assert page.kernel(MEND[name]) == ""
    act()
    assert eventually(alert.count, 0) == 0
    assert notebook.errors() == []


# ---- keys of JupyterLab

_LAB_STATE = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    return [notebook.mode, notebook.widgets.length, notebook.activeCellIndex];
}"""

# One of each kind of thing that takes the focus, in shadow roots too, marked with a number.
_STOPS = """output => {
    const found = new Map();
    const look = root => {
        for (const one of root.querySelectorAll("*")) {
            if (one.matches("button, input, select, textarea, [tabindex='0']") && !one.disabled
                && one.getClientRects().length) {
                const where = one.getRootNode() === document ? "" : "in a shadow root";
                const kind = [one.localName, one.type, one.className, where].join(" ").trim();
                if (!found.has(kind)) found.set(kind, one);
            }
            if (one.shadowRoot) look(one.shadowRoot);
        }
    };
    look(output);
    window.stops = [...found.values()];
    return [...found.keys()];
}"""


@pytest.mark.parametrize("cell", [1, 2, 3])
def test_keys_typed_into_a_control_add_and_delete_no_cells(notebook, cell):
    kinds = Page(notebook).output(cell).evaluate(_STOPS)
    assert len(kinds) > 3
    let_through = []
    for at, kind in enumerate(kinds):
        notebook.page.evaluate("at => window.stops[at].focus()", at)
        notebook.page.wait_for_timeout(50)  # its cell becomes the active one
        before = notebook.page.evaluate(_LAB_STATE)
        for key in ("a", "d", "d", "ArrowDown"):
            notebook.page.keyboard.press(key)
        if notebook.page.evaluate(_LAB_STATE) != before:
            let_through.append(kind)
    assert let_through == []


@pytest.mark.parametrize("cell", [1, 2])
def test_ctrl_s_saves_the_notebook_from_every_control(notebook, cell):
    kinds = Page(notebook).output(cell).evaluate(_STOPS)
    for at in range(len(kinds)):
        notebook.page.evaluate("at => window.stops[at].focus()", at)
        with notebook.page.expect_request(
            lambda sent: sent.method == "PUT" and "/api/contents/" in sent.url, timeout=10_000
        ):
            notebook.page.keyboard.press("Control+s")
        notebook.page.wait_for_timeout(200)  # until it is saved
