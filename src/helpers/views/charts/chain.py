"""The chain of sources: who told it, who relayed it, and what reached the article directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .palette import NO_SOURCE
from .wording import said

if TYPE_CHECKING:
    from ...tables import Tables


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
