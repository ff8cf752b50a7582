"""A chart as SVG for a live page: its named artists become things to point at.

matplotlib writes an artist's gid as the id of its group. Those groups get the attributes that
the page's script reads (see :mod:`helpers.highlight`), and every colour becomes a variable of
the page, so that a dark theme can answer for it.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from ..escaping import escaped
from .palette import BAND, GREY, GRID, INK, PAPER, RULE, SOURCE_STYLES
from .picture import svg_text

DARK_PAPER = "#16191d"
_DARK = {PAPER: DARK_PAPER, INK: "#e8eaed", GREY: "#b0b8c1", RULE: "#3a414a", GRID: "#2b3138",
         BAND: "#23282e"}  # fmt: skip
_CONTRAST = 4.5  # WCAG 2.2, level AA


@dataclass(frozen=True, slots=True)
class Spot:
    """What one named artist of a chart does on a live page.

    ``keys``: ids with which it lights up; ``pick``: the id that a click on it picks, with
    ``label`` as its name for a screen reader; ``panel``: the panel in which a range may be
    brushed, ``x`` whether the artist's place on the axis counts for that.
    """

    gid: str
    keys: tuple[str, ...] = ()
    pick: str = ""
    label: str = ""
    panel: str = ""
    x: bool = False


def live_svg(chart: Axes | Figure, spots: Iterable[Spot], *, label: str) -> str:
    """The chart as one ``<svg>`` element whose spots can be picked; ``label`` says what it shows.

    Every text that comes from an article stands in attributes, escaped, or is drawn as paths.
    """
    svg = svg_text(chart)
    svg = svg[svg.index("<svg ") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    known = {spot.gid: _attributes(spot) for spot in spots}
    svg = re.sub(
        r'<g id="([^"]*)"',
        lambda found: f"<g{known.get(_plain(found[1]), '')}",
        svg,
    )
    svg = re.sub(r"\b(fill|stroke): (#[0-9a-f]{6})", _variable, svg)
    head = f'<svg role="group" aria-label="{escaped(label)}" '
    return re.sub(r'<svg (?:role="img" aria-label="[^"]*" )?', lambda _: head, svg, count=1)


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
    while contrast(colour, paper) < _CONTRAST and light < 1:
        light = min(1.0, light + 0.02)
        colour = to_hex(colorsys.hls_to_rgb(hue, light, saturation))
    return colour


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _attributes(spot: Spot) -> str:
    told = f' data-keys="{escaped(" ".join(spot.keys))}"' if spot.keys else ""
    if spot.panel:
        told += f' data-panel="{escaped(spot.panel)}"'
    if spot.x:
        told += " data-x"
    if spot.pick:
        told += (
            f' data-pick="{escaped(spot.pick)}" data-stop role="button" tabindex="-1" '
            f'aria-pressed="false" aria-label="{escaped(spot.label)}"'
        )
    return told


def _plain(attribute: str) -> str:
    """An attribute's value as it was before matplotlib escaped it."""
    for entity, character in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        attribute = attribute.replace(entity, character)
    return attribute


def _variable(found: re.Match[str]) -> str:
    return f"{found[1]}: var(--c{found[2][1:]}, {found[2]})"
