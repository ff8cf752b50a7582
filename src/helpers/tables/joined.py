"""The one joined view: each number with its claim and whoever reported it, in one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from . import Tables

OWN_VOICE = "(the article's own voice)"
NOBODY = "(nobody named)"

_REPORTER = {
    "reporter": "name",
    "reporter_role": "role",
    "reporter_affiliation": "affiliation",
    "reporter_type": "source_type",
    "reporter_country": "country",
    "reporter_naming": "naming",
    "reporter_aliases": "aliases",
}
_CLAIM = {
    "claim": "text",
    "claim_form": "form",
    "claim_modality": "modality",
    "polarity": "polarity",
    "channel": "channel",
    "cue": "cue",
    "cue_kind": "cue_kind",
    "topic": "topic",
    "source_text": "source_text",
    "sentence_start": "sentence_start",
    "sentence_end": "sentence_end",
}
_NAMED = ("named_person", "organisation", "document")


def join_numbers(tables: Tables) -> pd.DataFrame:
    """One row per number, in the order of ``numbers``: its columns, its claim's, its reporter's.

    ``reporter`` is NA where nobody is named as having counted; ``named`` is then false, and
    ``who`` says in words which sort of nobody. Dates are dates; ``places`` and
    ``reporter_aliases`` are lists. ``sentence`` is the sentence that the number stands in.
    """
    numbers = tables.numbers.reset_index(drop=True)
    sources = _looked_up(tables.sources, "source_id", _REPORTER, numbers["source_id"])
    claims = _looked_up(tables.claims, "claim_id", _CLAIM, numbers["claim_id"])
    via = _looked_up(tables.claims, "claim_id", {"via": "via_source_id"}, numbers["claim_id"])
    relays = _looked_up(tables.sources, "source_id", {"via": "name"}, via["via"])
    joined = pd.concat([numbers, claims, sources, relays], axis=1)
    naming = joined["reporter_naming"]
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    joined["named"] = naming.isin(_NAMED).astype("boolean")
    joined["who"] = pd.array(
        [speaker_of(row, names) for row in joined.to_dict("records")],
        dtype="string[python]",
    )
    joined["sentence"] = pd.array(list(_sentences(joined, tables)), dtype="string[python]")
    joined["as_of"] = _days(joined["as_of"])
    joined["published"] = _days(
        pd.Series([tables.article.published] * len(joined), dtype=object, index=joined.index)
    )
    joined["outlet"] = pd.Series(
        [tables.article.outlet] * len(joined), dtype="string[python]", index=joined.index
    )
    joined["places"] = _lists(joined["place"])
    joined["reporter_aliases"] = _lists(joined["reporter_aliases"])
    return joined


def speaker_of(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who is behind a claim or number, in words: its source's name, or which sort of nobody."""
    if not pd.isna(row["source_id"]):
        return names[row["source_id"]]
    if row.get("claim_form", row["form"]) == "narrator":
        return OWN_VOICE
    printed = row["source_text"]
    return NOBODY if pd.isna(printed) else f"(unidentified: {printed})"


def _looked_up(
    table: pd.DataFrame, key: str, wanted: Mapping[str, str], ids: pd.Series
) -> pd.DataFrame:
    """The wanted columns of the rows with these ids, in the order of the ids; NA finds nothing."""
    found = table.set_index(key)[list(wanted.values())].reindex(ids.array)
    return found.set_axis(list(wanted), axis=1).reset_index(drop=True)


def _days(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days, format="%Y-%m-%d").astype("datetime64[s]")


def _lists(cells: pd.Series) -> pd.Series:
    told = [[] if pd.isna(cell) else str(cell).split("|") for cell in cells]
    return pd.Series(told, index=cells.index, dtype=object)


def _sentences(joined: pd.DataFrame, tables: Tables) -> Any:
    """The sentence of each number; its passage where no claim gives the sentence."""
    text, passages = tables.article.text, tables.passages
    for row in joined.to_dict("records"):
        if not pd.isna(row["sentence_start"]):
            yield text[int(row["sentence_start"]) : int(row["sentence_end"])]
            continue
        around = passages[(passages["start"] <= row["start"]) & (passages["end"] >= row["end"])]
        whole = around.iloc[0] if len(around) else row
        yield text[int(whole["start"]) : int(whole["end"])]
