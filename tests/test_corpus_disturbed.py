"""A corpus whose files, folders and workers fail it: one clear line, and what was done stays."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from distributed import Client
from test_corpus_engine import frame_of, lines_of, text_of, tree_of

from helpers import schema
from helpers.doors.command_line import main
from helpers.errors import InputError, OutputError
from helpers.studies.corpus import Corpus, CorpusOptions, on_dask, pool, run_corpus
from helpers.studies.corpus.shards import read_shard

KILLED_ONCE = """
import os, signal
from pathlib import Path
from helpers.studies.corpus import pool, shards
flag = Path({flag!r})
def killed():
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
read, frames = shards.rows_of, shards.frames_of
def rows_of(article):
    if {when!r} == "article" and "Lesk" in article.text:
        killed()
    return read(article)
def frames_of(rows):
    if {when!r} == "frames":
        killed()
    return frames(rows)
shards.rows_of, shards.frames_of = rows_of, frames_of
if {when!r} == "start":
    killed()
pool.serve()
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """An export of three articles, and the corpus of it."""
    home = tmp_path_factory.mktemp("small")
    (home / "export.jsonl").write_text("\n".join(lines_of(3)))
    run_corpus(home / "export.jsonl", home / "out")
    return home


@pytest.mark.skipif(not hasattr(pool.os, "fork"), reason="kill -9 is of POSIX")
@pytest.mark.parametrize("when", ["start", "article", "frames"])
def test_worker_that_was_killed_once_costs_no_article(small, tmp_path, monkeypatch, when):
    flag = tmp_path / "killed"
    monkeypatch.setattr(pool, "_CALL", KILLED_ONCE.format(flag=str(flag), when=when))
    run = run_corpus(small / "export.jsonl", tmp_path / "out")
    assert flag.exists() and (run.loaded, run.refused) == (3, 0)
    assert tree_of(tmp_path / "out") == tree_of(small / "out")


FEW = CorpusOptions(shard=2)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """An export of twenty articles, and the corpus of it in many shards."""
    home = tmp_path_factory.mktemp("many")
    (home / "export.jsonl").write_text("\n".join(lines_of(20)))
    assert len(run_corpus(home / "export.jsonl", home / "out", options=FEW).shards) > 8
    return home


@pytest.fixture
def cluster(tmp_path):
    """Starts a scheduler of Dask with workers that nobody starts anew; each is a process."""
    started = []

    def start(workers):
        file = tmp_path / "scheduler.json"
        places = {"scheduler": ["--port", "0"], "worker": ["--no-nanny", "--nthreads", "1"]}
        for part in ["scheduler", *["worker"] * workers]:
            called = [sys.executable, "-m", f"distributed.cli.dask_{part}", "--no-dashboard"]
            called += ["--host", "127.0.0.1", "--scheduler-file", str(file), *places[part]]
            started.append(subprocess.Popen(called, stderr=subprocess.DEVNULL))
            deadline = time.monotonic() + 60
            while not file.exists() and time.monotonic() < deadline:
                time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        with Client(address) as client:
            client.wait_for_workers(workers, timeout=60)
        return address, started

    yield start
    for process in reversed(started):
        process.kill()
        process.wait()


def killing(process):
    """What kills a process once the first shard is in its place."""

    def progress(_articles, _outcomes):
        process.kill()
        process.wait()

    return progress


@pytest.mark.parametrize(
    ("killed", "said"),
    [
        (0, r"the Dask scheduler at tcp://.* is gone"),
        (1, r"no worker of Dask is left at tcp://"),
    ],
    ids=["scheduler", "last worker"],
)
def test_dask_that_is_gone_is_one_line_and_what_was_done_stays(
    many, cluster, tmp_path, monkeypatch, killed, said
):
    monkeypatch.setattr(on_dask, "_ALONE_SECONDS", 2.0)
    address, processes = cluster(1)
    out, read = tmp_path / "out", partial(on_dask.read_on_dask, scheduler=address)
    with pytest.raises(InputError, match=f"{said}.*run again"):
        run_corpus(
            many / "export.jsonl", out, options=FEW, read=read, progress=killing(processes[killed])
        )
    done = len(list((out / "shards").iterdir()))
    assert run_corpus(many / "export.jsonl", out, options=FEW).kept == done >= 1
    assert tree_of(out) == tree_of(many / "out")


def test_scheduler_that_does_not_answer_is_one_line(many, tmp_path, capsys):
    command = ["corpus", str(many / "export.jsonl"), "--out", str(tmp_path / "out")]
    assert main([*command, "--scheduler", "nowhere://localhost:1"]) == 1
    [line] = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
    assert "no Dask scheduler answers at nowhere://localhost:1: start one" in line


def test_worker_of_dask_that_was_killed_costs_no_article_while_another_is_left(
    many, cluster, tmp_path
):
    address, processes = cluster(2)
    out, read = tmp_path / "out", partial(on_dask.read_on_dask, scheduler=address)
    run_corpus(many / "export.jsonl", out, options=FEW, read=read, progress=killing(processes[1]))
    assert tree_of(out) == tree_of(many / "out")


def test_workers_that_never_start_end_the_run_in_one_line(small, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_CALL", "raise SystemExit(3)")
    with pytest.raises(OutputError, match="does not start"):
        run_corpus(small / "export.jsonl", tmp_path / "out")


def test_folder_that_cannot_be_written_is_one_line_before_the_first_article(
    small, tmp_path, monkeypatch, capsys
):
    def refuse(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(pool, "_started", None)
    assert main(["corpus", str(small / "export.jsonl"), "--out", str(tmp_path / "out")]) == 1
    [line] = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
    assert "cannot be written" in line and "Permission denied" in line
    assert not (tmp_path / "out").exists()


def test_many_refusals_are_told_by_twenty_lines_and_a_number(tmp_path, capsys):
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(25):
        (articles / f"{number}.txt").touch()
    command = ["corpus", str(articles), "--out", str(tmp_path / "out"), "--jobs", "1"]
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.err.count("is empty") == 20 and "refused: 5 more" in said.err
    assert "0 loaded, 25 refused" in said.out
    assert len(frame_of(tmp_path / "out", "outcomes")) == 25


@pytest.mark.parametrize(("change", "back_to"), [("rewritten", 7), ("rewritten", 0), ("gone", 0)])
def test_file_that_changes_under_the_run_is_refused_and_read_by_the_next(tmp_path, change, back_to):
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(2):
        (articles / f"{number}.txt").write_text(text_of(number))

    def read(found):
        for shard in found:
            if change == "gone":
                (articles / "0.txt").unlink()
            else:
                (articles / "0.txt").write_text(text_of(7))
            yield shard, read_shard(shard), 0.0

    run = run_corpus(articles, tmp_path / "out", read=read)
    assert (run.loaded, run.refused) == (1, 1)
    [reason] = frame_of(tmp_path / "out", "outcomes")["reason"].dropna()
    assert reason == "0.txt changed while it was read: run again"
    (articles / "0.txt").write_text(text_of(back_to))
    again = run_corpus(articles, tmp_path / "out")
    assert (again.loaded, again.refused) == (2, 0)
    assert [path.name for path in (tmp_path / "out" / "shards").iterdir()] == list(again.shards)


def copied(small, tmp_path):
    """The corpus again, and the folder of its one shard."""
    out = tmp_path / "out"
    run = run_corpus(small / "export.jsonl", out)
    return out, out / "shards" / run.shards[0]


def test_question_to_a_corpus_with_a_truncated_file_is_one_line_until_it_is_run_again(
    small, tmp_path
):
    out, shard = copied(small, tmp_path)
    data = (shard / "numbers.parquet").read_bytes()
    (shard / "numbers.parquet").write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match=r"has a damaged numbers\.parquet in .*: run it again"):
        Corpus(out)
    (shard / "numbers.parquet").unlink()
    with pytest.raises(InputError, match="has lost its shard"):
        Corpus(out)
    run_corpus(small / "export.jsonl", out)
    with Corpus(out) as corpus:
        assert len(corpus.numbers(kind="killed")) == 3


def test_question_to_a_corpus_of_an_older_schema_is_one_line_until_it_is_run_again(
    small, tmp_path, monkeypatch
):
    out = tmp_path / "out"

    def read(found):
        return ((shard, read_shard(shard), 0.0) for shard in found)

    with monkeypatch.context() as patched:
        older = {**schema.TABLES, "places": schema.TABLES["places"][:-1]}
        patched.setattr(schema, "TABLES", older)
        run_corpus(small / "export.jsonl", out, read=read)
    said = "was made by another version"
    with Corpus(out) as corpus, pytest.raises(InputError, match=said):
        corpus.numbers()
    assert run_corpus(small / "export.jsonl", out).kept == 0
    assert json.loads((out / "manifest.json").read_text())["loaded"] == 3
    with Corpus(out) as corpus:
        assert len(corpus.numbers(kind="killed")) == 3
