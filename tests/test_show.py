"""``attributed show``: who said which number, on a terminal that no article can write to."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from standard_samples import NAMES, sample
from test_main import ARTICLE

import helpers
from helpers.doors.command_line import main
from helpers.doors.show_command import shown


def test_each_number_stands_beside_who_reported_it(capsys):
    assert main(["show", str(ARTICLE)]) == 0
    head, rule, *rows, last = capsys.readouterr().out.splitlines()
    assert head.split("  ")[0] == "as printed" and set(rule) == {"-", " "}
    assert len(rows) == 13 and last.startswith("13 numbers, ")
    (line,) = [row for row in rows if row.startswith("an estimated 20,000 people")]
    assert "killed" in line and line.endswith("(the article's own voice)")


def test_json_holds_the_whole_rows(capsys):
    assert main(["show", str(ARTICLE), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    text = ARTICLE.read_text("utf-8")
    assert len(found["numbers"]) == 13 and found["article"]["outlet"] == "The Moscow Times"
    for row in found["numbers"]:
        assert text[row["start"] : row["end"]] == row["text"] and row["reported_by"]


@pytest.mark.parametrize(
    "text", [b"Officials said 40 boats sank.", b"\xef\xbb\xbfFive sank, he said."]
)
def test_article_may_come_on_standard_input(text, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert main(["show", "-"]) == 0
    assert "1 number, " in capsys.readouterr().out


@pytest.mark.parametrize("data", [b"", b" \n", b"5 died. " * 200_000, b"\x00\x01\x02"])
def test_what_is_no_article_there_is_refused_in_one_line(data, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert main(["show", "-"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_impossible_day_is_refused(capsys):
    assert main(["show", str(ARTICLE), "--published", "2026-02-30"]) == 1
    assert capsys.readouterr().err == "error: published is '2026-02-30': no calendar has that day\n"


@pytest.mark.parametrize("name", NAMES)
def test_no_article_writes_to_the_terminal(name):
    lines = shown(sample(name))
    assert lines.count("\n") == (len(sample(name).numbers) + 3 if len(sample(name).numbers) else 1)
    assert all(sign.isprintable() or sign in "\n\u00a0" for sign in lines)
    assert max(map(len, lines.splitlines())) <= 5 * 44 + 8


def test_version_is_printed_and_ends(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"attributed {helpers.__version__}\n"


@pytest.mark.parametrize(
    ("typed", "said"), [("attributed", "attributed"), ("x", "python -m helpers")]
)
def test_help_names_what_was_typed(typed, said):
    run = "from helpers.doors.command_line import main; main(['--help'])"
    code = f"import sys; sys.argv[0] = {typed!r}; {run}"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"usage: {said} " in found.stdout and f"  {said} show story.txt" in found.stdout
