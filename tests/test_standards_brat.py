"""A brat folder, read by the rules of the tool: every span is its words, every tie has ends."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from standard_samples import NAMES, sample

from helpers import save_tables
from helpers.doors.command_line import main
from helpers.doors.standards.brat import brat_files


class Broken(Exception):
    """What brat would refuse."""


def read(files):
    """Lines of a standoff file by letter, held to the tool's rules; the text beside them."""
    text = files["article.txt"].decode("utf-8")
    found = {"T": {}, "R": {}, "A": {}, "#": {}}
    # As the tool reads it: Unicode's ends of lines count, not the line feed alone.
    for line in files["article.ann"].decode("utf-8").splitlines():
        name, *rest = line.split("\t")
        if not re.fullmatch("[TRA#][1-9][0-9]*", name) or name in found[name[0]]:
            raise Broken(f"no name, or one given twice: {line!a}")
        found[name[0]][name] = rest
    for where, words in found["T"].values():
        kind, _, spans = where.partition(" ")
        pieces = [tuple(map(int, piece.split(" "))) for piece in spans.split(";")]
        if words != " ".join(text[start:end] for start, end in pieces):
            raise Broken(f"other words than in the text: {words!a}")
        if kind not in sections(files)["entities"]:
            raise Broken(f"no such kind: {kind}")
    check_ties(files, found)
    return text, found


def check_ties(files, found):
    known = sections(files)
    kinds = {name: rest[0].split(" ")[0] for name, rest in found["T"].items()}
    for (told,) in found["R"].values():
        name, first, second = told.split(" ")
        ends = [kinds.get(end.split(":")[1], "nothing") for end in (first, second)]
        if known["relations"].get(name) != f"Arg1:{ends[0]}, Arg2:{ends[1]}":
            raise Broken(f"no such relation: {name} from {ends[0]} to {ends[1]}")
    for (told,) in found["A"].values():
        name, end, word = told.split(" ")
        kind, _, words = known["attributes"].get(name, "").partition(", Value:")
        if kind != f"Arg:{kinds.get(end)}" or word not in words.split("|"):
            raise Broken(f"no such attribute: {told}")


def sections(files):
    found, name = {}, ""
    for line in files["annotation.conf"].decode("utf-8").splitlines():
        if line.startswith("["):
            name = line[1:-1]
            found[name] = {}
        else:
            word, _, rest = line.partition("\t")
            found[name][word] = rest
    return found


@pytest.mark.parametrize("name", NAMES)
def test_folder_holds_to_the_rules_of_the_tool(name):
    text, found = read(brat_files(sample(name)))
    assert len(text) == len(sample(name).article.text)
    kinds = [rest[0].split(" ")[0] for rest in found["T"].values()]
    assert kinds.count("Number") == len(sample(name).numbers)


def test_number_is_tied_to_who_reported_it_where_somebody_did():
    files = brat_files(sample("hand-made"))
    _, found = read(files)
    words = {name: rest[1] for name, rest in found["T"].items()}
    ends = [re.findall("T[0-9]+", told) for (told,) in found["R"].values() if "ReportedBy" in told]
    reported = {words[number]: words[who] for number, who in ends}
    assert reported["340"] == "one senior Norland official"
    assert reported["61,500"] == "a leaked report"
    assert "2.5 million" not in reported


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n", "\u2028", "\x85", "\t"])
def test_span_over_the_end_of_a_line_stands_in_pieces(end_of_line):
    tables = sample("hand-made")
    text, at = tables.article.text, tables.article.text.index("& counted") + 1
    text = text[:at] + end_of_line + text[at + len(end_of_line) :]
    _, found = read(brat_files(replace(tables, article=replace(tables.article, text=text))))
    (where, words), *_ = found["T"].values()
    assert where.count(";") == 1
    assert re.search("<b>& c?ounted</b>$", words)


def test_note_with_ends_of_lines_in_it_stays_one_line():
    _, found = read(brat_files(sample("hostile rows")))
    assert len(found["#"]) == len(sample("hostile rows").sources)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"Number (\d+) \d+\t", r"Number \1 \1\t"),
        ("T2\t", "T1\t"),
        ("T1\tClaim", "T1\tRumour"),
        ("Arg2:T", "Arg2:T9999"),
        ("Form (T[0-9]+) narrator", r"Form \1 gossip"),
        ("CuedBy", "SaidBy"),
    ],
)
def test_planted_fault_is_found(old, new):
    files = brat_files(sample("hand-made"))
    found, count = re.subn(old, new, files["article.ann"].decode("utf-8"), count=1)
    assert count
    with pytest.raises(Broken):
        read({**files, "article.ann": found.encode("utf-8")})


def test_command_writes_the_folder(tmp_path):
    save_tables(sample("hand-made"), tmp_path / "tables")
    out = tmp_path / "brat"
    assert main(["export", str(tmp_path / "tables"), "--as", "brat", "--out", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == brat_files(
        sample("hand-made")
    )
