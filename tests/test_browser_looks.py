"""What every widget looks like: in both themes, narrow, zoomed; its colours; axe-core on each.

One notebook holds them all. Each is pictured in build/screenshots/, in light and dark, at 1280
and 800 pixels: look at them.
"""

from __future__ import annotations

import pytest
from browsing import PANEL, SCREENSHOTS, eventually, notebook_page, violations, window

pytest_plugins = ["browsing"]
pytestmark = pytest.mark.browser

OVER_PANES = ("reader", "sources_explorer")
WIDGETS = (*OVER_PANES, "estimates_explorer", "your_article", "your_tables")
CELLS = (
    "from helpers import load_article, tables_of\n"
    "from helpers.views.widgets import *\n"
    "article = load_article('../data/articles/moscow-times-2022-03-29.txt')\n"
    "tables = tables_of(article)",
    *(f"{name} = {name}(tables)\n{name}" for name in WIDGETS[:3]),
    "your_article(article)",
    "your_tables = your_article(article)\nyour_tables.choose(view='tables')\nyour_tables",
)
# Something is picked in each, so that every colour is in use.
PICKED = (
    "number = tables.numbers['number_id'].iloc[5]\n"
    "reader.choose(picked=(number,))\n"
    "sources_explorer.choose(source=tables.numbers['source_id'].iloc[5])\n"
    "estimates_explorer.choose(kinds=('killed', 'displaced'))"
)
CONTRAST = 4.5  # WCAG 2.2, level AA
SMALLEST = 12  # CSS pixels of what is read as prose

_COLOURS = """
    const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const rgba = told => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = told;
        context.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (top, under) => [0, 1, 2]
        .map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
    const luminance = colour => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
        const v = colour[i] / 255;
        return sum + weight * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    }, 0);
    const contrast = (one, other) => {
        const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (light + 0.05) / (dark + 0.05);
    };
    const parent = one => one.parentElement ?? one.getRootNode().host;
    const ground = one => {
        const layers = [];
        for (; one; one = parent(one)) {
            const colour = rgba(getComputedStyle(one).backgroundColor);
            layers.push(colour);
            if (colour[3] === 1) break;
        }
        return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
    };
    const everywhere = function* (root) {
        for (const one of root.querySelectorAll("*")) {
            yield one;
            if (one.shadowRoot) yield* everywhere(one.shadowRoot);
        }
    };
"""

# Texts whose colour does not stand out enough from what they stand on.
_FAINT = (
    "(output, least) => {"
    + _COLOURS
    + """
    const faint = [];
    let looked = 0;
    for (const one of everywhere(output)) {
        if (one.closest("svg") || one.disabled || !one.getClientRects().length) continue;
        const told = [...one.childNodes].filter(node => node.nodeType === 3)
            .map(node => node.nodeValue).join("").trim();
        if (!told) continue;
        looked += 1;
        const under = ground(one);
        const colour = over(rgba(getComputedStyle(one).color), under);
        const ratio = contrast(colour, under);
        if (ratio < least) faint.push(`${ratio.toFixed(2)} ${one.className}: ${told.slice(0, 40)}`);
    }
    return [looked, faint];
}"""
)

# Words of a chart, which are drawn as paths, against the last filled shape below their middle.
_FAINT_IN_CHART = (
    "(svg, least) => {"
    + _COLOURS
    + """
    const shapes = [...svg.querySelectorAll("path, use")];
    const filled = shape => {
        const style = getComputedStyle(shape);
        const colour = rgba(style.fill === "none" ? "transparent" : style.fill);
        for (let at = shape; at !== svg; at = at.parentElement)
            colour[3] *= Number(getComputedStyle(at).opacity);
        return [colour[0], colour[1], colour[2], colour[3] * Number(style.fillOpacity)];
    };
    const boxes = shapes.map(shape => shape.getBoundingClientRect());
    const fills = shapes.map(filled);
    const faint = [];
    let looked = 0;
    shapes.forEach((shape, i) => {
        // A glyph is a <use> of the font's own outlines; a mark of the chart has a stroke too.
        if (shape.localName !== "use" || getComputedStyle(shape).stroke !== "none") return;
        if (!fills[i][3] || !boxes[i].width) return;
        const x = (boxes[i].left + boxes[i].right) / 2, y = (boxes[i].top + boxes[i].bottom) / 2;
        let under = ground(svg);
        for (let j = 0; j < i; j += 1) {
            const box = boxes[j];
            if (shapes[j].localName === "path" && box.left <= x && x <= box.right && box.top <= y
                && y <= box.bottom) under = over(fills[j], under);
        }
        looked += 1;
        const ratio = contrast(over(fills[i], under), under);
        if (ratio < least) faint.push(`${ratio.toFixed(2)} at ${Math.round(x - boxes[0].left)}, `
            + `${Math.round(y - boxes[0].top)}: ${fills[i]} on ${under}`);
    });
    return [looked, [...new Set(faint)]];
}"""
)

_SIDEWAYS = """() => [document.scrollingElement,
    ...document.querySelectorAll(".jp-WindowedPanel-outer, .jp-OutputArea-output")]
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""

_SMALL = """(frame, least) => [...frame.querySelectorAll(
        ".words p, .text p, .text h4, .legend li, td, td button, th, caption")]
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < least)
    .map(one => one.outerHTML.slice(0, 100))"""


class Gallery:
    """The notebook with one widget a cell."""

    def __init__(self, notebook, theme):
        self.notebook, self.page, self.theme = notebook, notebook.page, theme

    def cell(self, name):
        """The selector of a widget's output."""
        at = WIDGETS.index(name) + 1
        return f"{PANEL} .jp-Cell[data-windowed-list-index='{at}'] .jp-OutputArea-output"

    def output(self, name):
        return self.page.locator(self.cell(name))

    def frame(self, name):
        return self.output(name).locator(".panes")

    def pick(self):
        """Picks again, so that what is picked comes into view at the width of now."""
        lit = self.frame("reader").locator(".table tr.lit")
        none = "reader.choose(picked=())\nsources_explorer.choose(source='')"
        assert self.notebook.kernel(none) == ""
        assert eventually(lit.count, 0) == 0
        assert self.notebook.kernel(PICKED) == ""
        assert eventually(lit.count, 1) == 1
        self.page.wait_for_timeout(300)


def opened(window, lab, theme="light", **size):
    return notebook_page(window, lab, lab.write(f"gallery-{theme}", CELLS), theme=theme, **size)


def shown(notebook, theme="light"):
    """All widgets run and showing what is picked."""
    notebook.run_all(len(CELLS))
    assert notebook.errors() == []
    gallery = Gallery(notebook, theme)
    for name in OVER_PANES:
        gallery.frame(name).locator(".text p").first.wait_for()
    gallery.pick()
    return gallery


@pytest.fixture(scope="module", params=["light", "dark"])
def gallery(request, lab, window_of_all):
    with opened(window_of_all, lab, request.param) as notebook:
        yield shown(notebook, request.param)


@pytest.mark.parametrize("width", [1280, 800])
def test_widgets_are_pictured_and_nothing_scrolls_sideways(gallery, width):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with gallery.notebook.tall(width=width):
        gallery.pick()
        for name in WIDGETS:
            path = SCREENSHOTS / f"widget-{name}-{gallery.theme}-{width}.png"
            gallery.output(name).screenshot(path=path)
        assert gallery.page.evaluate(_SIDEWAYS) == []


@pytest.mark.parametrize("name", WIDGETS)
def test_axe_finds_no_serious_violation(gallery, name):
    with gallery.notebook.tall():
        assert violations(gallery.page, gallery.cell(name)) == []


@pytest.mark.parametrize("name", WIDGETS)
def test_text_stands_out_from_its_ground(gallery, name):
    looked, faint = gallery.output(name).evaluate(_FAINT, CONTRAST)
    assert looked > 30
    assert faint == []


@pytest.mark.parametrize("name", OVER_PANES)
def test_words_of_the_chart_stand_out_from_their_ground(gallery, name):
    looked, faint = gallery.frame(name).locator("svg").evaluate(_FAINT_IN_CHART, CONTRAST)
    assert looked > 100
    assert faint == []


def test_panes_and_chart_follow_the_theme(gallery):
    frame = gallery.frame("reader")
    paper = frame.locator(".chart").evaluate("pane => getComputedStyle(pane).backgroundColor")
    sheet = frame.locator("svg path").first.evaluate("path => getComputedStyle(path).fill")
    assert (paper == "rgb(255, 255, 255)") == (gallery.theme == "light")
    assert sheet == paper
    undefined = """svg => {
        const names = new Set(svg.outerHTML.match(/var\\(--c[0-9a-f]{6}/g));
        const style = getComputedStyle(svg);
        return [...names].map(name => name.slice(4)).filter(name => !style.getPropertyValue(name));
    }"""
    if gallery.theme == "dark":  # in the light a colour is itself
        assert frame.locator("svg").evaluate(undefined) == []


@pytest.mark.parametrize("name", OVER_PANES)
def test_prose_is_no_smaller_than_twelve_pixels(gallery, name):
    assert gallery.frame(name).evaluate(_SMALL, SMALLEST) == []


def places(gallery, name):
    """Top and bottom of each pane, in their order."""
    return gallery.frame(name).evaluate(
        """frame => ["words", "text", "chart", "table"].map(name => {
            const box = frame.querySelector(`.${name}`).getBoundingClientRect();
            return [box.top, box.bottom];
        })"""
    )


@pytest.mark.parametrize("name", OVER_PANES)
def test_panes_stand_side_by_side_where_there_is_room_and_below_each_other_where_not(gallery, name):
    with gallery.notebook.tall(width=1280):
        words, text, chart, table = places(gallery, name)
    assert words[1] <= text[0] == chart[0] < max(text[1], chart[1]) <= table[0]
    with gallery.notebook.tall(width=800):
        words, text, chart, table = places(gallery, name)
    assert words[1] <= text[0] < text[1] <= chart[0] < chart[1] <= table[0]


def test_page_zoomed_to_200_percent_stays_readable_and_answers(lab, browser):
    with window(browser, scale=2) as zoomed, opened(zoomed, lab, width=640, height=500) as notebook:
        gallery = shown(notebook)
        assert gallery.page.evaluate(_SIDEWAYS) == []
        for name in OVER_PANES:
            words, text, chart, table = places(gallery, name)
            assert words[1] <= text[0] < text[1] <= chart[0] < chart[1] <= table[0]
            assert gallery.frame(name).evaluate(_SMALL, SMALLEST) == []
        number = gallery.frame("reader").locator(".text .numbers[data-pick]").first
        number.click()
        assert "lit" in number.get_attribute("class").split()
        notebook.screenshot("gallery-zoomed")
