"""Who speaks on what: claims by source and topic, as a matrix of counted squares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .chain import attributed, voices
from .frame import Chart, Drawing, draw_chart
from .lettering import MARGIN, WIDTH
from .matrix import MatrixRow, draw_matrix, grid_for
from .palette import NO_SOURCE
from .tags import source_keys
from .wording import credit_line, how_many, said

if TYPE_CHECKING:
    from ...tables import Tables

NO_TOPIC = "no topic"
MAX_ROWS = 30
MAX_TOPICS = 11  # more columns leave no room for a square on the narrowest page
LEAST = 5.4  # inches


def source_topics(tables: Tables) -> pd.DataFrame:
    """One row per source of the body and topic it speaks on: ``n_claims``, ``n_quoted`` of them.

    A claim counts for who said it, not for who relayed it; quoted are the forms direct and
    mixed. ``topic`` is "no topic" where the claim has none. Claims that are attributed to
    nobody named have source_id NA. Sources with most claims come first, nobody named last;
    topics by their number of claims in the article, "no topic" last. A narrator's sentence
    is no claim of anybody.
    """
    known = voices(tables)
    found: dict[tuple[str, str], dict] = {}
    by_source: Counter[str] = Counter()
    by_topic: Counter[str] = Counter()
    for claim in attributed(tables).to_dict("records"):
        source_id, topic = said(claim["source_id"]), said(claim["topic"]) or NO_TOPIC
        row = found.setdefault((source_id, topic), {"n_claims": 0, "n_quoted": 0})
        row["n_claims"] += 1
        row["n_quoted"] += claim["form"] in ("direct", "mixed")
        by_source[source_id] += 1
        by_topic[topic] += 1
    rows = [
        {
            "source_id": source_id or None,
            "topic": topic,
            **known.get(source_id, known[""]),
            **counts,
        }
        for (source_id, topic), counts in found.items()
    ]
    rows.sort(
        key=lambda row: (
            *(not row["source_id"], -by_source[said(row["source_id"])], row["name"].casefold()),
            *(said(row["source_id"]), row["topic"] == NO_TOPIC),
            *(-by_topic[row["topic"]], row["topic"]),
        )
    )
    text = dict.fromkeys(("source_id", "name", "source_type", "naming", "topic"), "string[python]")
    kinds = {**text, **dict.fromkeys(("n_claims", "n_quoted"), "Int64")}
    return pd.DataFrame(rows, columns=list(kinds), dtype=object).astype(kinds)


def plot_topics(
    tables: Tables, ax: Axes | None = None, *, chosen: str | None = None, width: float = WIDTH
) -> Axes:
    """Draw claims by source (rows) and topic (columns): the darker a square, the more claims.

    The row of the source_id ``chosen`` is framed and the others stand back; "none" is the row
    of nobody named. ``width`` of the page in inches, from 5.4.
    """
    counted = source_topics(tables)
    rows, topics = _rows(counted), list(_by_topic(counted))
    shown = _shown(rows, said(chosen))

    def described(width: float) -> Chart:
        grid = grid_for(shown, _columns(topics), width - 2 * MARGIN)
        matrix = Drawing(
            grid.height + 0.08,
            lambda page, y: draw_matrix(page, grid, _by_topic(counted), y, said(chosen)),
        )
        return Chart(
            "Who speaks on what",
            [matrix] if shown else [],
            topics_alt(tables),
            _subtitle(counted),
            source_keys(row.source_type for row in shown),
            _notes(rows, shown, topics),
            credit_line(tables),
            "Nothing to draw: nothing here is attributed to anybody.",
        )

    return draw_chart(described, ax, width=width, least=LEAST)


def topics_alt(tables: Tables) -> str:
    """The matrix in words, from the same table."""
    counted = source_topics(tables)
    if counted.empty:
        return f"Matrix without squares: no claims of anybody. {credit_line(tables)}"
    rows = _rows(counted)
    told = [
        f"{row.name} {sum(row.counts.values())} ("
        + ", ".join(f"{topic} {n}" for topic, n in row.counts.items())
        + ")"
        for row in rows[:MAX_ROWS]
    ]
    if len(rows) > MAX_ROWS:
        told.append(f"and {len(rows) - MAX_ROWS} more")
    topics = ", ".join(f"{topic} {n}" for topic, n in _by_topic(counted).items())
    return (
        f"Matrix of claims by source and topic: {'; '.join(told)}. By topic: {topics}. "
        f"{_subtitle(counted)} {credit_line(tables)}"
    )


def _rows(counted: pd.DataFrame) -> list[MatrixRow]:
    rows: dict[str, MatrixRow] = {}
    for cell in counted.to_dict("records"):
        source_id = said(cell["source_id"]) or NO_SOURCE
        row = rows.setdefault(
            source_id,
            MatrixRow(source_id, cell["name"], cell["source_type"], cell["naming"], {}),
        )
        row.counts[cell["topic"]] = int(cell["n_claims"])
    return list(rows.values())


def _shown(rows: list[MatrixRow], chosen: str) -> list[MatrixRow]:
    """The rows that are drawn: the first ones, and the chosen one wherever it stands."""
    late = [row for row in rows[MAX_ROWS:] if row.source_id == chosen]
    return [*rows[: MAX_ROWS - len(late)], *late]


def _by_topic(counted: pd.DataFrame) -> dict[str, int]:
    """Claims by topic, those with most first, "no topic" last."""
    totals = counted.groupby("topic")["n_claims"].sum().to_dict()
    order = sorted(totals, key=lambda topic: (topic == NO_TOPIC, -totals[topic], topic))
    return {topic: int(totals[topic]) for topic in order}


def _columns(topics: list[str]) -> list[str]:
    """The topics that are drawn: the first ones, and "no topic" where there is one."""
    last = [NO_TOPIC] if NO_TOPIC in topics else []
    return [*[t for t in topics if t != NO_TOPIC][: MAX_TOPICS - len(last)], *last]


def _subtitle(counted: pd.DataFrame) -> str:
    named = counted["source_id"].dropna().nunique()
    nobody = int(counted.loc[counted["source_id"].isna(), "n_claims"].sum())
    claims = how_many(int(counted["n_claims"].sum()), "claim")
    text = f"{claims} by {how_many(named, 'source')}"
    if nobody:
        by_sources = int(counted["n_claims"].sum()) - nobody
        text = f"{claims}: {by_sources} by {how_many(named, 'source')}, {nobody} by nobody named"
    return f"{text}; {int(counted['n_quoted'].sum())} with quotation marks."


def _notes(rows: list[MatrixRow], shown: list[MatrixRow], topics: list[str]) -> list[str]:
    notes = []
    if rows:
        notes.append(
            "A claim’s topic is told by the words in it; no topic: they are on no topic’s list."
        )
    left_out = []
    if len(rows) > len(shown):
        claims = sum(sum(row.counts.values()) for row in rows if row not in shown)
        more = len(rows) - len(shown)
        left_out.append(f"{how_many(more, 'more source')} with {how_many(claims, 'claim')}")
    if len(topics) > MAX_TOPICS:
        left_out.append(how_many(len(topics) - MAX_TOPICS, "more topic"))
    if left_out:
        notes.append(
            f"Left out to keep the chart readable: {' and '.join(left_out)}; the totals under "
            "the columns count them, and the table holds them all."
        )
    return notes
