"""The chain of each number in words: who said it, through whom, how firmly, and the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..firmness import firmness_words

if TYPE_CHECKING:
    from ..tables import Tables

ARROW = " → "
_BEFORE = ("according to", "per ", "as per", "in the words of")  # cues that stand before a name
NOBODY = "nobody is named"
UNIDENTIFIED = ", not identified"
OWN_VOICE = "the article’s own voice"
COLUMNS = ("number_id", "teller", "relay", "cue", "firmness", "figure", "chain")


def chains_of(tables: Tables) -> pd.DataFrame:
    """One row per number, in their order: the links from whoever counted to the figure.

    ``teller`` is the source's name, else "nobody is named", or the mention that the text does
    not resolve; ``relay`` who passed it on; ``cue`` the attributing words, or that it is the
    article's own voice; ``firmness`` what makes it less than asserted (NA where it is asserted);
    ``figure`` as printed, from the hedge to what is counted. ``chain`` joins them with arrows:
    "two aides said → at least 12 people".
    """
    names = dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))
    claims = {claim["claim_id"]: claim for claim in tables.claims.to_dict("records")}
    rows = [
        _links(number, claims[number["claim_id"]], names)
        for number in tables.numbers.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype("string[python]")


def _links(number: dict, claim: dict, names: dict[str, str]) -> dict:
    teller = names.get(_said(number["source_id"]) or "")
    relay = names.get(_said(claim["via_source_id"]) or "") if teller else None
    mention, cue = _said(claim["source_text"]), _said(claim["cue"])
    if teller is None:
        teller = f"“{mention}”{UNIDENTIFIED}" if mention else NOBODY
        if claim["form"] == "narrator":
            cue = OWN_VOICE
    figure = _said(number["full_text"]) or number["text"]
    row = {
        "number_id": number["number_id"],
        "teller": teller,
        "relay": relay,
        "cue": cue,
        "firmness": firmness_words(claim["polarity"], number["modality"]) or None,
        "figure": " ".join(figure.split()),
    }
    return row | {"chain": ARROW.join(chain_links(row))}


def chain_links(row: dict) -> list[str]:
    """The links of one row of ``chains_of``, from the teller to the figure.

    >>> chain_links({"teller": "two aides", "relay": "the Courier", "cue": "reported",
    ...              "firmness": "alleged", "figure": "12 people"})
    ['two aides', 'the Courier reported', 'alleged', '12 people']
    >>> chain_links({"teller": "nobody is named", "relay": None, "cue": "reportedly",
    ...              "firmness": None, "figure": "12 people"})
    ['nobody is named: “reportedly”', '12 people']
    """
    cue, firmness, relay = _said(row["cue"]), _said(row["firmness"]), _said(row["relay"])
    voice = relay or row["teller"]
    links = [row["teller"]] if relay else []
    if not cue:
        links.append(voice)
    elif not relay and (voice == NOBODY or voice.endswith(UNIDENTIFIED)):
        links.append(f"{voice}: {cue if cue == OWN_VOICE else f'“{cue}”'}")
    else:
        first = f"{cue.lower()} ".startswith(_BEFORE)
        links.append(f"{cue} {voice}" if first else f"{voice} {cue}")
    if firmness and firmness != cue:
        links.append(firmness)
    return [*links, row["figure"]]


def _said(cell: object) -> str | None:
    return None if cell is None or pd.isna(cell) else " ".join(str(cell).split())
