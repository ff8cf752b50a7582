"""A folder of articles: each on its own, each accounted for, taken up where a run was stopped."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import pandas as pd
import pytest

from helpers.errors import InputError, ModelError, OutputError
from helpers.loading import LoadingOptions
from helpers.studies.corpus import CorpusOptions, find_items, pool, run_folder
from helpers.tables import read_tables, save_tables

OPTIONS = CorpusOptions()
TOWNS = ("Tarn", "Lesk", "Marl", "Senn", "Norr", "Velm", "Harrad", "Orla")


def filled(folder):
    """A folder of good, bad and odd articles."""
    folder.mkdir()
    for number, town in enumerate(TOWNS, 3):
        (folder / f"{town.lower()}.txt").write_text(
            f"Floods in {town} killed at least {number} people on Monday, officials said.\n"
            f"Some {number}00 residents were evacuated, Mayor Ada Brenn told reporters.\n"
        )
    (folder / "tarn.yaml").write_text("title: Flood in Tarn\npublished: 2023-03-14\n")
    (folder / "empty.txt").write_bytes(b"")
    latin = "Five died in the café, he said – “all guests”."
    (folder / "latin.txt").write_bytes(latin.encode("cp1252"))
    (folder / "deep").mkdir()
    (folder / "deep" / "page.html").write_text(
        "<html><body><article><h1>Quake</h1><p>A quake killed 4 people in Velm on Sunday, "
        "police said, and 30 were hurt.</p></article></body></html>"
    )
    (folder / "export.jsonl").write_text(
        '{"text": "Six people died in Orla, police said.", "title": "Six die"}\n'
        '{"title": "no text"}\n'
        '{"text": "Seven people died in Senn, police said."}\n'
    )
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden.txt").write_text("Nobody reads this.")
    return folder


def tree_of(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    home = tmp_path_factory.mktemp("folder")
    articles = filled(home / "articles")
    seen = []
    outcomes = run_folder(
        articles, home / "out", options=OPTIONS, progress=lambda one, total: seen.append(total)
    )
    return articles, home / "out", outcomes, seen


def test_every_article_has_one_row_that_says_what_became_of_it(undisturbed):
    _, out, outcomes, seen = undisturbed
    assert len(outcomes) == 15 and seen == [15] * 15
    told = {(row.file, None if row.row is pd.NA else row.row): row for row in outcomes.itertuples()}
    assert told["tarn.txt", None].outcome == "loaded" and told["tarn.txt", None].n_numbers == 2
    assert told["tarn.txt", None].title == "Flood in Tarn"
    assert "is empty" in told["empty.txt", None].reason
    assert "no kind of file" in told["photo.jpg", None].reason
    assert told["latin.txt", None].notes == "decoded as cp1252, detected"
    rows = [told["export.jsonl", row].outcome for row in range(3)]
    assert rows == ["loaded", "refused", "loaded"]
    assert not any("hidden" in file or file.endswith(".yaml") for file, _ in told)
    assert (outcomes["seconds"] >= 0).all()
    kept = pd.read_csv(out / "outcomes.csv")
    assert list(kept["file"]) == list(outcomes["file"]) and "seconds" not in kept


def test_tables_of_each_article_read_back(undisturbed):
    _, out, outcomes, _ = undisturbed
    for row in outcomes[outcomes["outcome"] == "loaded"].itertuples():
        tables = read_tables(out / "articles" / row.folder)
        assert len(tables.numbers) == row.n_numbers
        assert tables.article.article_id == row.article_id


def test_second_run_reads_nothing_again_and_changes_nothing(undisturbed, monkeypatch):
    articles, out, first, _ = undisturbed
    before = tree_of(out)

    def read(*_):
        raise AssertionError("an article was read again")

    monkeypatch.setattr(pool, "_started", read)
    second = run_folder(articles, out, options=OPTIONS)
    assert tree_of(out) == before and second["seconds"].isna().all()
    pd.testing.assert_frame_equal(second.drop(columns="seconds"), first.drop(columns="seconds"))


def test_only_what_changed_is_read_again(undisturbed, tmp_path):
    articles = filled(tmp_path / "articles")
    for path in list(articles.iterdir()):
        if path.is_file() and path.name not in {"tarn.txt", "tarn.yaml", "lesk.txt"}:
            path.unlink()
    (articles / "deep" / "page.html").unlink()
    run_folder(articles, tmp_path / "out", options=OPTIONS)
    (articles / "tarn.yaml").write_text("title: Another title\n")
    second = run_folder(articles, tmp_path / "out", options=OPTIONS)
    assert second["seconds"].isna().tolist() == [True, False]
    assert second["title"].tolist()[1] == "Another title"
    names = {path.name for path in (tmp_path / "out" / "articles").iterdir()}
    assert names == set(second["folder"])


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_killed_run_loses_nothing_and_ends_in_the_same_bytes(undisturbed, tmp_path):
    articles, expected, _, _ = undisturbed
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "helpers",
        "folder",
        str(articles),
        "--out",
        str(out),
    ]
    kept = {}
    for finished in (1, 5, 11):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while run.poll() is None and time.monotonic() < deadline:
            done = list((out / "articles").glob("[!.]*")) if out.exists() else []
            if len(done) >= finished:
                break
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert not (out / "outcomes.csv").exists()
        # What was done is whole, and what an earlier run had done is still there.
        for folder in (out / "articles").glob("[!.]*"):
            assert json.loads((folder / "outcome.json").read_bytes())["folder"] == folder.name
        now = {name: sha for name, sha in tree_of(out).items() if "/." not in name}
        assert kept.items() <= now.items()
        kept = now
    rerun = subprocess.run(command, capture_output=True, text=True, check=False)
    assert rerun.returncode == 1 and "12 loaded, 3 refused" in rerun.stdout, rerun.stderr
    assert tree_of(out) == tree_of(expected)


def test_article_that_takes_too_long_is_refused_and_the_next_is_read(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Five people died in Tarn, police said. " * 4000)
    (articles / "b.txt").write_bytes(b"")
    outcomes = run_folder(articles, tmp_path / "out", options=CorpusOptions(seconds=2))
    assert outcomes["outcome"].tolist() == ["refused", "refused"]
    assert "takes longer than 2 seconds" in outcomes["reason"][0]
    assert "is empty" in outcomes["reason"][1]


NO_NETWORK = """
from pathlib import Path
from helpers.language.net import network
from helpers.studies.corpus.pool import serve, warm_up
{first}network.MODELS = Path("nowhere")
serve()
"""
LATE = """
from helpers.studies.corpus import pool
def warm_up_and_lose():
    warm_up()
    network.MODELS = Path("nowhere")
pool.warm_up = warm_up_and_lose
serve()
"""


@pytest.mark.parametrize("call", [NO_NETWORK.format(first=""), NO_NETWORK.format(first=LATE)])
def test_network_that_is_missing_ends_the_run_and_no_article_is_refused_for_it(
    call, tmp_path, monkeypatch
):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Five people died in Tarn, police said.")
    with monkeypatch.context() as patched:
        patched.setattr(pool, "_CALL", call)
        with pytest.raises(ModelError, match=r"^[^\n]+ is missing from nowhere/; install[^\n]+$"):
            run_folder(articles, tmp_path / "out", options=OPTIONS)
    outcomes = run_folder(articles, tmp_path / "out", options=OPTIONS)
    assert outcomes["outcome"].tolist() == ["loaded"]


def test_folder_that_is_missing_and_out_that_is_a_file_are_refused(tmp_path):
    with pytest.raises(InputError, match="is not a folder"):
        run_folder(tmp_path / "none", tmp_path / "out")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        run_folder(tmp_path, tmp_path / "file")
    with pytest.raises(OutputError, match="folder of the articles"):
        run_folder(tmp_path, tmp_path / "." / "")


def test_link_out_of_the_folder_is_refused(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (tmp_path / "secret.txt").write_text("Five people died.")
    (articles / "link.txt").symlink_to(tmp_path / "secret.txt")
    outcomes = run_folder(articles, tmp_path / "out", options=OPTIONS)
    assert outcomes["outcome"].tolist() == ["refused"]


def test_results_inside_the_folder_of_articles_are_no_articles(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "article.txt").write_text("x")
    items = find_items(tmp_path, tmp_path / "out", LoadingOptions())
    assert [item.file for item in items] == ["a.txt"]


def test_names_of_results_are_safe_and_differ(tmp_path):
    for name in ("A b.txt", "a-b.txt", "\u00fc.txt", "x" * 200 + ".txt"):
        (tmp_path / name).write_text("x")
    names = [item.name for item in find_items(tmp_path, tmp_path / "out", LoadingOptions())]
    assert len(set(names)) == 4
    assert all(name.isascii() and len(name) < 80 and "/" not in name for name in names)


ONE = "Floods in Tarn killed at least 7 people on Monday, officials said.\n"


def told(outcomes):
    return dict(zip(outcomes["file"], outcomes["outcome"], strict=True))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_name_that_is_no_text_ends_no_run(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    names = [b"caf\xe9.txt", b"\xff\xfe.csv", b"a\x1b[2Jb\n.txt", "Škoda.txt".encode(), b"\x80.jpg"]
    for name in names:
        (articles / os.fsdecode(name)).write_text(ONE)
    command = [sys.executable, "-m", "helpers", "folder", str(articles), "--out"]
    command += [str(tmp_path / "out"), "--format", "parquet"]
    strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict", "COLUMNS": "400"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=strict)
    assert run.returncode == 1 and "3 loaded, 2 refused" in run.stdout, run.stderr
    assert "Traceback" not in run.stderr and "\x1b[2J" not in run.stdout + run.stderr
    kept = pd.read_csv(tmp_path / "out" / "outcomes.csv")
    assert {*kept["file"]} == {
        "caf\\xe9.txt", "\\xff\\xfe.csv", "a\\x1b[2Jb\\x0a.txt", "Škoda.txt", "\\x80.jpg",
    }  # fmt: skip
    again = subprocess.run(command, capture_output=True, text=True, check=False, env=strict)
    assert again.stdout.splitlines()[-1] == run.stdout.splitlines()[-1]


def test_link_in_place_of_an_export_or_of_what_stands_beside_an_article_is_refused(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (tmp_path / "secret.jsonl").write_text(json.dumps({"text": ONE}) + "\n")
    (tmp_path / "secret.yaml").write_text("title: secret\n")
    (articles / "a.jsonl").symlink_to(tmp_path / "secret.jsonl")
    (articles / "b.csv").symlink_to("/dev/zero")
    for name in ("c.txt", "d.jsonl", "e.txt"):
        (articles / name).write_text(json.dumps({"text": ONE}) + "\n")
    (articles / "c.yaml").symlink_to(tmp_path / "secret.yaml")
    (articles / "d.yaml").symlink_to(tmp_path / "none.yaml")
    outcomes = run_folder(articles, tmp_path / "out", options=OPTIONS)
    assert told(outcomes) == {
        **dict.fromkeys(["a.jsonl", "b.csv", "c.txt", "d.jsonl"], "refused"),
        "e.txt": "loaded",
    }
    refused = outcomes["reason"][outcomes["outcome"] == "refused"]
    assert all("is a link to another place" in reason for reason in refused)


def test_table_that_was_taken_away_is_made_again_at_the_next_run(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("a.txt", "b.txt"):
        (articles / name).write_text(ONE)
    run_folder(articles, tmp_path / "out", options=OPTIONS)
    before = tree_of(tmp_path / "out")
    for gone in ("numbers.csv", "residue.csv", "article.txt"):
        next((tmp_path / "out" / "articles").glob(f"b-*/{gone}")).unlink()
        second = run_folder(articles, tmp_path / "out", options=OPTIONS)
        assert second["seconds"].isna().tolist() == [True, False]
        assert tree_of(tmp_path / "out") == before


def test_run_that_was_killed_while_it_moved_tables_is_settled_by_the_next(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(ONE)
    run_folder(articles, tmp_path / "out", options=OPTIONS)
    before = tree_of(tmp_path / "out")
    [home] = (tmp_path / "out" / "articles").iterdir()
    waiting = home / ".written"
    waiting.mkdir()
    (waiting / ".plan").write_text("+numbers.csv\n+outcome.json\n-numbers.parquet")
    (home / "outcome.json").rename(waiting / "outcome.json")
    second = run_folder(articles, tmp_path / "out", options=OPTIONS)
    assert second["seconds"].isna().all() and tree_of(tmp_path / "out") == before


@pytest.mark.parametrize("out", [".", "results", "../articles/deep/results"])
def test_results_that_lie_among_the_articles_are_no_articles(tmp_path, out):
    articles = tmp_path / "articles"
    (articles / "deep").mkdir(parents=True)
    (articles / "a.txt").write_text(ONE)
    (articles / "deep" / "b.txt").write_bytes(b"")
    # The folder is its own output's parent: results go to "articles" of the folder above.
    out = tmp_path if out == "." else articles / out
    first = run_folder(articles, out, options=OPTIONS)
    # Nor are those of a run into another folder, or what the tables command wrote.
    save_tables(read_tables(out / "articles" / first["folder"][0]), articles / "saved")
    for folder in (out, tmp_path / "elsewhere"):
        again = run_folder(articles, folder, options=OPTIONS)
        assert again["file"].tolist() == ["a.txt", "deep/b.txt"]


def test_folder_that_only_looks_like_results_is_read(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "article.txt").write_text(ONE)
    (articles / "outcome.json").write_text(json.dumps({"text": ONE}))
    (articles / "outcomes.csv").write_text(f'text\n"{ONE}"\n')
    (articles / "deep").mkdir()
    (articles / "deep" / "outcome.json").write_text(json.dumps([{"text": ONE}]))
    items = list(find_items(articles, tmp_path / "out", LoadingOptions()))
    assert len(items) == 4


def test_half_a_surrogate_pair_that_parquet_cannot_hold_is_one_refusal(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.jsonl").write_text('{"text": "\\ud83d killed 5 people, police said."}\n')
    (articles / "b.txt").write_text(ONE)
    options = CorpusOptions(format="parquet")
    outcomes = run_folder(articles, tmp_path / "out", options=options)
    assert told(outcomes) == {"a.jsonl": "refused", "b.txt": "loaded"}
    assert "save as csv" in outcomes["reason"][0]


def test_unknown_format_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(OutputError, match="csv, parquet"):
        run_folder(tmp_path, tmp_path / "out", options=CorpusOptions(format="xlsx"))
    assert not (tmp_path / "out").exists()


def test_word_file_with_a_declaration_behind_a_long_comment_does_not_end_the_run(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    document = (
        '<?xml version="1.0"?><!--' + "x" * 20_000 + "-->"
        '<!DOCTYPE w [<!ENTITY a "dead "><!ENTITY b "&a;&a;&a;&a;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>Five &b;</w:t></w:r></w:p></w:body></w:document>"
    )
    for number, encoding in enumerate(("utf-8", "utf-16", "utf-16-be", "cp037", "utf-7")):
        with zipfile.ZipFile(articles / f"a{number}.docx", "w") as archive:
            archive.writestr("word/document.xml", document.encode(encoding))
    (articles / "b.txt").write_text(ONE)
    outcomes = run_folder(articles, tmp_path / "out", options=OPTIONS)
    assert outcomes["outcome"].tolist() == ["refused"] * 5 + ["loaded"]
    assert outcomes["reason"][:5].str.contains("declares entities").all()
