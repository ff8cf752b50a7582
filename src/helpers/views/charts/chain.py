"""The chain of sources: who told it, who relayed it, and what reached the article directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .palette import NO_SOURCE
from .wording import said

if TYPE_CHECKING:
    from ...tables import Tables

NOBODY = "nobody named"
_COLUMNS = (
    "teller_id", "teller", "teller_type", "teller_naming",
    "relay_id", "relay", "relay_type", "relay_naming", "cues",
)  # fmt: skip


def attributed(tables: Tables) -> pd.DataFrame:
    """The claims of the body that are anybody's: all but the article's own voice."""
    claims = tables.claims
    return claims[(claims["zone"] != "boilerplate") & (claims["form"] != "narrator")]


def voices(tables: Tables) -> dict[str, dict[str, str]]:
    """source_id → name, source_type and naming; "" is nobody named."""
    told = tables.sources.set_index("source_id")[["name", "source_type", "naming"]]
    nobody = {"name": NOBODY, "source_type": NO_SOURCE, "naming": NO_SOURCE}
    return told.to_dict("index") | {"": nobody}


def source_chain(tables: Tables) -> pd.DataFrame:
    """One row per pair of teller and relay in the body, and one for each teller without relay.

    ``teller`` is who said it ("nobody named" where the text does not tell), ``relay`` who
    passed it on (NA where it reached the article directly), ``cues`` the attributing words,
    ``n_claims`` their number. Relayed ones come first, then by number and name. The article's
    own voice is no link of the chain.
    """
    cues: dict[tuple[str, str], list[str]] = {}
    for claim in attributed(tables).to_dict("records"):
        link = said(claim["source_id"]), said(claim["via_source_id"])
        cues.setdefault(link, []).append(said(claim["cue"]))
    known, rows = voices(tables), []
    for (teller, relay), told in cues.items():
        row: dict = {"cues": ", ".join(filter(None, dict.fromkeys(told))) or None}
        row["n_claims"] = len(told)
        for part, key in (("teller", teller), ("relay", relay)):
            if key or part == "teller":
                voice = known.get(key, known[""])
                row |= {f"{part}_id": key or None, part: voice["name"]}
                row |= {f"{part}_type": voice["source_type"], f"{part}_naming": voice["naming"]}
        rows.append(row)
    rows.sort(key=lambda r: ("relay" not in r, r.get("relay", ""), -r["n_claims"], r["teller"]))
    kinds = {**dict.fromkeys(_COLUMNS, "string[python]"), "n_claims": "Int64"}
    return pd.DataFrame(rows, columns=list(kinds), dtype=object).astype(kinds)
