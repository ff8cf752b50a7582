"""A CAS that dkpro-cassis reads, with every row at its words; faults in it are found."""

from __future__ import annotations

from xml.etree import ElementTree

import cassis
import pytest
from standard_samples import NAMES, sample

from helpers import save_tables
from helpers.doors.command_line import main
from helpers.doors.standards.cas import cas_files
from helpers.escaping import clean


def read(files):
    types = cassis.load_typesystem(files["TypeSystem.xml"].decode("ascii"))
    return cassis.load_cas_from_xmi(files["cas.xmi"].decode("ascii"), typesystem=types)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_an_annotation_on_its_words(name):
    tables, cas = sample(name), read(cas_files(sample(name)))
    assert cas.sofa_string == clean(tables.article.text)
    for kind, data, column in (
        ("Number", tables.numbers, "number_id"),
        ("Claim", tables.claims, "claim_id"),
        ("Passage", tables.passages, "passage_id"),
    ):
        found = {one[column]: one for one in cas.select(f"attributed.{kind}")}
        assert len(found) == len(data)
        for row in data.to_dict("records"):
            one = found[clean(row[column])]
            assert (one.begin, one.end) == (row["start"], row["end"])
            if "text" in row:
                assert one.get_covered_text() == clean(row["text"])


def test_ids_lead_to_the_annotations_themselves_and_what_is_not_told_stays_empty():
    cas = read(cas_files(sample("hand-made")))
    found = {one.get_covered_text(): one for one in cas.select("attributed.Number")}
    assert found["340"].source_row.name == "one senior Norland official"
    assert found["340"].claim_row.source_row.name == "one senior Norland official"
    assert (found["340"].low, found["340"].high, found["340"].estimated) == ("340", None, "false")
    assert found["400 and 600"].value is None
    assert found["2.5 million"].source_row is None


def test_offsets_count_as_uima_counts():
    tables = sample("above the plane")
    (row,) = tables.numbers[tables.numbers["text"] == "1,200"].to_dict("records")
    root = ElementTree.fromstring(cas_files(tables)["cas.xmi"])
    (number,) = [
        one for one in root.iter("{http:///attributed.ecore}Number") if one.get("value") == "1200"
    ]
    before = tables.article.text[: row["start"]]
    assert int(number.get("begin")) == len(before.encode("utf-16-le")) // 2 == row["start"] + 2


@pytest.mark.parametrize("name", NAMES)
def test_files_are_ascii_without_anything_that_runs(name):
    for data in cas_files(sample(name)).values():
        assert data.isascii() and b"<!" not in data and data.count(b"<?") == 1
        tags = {one.tag.partition("}")[0] for one in ElementTree.fromstring(data).iter()}
        assert not [tag for tag in tags if "xhtml" in tag or "svg" in tag]


FAULTS = {
    "a type that nobody described": (b"<attributed:Number ", b"<attributed:Rumour "),
    "a feature that nobody described": (b' hedge="', b' gossip="'),
    "no text": (b"<cas:Sofa ", b"<cas:Sofas "),
    "broken markup": (b"<cas:View ", b"<cas:View <"),
    "an offset that is no number": (b' begin="0"', b' begin="first"'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault):
    files = cas_files(sample("hand-made"))
    old, new = FAULTS[fault]
    assert old in files["cas.xmi"]
    files["cas.xmi"] = files["cas.xmi"].replace(old, new, 1)
    with pytest.raises(Exception):  # noqa: B017 (whatever the reader raises)
        read(files)


def test_command_writes_the_folder(tmp_path):
    save_tables(sample("hand-made"), tmp_path / "tables")
    out = tmp_path / "cas"
    assert main(["export", str(tmp_path / "tables"), "--as", "cas", "--out", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == cas_files(
        sample("hand-made")
    )
