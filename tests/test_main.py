import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.doors.command_line import main

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "data" / "articles" / "moscow-times-2022-03-29.txt"
WRITTEN = {"articles", "passages", "claims", "numbers", "sources", "residue", "places"}


def test_tables_writes_every_table_and_the_text(tmp_path, capsys):
    out = tmp_path / "tables"
    assert main(["tables", str(ARTICLE), "--out", str(out)]) == 0
    assert {p.stem for p in out.glob("*.csv")} == WRITTEN
    assert (out / "article.txt").read_bytes() == ARTICLE.read_bytes()
    assert "13 numbers" in capsys.readouterr().out


def test_parquet_replaces_csv_of_the_same_name_and_spares_other_files(tmp_path):
    out = tmp_path / "tables"
    main(["tables", str(ARTICLE), "--out", str(out)])
    (out / "notes.md").write_text("mine")
    assert main(["tables", str(ARTICLE), "--out", str(out), "--format", "parquet"]) == 0
    assert {p.stem for p in out.glob("*.parquet")} == WRITTEN
    assert not list(out.glob("*.csv")) and (out / "notes.md").read_text() == "mine"


def refused(tmp_path, capsys, data, *more):
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    out = tmp_path / "tables"
    assert main(["tables", str(path), "--out", str(out), *more]) == 1
    assert not out.exists(), "half-written tables"
    return capsys.readouterr().err


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t ", b"\x00\x01\x02ELF", "caf\u00e9".encode("latin-1"), "Five".encode("utf-16")],
    ids=["empty", "blanks", "binary", "latin-1", "utf-16"],
)
def test_bad_article_ends_with_one_line_and_no_tables(tmp_path, capsys, data):
    said = refused(tmp_path, capsys, data)
    assert said.startswith("error: story.txt") and said.count("\n") == 1


def test_article_above_the_documented_size_is_refused_in_one_line(tmp_path, capsys):
    said = refused(tmp_path, capsys, b"Five died. " * 100, "--max-chars", "50")
    assert "more than the 50 allowed" in said and said.count("\n") == 1


def test_fifty_megabytes_are_refused_without_being_read(tmp_path, capsys):
    path = tmp_path / "huge.txt"
    with path.open("wb") as f:
        f.truncate(50_000_000)
    assert main(["tables", str(path), "--out", str(tmp_path / "out")]) == 1
    assert "50,000,000 bytes" in capsys.readouterr().err


def test_missing_article_and_folder_are_refused(tmp_path, capsys):
    for path, says in ((tmp_path / "none.txt", "does not exist"), (tmp_path, "is a folder")):
        assert main(["tables", str(path), "--out", str(tmp_path / "out")]) == 1
        assert says in capsys.readouterr().err


def test_bad_date_is_refused(tmp_path, capsys):
    said = refused(tmp_path, capsys, b"Five people died.", "--published", "29 March")
    assert "YYYY-MM-DD" in said and said.count("\n") == 1


def test_output_that_is_a_file_is_refused(tmp_path, capsys):
    out = tmp_path / "out"
    out.write_text("x")
    assert main(["tables", str(ARTICLE), "--out", str(out)]) == 1
    assert "is a file" in capsys.readouterr().err and out.read_text() == "x"


def test_output_below_a_file_is_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert main(["tables", str(ARTICLE), "--out", str(tmp_path / "file" / "out")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_output_is_refused(tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    assert main(["tables", str(ARTICLE), "--out", str(out)]) == 1
    assert "cannot be written" in capsys.readouterr().err and not list(out.iterdir())


@pytest.mark.parametrize(
    "text",
    ["word " * 2_000 + "killed 5 people " * 500, '"' * 3_001 + " 7 people died, he said.", "5"],
    ids=["one endless line", "unbalanced quotation marks", "one digit"],
)
def test_awkward_article_gives_tables(tmp_path, text):
    path = tmp_path / "story.txt"
    path.write_text(text)
    assert main(["tables", str(path), "--out", str(tmp_path / "out")]) == 0


def test_module_runs_from_a_terminal_and_help_teaches(tmp_path):
    found = subprocess.run(
        [sys.executable, "-m", "helpers", "tables", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert "--published" in found.stdout and "CODEBOOK" in found.stdout


def test_same_input_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        main(["tables", str(ARTICLE), "--out", str(tmp_path / name)])
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
