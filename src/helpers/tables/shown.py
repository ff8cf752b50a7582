"""Tables for eyes: words wrapped in full, blanks for NA, thousands apart, nothing that runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ..errors import InputError
from ..escaping import NO_MATHEMATICS, escaped, isolated
from ..firmness import firmness_words
from ..schema import TABLES

if TYPE_CHECKING:
    from . import Tables

_NUMBERS = {
    "full_text": "as printed",
    "kind": "kind",
    "value": "value",
    "low": "low",
    "high": "high",
    "who": "reported by",
    "reporter_role": "role",
    "place": "where",
    "as_of": "when",
    "firmness": "how firmly",
    "sentence": "sentence",
}
_UNSEEN = ("sha256", "parts", "rule_id", "hxl", "origin", "start", "end")
_CELL = (
    "padding: 4px 12px 4px 0; text-align: left; vertical-align: top; line-height: 1.35; "
    "white-space: normal; border-bottom: 1px solid #8a919a55"
)
# In a box of its own a word stays whole, unless it is longer than the box may be wide.
_WORDS = "max-width: 34em; overflow-wrap: break-word"


@dataclass(frozen=True)
class ShownTable:
    """Rows for eyes, at the end of a notebook cell or as ``str``; ``rows`` holds them as text."""

    rows: pd.DataFrame
    label: str

    def __repr__(self) -> str:
        return self.rows.to_string(index=False, justify="left") if len(self.rows) else self.label

    def _repr_html_(self) -> str:
        heads = list(self.rows.columns)
        return html_table(heads, self.rows.itertuples(index=False, name=None), label=self.label)


def show_table(tables: Tables, name: str) -> ShownTable:
    """One table for eyes; see ``Tables.show``. Raises InputError where there is none such."""
    if name not in TABLES:
        raise InputError(f"no table is called {name!r}: use {', '.join(TABLES)}")
    if name == "numbers":
        rows = tables.joined()
        firm = zip(rows["polarity"].fillna("asserts"), rows["modality"], strict=True)
        rows["firmness"] = [firmness_words(*pair) for pair in firm]
        rows = rows[list(_NUMBERS)].rename(columns=_NUMBERS)
    else:
        rows = getattr(tables, name)
        kept = [c for c in rows.columns if c not in _UNSEEN and not _is_inner(c)]
        rows = rows[kept].rename(columns=lambda c: c.replace("_", " "))
    return show_rows(rows, name)


def show_rows(rows: pd.DataFrame, name: str = "rows") -> ShownTable:
    """Any rows for eyes: whole words, blanks for NA, thousands apart; ``name`` says what of."""
    shown = rows.apply(lambda column: column.map(cell_text)) if len(rows) else rows
    return ShownTable(shown.rename(columns=str), f"{len(rows):,} {name}")


def cell_text(value: object, digits: int | None = None) -> str:
    """A cell as people write it: blank for NA, thousands apart, a day without an hour.

    >>> cell_text(pd.NA), cell_text(1234567.0), cell_text(0.25), cell_text(True)
    ('', '1,234,567', '0.25', 'yes')
    """
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float):
        if digits is not None and isinstance(value, float):
            return f"{value:,.{digits}f}"
        return f"{value:,.15g}" if abs(value) < 1e15 else f"{value:.3g}"
    return " ".join(str(value).split())


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, label: str) -> str:
    """Cells of text under their headings, each escaped; ``label`` tells a screen reader what."""
    head = "".join(f'<th scope="col" style="{_CELL}">{escaped(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_CELL}"><div style="{_WORDS}">{isolated(cell)}</div></td>' for cell in row
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="{NO_MATHEMATICS}" style="border-collapse: collapse" '
        f'aria-label="{escaped(label)}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def tables_html(tables: Tables) -> str:
    """The article's name, its numbers for eyes, and how many rows each table has."""
    article = tables.article
    facts: Mapping[str, object] = {
        "outlet": article.outlet,
        "agency": article.agency,
        "day": article.published,
    }
    told = " · ".join(cell_text(fact) for fact in facts.values() if fact)
    counts = ", ".join(f"{len(getattr(tables, name)):,} {name}" for name in TABLES)
    title = escaped(article.title or article.loaded_from or "Article without a title")
    return (
        f'<div class="{NO_MATHEMATICS}"><p><strong>{title}</strong> {escaped(told)}</p>'
        f"{show_table(tables, 'numbers')._repr_html_()}<p>{counts}</p></div>"
    )


def _is_inner(column: str) -> bool:
    return column.endswith(("_id", "_ids", "_start", "_end"))
