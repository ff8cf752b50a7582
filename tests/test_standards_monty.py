"""Impacts as STAC items that pystac and jsonschema take, and a count of what none can hold."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import jsonschema
import pystac
import pytest
from pystac.validation.local_validator import LocalValidator
from standard_samples import NAMES, sample

from helpers import save_tables, schema
from helpers.doors.command_line import main
from helpers.doors.standards.inert import json_bytes
from helpers.doors.standards.monty import EXTENSION, impacts_of
from helpers.errors import InputError

# What the extension asks of an impact item, and the words it knows that we use.
IMPACT = {
    "required": ["stac_extensions", "properties", "links"],
    "properties": {
        "stac_extensions": {"contains": {"const": EXTENSION}},
        "properties": {
            "required": [
                "monty:country_codes", "monty:hazard_codes", "monty:corr_id", "roles",
                "monty:impact_detail",
            ],
            "patternProperties": {"^(?!monty:)": {}},
            "additionalProperties": False,
            "properties": {
                "roles": {"type": "array", "contains": {"const": "impact"}},
                "monty:corr_id": {"type": "string"},
                "monty:country_codes": {
                    "type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}$"}},
                "monty:hazard_codes": {
                    "type": "array", "minItems": 1,
                    "items": {"pattern": "^([A-Z]{2}([0-9]{4})?|[a-z]{3}(-[a-z]{3}){3})$"}},
                "monty:impact_detail": {
                    "required": ["category", "type", "value"],
                    "additionalProperties": False,
                    "properties": {
                        "category": {"const": "people"},
                        "type": {"enum": [
                            "death", "missing", "injured", "evacuated", "affected_total",
                            "displaced_internal", "displaced_external", "displaced_total",
                        ]},
                        "value": {"type": "number"},
                        "unit": {"type": "string"},
                        "estimate_type": {"enum": ["primary", "secondary", "modelled"]},
                        "description": {"type": "string"},
                    },
                },
            },
        },
    },
}  # fmt: skip


def faults_of(item):
    """What the core of STAC and the extension have to say against an item."""
    core = LocalValidator().item_validator().iter_errors(item)
    return [*core, *jsonschema.Draft7Validator(IMPACT).iter_errors(item)]


def placed(tables):
    """The tables with Hollin, where its figures are, in a country and on the map."""
    place = dict.fromkeys(schema.columns("places")) | {
        "place_id": "p1", "article_id": tables.article.article_id, "name": "Hollin <b>",
        "kind": "city", "country": "Fiji", "iso": "FJ", "lat": -18.1, "lon": 178.4,
        "n_numbers": 1, "first_start": 0, "first_end": 1,
    }  # fmt: skip
    numbers = tables.numbers.assign(place_id="p1", as_of="2031-05-04")
    return replace(tables, places=schema.frame("places", [place]), numbers=numbers)


@pytest.mark.parametrize("name", NAMES)
def test_every_item_is_taken_by_others(name):
    found = impacts_of(placed(sample(name)), hazards=["FL", "nat-hyd-flo-flo"])
    assert [fault for item in found["features"] for fault in faults_of(item)] == []
    items = list(pystac.ItemCollection.from_dict(found))
    assert [item.id for item in items] == [item["id"] for item in found["features"]]
    assert len(items) + sum(found["skipped"].values()) == len(sample(name).numbers)
    assert json_bytes(found).isascii() and b"<" not in json_bytes(found)
    assert "javascript:" not in json.dumps([item["links"] for item in found["features"]])


def test_figure_becomes_an_impact_where_and_when_it_was():
    found = impacts_of(placed(sample("hand-made")), hazards=["FL"])
    told = {
        item["properties"]["monty:impact_detail"]["description"]: item for item in found["features"]
    }
    item = told["exactly 57 patients"]
    impact = item["properties"]["monty:impact_detail"]
    assert (impact["type"], impact["value"]) == ("injured", 57)
    assert item["geometry"]["coordinates"] == [178.4, -18.1]
    assert item["properties"]["monty:country_codes"] == ["FJI"]
    assert item["properties"]["datetime"] == "2031-05-04T00:00:00Z"
    assert item["properties"]["monty:corr_id"] == "20310504-FJI-FL-1-unpaired"
    assert item["properties"]["description"] == "Reported by doctors at the city’s hospital."


def test_what_an_item_cannot_hold_is_skipped_and_counted():
    tables = placed(sample("hand-made"))
    found = impacts_of(tables, hazards=["FL"])
    words = [item["properties"]["monty:impact_detail"]["description"]
             for item in found["features"]]  # fmt: skip
    for skipped in ("At least 340 people", "between 400 and 600 dead", "dozens of villagers",
                    "closer to 900", "fewer than 30 miners", "$3.2 billion"):  # fmt: skip
        assert skipped not in words
    assert Counter(found["skipped"])["bound, range or word"] >= 4
    assert Counter(found["skipped"])["not asserted"] == 2


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("place_id", None, "no country"),
        ("as_of", None, "no day"),
        ("as_of", "2031-02-30", "no day"),
        ("background", True, "not of this story"),
        ("trend", "up", "rise or fall"),
        ("modality", "possible", "not asserted"),
    ],
)
def test_reason_is_told(column, cell, reason):
    tables = placed(sample("hand-made"))
    before = impacts_of(tables, hazards=["FL"])
    found = impacts_of(
        replace(tables, numbers=tables.numbers.assign(**{column: cell})), hazards=["FL"]
    )
    assert found["features"] == [] and len(before["features"]) > 2
    gained = found["skipped"].get(reason, 0) - before["skipped"].get(reason, 0)
    assert gained >= len(before["features"])


@pytest.mark.parametrize("codes", [[], ["flood"], ["FL", "<script>"], ["FLX"], ["MH06000"]])
def test_what_is_no_hazard_code_is_refused(codes):
    with pytest.raises(InputError, match=r"(no|not a) hazard code"):
        impacts_of(sample("hand-made"), hazards=codes)


def test_place_without_a_point_has_no_geometry():
    tables = placed(sample("hand-made"))
    places = tables.places.assign(lat=None)
    found = impacts_of(replace(tables, places=places), hazards=["FL"])["features"]
    assert found and all(item["geometry"] is None and "bbox" not in item for item in found)
    assert [fault for item in found for fault in faults_of(item)] == []


FAULTS = {
    "no country": lambda item: item["properties"].pop("monty:country_codes"),
    "a country in two letters": lambda item: item["properties"].update(
        {"monty:country_codes": ["FJ"]}),
    "a type that nobody knows": lambda item: item["properties"]["monty:impact_detail"].update(
        type="gossip"),
    "a value in words": lambda item: item["properties"]["monty:impact_detail"].update(value="many"),
    "no time": lambda item: item["properties"].pop("datetime"),
    "a point of one number": lambda item: item["geometry"].update(coordinates=[1]),
    "a field that the extension does not know": lambda item: item["properties"].update(
        {"monty:mood": "grim"}),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault):
    item = impacts_of(placed(sample("hand-made")), hazards=["FL"])["features"][0]
    assert faults_of(item) == []
    FAULTS[fault](item)
    assert faults_of(item)


def test_command_says_what_it_skipped(tmp_path, capsys):
    save_tables(placed(sample("hand-made")), tmp_path / "tables")
    out = tmp_path / "impacts.json"
    call = ["export", str(tmp_path / "tables"), "--as", "monty", "--out", str(out)]
    assert main([*call, "--hazard", "FL"]) == 0
    assert "not an impact on people" in capsys.readouterr().out
    assert json.loads(out.read_bytes())["features"]
    assert main([*call, "--hazard", "flood"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(SystemExit):
        main(call)
