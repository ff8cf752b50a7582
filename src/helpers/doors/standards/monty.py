"""Monty: the impacts that an article tells, as STAC items for the IFRC's crisis data bank.

An item holds one figure, one country and one day, and no bound: what it cannot hold is skipped and
counted, never bent to fit.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ... import vocabulary
from ...errors import InputError
from ...tables import Tables
from .inert import records_of, web_address

EXTENSION = "https://ifrcgo.org/monty-stac-extension/v1.3.0/schema.json"
_CODE = re.compile("[A-Z]{2}([0-9]{4})?|[a-z]{3}(-[a-z]{3}){3}")
_IMPACTS = {
    "killed": "death",
    "injured": "injured",
    "missing": "missing",
    "displaced": "displaced_total",
    "refugees": "displaced_external",
    "evacuated": "evacuated",
    "affected": "affected_total",
}
"""Kind of number → type of impact on people. Homes and money do not say what became of them."""

Row = Mapping[str, Any]


def impacts_of(tables: Tables, *, hazards: Sequence[str]) -> dict[str, Any]:
    """The impacts as a feature collection; its ``skipped`` counts the other numbers by reason.

    ``hazards`` are codes of GLIDE (FL), UNDRR-ISC (MH0600) or EM-DAT (nat-hyd-flo-flo): no article
    tells one. Raises InputError for what is none.
    """
    for code in hazards:
        if not _CODE.fullmatch(code):
            raise InputError(f"{code!a} is not a hazard code: use one like FL or nat-hyd-flo-flo")
    if not hazards:
        raise InputError("no hazard code: name one such as FL or nat-hyd-flo-flo")
    claims = {row["claim_id"]: row for row in records_of(tables.claims)}
    places = {row["place_id"]: row for row in records_of(tables.places)}
    sources = {row["source_id"]: row["name"] for row in records_of(tables.sources)}
    features, skipped = [], Counter[str]()
    for row in records_of(tables.numbers):
        place = places.get(row["place_id"], {})
        if reason := _reason_to_skip(row, claims[row["claim_id"]], place):
            skipped[reason] += 1
            continue
        item = _item(row, place, hazards, sources.get(row["source_id"]))
        if page := web_address(tables.article.url):
            item["links"].append({"rel": "via", "href": page, "type": "text/html"})
        features.append(item)
    return {
        "type": "FeatureCollection",
        "features": features,
        "skipped": dict(sorted(skipped.items())),
    }


def _reason_to_skip(row: Row, claim: Row, place: Row) -> str | None:
    if row["kind"] not in _IMPACTS:
        return "not an impact on people"
    if row["background"] or row["zone"] == "boilerplate":
        return "not of this story"
    if claim["polarity"] == "denies" or row["modality"] != "asserted":
        return "not asserted"
    if row["value"] is None or row["hedge"] not in ("exact", "approximate"):
        return "bound, range or word"
    if row["trend"] != "none":
        return "rise or fall"
    if _country(place) is None:
        return "no country"
    if _day(row["as_of"]) is None:
        return "no day"
    return None


def _item(row: Row, place: Row, hazards: Sequence[str], reporter: str | None) -> dict[str, Any]:
    country, day = _country(place), _day(row["as_of"])
    where = {}
    if place["lat"] is not None and place["lon"] is not None:
        point = [place["lon"], place["lat"]]
        where = {"bbox": [*point, *point], "geometry": {"type": "Point", "coordinates": point}}
    told = f"Reported by {reporter}." if reporter else "No source is named."
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [EXTENSION],
        "id": quote(row["number_id"], safe=""),
        "geometry": None,
        **where,
        "properties": {
            "title": f"{row['kind']}, {place['name']}: {row['full_text']}",
            "description": told,
            "datetime": f"{day}T00:00:00Z",
            "roles": ["impact"],
            "keywords": [row["kind"], place["country"] or country],
            "monty:country_codes": [country],
            "monty:hazard_codes": list(hazards),
            # The data bank pairs items with events itself; until then this one stands alone.
            "monty:corr_id": f"{day}-{country}-{hazards[0]}-1-unpaired".replace("-", "", 2),
            "monty:impact_detail": {
                "category": "people",
                "type": _IMPACTS[row["kind"]],
                "value": row["value"],
                "unit": "people",
                "estimate_type": "secondary",
                "description": row["full_text"],
            },
        },
        "links": [],
        "assets": {},
    }


def _country(place: Row) -> str | None:
    """ISO 3166-1 alpha-3 of the place's country; None where no code tells it."""
    codes = {row["iso2"]: row["iso3"] for row in vocabulary.rows("country_codes")}
    return codes.get(place.get("iso") or "")


def _day(told: str | None) -> str | None:
    """The day, if a calendar has it."""
    try:
        return dt.date.fromisoformat(told or "").isoformat()
    except ValueError:
        return None
