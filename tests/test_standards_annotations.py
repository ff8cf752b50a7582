"""Annotations that pyld expands, rdflib reads and pyshacl finds to be of the W3C's model."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
from dataclasses import replace

import pytest
import rdflib
from pyld import jsonld
from pyshacl import validate
from standard_samples import NAMES, sample

from helpers import save_tables
from helpers.doors.command_line import main
from helpers.doors.standards.annotations import CONTEXT, annotations_of
from helpers.doors.standards.inert import json_bytes, text_bytes

OA = "http://www.w3.org/ns/oa#"
ID, WORD = {"@type": "@id"}, {"@type": "@vocab"}
COUNT = {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
# The words of the W3C's context that we use, so that no test asks the network for it.
TERMS = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "id": {"@id": "@id", **ID},
    "type": {"@id": "@type", **ID},
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Person": "foaf:Person",
    "Organization": "foaf:Organization",
    "body": {"@id": "oa:hasBody", **ID},
    "target": {"@id": "oa:hasTarget", **ID},
    "source": {"@id": "oa:hasSource", **ID},
    "selector": {"@id": "oa:hasSelector", **ID},
    "scope": {"@id": "oa:hasScope", **ID},
    "creator": {"@id": "dcterms:creator", **ID},
    "first": {"@id": "as:first", **ID},
    "items": {"@id": "as:items", "@container": "@list", **ID},
    "motivation": {"@id": "oa:motivatedBy", **WORD},
    "purpose": {"@id": "oa:hasPurpose", **WORD},
    "format": "dc:format",
    "value": "rdf:value",
    "name": "foaf:name",
    "label": "rdfs:label",
    "start": {"@id": "oa:start", **COUNT},
    "end": {"@id": "oa:end", **COUNT},
    "total": {"@id": "as:totalItems", **COUNT},
    "startIndex": {"@id": "as:startIndex", **COUNT},
    **{
        word: f"oa:{word}"
        for word in (
            "Annotation TextualBody SpecificResource TextPositionSelector TextQuoteSelector exact "
            "prefix suffix assessing classifying commenting identifying tagging"
        ).split()
    },
}
# What the model asks of an annotation, its targets and its selectors.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf:
<http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
[] a sh:NodeShape ; sh:targetClass oa:Annotation ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path oa:hasTarget ; sh:minCount 1 ; sh:node [ sh:property
    [ sh:path oa:hasSource ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path oa:hasSelector ; sh:minCount 2 ; sh:maxCount 2 ] ] ] ;
  sh:property [ sh:path oa:hasBody ; sh:minCount 1 ] ;
  sh:property [ sh:path oa:motivatedBy ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetClass oa:TextPositionSelector ; sh:property
  [ sh:path oa:start ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ;
    sh:lessThan oa:end ] ,
  [ sh:path oa:end ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
[] a sh:NodeShape ; sh:targetClass oa:TextQuoteSelector ; sh:property
  [ sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ] ,
  [ sh:path oa:prefix ; sh:maxCount 1 ] , [ sh:path oa:suffix ; sh:maxCount 1 ] .
[] a sh:NodeShape ; sh:targetClass oa:TextualBody ; sh:property
  [ sh:path rdf:value ; sh:minCount 1 ; sh:maxCount 1 ] ,
  [ sh:path oa:hasPurpose ; sh:maxCount 1 ; sh:in ( oa:assessing oa:classifying oa:commenting
    oa:tagging ) ] .
"""


def held_here(url, options):
    assert url == CONTEXT
    return {"documentUrl": url, "contextUrl": None, "document": {"@context": TERMS},
            "contentType": "application/ld+json"}  # fmt: skip


def graph_of(found):
    """The annotations as a graph, by way of pyld."""
    options = {"format": "application/n-quads", "documentLoader": held_here}
    return rdflib.Graph().parse(data=jsonld.to_rdf(found, options), format="nt")


def items_of(found):
    return found["first"]["items"]


def targets_of(item):
    return item["target"] if isinstance(item["target"], list) else [item["target"]]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_one_of_the_context(name):
    lost = []
    options = {"documentLoader": held_here}
    assert jsonld.expand(annotations_of(sample(name)), options, on_property_dropped=lost.append)
    assert lost == []


def test_word_of_no_context_is_found():
    found = annotations_of(sample("hand-made"))
    items_of(found)[0]["reporter"] = "Ada"
    lost = []
    jsonld.expand(found, {"documentLoader": held_here}, on_property_dropped=lost.append)
    assert lost == ["reporter"]


@pytest.mark.parametrize("name", NAMES)
def test_annotations_are_of_the_model(name):
    conforms, _, text = validate(
        graph_of(annotations_of(sample(name))),
        shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"),
        inference="none",
    )
    assert conforms, text


@pytest.mark.parametrize("name", NAMES)
def test_one_annotation_a_row_and_its_quotation_stands_at_its_position(name):
    tables = sample(name)
    found = annotations_of(tables)
    assert found["total"] == len(items_of(found)) == len(tables.numbers) + len(tables.claims)
    text = text_bytes(tables.article).decode("utf-8")
    assert len(text) == len(tables.article.text)
    for item in items_of(found):
        for target in targets_of(item):
            where, quote = target["selector"]
            assert text[where["start"] : where["end"]] == quote["exact"]
            assert text[: where["start"]].endswith(quote["prefix"])
            assert text[where["end"] :].startswith(quote["suffix"])
    rows = tables.numbers.to_dict("records") + tables.claims.to_dict("records")
    for item, row in zip(items_of(found), rows, strict=True):
        first, last = targets_of(item)[0]["selector"][0], targets_of(item)[-1]["selector"][0]
        assert (first["start"], last["end"]) == (row["start"], row["end"])


def test_bodies_tell_the_kind_the_figure_and_who_reported_it():
    tables = sample("hand-made")
    by_text = {
        item["target"]["selector"][1]["exact"]: item["body"]
        for item in items_of(annotations_of(tables))[: len(tables.numbers)]
    }
    kind, reporter, figure, words, *_ = by_text["340"]
    assert (kind["purpose"], kind["value"]) == ("classifying", "killed")
    assert reporter["source"]["name"] == "one senior Norland official"
    assert reporter["source"]["type"] == "Person"
    assert (figure["schema:value"], figure["schema:minValue"]) == (340, 340)
    assert "schema:maxValue" not in figure
    assert words["value"].startswith("Reported by one senior Norland official (government")
    kind, figure, words, *_ = by_text["2.5 million"]
    assert words["value"] == "The article's own voice."


def test_pieces_of_a_claim_are_targets_of_one_annotation():
    tables = sample("hand-made")
    row = tables.claims.iloc[0]
    middle = row["start"] + 4
    claims = tables.claims.copy()
    claims.loc[0, "parts"] = f"{row['start']}-{middle}|{middle + 1}-{row['end']}"
    (item,) = [
        item
        for item in items_of(annotations_of(replace(tables, claims=claims)))
        if isinstance(item["target"], list)
    ]
    assert [target["selector"][0]["end"] for target in item["target"]] == [middle, row["end"]]


def test_person_who_corrected_a_row_is_its_creator():
    tables = sample("hand-made")
    numbers = tables.numbers.assign(review="unreviewed", reviewed_by=None)
    numbers.loc[1, ["review", "reviewed_by"]] = ["corrected", "ana|ben"]
    plain, corrected, *_ = items_of(annotations_of(replace(tables, numbers=numbers)))
    assert "creator" not in plain and "editing" not in plain["motivation"]
    assert "editing" in corrected["motivation"]
    assert "assessing" not in [body.get("purpose") for body in plain["body"]]
    assert [one["name"] for one in corrected["creator"]] == ["ana", "ben"]
    assert corrected["body"][-1] == {
        "type": "TextualBody", "purpose": "assessing", "format": "text/plain",
        "value": "corrected",
    }  # fmt: skip


def _without_target(item):
    del item["target"]


def _upside_down(item):
    where = item["target"]["selector"][0]
    where["start"], where["end"] = where["end"], where["start"]


def _no_quotation(item):
    del item["target"]["selector"][1]


def _source_in_words(item):
    item["target"]["source"] = {"label": "the article"}


def _two_values(item):
    item["body"][0]["value"] = ["killed", "injured"]


def _other_purpose(item):
    item["body"][0]["purpose"] = "foaf:knows"


@pytest.mark.parametrize(
    "plant",
    [_without_target, _upside_down, _no_quotation, _source_in_words, _two_values, _other_purpose],
)
def test_planted_fault_is_found(plant):
    found = annotations_of(sample("hand-made"))
    plant(items_of(found)[1])
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    assert not validate(graph_of(found), shacl_graph=shapes, inference="none")[0]


@pytest.mark.parametrize("name", NAMES)
def test_file_is_inert_wherever_it_lands(name):
    data = json_bytes(annotations_of(sample(name)))
    assert data.isascii() and b"<" not in data
    assert not set(data) & {*range(9), 11, 12, 13, *range(14, 32), 127}
    assert json.loads(data) == annotations_of(sample(name))


def test_address_that_does_not_lead_to_the_web_is_no_scope():
    assert "javascript:alert(1)" not in json.dumps(annotations_of(sample("hostile text")))
    (first, *_) = items_of(annotations_of(sample("above the plane")))
    assert first["target"]["scope"] == "https://paper.example/flood"


def test_name_of_the_text_is_that_of_its_bytes_alone():
    tables = sample("above the plane")
    target = items_of(annotations_of(tables))[0]["target"]
    digest = hashlib.sha256(text_bytes(tables.article)).digest()
    assert base64.urlsafe_b64decode(target["source"].removeprefix("ni:///sha-256;") + "=") == digest


def test_command_writes_one_file_and_asks_nobody(tmp_path, monkeypatch):
    save_tables(sample("hand-made"), tmp_path / "tables")
    monkeypatch.setattr(socket, "socket", None)
    out = tmp_path / "deep" / "notes.jsonld"
    assert main(["export", str(tmp_path / "tables"), "--as", "annotations", "--out", str(out)]) == 0
    assert json.loads(out.read_bytes()) == annotations_of(sample("hand-made"))
