"""The table of claims as the sources explorer shows it: who, in which words, on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...firmness import firmness_words
from ...tables.joined import speaker_of
from ..charts.chain import attributed
from ..charts.live_sources import cell_key, topic_key
from ..charts.relay_cast import NOBODY
from ..charts.topics import NO_TOPIC
from ..charts.wording import how_many, said
from .pick_table import pick_table

if TYPE_CHECKING:
    from ...tables import Tables

MOST_ROWS = 100  # on the page; the chosen claim is always among them

_HEADS = {
    "text": "what was said",
    "name": "by",
    "relay": "through",
    "cue": "cue",
    "form": "words",
    "firm": "how firmly",
    "topic": "topic",
    "numbers": "numbers",
}

_CLOSED = ("form", "firm", "topic", "numbers")  # words of ours, which are never broken inside


def claim_rows(tables: Tables) -> pd.DataFrame:
    """One row a claim of the body that is anybody's, in the order of the text, in words.

    ``speaker`` is the source_id or "nobody"; ``cell`` and ``topic_key`` are the keys of its
    square and topic; the article's own voice is left out.
    """
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    held = tables.numbers["claim_id"].value_counts().to_dict()
    rows = []
    for claim in attributed(tables).to_dict("records"):
        source, relay = said(claim["source_id"]), said(claim["via_source_id"])
        topic = said(claim["topic"]) or NO_TOPIC
        firm = firmness_words(claim["polarity"], claim["modality"]) or "asserted"
        rows.append(
            {
                "claim_id": claim["claim_id"],
                "speaker": source or NOBODY,
                "relay_id": relay,
                "cell": cell_key(source or NOBODY, topic),
                "topic_key": topic_key(topic),
                "text": " ".join(claim["text"].split()),
                "name": speaker_of(claim, names),
                "relay": names.get(relay, ""),
                "cue": " ".join(said(claim["cue"]).split()),
                "form": claim["form"],
                "firm": firm,
                "topic": topic,
                "numbers": str(held.get(claim["claim_id"], 0) or ""),
            }
        )
    columns = ["claim_id", "speaker", "relay_id", "cell", "topic_key", *_HEADS]
    return pd.DataFrame(rows, columns=columns, dtype=object).astype("string[python]")


def claims_html(rows: pd.DataFrame, *, chosen: str = "") -> str:
    """Rows of ``claim_rows`` as an HTML table; every cell is escaped."""
    some = rows.head(MOST_ROWS)
    late = rows.iloc[MOST_ROWS:]
    if chosen in set(late["claim_id"]):
        some = pd.concat([late[late["claim_id"] == chosen], some.iloc[:-1]])
    told = how_many(len(rows), "claim")
    if len(rows) > MOST_ROWS:
        told += f", the first {MOST_ROWS} of them here: choose a source or topic"
    return pick_table(some.to_dict("records"), _HEADS, key="claim_id", caption=told, closed=_CLOSED)
