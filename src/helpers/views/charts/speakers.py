"""Who speaks: sources by type and naming, claims by form, who gets numbers and who quotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from .bars import Bar, BarChart, BarColumn, draw_bars
from .chain import attributed, voices
from .lettering import BODY, NAME_TYPES
from .palette import FIRMNESS_STYLES, NAMING_STYLES, NO_SOURCE
from .wording import credit_line, how_many, said, words

if TYPE_CHECKING:
    from ...tables import Tables

FORMS = {
    "direct": "in quotation marks throughout",
    "mixed": "partly in quotation marks",
    "indirect": "in the article’s words, attributed",
    "narrator": "the article’s own voice, sentences with a number",
}
#: How firmly a thing is put, from its polarity and modality: four words instead of eight.
FIRMNESS = {
    "asserted": "asserted",
    "expected": "foreseen",
    "planned": "foreseen",
    "proposed": "foreseen",
    "possible": "uncertain",
    "alleged": "uncertain",
    "conditional": "uncertain",
}
QUOTES = {"with quotation marks": ("#0b4f8a", ""), "without": ("#c4d9ec", "//")}
NUMBERS = {"numbers": ("#dd8a00", "")}
_NO_VOICE = {"name": "no source named", "source_type": NO_SOURCE, "naming": NO_SOURCE}


def sources_by_type(tables: Tables) -> pd.DataFrame:
    """One row per source type and way of naming in the body: sources, claims and numbers.

    Types with the most sources come first, then the ways of naming from a named person to
    an unnamed group.
    """
    body = tables.sources[tables.sources["zone"] != "boilerplate"]
    counted = (
        body.groupby(["source_type", "naming"], as_index=False)
        .agg(
            n_sources=("source_id", "size"),
            **{column: (column, "sum") for column in ("n_claims", "n_numbers")},
        )
        .astype(dict.fromkeys(("n_sources", "n_claims", "n_numbers"), "Int64"))
    )
    sizes = counted.groupby("source_type")["n_sources"].sum()
    order = list(NAMING_STYLES)
    return _sorted(counted, lambda t, n, *_: (-int(sizes[t]), t, order.index(n)))


def _sorted(counted: pd.DataFrame, key: Callable[..., tuple]) -> pd.DataFrame:
    """The rows in the order of a key of their cells."""
    keys = [key(*cells) for cells in counted.itertuples(index=False)]
    return counted.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def _told_by(counted: pd.DataFrame, column: str, part: str, n: str) -> str:
    """Each word of a column with its number, and of which parts that is made up."""
    return "; ".join(
        f"{words(kind)} {int(rows[n].sum())} ("
        + ", ".join(f"{m} {words(p)}" for p, m in zip(rows[part], rows[n], strict=True))
        + ")"
        for kind, rows in counted.groupby(column, sort=False)
    )


def _counts(rows: pd.DataFrame, part: str, n: str) -> dict[str, int]:
    return {words(p): int(m) for p, m in zip(rows[part], rows[n], strict=True)}


def plot_sources(tables: Tables, ax: Axes | None = None) -> Axes:
    """Draw how many sources of each type speak, and how they are named, as stacked bars."""
    counted = sources_by_type(tables)
    bars = [
        Bar(
            words(kind).capitalize() if kind != "ngo" else "NGO",
            "",
            _counts(rows, "naming", "n_sources"),
            type=BODY,
            source_type=kind,
        )
        for kind, rows in counted.groupby("source_type", sort=False)
    ]
    series = {words(naming): style for naming, style in NAMING_STYLES.items()}
    total = int(counted["n_sources"].sum())
    unnamed = int(counted.loc[counted["naming"].str.startswith("unnamed"), "n_sources"].sum())
    chart = BarChart(
        "Sources by type, and how they are named",
        f"{how_many(total, 'source')} in one article, {unnamed} of them without a name.",
        bars,
        [BarColumn("number of sources", series)],
        credit_line(tables),
        sources_alt(tables),
        "Nothing to draw: nobody is named or described as a source.",
    )
    return draw_bars(chart, ax)


def sources_alt(tables: Tables) -> str:
    """The chart of sources in words, from the same table."""
    counted = sources_by_type(tables)
    if counted.empty:
        return f"Chart without bars: no sources. {credit_line(tables)}"
    told = _told_by(counted, "source_type", "naming", "n_sources")
    return f"Bar chart of sources by type: {told}. {credit_line(tables)}"


def claims_by_form(tables: Tables) -> pd.DataFrame:
    """One row per form of words and firmness among the body's claims, with their number.

    ``form`` is direct, mixed, indirect or narrator; ``firmness`` is asserted, denied,
    foreseen (expected, planned or proposed) or uncertain (possible, alleged or conditional).
    """
    body = tables.claims[tables.claims["zone"] != "boilerplate"]
    firmness = body["modality"].map(FIRMNESS).where(body["polarity"] != "denies", "denied")
    counted = (
        pd.DataFrame({"form": body["form"], "firmness": firmness.astype("string[python]")})
        .groupby(["form", "firmness"], as_index=False)
        .size()
        .rename(columns={"size": "n_claims"})
        .astype({"n_claims": "Int64"})
    )
    forms, levels = list(FORMS), list(FIRMNESS_STYLES)
    return _sorted(counted, lambda form, firm, _: (forms.index(form), levels.index(firm)))


def plot_claims(tables: Tables, ax: Axes | None = None) -> Axes:
    """Draw the claims by form of words, and how firmly each is put, as stacked bars."""
    counted = claims_by_form(tables)
    bars = [
        Bar(
            form.capitalize(),
            FORMS[form],
            _counts(rows, "firmness", "n_claims"),
            band=form == "narrator",
        )
        for form, rows in counted.groupby("form", sort=False)
    ]
    attributed = int(counted.loc[counted["form"] != "narrator", "n_claims"].sum())
    chart = BarChart(
        "Claims by form of words, and how firmly they are put",
        f"{how_many(attributed, 'claim')} attributed to somebody or something.",
        bars,
        [BarColumn("number of claims", FIRMNESS_STYLES)],
        credit_line(tables),
        claims_alt(tables),
        "Nothing to draw: no claims were found.",
        notes=[
            "Foreseen: expected, planned or proposed. Uncertain: possible, alleged or conditional."
        ]
        if bars
        else [],
    )
    return draw_bars(chart, ax)


def claims_alt(tables: Tables) -> str:
    """The chart of claims in words, from the same table."""
    counted = claims_by_form(tables)
    if counted.empty:
        return f"Chart without bars: no claims. {credit_line(tables)}"
    told = _told_by(counted, "form", "firmness", "n_claims")
    return f"Bar chart of claims by form: {told}. {credit_line(tables)}"


def numbers_and_quotes(tables: Tables) -> pd.DataFrame:
    """One row per source of the body: its claims with and without quotation marks, its numbers.

    ``n_relayed`` counts claims of others that it passes on. A last row counts what nobody is
    named for: claims with a cue but no source ("reportedly") and numbers in the article's own
    voice; a narrator's sentence is no claim of anybody. Ordered by numbers, claims and name.
    """
    claims = attributed(tables)
    numbers = tables.numbers[tables.numbers["zone"] != "boilerplate"]
    quoted = claims["form"].isin(["direct", "mixed"])
    tally = {
        "n_quoted": claims.loc[quoted, "source_id"].fillna("").value_counts(),
        "n_unquoted": claims.loc[~quoted, "source_id"].fillna("").value_counts(),
        "n_numbers": numbers["source_id"].fillna("").value_counts(),
        "n_relayed": claims["via_source_id"].dropna().value_counts(),
    }
    body = set(tables.sources.loc[tables.sources["zone"] != "boilerplate", "source_id"])
    rows: list[dict] = [
        {"source_id": key or None, **voice, **{c: int(n.get(key, 0)) for c, n in tally.items()}}
        for key, voice in (voices(tables) | {"": _NO_VOICE}).items()
        if key in body or any(not key and key in n for n in tally.values())
    ]
    rows.sort(
        key=lambda r: (
            *(r["source_id"] is None, -r["n_numbers"], -r["n_quoted"] - r["n_unquoted"]),
            r["name"].casefold(),
        )
    )
    text = dict.fromkeys(("source_id", "name", "source_type", "naming"), "string[python]")
    kinds = {**text, **dict.fromkeys(tally, "Int64")}
    return pd.DataFrame(rows, columns=list(kinds), dtype=object).astype(kinds)


def plot_numbers_and_quotes(tables: Tables, ax: Axes | None = None) -> Axes:
    """Draw who gets quotes and who gets numbers: two bars a source, side by side."""
    counted = numbers_and_quotes(tables)
    bars = [
        Bar(
            row["name"],
            "claims by nobody named, and the article’s own numbers"
            if row["naming"] == NO_SOURCE
            else f"{words(row['naming'])}, {words(row['source_type'])}{_relays(row)}",
            {
                "with quotation marks": int(row["n_quoted"]),
                "without": int(row["n_unquoted"]),
                "numbers": int(row["n_numbers"]),
            },
            type=NAME_TYPES.get(row["naming"], BODY),
            source_type=row["source_type"],
            band=row["naming"] == NO_SOURCE,
        )
        for row in counted.to_dict("records")
    ]
    speaking = int((counted["naming"] != NO_SOURCE).sum())
    chart = BarChart(
        "Who gets quotes, and who gets numbers",
        f"{how_many(speaking, 'source')}, those with most numbers first.",
        bars,
        [BarColumn("claims", QUOTES), BarColumn("numbers", NUMBERS)],
        credit_line(tables),
        numbers_and_quotes_alt(tables),
        "Nothing to draw: no sources, claims or numbers.",
    )
    return draw_bars(chart, ax)


def numbers_and_quotes_alt(tables: Tables) -> str:
    """The chart of quotes and numbers in words, from the same table."""
    counted = numbers_and_quotes(tables)
    if counted.empty:
        return f"Chart without bars: no sources, claims or numbers. {credit_line(tables)}"
    told = [
        f"{said(row['name'])} {row['n_quoted']} quoted, {row['n_unquoted']} unquoted, "
        f"{how_many(int(row['n_numbers']), 'number')}{_relays(row)}"
        for row in counted.to_dict("records")
    ]
    return f"Bar chart of claims and numbers by source: {'; '.join(told)}. {credit_line(tables)}"


def _relays(row: dict) -> str:
    return f"; relays {how_many(int(row['n_relayed']), 'claim')}" if row["n_relayed"] else ""
