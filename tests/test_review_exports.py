"""How far people agree, and what leaves the house: cleaning log, gold, and the command line."""

from __future__ import annotations

import csv
import io
import random
import zipfile

import krippendorff
import numpy as np
import pytest
from reviewing import assert_same, desk, flood_tables, number, row_of, source

from helpers.beyond_chance import cohen_kappa, krippendorff_alpha
from helpers.doors.command_line import main
from helpers.measuring.reviewed import gold_files, training_files, unreviewed_of
from helpers.studies.review import (
    append_event,
    apply_review,
    merge_logs,
    read_log,
    replay,
    write_log,
)
from helpers.studies.review.cleaning import CLEANING, cleaning_files, cleaning_log
from helpers.studies.review.rates import agreement_of, disagreements_of
from helpers.studies.spreadsheet import workbook_bytes
from helpers.tables import read_tables, save_tables

# Agreement


def drawn(seed, people, words, missing):
    """What several people say of thirty things, some of them silent on some."""
    rng = random.Random(seed)
    things = [rng.randrange(words) for _ in range(30)]
    return [
        [
            None
            if rng.random() < missing
            else thing
            if rng.random() < 0.6
            else rng.randrange(words)
            for _ in range(people)
        ]
        for thing in things
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("people", "words", "missing"), [(2, 3, 0), (3, 5, 0.3), (5, 2, 0.5)])
def test_alpha_is_that_of_the_package(seed, people, words, missing):
    said = drawn(seed, people, words, missing)
    data = np.array([[np.nan if v is None else v for v in row] for row in said], dtype=float).T
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    ours = krippendorff_alpha([[v for v in row if v is not None] for row in said])
    assert ours == pytest.approx(expected, abs=1e-9)


def kappa_of_a_table(pairs):
    """Cohen's κ from the table of counts, as textbooks have it."""
    words = sorted({word for pair in pairs for word in pair})
    counts = np.zeros((len(words), len(words)))
    for one, other in pairs:
        counts[words.index(one), words.index(other)] += 1
    counts /= counts.sum()
    expected = counts.sum(axis=0) @ counts.sum(axis=1)
    return (np.trace(counts) - expected) / (1 - expected)


@pytest.mark.parametrize("seed", range(12))
def test_kappa_is_that_of_the_table_of_counts(seed):
    pairs = [tuple(row) for row in drawn(seed, 2, 4, 0)]
    assert cohen_kappa(pairs) == pytest.approx(kappa_of_a_table(pairs), abs=1e-9)


def test_kappa_is_that_of_the_package_where_it_is_installed():
    metrics = pytest.importorskip("sklearn.metrics")
    for seed in range(12):
        pairs = [tuple(row) for row in drawn(seed, 2, 4, 0)]
        expected = metrics.cohen_kappa_score(*zip(*pairs, strict=True))
        assert cohen_kappa(pairs) == pytest.approx(expected, abs=1e-9)


def test_where_chance_alone_agrees_there_is_no_figure():
    assert cohen_kappa([]) is None
    assert cohen_kappa([("a", "a")] * 3) is None
    assert krippendorff_alpha([["a", "a"], ["a"]]) is None


def two_logs():
    ana, ben = desk(), desk("ben")
    for text in ("40", "1,200", "300"):
        ana.confirm(number(text), fields=["kind", "source"])
        ben.confirm(number(text), fields=["kind", "source"])
    ana.set(number("75"), "kind", "people")
    ben.set(number("75"), "kind", "troops")
    ana.set(number("12"), "source", source("ministry"))
    return ana.log, ben.log


def test_agreement_is_per_column_over_what_both_judged():
    found = agreement_of(merge_logs(*two_logs())).set_index("field")
    assert found.loc["kind", ["n", "agreed"]].tolist() == [4, 75.0]
    assert found.loc["source", ["n", "agreed"]].tolist() == [3, 100.0]
    assert found.loc["kind", "kappa"] == pytest.approx(9 / 13)
    low, high = found.loc["kind", ["alpha_low", "alpha_high"]]
    assert low <= found.loc["kind", "alpha"] <= high
    assert agreement_of(merge_logs(*two_logs())).equals(agreement_of(merge_logs(*two_logs()[::-1])))


def test_agreement_over_articles_has_a_row_for_each_of_them():
    ana, ben = two_logs()
    other = flood_tables("Hollin.\n\nAt least 9 people were killed in Hollin, said Ada Brenning.\n")
    cara = desk("ana", tables=other), desk("ben", tables=other)
    for each in cara:
        each.confirm(number("9", other), fields=["kind"])
    log = merge_logs(ana, ben, *(each.log for each in cara))
    found = agreement_of(log)
    kinds = found[found["field"] == "kind"]
    assert set(kinds["article"]) == {"all", flood_tables().article.sha256, other.article.sha256}
    assert kinds.set_index("article").loc["all", "n"] == 5


def test_disagreement_is_a_row_until_somebody_decides():
    both = merge_logs(*two_logs())
    found = disagreements_of(both)
    assert found[["exact", "field"]].to_numpy().tolist() == [["75", "kind"]]
    assert set(found.iloc[0]["says"].split(" | ")) == {"ana: people", "ben: troops"}
    cara = desk("cara", log=both)
    cara.set(number("75"), "kind", "troops", reason="adjudicated")
    assert len(disagreements_of(cara.log)) == 0
    # Who decided changes nothing of how far the two agreed.
    assert agreement_of(cara.log).set_index("field").loc["kind", "agreed"] == 75.0


# Out

HOSTILE = '=HYPERLINK("http://x")\u202e<script>alert(1)</script>|\n\x1b[2J\ud800'


def hostile_log():
    eve = desk("eve")
    eve.who = HOSTILE
    eve.set(number("40"), "kind", "injured", note=HOSTILE)
    eve.set(number("1,200"), "unit", "=1+1", note="@SUM(A1)")
    eve.reject(number("two"), note="-2+3")
    return eve.log


def test_cleaning_log_has_the_columns_and_words_of_the_field():
    ana = desk()
    ana.set(number("40"), "kind", "injured", reason="misread", note="hurt")
    ana.set(number("40"), "place", None)
    ana.confirm(number("75"), fields=["kind"])
    ana.reject(number("two"))
    found = cleaning_log(replay(flood_tables(), ana.log))
    assert tuple(found.columns) == CLEANING
    rows = found.astype(object).where(found.notna(), None).to_numpy().tolist()
    assert [number("40"), "kind", "killed", "injured", "change_response", "misread: hurt"] in rows
    assert [number("40"), "place", "Hollin", None, "blank_response", "misread"] in rows
    assert [number("75"), "kind", "troops", "troops", "no_action", "checked"] in rows
    assert [r[4] for r in rows if r[0] == number("two")] == ["remove_survey"]


def test_what_two_people_differ_on_is_in_no_cleaning_log():
    found = cleaning_log(replay(flood_tables(), merge_logs(*two_logs())))
    assert number("75") not in set(found["uuid"])
    assert not found.duplicated().any()


def test_no_cell_of_any_export_runs_and_all_can_be_written(tmp_path):
    found = replay(flood_tables(), hostile_log())
    files = cleaning_files(found)
    for name, data in files.items():
        if name.endswith(".csv"):
            cells = [
                cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row
            ]
            assert any("HYPERLINK" in cell for cell in cells)
            assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
    with zipfile.ZipFile(io.BytesIO(files["cleaning_log.xlsx"])) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "'=HYPERLINK" in sheet or b"'=1+1" in book.read("xl/sharedStrings.xml")
    who = row_of(found.tables, "40")["reviewed_by"]
    assert "|" not in who and "\n" not in who and "\x1b" not in who
    save_tables(found.tables, tmp_path)
    assert_same(read_tables(tmp_path), found.tables)
    assert b"<f>" not in workbook_bytes(found.tables)[0]
    assert cleaning_files(found) == files


def test_hostile_handle_runs_in_no_table_of_a_page():
    page = replay(flood_tables(), hostile_log()).statuses.to_html()
    assert "<script>" not in page


def test_gold_holds_checked_rows_and_no_others():
    ana = desk()
    ana.set(number("40"), "kind", "injured")
    ana.confirm(number("75"))
    ana.reject(number("two"))
    tables = apply_review(flood_tables(), ana.log)
    assert unreviewed_of(tables) == len(tables.numbers) - 2
    files = {
        name: list(csv.DictReader(io.StringIO(data.decode())))
        for name, data in gold_files(tables).items()
    }
    assert [(n["text"], n["kind"], n["source"]) for n in files["numbers.csv"]] == [
        ("40", "injured", "ada_brenning"), ("75", "troops", "karl_osten")
    ]  # fmt: skip
    assert {s["key"] for s in files["sources.csv"]} == {"ada_brenning", "karl_osten"}
    assert [r["text"] for r in files["residue.csv"]] == ["two"]
    text = tables.article.text
    for rows in files.values():
        for row in rows:
            if row.get("start"):
                assert text[int(row["start"]) : int(row["end"])] == row["text"]


def test_training_rows_have_the_form_of_the_open_corpus():
    from helpers.measuring.real_news import TABLES

    ana = desk()
    ana.confirm(number("40"))
    files = training_files(apply_review(flood_tables(), ana.log))
    for name, columns in TABLES.items():
        rows = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode())))
        assert tuple(rows[0]) == columns
        assert len(rows) == 2
    (row,) = csv.DictReader(io.StringIO(files["numbers.csv"].decode()))
    text = flood_tables().article.text
    assert text[int(row["place_start"]) : int(row["place_end"])] == "Hollin"
    assert text[int(row["mention_start"]) : int(row["mention_end"])] == "Ada Brenning"


# The command line


@pytest.fixture
def kept(tmp_path):
    """A folder with saved tables and the logs of two people."""
    save_tables(flood_tables(), tmp_path / "tables")
    for name, log in zip(("ana", "ben"), two_logs(), strict=True):
        write_log(tmp_path / f"{name}.review.jsonl", log)
    return tmp_path


def ran(capsys, *arguments):
    code = main(["review", *map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_apply_writes_corrected_tables_statuses_and_the_cleaning_log(kept, capsys):
    code, out, err = ran(
        capsys, "apply", kept / "tables", kept / "ana.review.jsonl", "--out", kept / "new"
    )
    assert (code, err) == (0, "")
    assert "5 corrections: 2 applied, 3 agreed, 0 conflict" in out
    assert_same(read_tables(kept / "new"), apply_review(flood_tables(), two_logs()[0]))
    names = {path.name for path in (kept / "new").iterdir()}
    assert names >= {"review_statuses.csv", "cleaning_log.csv", "cleaning_log.xlsx"}


def test_status_ends_with_one_where_people_differ(kept, capsys):
    logs = kept / "ana.review.jsonl", kept / "ben.review.jsonl"
    code, out, _ = ran(capsys, "status", kept / "tables", *logs)
    assert code == 1
    assert "2 conflict" in out
    code, _, err = ran(capsys, "apply", kept / "tables", *logs, "--out", kept / "new", "--strict")
    assert code == 1 and err.startswith("error: event ") and not (kept / "new").exists()


def test_merge_agreement_and_gold_from_a_terminal(kept, capsys):
    logs = kept / "ana.review.jsonl", kept / "ben.review.jsonl"
    code, out, _ = ran(capsys, "merge", *logs, "--out", kept / "all.review.jsonl")
    assert code == 0 and "9 events" in out
    assert read_log(kept / "all.review.jsonl").events == merge_logs(*two_logs()).events
    code, out, _ = ran(capsys, "agreement", *logs)
    assert code == 0 and "0.692" in out and "1 to decide" in out
    code, out, _ = ran(capsys, "gold", kept / "tables", logs[0], "--out", kept / "gold")
    assert code == 0 and "are unreviewed" in out
    assert (kept / "gold" / "gold" / "numbers.csv").is_file()
    assert (kept / "gold" / "train" / "mentions.csv").is_file()


def test_terminal_shows_hostile_words_and_obeys_none(kept, capsys):
    path = kept / "eve.review.jsonl"
    for event in hostile_log().events:
        append_event(path, event)
    path.write_bytes(path.read_bytes() + b'{"torn')
    code, out, err = ran(capsys, "status", kept / "tables", path)
    assert code == 0
    assert "\x1b" not in out + err and "\ud800" not in out
    assert err.count("\n") == 1 and "line 4 is cut in the middle" in err


def test_missing_log_is_one_line(kept, capsys):
    code, _, err = ran(capsys, "status", kept / "tables", kept / "none.jsonl")
    assert code == 1 and err.count("\n") == 1
