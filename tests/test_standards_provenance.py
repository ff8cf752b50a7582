"""Provenance that prov reads and rdflib is asked: which run, rule and analyst made what."""

from __future__ import annotations

import json
from dataclasses import replace

import prov.model
import pytest
import rdflib
from standard_samples import NAMES, sample

from helpers import article_from_text, save_tables, tables_of
from helpers.doors.command_line import main
from helpers.doors.standards.inert import json_bytes
from helpers.doors.standards.provenance import provenance_of

MADE_BY = """
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?text ?kind ?label WHERE {
  ?row prov:value ?text ; prov:wasAttributedTo ?agent . ?agent a ?kind ; rdfs:label ?label }
"""


def read(found):
    return prov.model.ProvDocument.deserialize(content=json.dumps(found), format="json")


def graph_of(found):
    return rdflib.Graph().parse(
        data=read(found).serialize(format="rdf", rdf_format="turtle"), format="turtle"
    )


def makers(found):
    """Text of a row → the kinds and names of those who made it."""
    made: dict[str, set] = {}
    for text, kind, label in graph_of(found).query(MADE_BY):
        made.setdefault(str(text), set()).add((kind.rpartition("#")[2], str(label)))
    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_an_entity_of_the_run(name):
    tables = sample(name)
    document = read(provenance_of(tables))
    made = list(document.get_records(prov.model.ProvGeneration))
    assert len(made) == len(tables.numbers) + len(tables.claims)
    known = {str(one.identifier) for one in document.get_records(prov.model.ProvElement)}
    for one in document.get_records(prov.model.ProvRelation):
        assert {str(end) for _, end in one.formal_attributes if end} <= known


def test_graph_tells_which_rules_made_a_number():
    text = "Officials said 40 boats sank in Hollin."
    tables = tables_of(article_from_text(text))
    (rule,) = tables.numbers["rule_id"]
    made = makers(provenance_of(tables))["40"]
    assert {label for kind, label in made if kind == "SoftwareAgent"} == set(rule.split(";"))
    assert any(label.startswith("network:") for _, label in made)


def test_graph_tells_who_corrected_and_who_added_a_row():
    tables = sample("hand-made")
    numbers = tables.numbers.assign(review="unreviewed", reviewed_by=None)
    numbers.loc[1, ["review", "reviewed_by"]] = ["corrected", "ana|ben"]
    numbers.loc[3, ["review", "reviewed_by"]] = ["added", "cara"]
    made = makers(provenance_of(replace(tables, numbers=numbers)))
    assert {label for kind, label in made["340"] if kind == "Person"} == {"ana", "ben"}
    assert ("SoftwareAgent", "hand") in made["340"]
    assert {label for _, label in made["400 and 600"]} == {"cara"}


def test_run_used_the_text_that_came_from_the_file_that_was_loaded():
    tables = sample("hand-made")
    page = replace(tables, article=replace(tables.article, sha256="ab" * 32))
    found = provenance_of(page)
    assert len(found["entity"]) == 2 + len(tables.numbers) + len(tables.claims)
    (used,) = found["used"].values()
    derived = [one["prov:usedEntity"] for one in found["wasDerivedFrom"].values()
               if one["prov:generatedEntity"] == used["prov:entity"]]  # fmt: skip
    assert derived == ["hash:" + "q6ur" * 10 + "q6s"]


@pytest.mark.parametrize("name", NAMES)
def test_file_is_inert(name):
    found = provenance_of(sample(name))
    assert json_bytes(found).isascii() and b"<" not in json_bytes(found)
    places = [one["prov:location"] for one in found["entity"].values() if "prov:location" in one]
    assert places == ["https://paper.example/flood"] * (name == "above the plane")


def _without(kind):
    def plant(found):
        del found[kind]

    return plant


def _no_such_prefix(found):
    found["entity"]["nowhere:x"] = {}


def _no_row(found):
    next(iter(found["wasGeneratedBy"].values()))["prov:entity"] = "row:none"


def _unknown_relation(found):
    found["wasGossipedBy"] = {"_:g1": {"prov:entity": "row:run"}}


def _not_a_table(found):
    found["entity"] = ["row:run"]


def _kind_that_is_none(found):
    found["agent"]["row:attributed-helpers"]["prov:type"]["$"] = "gossip:Agent"


@pytest.mark.parametrize(
    "plant",
    [_no_such_prefix, _no_row, _unknown_relation, _not_a_table, _without("agent"),
     _without("activity"), _kind_that_is_none],
)  # fmt: skip
def test_planted_fault_is_found(plant):
    found = provenance_of(sample("hand-made"))
    plant(found)
    try:
        document = read(found)
    except Exception:  # noqa: BLE001 (whatever the reader raises)
        return
    known = {str(one.identifier) for one in document.get_records(prov.model.ProvElement)}
    ends = {
        str(end)
        for one in document.get_records(prov.model.ProvRelation)
        for _, end in one.formal_attributes
        if end
    }
    types = {str(kind) for one in document.get_records(prov.model.ProvAgent)
             for kind in one.get_asserted_types()}  # fmt: skip
    assert ends - known or not types <= {"prov:SoftwareAgent", "prov:Organization", "prov:Person"}


def test_command_writes_one_file(tmp_path):
    save_tables(sample("hand-made"), tmp_path / "tables")
    out = tmp_path / "made.json"
    assert main(["export", str(tmp_path / "tables"), "--as", "prov", "--out", str(out)]) == 0
    assert json.loads(out.read_bytes()) == provenance_of(sample("hand-made"))
