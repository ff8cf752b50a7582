"""The chain of sources: who told it, who relayed it, and what reached the article directly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from .lettering import (
    BODY,
    CREDIT,
    HEADER,
    MARGIN,
    NOTE,
    STRONG,
    SUBTITLE,
    TITLE,
    WIDTH,
    TextLines,
    wrapped,
)
from .number_line import NAME_TYPES
from .page import ChartAxes, fit, new_page, put, write
from .palette import BAND, GREY, NO_SOURCE, PAPER, RULE, source_style
from .wording import credit_line, how_many, said, words

if TYPE_CHECKING:
    from ...tables import Tables

TEXT_WIDTH = WIDTH - 2 * MARGIN
BOX = 2.55  # inches
PAD = 0.1
GAP = 0.18
LEFTS = (MARGIN, (WIDTH - BOX) / 2, WIDTH - MARGIN - BOX)
MAX_TELLERS = 20
EMPTY = 0.75


@dataclass(frozen=True, slots=True)
class _Node:
    """A box of the drawing: text and marker, with a place once it is laid out."""

    name: TextLines
    note: TextLines
    source_type: str

    @property
    def height(self) -> float:
        return self.name.height + self.note.height + 2 * PAD


def source_chain(tables: Tables) -> pd.DataFrame:
    """One row per pair of teller and relay in the body, and one for each teller without relay.

    ``teller`` is who said it ("nobody named" where the text does not tell), ``relay`` who
    passed it on (NA where it reached the article directly), ``cues`` the attributing words,
    ``n_claims`` their number. Relayed ones come first, then by number and name. The article's
    own voice is no link of the chain.
    """
    columns = (
        "teller_id", "teller", "teller_type", "teller_naming",
        "relay_id", "relay", "relay_type", "relay_naming", "cues", "n_claims",
    )  # fmt: skip
    sources = {row["source_id"]: row for row in tables.sources.to_dict("records")}
    claims = tables.claims[
        (tables.claims["zone"] != "boilerplate") & (tables.claims["form"] != "narrator")
    ]
    found: dict[tuple[str, str], dict] = {}
    for claim in claims.to_dict("records"):
        teller_id, relay_id = said(claim["source_id"]), said(claim["via_source_id"])
        teller, relay = sources.get(teller_id), sources.get(relay_id)
        row = found.setdefault(
            (teller_id, relay_id),
            {
                "teller_id": teller_id or None,
                "teller": teller["name"] if teller else "nobody named",
                "teller_type": teller["source_type"] if teller else NO_SOURCE,
                "teller_naming": teller["naming"] if teller else NO_SOURCE,
                "relay_id": relay_id or None,
                "relay": relay["name"] if relay else None,
                "relay_type": relay["source_type"] if relay else None,
                "relay_naming": relay["naming"] if relay else None,
                "cues": [],
                "n_claims": 0,
            },
        )
        row["n_claims"] += 1
        if said(claim["cue"]) and said(claim["cue"]) not in row["cues"]:
            row["cues"].append(said(claim["cue"]))
    rows = sorted(
        found.values(),
        key=lambda r: (r["relay"] is None, r["relay"] or "", -r["n_claims"], r["teller"]),
    )
    rows = [{**row, "cues": ", ".join(row["cues"]) or None} for row in rows]
    kinds = {**dict.fromkeys(columns, "string[python]"), "n_claims": "Int64"}
    return pd.DataFrame(rows, columns=list(columns), dtype=object).astype(kinds)


def plot_chain(tables: Tables, ax: Axes | None = None) -> Axes:
    """Draw who relays whom, from the first teller at the left to the article at the right.

    Sources that reach the article without a relay share one box, so that the chains show.
    """
    links = source_chain(tables)
    relayed = links[links["relay"].notna()].to_dict("records")
    direct = links[links["relay"].isna()]
    more = max(0, len(relayed) - MAX_TELLERS)
    relayed = relayed[:MAX_TELLERS]
    title = wrapped("Who relays whom: the chain of sources", TITLE, TEXT_WIDTH)
    subtitle = wrapped(_subtitle(links), SUBTITLE, TEXT_WIDTH)
    source = wrapped(credit_line(tables), CREDIT, TEXT_WIDTH)
    notes = (
        [wrapped(f"Left out to keep the chart readable: {more} more chains.", NOTE, TEXT_WIDTH)]
        if more
        else []
    )
    tellers = [_node(r["teller"], r["teller_type"], r["teller_naming"]) for r in relayed]
    others = _others(direct)
    stack = [*tellers, *([others] if others else [])]
    body = 0.35 + sum(max(node.height, _relay_height(relayed)) + GAP for node in stack) + 0.1
    parts = [0.12, title.height, subtitle.height, 0.15, body if stack else EMPTY]
    parts += [n.height for n in notes] + [0.1, source.height, 0.1]
    page = new_page(ax, sum(parts))

    y = write(page, title, MARGIN, 0.12, gid="title")
    y = write(page, subtitle, MARGIN, y, gid="subtitle") + 0.15
    if stack:
        _draw_links(page, relayed, tellers, others, y)
        y += body
    else:
        text = "Nothing to draw: nothing here is attributed to anybody."
        put(page, WIDTH / 2, y + EMPTY / 2, text, SUBTITLE, align="center", gid="no-data")
        y += EMPTY
    for note in notes:
        y = write(page, note, MARGIN, y, gid="note")
    write(page, source, MARGIN, y + 0.1, gid="credit")
    if isinstance(page, ChartAxes):
        page.alt = chain_alt(tables)
    else:
        fit(page, sum(parts))
    return page


def chain_alt(tables: Tables) -> str:
    """The chain of sources in words, from the same table."""
    links = source_chain(tables)
    relayed = links[links["relay"].notna()].to_dict("records")
    direct = links[links["relay"].isna() & links["teller_id"].notna()]
    chains = "; ".join(
        f"{row['teller']} → {row['relay']} → this article ({how_many(row['n_claims'], 'claim')})"
        for row in relayed
    )
    told = f"Chain of sources: {chains}." if relayed else "Chain of sources: no relay is named."
    nobody = links[links["relay"].isna() & links["teller_id"].isna()]["n_claims"].sum()
    parts = [
        told,
        f"{len(direct)} source{'' if len(direct) == 1 else 's'} without a relay, "
        f"{how_many(int(direct['n_claims'].sum()), 'claim')}.",
    ]
    if nobody:
        parts.append(f"Attributed to nobody named: {how_many(int(nobody), 'claim')}.")
    return " ".join([*parts, credit_line(tables)])


def _subtitle(links: pd.DataFrame) -> str:
    n = int(links["relay"].notna().sum())
    if not n:
        return "No source is relayed by another one."
    return f"{n} source{' is' if n == 1 else 's are'} relayed by another one."


def _node(name: str, source_type: str, naming: str) -> _Node:
    kind = NAME_TYPES.get(naming, BODY)
    note = "" if naming == NO_SOURCE else f"{words(naming)}, {words(source_type)}"
    room = BOX - 2 * PAD - 0.22
    return _Node(wrapped(name, kind, room), wrapped(note, NOTE, room), source_type)


def _others(direct: pd.DataFrame) -> _Node | None:
    """One box for all that reached the article without a relay."""
    named = direct[direct["teller_id"].notna()]
    nobody = int(direct.loc[direct["teller_id"].isna(), "n_claims"].sum())
    if named.empty and not nobody:
        return None
    title = f"{len(named)} source{'' if len(named) == 1 else 's'} without a relay"
    note = how_many(int(named["n_claims"].sum()), "claim")
    if nobody:
        note += f"; {how_many(nobody, 'claim')} by nobody named"
    room = BOX - 2 * PAD
    return _Node(wrapped(title, STRONG, room), wrapped(note, NOTE, room), "")


def _relay_height(relayed: list[dict]) -> float:
    heights = [_node(r["relay"], r["relay_type"], r["relay_naming"]).height for r in relayed]
    return max(heights, default=0.0)


def _draw_links(
    page: Axes, relayed: list[dict], tellers: list[_Node], others: _Node | None, y: float
) -> None:
    for left, text in zip(LEFTS, ("who said it", "who relayed it", ""), strict=True):
        put(page, left, y + 0.1, text if relayed or not text else "", HEADER)
    y += 0.35
    top = y
    step = _relay_height(relayed)
    places: dict[str, list[float]] = {}
    for row, node in zip(relayed, tellers, strict=True):
        middle = y + max(node.height, step) / 2
        _box(page, node, LEFTS[0], middle)
        places.setdefault(row["relay_id"], []).append(middle)
        y += max(node.height, step) + GAP
    last = y + max(others.height, step) / 2 if others else y - GAP
    bottom = last + others.height / 2 if others else last
    for relay_id, middles in places.items():
        links = [row for row in relayed if row["relay_id"] == relay_id]
        node = _node(links[0]["relay"], links[0]["relay_type"], links[0]["relay_naming"])
        middle = sum(middles) / len(middles)
        _box(page, node, LEFTS[1], middle)
        for link, at in zip(links, middles, strict=True):
            _arrow(page, (LEFTS[0], at), (LEFTS[1], middle), link["n_claims"])
        total = sum(int(link["n_claims"]) for link in links)
        _arrow(page, (LEFTS[1], middle), (LEFTS[2], middle), total)
    if others:
        _box(page, others, LEFTS[0], last)
        _arrow(page, (LEFTS[0], last), (LEFTS[2], last), None)
    _frame(page, LEFTS[2], top, bottom - top, BAND, RULE)
    put(page, LEFTS[2] + BOX / 2, (top + bottom) / 2, "this article", STRONG, align="center")


def _box(page: Axes, node: _Node, left: float, middle: float) -> None:
    top = middle - node.height / 2
    line = source_style(node.source_type).colour if node.source_type else RULE
    _frame(page, left, top, node.height, PAPER if node.source_type else BAND, line)
    at = top + PAD
    indent = PAD
    if node.source_type:
        style = source_style(node.source_type)
        indent += 0.22
        page.plot(
            [left + PAD + 0.07],
            [at + node.name.type.line / 2],
            linestyle="none",
            marker=style.marker,
            color=style.colour,
            markersize=6.5 * style.scale,
            markeredgewidth=0.8,
            zorder=4,
        )
    for block in (node.name, node.note):
        at = write(page, block, left + indent, at)


def _frame(page: Axes, left: float, top: float, height: float, fill: str, line: str) -> None:
    page.add_patch(
        FancyBboxPatch(
            (left, top),
            BOX,
            height,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor=fill,
            edgecolor=line,
            linewidth=1.4,
            zorder=3,
            gid="node",
        )
    )


def _arrow(
    page: Axes, start: tuple[float, float], end: tuple[float, float], count: int | None
) -> None:
    """An arrow from the right side of one box to the left side of another, with one elbow."""
    (x0, y0), (x1, y1) = (start[0] + BOX + 0.03, start[1]), (end[0] - 0.03, end[1])
    elbow = x1 - 0.16
    page.plot([x0, elbow, elbow], [y0, y0, y1], color=GREY, linewidth=1.4, zorder=2)
    page.annotate(
        "",
        xy=(x1, y1),
        xytext=(elbow, y1),
        zorder=2,
        arrowprops={
            "arrowstyle": "-|>,head_length=0.45,head_width=0.22",
            "color": GREY,
            "linewidth": 1.4,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    ).set_gid("link")
    if count is not None:
        put(page, (x0 + elbow) / 2, y0 - 0.11, how_many(count, "claim"), NOTE, align="center")
