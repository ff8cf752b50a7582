"""Figures where they hold: places on the outlines of countries, with no tiles and no network."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache, partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ...vocabulary import rows as vocabulary_rows
from .drawn_figure import StatedFigure
from .frame import Chart, Drawing, draw_chart
from .lettering import MARGIN, WIDTH, Type, text_width, wrapped
from .page import Key, add_panel, arrow, dot, ring
from .palette import BAND, FONT, INK, NO_SOURCE, PAPER, ROUND, RULE, SourceStyle, source_style
from .timeline_marks import ARROW, keys_of_points, ringed
from .wording import amount, how_many, in_unit, said

COLUMNS = (
    "place", "lat", "lon", "reporter", "source_type", "shape", "shown", "figures", "at", "low",
    "high", "hollow",
)  # fmt: skip
NAMED = 14  # places whose figures are written beside them, the largest first
LARGEST, SMALLEST = 26.0, 6.5  # points across; the area tells the figure
_ROOM = 6.0  # degrees kept free around the outermost places
_LEAST = 36.0  # degrees of longitude that are shown at least
_LABEL = Type(size=8.6)
_LIMITS = "Outlines of countries: Natural Earth 1:110m, public domain; no statement about a border."


def place_marks(numbers: pd.DataFrame) -> pd.DataFrame:
    """One row a place with coordinates: its largest figure, who reported it, of how many.

    Takes numbers with ``place``, ``lat``, ``lon``, ``reporter`` and ``source_type``, such as
    ``Corpus.numbers`` gives for one kind. Largest figures first; where nobody is named as having
    counted, ``source_type`` is "none".
    """
    found: dict[tuple[str, float, float], dict] = {}
    counted: dict[tuple[str, float, float], int] = {}
    for row in numbers.to_dict("records"):
        mark = _mark(row)
        if mark is None:
            continue
        key = (mark["place"], mark["lat"], mark["lon"])
        counted[key] = counted.get(key, 0) + 1
        if key not in found or mark["at"] > found[key]["at"]:
            found[key] = mark
    rows = [{**mark, "figures": counted[key]} for key, mark in found.items()]
    rows.sort(key=lambda row: (-row["at"], row["place"], row["lat"], row["lon"]))
    text = ("place", "reporter", "source_type", "shape", "shown")
    kinds = dict.fromkeys(text, "string[python]") | {"figures": "Int64", "hollow": "boolean"}
    kinds |= dict.fromkeys(("lat", "lon", "at", "low", "high"), "Float64")
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(kinds)


def _mark(row: dict) -> dict | None:
    lat, lon, figure = amount(row["lat"]), amount(row["lon"]), StatedFigure.of(row)
    if lat is None or lon is None or figure.at is None:
        return None
    estimated = figure.estimated or figure.hedge == "approximate"
    return {
        "place": said(row["place"]),
        "lat": lat,
        "lon": lon,
        "reporter": said(row["reporter"]) or "no source named",
        "source_type": said(row["source_type"]) or NO_SOURCE,
        "shape": figure.shape,
        "shown": figure.words(),
        "at": figure.at,
        "low": figure.low,
        "high": figure.high,
        "hollow": figure.shape != "range" and estimated,
    }


def plot_places(
    numbers: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str,
    counted: str = "people",
    credit: str = "",
) -> Axes:
    """Draw the largest figure of each place on a map: its area the figure, its look the source.

    As elsewhere an arrow is a bound, a hollow mark an estimate, a ring around a mark the high end
    of a range, and ✕ a figure for which nobody is named. Figures without a place that the
    gazetteer knows are counted in a note. ``numbers`` is what :func:`place_marks` takes.
    """
    rows = place_marks(numbers).to_dict("records")
    lost = len(numbers) - sum(row["figures"] for row in rows)
    view = _view(rows)

    def described(width: float) -> Chart:
        tall = (width - 2 * MARGIN) * (view[3] - view[2]) / (view[1] - view[0])

        def paint(page: Axes, y: float) -> None:
            _draw(page, rows, view, (y, width - 2 * MARGIN, tall))

        return Chart(
            title,
            [Drawing(tall + 0.12, paint)] if rows else [],
            places_alt(numbers, title=title, counted=counted, credit=credit),
            _subtitle(rows, counted),
            _keys(rows),
            [*_notes(rows, lost), _LIMITS] if rows else [],
            credit,
            "Nothing to draw: no figure holds of a place that the gazetteer knows.",
        )

    return draw_chart(described, ax, least=WIDTH)


def places_alt(
    numbers: pd.DataFrame, *, title: str, counted: str = "people", credit: str = ""
) -> str:
    """The map in words: each place with its largest figure and who reported it."""
    rows = place_marks(numbers).to_dict("records")
    if not rows:
        return f"Map without marks: {title}. {credit}".strip()
    told = [
        f"{row['place']}: {row['shown']} ({row['reporter']}), "
        f"the largest of {how_many(int(row['figures']), 'figure')}."
        for row in rows[:30]
    ]
    more = [f"And {how_many(len(rows) - 30, 'more place')}."] if len(rows) > 30 else []
    start = f"{title}. Map of {how_many(len(rows), 'place')}, {counted}."
    return " ".join([start, *told, *more, credit]).strip()


def _subtitle(rows: list[dict], counted: str) -> str:
    if not rows:
        return ""
    return (
        f"{counted.capitalize()}; of each place the largest figure, its area as large as the "
        f"figure. {how_many(len(rows), 'place').capitalize()}."
    )


def _notes(rows: list[dict], lost: int) -> list[str]:
    found = []
    if len(rows) > NAMED:
        found.append(
            f"Written out are the {NAMED} largest where there is room; the table holds them all."
        )
    if lost:
        found.append(f"Not on the map, as they tell no place that is known: {lost:,} of the rows.")
    return found


def _view(rows: list[dict]) -> tuple[float, float, float, float]:
    """West, east, south and north of what is shown: all places, and not too narrow a strip."""
    if not rows:
        return -180.0, 180.0, -60.0, 85.0
    west, east = min(row["lon"] for row in rows), max(row["lon"] for row in rows)
    south, north = min(row["lat"] for row in rows), max(row["lat"] for row in rows)
    wide = max(east - west + 2 * _ROOM, _LEAST)
    tall = max(north - south + 2 * _ROOM, wide / 2.4)
    wide = max(wide, tall * 1.6)
    middle = max(-180 + wide / 2, min(180 - wide / 2, (west + east) / 2)) if wide < 360 else 0.0
    level = (south + north) / 2
    return middle - wide / 2, middle + wide / 2, level - tall / 2, level + tall / 2


@cache
def _outlines() -> tuple[tuple[tuple[float, float], ...], ...]:
    found = []
    for row in vocabulary_rows("country_outlines"):
        degrees = [float(part) for part in row["outline"].split()]
        found.append(tuple(zip(degrees[::2], degrees[1::2], strict=True)))
    return tuple(found)


def _draw(page: Axes, rows: list[dict], view: tuple, where: tuple[float, float, float]) -> None:
    top, wide, tall = where
    panel = add_panel(page, "map", MARGIN, top, wide, tall)
    panel.set_xlim(view[0], view[1])
    panel.set_ylim(view[2], view[3])
    panel.set_xticks([])
    panel.set_yticks([])
    panel.set_facecolor("none")
    for spine in panel.spines.values():
        spine.set_color(RULE)
    land = PolyCollection(_outlines(), facecolor=BAND, edgecolor="#b4bac1", linewidth=0.6)
    land.set_gid("outlines")
    panel.add_collection(land, autolim=False)
    most = rows[0]["at"]
    for row in rows:  # the largest first, so that a small one is never hidden
        _draw_mark(panel, row, most)
    _write(panel, rows, most, wide / (view[1] - view[0]))


def _across(figure: float, most: float) -> float:
    """Points across of a mark, so that its area is as large as the figure."""
    return max(SMALLEST, LARGEST * math.sqrt(max(figure, 0) / most)) if most > 0 else SMALLEST


def _draw_mark(panel: Axes, row: dict, most: float) -> None:
    style = source_style(row["source_type"])
    size = _across(row["at"], most) * style.scale / 1.2
    x, y = row["lon"], row["lat"]
    if row["shape"] == "range":
        ring(panel, x, y, SourceStyle(style.colour, "o"), _across(row["high"], most) + 4, zorder=3,
             gid="range")  # fmt: skip
    if row["shape"] in ("at_least", "at_most"):
        way = 1 if row["shape"] == "at_least" else -1
        away = (0, way * (ARROW + size / 2))
        arrow(panel, x, y, away, style.colour, zorder=5.5, gid=row["shape"])
    hollow = bool(row["hollow"])
    dot(panel, x, y, replace(style, scale=1), size, hollow=hollow, zorder=4, gid="place",
        markeredgewidth=1.4 if hollow else 0.8,
        markeredgecolor=style.colour if hollow else PAPER)  # fmt: skip


def _write(panel: Axes, rows: list[dict], most: float, inch: float) -> None:
    """Place and figure right of one of the largest marks, else left of it or under it, if at all.

    No label lies over another, or over any mark.
    """
    west, east = panel.get_xlim()
    marks = [(row["lon"], row["lat"], 0.1) for row in rows]
    boxes: list[tuple[float, float, float]] = []
    gap = 0.1 / inch
    for row in rows[:NAMED]:
        x, y = row["lon"], row["lat"]
        [label] = wrapped(f"{row['place']}: {row['shown']}", _LABEL, 3.5, max_lines=1).lines
        wide, away = (
            text_width(label, _LABEL) / inch,
            (_across(row["at"], most) / 144 + 0.08) / inch,
        )
        others = [*boxes, *(mark for mark in marks if mark[:2] != (x, y))]
        for left, level in ((x + away, y), (x - away - wide, y), (x - wide / 2, y - away - gap)):
            clear = not any(
                left - gap < other + width and other < left + wide + gap
                and abs(height - level) < 0.15 / inch
                for other, height, width in others
            )  # fmt: skip
            if clear and left > west and left + wide < east:
                _put(panel, left, level, label)
                boxes.append((left, level, wide))
                break


def _put(panel: Axes, x: float, y: float, label: str) -> None:
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.7}
    panel.text(x, y, label, ha="left", va="center", size=_LABEL.size, color=INK, zorder=5,
               family=FONT, parse_math=False, gid="figure", bbox=box)  # fmt: skip


def _keys(rows: list[dict]) -> list[Key]:
    if not rows:
        return []
    told = [{**row, "ring": "", "mine": False} for row in rows]
    found = [key for key in keys_of_points(told) if key.label != "a range"]
    if any(row["shape"] == "range" for row in rows):
        ringing = partial(ringed, style=ROUND, edge=1.0)
        found.append(Key(ringing, "a range: mark its low end, ring its high end", room=0.3))
    most = rows[0]["at"]
    some = float(f"{most / 4:.1g}")  # a round figure whose disc stands between two lines
    disc = partial(_disc, across=_across(some, most) / 1.2)
    return [*found, Key(disc, f"as large as {in_unit(some, '')}", room=0.3)]


def _disc(page: Axes, x: float, y: float, *, across: float) -> None:
    ring(page, x, y, ROUND, across, markeredgewidth=0.8)
