"""A package of the tables that frictionless finds valid, and in which it finds what is wrong."""

from __future__ import annotations

import json

import frictionless
import pytest
from standard_samples import NAMES, sample

from helpers import read_tables, save_tables
from helpers.doors.command_line import main
from helpers.doors.standards.datapackage import DESCRIPTOR, package_files
from helpers.schema import TABLES, columns
from helpers.writing import write_files


def faults_of(folder):
    """(resource, type of fault) of each fault that frictionless finds."""
    report = frictionless.validate(str(folder / DESCRIPTOR))
    return {(task.name, error.type) for task in report.tasks for error in task.errors} | {
        ("", error.type) for error in report.errors
    }


@pytest.mark.parametrize("name", NAMES)
def test_package_is_valid_whatever_the_article_says(name, tmp_path):
    write_files(tmp_path / "package", package_files(sample(name)))
    assert faults_of(tmp_path / "package") == set()


@pytest.mark.parametrize("name", ["hand-made", "above the plane", "no figure"])
def test_package_reads_back_as_tables(name, tmp_path):
    write_files(tmp_path / "package", package_files(sample(name)))
    found = read_tables(tmp_path / "package")
    assert found.article.text == sample(name).article.text
    assert all(getattr(found, table).equals(getattr(sample(name), table)) for table in TABLES)


def test_description_tells_every_column_with_its_type_and_meaning():
    files = package_files(sample("hand-made"))
    about = json.loads(files[DESCRIPTOR])
    told = {one["name"]: one for one in about["resources"]}
    assert set(told) == {*TABLES, "article"}
    for table, specification in TABLES.items():
        fields = told[table]["schema"]["fields"]
        assert [field["name"] for field in fields] == columns(table)
        assert [field["description"] for field in fields] == [c.meaning for c in specification]
        assert [field["constraints"].get("enum", []) for field in fields] == [
            list(column.words) for column in specification
        ]
    keys = {name: one["schema"].get("primaryKey") for name, one in told.items() if "schema" in one}
    assert keys["numbers"] == ["number_id"] and keys["residue"] is None
    assert told["places"]["licenses"][0]["name"] == "CC-BY-4.0"
    assert about["licenses"][0]["name"] == "other-closed"


def test_address_of_an_article_is_told_only_where_it_leads_to_the_web():
    origin = {
        name: json.loads(package_files(sample(name))[DESCRIPTOR])["sources"][0]
        for name in ("above the plane", "hostile text")
    }
    assert origin["above the plane"]["path"] == "https://paper.example/flood"
    assert "path" not in origin["hostile text"] and origin["hostile text"]["title"] == "<script>"


def planted(table, row, column, cell):
    def change(frames):
        frames[table].loc[row, column] = cell

    return change


FAULTS = {
    "a word that is none of the closed ones": (
        "numbers", "constraint-error", planted("numbers", 1, "hedge", "roughly")),
    "no text where one must stand": (
        "claims", "constraint-error", planted("claims", 0, "text", "")),
    "words where a figure must stand": (
        "numbers", "type-error", planted("numbers", 2, "value", "many")),
    "a day that no calendar has": (
        "numbers", "type-error", planted("numbers", 2, "as_of", "2031-02-30")),
    "a source that stands nowhere": (
        "claims", "foreign-key", planted("claims", 1, "source_id", "nobody")),
    "one name for two rows": (
        "numbers", "primary-key", planted("numbers", 1, "number_id", "a0123456789b:n0")),
    "a chance above one": (
        "claims", "constraint-error", planted("claims", 0, "confidence", "1.2")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault, tmp_path):
    import pandas as pd

    table, kind, change = FAULTS[fault]
    folder = tmp_path / "package"
    write_files(folder, package_files(sample("hand-made")))
    frames = {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in TABLES
    }
    change(frames)
    for name, frame in frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\r\n")
    about = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    for resource in about["resources"]:
        resource.pop("hash"), resource.pop("bytes")
    (folder / DESCRIPTOR).write_text(json.dumps(about))
    assert (table, kind) in faults_of(folder)


def test_table_that_was_changed_behind_its_description_is_found(tmp_path):
    write_files(tmp_path, package_files(sample("hand-made")))
    path = tmp_path / "numbers.csv"
    path.write_bytes(path.read_bytes().replace(b"340", b"341"))
    assert ("numbers", "hash-count") in faults_of(tmp_path)


def test_command_writes_the_package_and_leaves_the_tables_alone(tmp_path, capsys):
    save_tables(sample("hostile text"), tmp_path / "tables")
    before = {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()}
    call = ["export", str(tmp_path / "tables"), "--as", "datapackage", "--out"]
    assert main([*call, str(tmp_path / "package")]) == 0
    assert faults_of(tmp_path / "package") == set()
    assert {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()} == before
    capsys.readouterr()
    assert main([*call, str(tmp_path / "tables")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("words", [["--as", "datapackage"], ["--xlsx", "x", "--out", "y"]])
def test_command_without_its_other_half_is_refused(words, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["export", str(tmp_path), *words])
    assert ended.value.code == 2 and "--out" in capsys.readouterr().err


def test_same_tables_give_the_same_bytes():
    assert package_files(sample("hand-made")) == package_files(sample("hand-made"))
