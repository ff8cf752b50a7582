"""What is picked, in words: a number with its chain, a claim, a source, or several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ...escaping import isolated
from ...firmness import firmness_words
from ...studies.number_chains import NOBODY, OWN_VOICE, UNIDENTIFIED, chain_links, chains_of
from ..charts import words
from ..charts.wording import how_many, said, shortened

if TYPE_CHECKING:
    from ...tables import Tables

MOST_NAMED = 6  # names in a sentence about several numbers
LONGEST_QUOTED = 160  # characters of a claim

HINT = (
    "<p>Pick a number: in the text, in the chart or in the table. "
    "Drag over a stretch of an axis to pick a range; Escape clears the selection.</p>"
)


class Teller:
    """The words for whatever is picked in one article; ``rows`` are those of ``number_rows``."""

    def __init__(self, tables: Tables, rows: pd.DataFrame) -> None:
        self._rows = {row["number_id"]: row for row in rows.to_dict("records")}
        self._chains = {row["number_id"]: row for row in chains_of(tables).to_dict("records")}
        self._sources = {row["source_id"]: row for row in tables.sources.to_dict("records")}
        self._claims = {row["claim_id"]: row for row in tables.claims.to_dict("records")}
        self._held: dict[str, int] = tables.numbers["claim_id"].value_counts().to_dict()
        self._quoted = {
            source: int(forms.isin(["direct", "mixed"]).sum())
            for source, forms in tables.claims.groupby("source_id")["form"]
        }

    def told(self, picked: tuple[str, ...]) -> str:
        """HTML in which every word of the article is escaped."""
        if not picked:
            return HINT
        if len(picked) > 1:
            return self._several(picked)
        key = picked[0]
        if key in self._rows:
            return self._number(key)
        if key in self._sources:
            return self.source(key)
        return self._claim(self._claims[key])

    def source(self, key: str) -> str:
        """Who a source is and how much it says, with its share of words in quotation marks."""
        row = self._sources[key]
        n = int(row["n_claims"])
        share = round(100 * self._quoted.get(key, 0) / n) if n else 0
        who = (
            said(row["role"]),
            words(row["naming"]),
            words(row["source_type"]),
            said(row["country"]),
        )
        quoted = (
            '; wholly or partly in quotation marks <span class="bar" role="img" '
            f'aria-label="{share} of 100"><i style="width: {share}%"></i></span> {share} %'
        )
        return (
            f'<p class="chain"><b>{isolated(said(row["name"]))}</b> '
            f'<span class="note">{isolated(", ".join(filter(None, who)))}</span></p>'
            f"<p>{how_many(n, 'claim')}, {how_many(int(row['n_numbers']), 'number')}"
            f"{quoted if n else ''}</p>"
        )

    def _number(self, key: str) -> str:
        row = self._rows[key]
        check = f' · <span class="check">check: {isolated(row["check"])}</span>'
        return (
            f'<p class="chain">{_chain(chain_links(self._chains[key]))}</p>'
            f'<p class="note">{isolated(row["about"])}{check if row["check"] else ""}</p>'
        )

    def _claim(self, claim: dict) -> str:
        source = self._sources.get(said(claim["source_id"]))
        relay = self._sources.get(said(claim["via_source_id"]))
        firm = firmness_words(claim["polarity"], claim["modality"])
        own, mention = claim["form"] == "narrator", said(claim["source_text"])
        nobody = f"“{mention}”{UNIDENTIFIED}" if mention else NOBODY
        links = chain_links(
            {
                "teller": said(source["name"]) if source else nobody,
                "relay": said(relay["name"]) if relay else None,
                "cue": OWN_VOICE if own else claim["cue"],
                "firmness": firm,
                "figure": _quoted(claim["text"]),
            }
        )
        held = how_many(self._held.get(claim["claim_id"], 0), "number")
        told = f"{claim['form']}, {firm or 'asserted'}, {held}"
        return f'<p class="chain">{_chain(links)}</p><p class="note">{isolated(told)}</p>'

    def _several(self, picked: tuple[str, ...]) -> str:
        counts: dict[str, int] = {}
        for key in picked:
            if key in self._rows:
                reporter = self._rows[key]["reporter"]
                counts[reporter] = counts.get(reporter, 0) + 1
        first = list(counts.items())[:MOST_NAMED]
        names = ", ".join(f"{isolated(shortened(name, 60))} ({n})" for name, n in first)
        rest = f" and {len(counts) - MOST_NAMED} more" if len(counts) > MOST_NAMED else ""
        return (
            f'<p class="chain"><b>{how_many(sum(counts.values()), "number")}</b> picked, '
            f"reported by {names or 'nobody'}{rest}</p>"
            '<p class="note">As stated: figures of different rows are not parts of one another.</p>'
        )


def _quoted(text: str) -> str:
    """The words in quotation marks: in their own, where they begin with some."""
    content = shortened(" ".join(text.split()), LONGEST_QUOTED)
    return content if content[:1] in ('"', "“", "‘") else f"“{content}”"


def _chain(links: list[str]) -> str:
    told = [isolated(link) for link in links]
    told[-1] = f"<b>{told[-1]}</b>"
    return '<span class="arrow">→</span>'.join(told)
