"""Several reports of one event: who told what on which day, and which of them are one wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...errors import InputError
from ...loading import load_article
from ...tables import tables_of
from .containment import same_place
from .origins import origins_of
from .stated_figures import figures_of
from .table import estimates_of

if TYPE_CHECKING:
    from ...records import Article
    from ...tables import Tables

NAMED = ("named_person", "organisation", "document")
_TEXT = (
    "thread", "kind", "place", "unit", "population", "day", "reporter", "reporter_key", "naming",
    "source_type", "shape", "figures", "codebook", "outlet", "agency", "published", "article_id",
    "origin_id", "estimate_id",
)  # fmt: skip
_NUMBERS = ("low", "best", "high")
_COLUMNS = (*_TEXT[:10], *_NUMBERS, *_TEXT[10:])
_REVISED = (
    "thread", "reporter", "from_day", "to_day", "from_figures", "to_figures", "change", "by",
    "from_estimate_id", "to_estimate_id",
)  # fmt: skip

Row = Mapping[str, Any]
"""A row of a table, column by column."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who gives figures, with a key that is the same in every report.

    Only those with a name can be the same in two reports; the unnamed ("officials") and the
    reports' own voices keep the article in their key, and the outlet in their label.
    """

    key: str
    label: str
    naming: str = "none"
    source_type: str = "none"


def tables_of_folder(
    folder: str | Path, *, read: Callable[[Article], Tables] = tables_of
) -> list[Tables]:
    """The tables of every ``.txt`` of a folder, by day of publication and then by file name.

    Each article's metadata stand in the ``.yaml`` beside it. Raises InputError for a folder
    that is missing or holds no text.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder: name one that holds articles as .txt files")
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"{folder} holds no .txt file: put the articles there, one per file")
    articles = [load_article(path) for path in paths]
    articles.sort(key=lambda a: (str(a.published or ""), a.loaded_from or ""))
    return [read(article) for article in articles]


def voices_of(tables: Tables) -> dict[str, Reporter]:
    """Every voice of the article as a reporter: source ids, claims without a name, narrator."""
    article = tables.article
    outlet = article.outlet or article.agency or article.loaded_from or article.article_id
    found = {
        "narrator": Reporter(f"narrator:{article.article_id}", label_of("narrator", None, outlet))
    }
    for row in tables.sources.to_dict("records"):
        key, label = key_of_name(row["name"]), row["name"]
        if row["naming"] not in NAMED:
            key, label = f"{key}:{article.article_id}", label_of(key, label, outlet)
        found[row["source_id"]] = Reporter(key, label, row["naming"], row["source_type"])
    for claim in tables.claims.to_dict("records"):
        voice = f"unnamed:{claim['claim_id']}"
        found[voice] = Reporter(voice, label_of(voice, None, outlet))
    return found


def label_of(voice: str, name: str | None, outlet: str) -> str:
    """A voice without a name of its own, told by the outlet that brings it."""
    if voice == "narrator":
        return f"{outlet}, in its own voice"
    return f"{name or 'somebody unnamed'} ({outlet})"


def estimates_across(
    reports: Sequence[Tables], *, codebook: str = "as_stated", kind: str | None = None
) -> pd.DataFrame:
    """Every estimate of every report in one table, ordered by thing, reporter and day.

    ``thread`` names the thing counted (kind, place, unit, population) as in all reports;
    ``reporter`` who told it, the same key and label in every report for those with a name;
    ``day`` is the day that the figure is for, else that of publication; ``origin_id`` is the
    same for copies of one wire. Only figures told as so (not expected, planned or denied) and
    totals (no "another 200") are kept. The order of the reports changes nothing.
    """
    origins = origins_of(reports).set_index("article_id")["origin_id"].to_dict()
    rows = []
    for tables in reports:
        article, reporters = tables.article, voices_of(tables)
        voices = _voices(tables)
        for row in estimates_of(tables, codebook=codebook).to_dict("records"):
            numbers = row["number_ids"].split("|")
            voice, plain = voices[numbers[0]]
            if row["denied"] or not plain or (kind is not None and row["kind"] != kind):
                continue
            reporter = reporters[voice]
            published = str(article.published or "") or None
            rows.append(
                {
                    **row,
                    "thread": _thread(row),
                    "day": row["as_of"] if not pd.isna(row["as_of"]) else published,
                    "reporter": reporter.label,
                    "reporter_key": reporter.key,
                    "naming": reporter.naming,
                    "source_type": reporter.source_type,
                    "outlet": article.outlet,
                    "agency": article.agency,
                    "published": published,
                    "origin_id": origins[article.article_id],
                }
            )
    found = pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object)
    found = found.astype(
        {**dict.fromkeys(_TEXT, "string[python]"), **dict.fromkeys(_NUMBERS, "Float64")}
    )
    order = ["thread", "reporter_key", "day", "published", "article_id", "estimate_id"]
    return found.sort_values(order, na_position="last", kind="stable").reset_index(drop=True)


def told_once(across: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``estimates_across`` with copies of one wire told once.

    The first of the copies stays; ``n_articles`` and ``n_origins`` count what stands behind
    it and ``told`` says it in words ("4 articles, 1 source"): articles that print the same
    figure by the same reporter, and the reports they go back to.
    """
    keep, counts = [], []
    for indices in _repeated(across):
        rows = across.loc[indices].sort_values(["published", "article_id"], kind="stable")
        n_articles, n_origins = rows["article_id"].nunique(), rows["origin_id"].nunique()
        keep.append(rows.index[0])
        counts.append((n_articles, n_origins, _told(n_articles, n_origins)))
    found = across.loc[keep].copy()
    found["n_articles"] = pd.array([c[0] for c in counts], dtype="Int64")
    found["n_origins"] = pd.array([c[1] for c in counts], dtype="Int64")
    found["told"] = pd.array([c[2] for c in counts], dtype="string[python]")
    return found.sort_index().reset_index(drop=True)


def _repeated(across: pd.DataFrame) -> list[list[int]]:
    """Rows that say the same: one thing, one reporter, one figure, and one wire or one day."""
    groups: list[list[int]] = []
    of_wire: dict[tuple, list[int]] = {}
    of_day: dict[tuple, list[int]] = {}
    for i, row in zip(across.index, across.to_dict("records"), strict=True):
        figure = _ends(row)
        named = row["naming"] in NAMED
        # Whoever has no name is one voice in the copies of one wire, and nowhere else.
        who = row["reporter_key"] if named else row["reporter_key"].partition(":")[0]
        wire = (row["thread"], who, figure, row["origin_id"])
        day = (row["thread"], who, figure, row["day"])
        group = of_wire.get(wire) or (of_day.get(day) if named else None)
        if group is None:
            group = []
            groups.append(group)
        group.append(i)
        of_wire.setdefault(wire, group)
        if named:
            of_day.setdefault(day, group)
    return groups


def revisions_of(across: pd.DataFrame) -> pd.DataFrame:
    """Each reporter's changes of mind about one thing, from one day to the next it spoke.

    ``change`` is up, down, or bounds (the figure stays, what bounds it changes); ``by`` is
    the difference of the figures as printed. Copies of a wire make no revision.
    """
    rows = []
    once = told_once(across)
    once = once[once["naming"].isin(NAMED)]
    for _, series in once.groupby(["thread", "reporter_key"], sort=True):
        told = series.sort_values(["day", "published"], kind="stable").to_dict("records")
        with_figure = [(row, figure) for row in told if (figure := figure_of(row)) is not None]
        for (before, old), (row, figure) in pairwise(with_figure):
            if _ends(row) != _ends(before):
                rows.append(_revision(before, row, figure - old))
    found = pd.DataFrame(rows, columns=list(_REVISED), dtype=object)
    return found.astype({c: "Float64" if c == "by" else "string[python]" for c in _REVISED})


def _revision(before: Row, row: Row, by: float) -> tuple:
    change = "up" if by > 0 else "down" if by < 0 else "bounds"
    days, figures = (before["day"], row["day"]), (before["figures"], row["figures"])
    ids = (before["estimate_id"], row["estimate_id"])
    return (row["thread"], row["reporter"], *days, *figures, change, by, *ids)


def _ends(row: Row) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(row[c]) else row[c] for c in _NUMBERS)


def figure_of(row: Row) -> float | None:
    """The figure of an estimate that a line passes through: best, else low, else high."""
    return next((float(row[c]) for c in ("best", "low", "high") if not pd.isna(row[c])), None)


def _voices(tables: Tables) -> dict[str, tuple[str, bool]]:
    """For each number its voice, and whether it is a total told as so."""
    return {
        f.number_id: (f.voice, f.modality == "told" and f.trend == "none")
        for f in figures_of(tables)
    }


def _thread(row: Row) -> str:
    parts = [row["kind"], same_place(None if pd.isna(row["place"]) else row["place"])]
    if row["population"] != "unstated":
        parts.append(row["population"])
    if not pd.isna(row["unit"]) and row["unit"] != "person":
        parts.append(row["unit"])
    return " · ".join(filter(None, parts))


def key_of_name(name: str) -> str:
    """A key under which two spellings of a name agree.

    >>> key_of_name("The People’s Bank")
    "people's bank"
    """
    return " ".join(name.casefold().replace("’", "'").removeprefix("the ").split())


def _told(n_articles: int, n_origins: int) -> str:
    articles = f"{n_articles} article{'' if n_articles == 1 else 's'}"
    return f"{articles}, {n_origins} source{'' if n_origins == 1 else 's'}"
