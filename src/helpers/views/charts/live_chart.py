"""A chart as SVG for a live page: its named artists become things to point at.

matplotlib writes an artist's gid as the id of its group. Those groups get the attributes that
the page's script reads (see :mod:`helpers.views.highlight`), and every colour becomes a variable of
the page, so that a dark theme can answer for it.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from ...escaping import clean
from .palette import BAND, GREY, GRID, INK, PAPER, RULE, SOURCE_STYLES
from .picture import svg_text
from .shades import READABLE, contrast

DARK_PAPER = "#16191d"
_DARK = {
    PAPER: DARK_PAPER,
    INK: "#e8eaed",
    GREY: "#b0b8c1",
    RULE: "#3a414a",
    GRID: "#2b3138",
    BAND: "#23282e",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """What one named artist of a chart does on a live page.

    ``keys``: ids with which it lights up; ``pick``: the id that a click on it picks, with
    ``label`` as its name for a screen reader; ``panel``: the panel in which a range may be
    brushed, ``x`` whether the artist's place on the axis counts for that. ``part`` tells how it
    is lit: "ground" lies under words and is filled, "words" are coloured, "shade" hides a grid
    and goes, anything else gets a line around it. A ``fixed`` one keeps the proportions of its
    colours: a dark page turns them round.
    """

    gid: str
    keys: tuple[str, ...] = ()
    pick: str = ""
    label: str = ""
    panel: str = ""
    x: bool = False
    part: str = ""
    fixed: bool = False


def live_svg(chart: Axes | Figure, spots: Iterable[Spot], *, label: str) -> str:
    """The chart as one ``<svg>`` element whose spots can be picked; ``label`` says what it shows.

    Every text that comes from an article stands in attributes, escaped, or is drawn as paths.
    Where several artists share a gid, the first is the one in the tab order.
    """
    from lxml import etree

    svg = svg_text(chart)
    # Forgiving, as a gid may hold what XML cannot; and ready for a very large chart.
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(svg[svg.index("<svg ") :].encode("utf-8"), parser)
    known = {spot.gid: spot for spot in spots}
    fixed = set()
    met = set()
    for one in root.iter("{*}g"):
        gid = one.attrib.pop("id", "")
        found = known.get(gid)
        if found is None:
            continue
        if found.fixed:
            fixed.update(one.iter())
        _set(one, found, again=gid in met)
        met.add(gid)
    for one in root.iter():
        style = one.get("style") if isinstance(one.tag, str) else None
        if style and one not in fixed:
            one.set("style", re.sub(r"\b(fill|stroke): (#[0-9a-f]{6})", _variable, style))
    for one in root.findall("{*}metadata"):
        root.remove(one)
    root.set("role", "group")
    root.set("aria-label", clean(label))
    return etree.tostring(root, encoding="unicode")


def dark_colours() -> str:
    """The chart's colours for a dark page, as declarations of CSS variables."""
    named = {style.colour for style in SOURCE_STYLES.values()}
    dark = _DARK | {colour: lightened(colour) for colour in sorted(named)}
    return " ".join(f"--c{light[1:]}: {colour};" for light, colour in dark.items())


def lightened(colour: str, paper: str = DARK_PAPER) -> str:
    """The same hue, as light as it must be to stand out from a dark paper.

    >>> lightened("#ffffff"), contrast(lightened("#0b4f8a"), DARK_PAPER) >= 4.5
    ('#ffffff', True)
    """
    hue, light, saturation = colorsys.rgb_to_hls(*to_rgb(colour))
    while contrast(colour, paper) < READABLE and light < 1:
        light = min(1.0, light + 0.02)
        colour = to_hex(colorsys.hls_to_rgb(hue, light, saturation))
    return colour


def _set(element: Any, spot: Spot, *, again: bool = False) -> None:
    told = {
        "data-keys": " ".join(spot.keys),
        "data-panel": spot.panel,
        "data-pick": spot.pick,
        "data-part": spot.part,
    }
    told = {name: clean(value) for name, value in told.items() if value}
    if spot.x:
        told["data-x"] = ""
    if spot.fixed:
        told["data-fixed"] = ""
    if spot.pick and spot.label and not again:
        told |= {"data-stop": "", "role": "button", "tabindex": "-1", "aria-pressed": "false"}
        told["aria-label"] = clean(spot.label)
    for name, value in told.items():
        element.set(name, value)


def _variable(found: re.Match[str]) -> str:
    return f"{found[1]}: var(--c{found[2][1:]}, {found[2]})"
