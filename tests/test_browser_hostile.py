"""An article that tries to run code and to break the page, in every widget over tables.

Nothing of it may run, be fetched or spill over the page, and the widgets go on answering.
"""

from __future__ import annotations

import shutil

import pytest
from browsing import ROOT, eventually, notebook_page

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

IMPORTS = (
    "from hostile import SURROGATES, TEXT, hostile_tables\n"
    "from helpers import article_from_text, tables_of\n"
    "from helpers.views.widgets import *\n"
)
WIDGETS = ("reader", "estimates_explorer", "sources_explorer")
ARTICLES = {
    "composed": "hostile_tables()",
    "read": "tables_of(article_from_text(TEXT))",
    "surrogates": "tables_of(article_from_text(SURROGATES))",
}

# Elements and attributes that could run or fetch something, in outputs and shadow roots alike;
# `link` and `style` of ipywidgets itself stand outside the outputs.
_DANGERS = """() => {
    const found = [];
    const look = root => {
        for (const one of root.querySelectorAll("*")) {
            const told = one.outerHTML.slice(0, 120);
            // The view's own: the words of a chart, folded.
            const own = one.localName === "details"
                && one.firstElementChild?.textContent === "This chart in words"
                && [...one.attributes].every(a => /^(style|class|open)$/.test(a.name));
            if (!own && /^(script|iframe|object|embed|base|form|link|meta|details|animate)$/i
                .test(one.localName)) found.push(told);
            for (const {name, value} of one.attributes) {
                if (name.startsWith("on") || /^\\s*javascript:/i.test(value)
                    || (/^(src|href|xlink:href|action|srcdoc)$/.test(name)
                        && !/^(blob:|#)/.test(value))) found.push(`${name} of ${told}`);
            }
            if (one.shadowRoot) look(one.shadowRoot);
        }
    };
    document.querySelectorAll(".jp-OutputArea-output").forEach(look);
    return found;
}"""

# What scrolls sideways though it should not: a wide table does so inside its own pane.
_SPILLS = """() => {
    const found = [];
    const wide = (one, name) => one.scrollWidth > one.clientWidth + 1
        && found.push(`${name}: ${one.scrollWidth} > ${one.clientWidth}`);
    wide(document.scrollingElement, "page");
    document.querySelectorAll(".jp-WindowedPanel-outer").forEach(one => wide(one, "notebook"));
    document.querySelectorAll(".jp-OutputArea-output").forEach(one => wide(one, "output"));
    const look = root => {
        for (const one of root.querySelectorAll("*")) {
            if (one.matches?.(".pane.words, .pane.text")) wide(one, one.className);
            if (one.shadowRoot) look(one.shadowRoot);
        }
    };
    look(document);
    return found;
}"""


class Watched:
    """A notebook with hostile widgets, and everything its page asked for."""

    def __init__(self, notebook, name):
        self.notebook, self.page, self.name = notebook, notebook.page, name
        self.fetched, self.dialogs = [], []
        self.page.on("request", lambda request: self.fetched.append(request.url))
        self.page.on(
            "dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss())
        )

    def harm(self):
        """What ran, was fetched, could run, or failed."""
        ran = self.page.evaluate("() => String(window.__hacked)")
        return {
            "ran": ran.replace("undefined", ""),
            "fetched": [url for url in self.fetched if "hostile" in url and "ipynb" not in url],
            "asked": self.dialogs,
            "dangers": self.page.evaluate(_DANGERS),
            "errors": self.notebook.errors(),
        }


NO_HARM = {"ran": "", "fetched": [], "asked": [], "dangers": [], "errors": []}


@pytest.fixture(
    scope="module",
    params=["composed", "read", "surrogates"],
)
def watched(request, lab, window_of_all):
    for name in ("hostile.py", "sample_tables.py"):
        shutil.copy(ROOT / "tests" / name, lab.root / "notebooks")
    name = request.param
    cells = [
        f"{IMPORTS}tables = {ARTICLES[name]}",
        *(f"w{i} = {widget}(tables)\nw{i}" for i, widget in enumerate(WIDGETS)),
    ]
    path = lab.write(f"hostile-{name}", cells)
    with notebook_page(window_of_all, lab, path) as notebook:
        watched = Watched(notebook, name)
        notebook.run_all(len(cells))
        assert notebook.errors() == []
        notebook.page.locator(".panes .text").nth(1).wait_for()
        notebook.page.wait_for_timeout(500)
        yield watched
        notebook.screenshot(f"hostile-{name}")


def test_nothing_of_a_hostile_article_runs_or_is_fetched(watched):
    assert watched.harm() == NO_HARM


@pytest.mark.parametrize("width", [1280, 800, 640])
def test_hostile_article_spills_over_nothing(watched, width):
    size = watched.page.viewport_size
    watched.page.set_viewport_size({"width": width, "height": size["height"]})
    watched.page.wait_for_timeout(200)
    spilt = watched.page.evaluate(_SPILLS)
    watched.page.set_viewport_size(size)
    assert spilt == []


def test_reader_of_a_hostile_article_answers_for_every_number_and_source(watched):
    kernel, frame = watched.notebook.kernel, watched.page.locator(".panes").first
    numbers = frame.locator(".text .numbers[data-pick]")
    numbers.first.click()
    assert frame.locator(".text .numbers.lit").count() >= 1
    assert eventually(lambda: kernel("print(len(w0.selection.picked))"), "1") == "1"
    ids = "[*tables.numbers['number_id'], *tables.sources['source_id'], *tables.claims['claim_id']]"
    failed = kernel(
        f"for key in {ids}:\n"
        "    w0.choose(picked=(key,))\n"
        "    if 'Not done' in w0.status.value: print(w0.status.value)"
    )
    assert failed == ""
    watched.page.wait_for_timeout(300)
    assert watched.harm() == NO_HARM


def test_explorers_of_a_hostile_article_answer_for_every_choice(watched):
    failed = watched.notebook.kernel(
        "from dataclasses import replace\n"
        "for name in ('kinds', 'places', 'source_types', 'naming', 'firmness'):\n"
        "    for word in getattr(w1, name).words:\n"
        "        w1.choose(**{name: (word,)})\n"
        "        if 'Not done' in w1.status.value: print(w1.status.value)\n"
        "    w1.choose(**{name: ()})\n"
        "for picture in ('topics', 'relays'):\n"
        "    for _, source in w2.source.options:\n"
        "        w2.choose(source=source, topic='', claim='', picture=picture)\n"
        "        if 'Not done' in w2.status.value: print(w2.status.value)\n"
    )
    assert failed == ""
    watched.page.wait_for_timeout(300)
    assert watched.harm() == NO_HARM


def test_pointer_over_a_hostile_article_runs_nothing(watched):
    for i in range(2):
        frame = watched.page.locator(".panes").nth(i)
        for pane in ("text", "chart", "table"):
            for one in frame.locator(f".{pane} [data-pick]").all()[:6]:
                one.scroll_into_view_if_needed()
                one.hover(force=True)
                one.focus()
    for select in watched.page.locator(".jp-OutputArea-output select").all():
        for index in range(min(4, select.locator("option").count())):
            select.select_option(index=index)
    watched.page.wait_for_timeout(300)
    assert watched.harm() == NO_HARM
