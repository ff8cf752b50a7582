"""A corpus: the same bytes however it is read, and one clear line for each bad thing in it."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from itertools import islice

import pandas as pd
import pytest

from helpers import schema
from helpers.doors.command_line import main
from helpers.errors import InputError, OutputError
from helpers.loading import LoadingOptions, article_from_text
from helpers.studies.corpus import (
    Corpus,
    CorpusOptions,
    engine,
    find_items,
    pool,
    run_corpus,
    shards,
)
from helpers.studies.corpus.shards import cut_shards, read_shard
from helpers.tables import tables_of

TOWNS = ("Tarn", "Lesk", "Marl", "Senn", "Norr", "Velm", "Harrad", "Orla", "Brim", "Cald")


def text_of(number):
    town = TOWNS[number % len(TOWNS)]
    return (
        f"Floods in {town} killed at least {number + 3} people on Monday, officials said.\n"
        f"Some {number}00 residents were evacuated, Mayor Ada Brenn told reporters.\n"
    )


def lines_of(count):
    return [json.dumps({"text": text_of(n), "title": f"Flood {n}"}) for n in range(count)]


def tree_of(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def frame_of(out, table):
    kept = json.loads((out / "manifest.json").read_text())
    parts = [pd.read_parquet(out / "shards" / name / f"{table}.parquet") for name in kept["shards"]]
    return pd.concat(parts, ignore_index=True)


SMALL = CorpusOptions(format="parquet", shard=10)
"""What ``--shard 10`` asks for, so that a test's corpus has several shards."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    home = tmp_path_factory.mktemp("corpus")
    export = home / "export.jsonl"
    export.write_text("\n".join([*lines_of(38), '{"title": "no text"}', lines_of(1)[0]]) + "\n")
    return export, home / "out", run_corpus(export, home / "out", options=SMALL)


def test_every_article_is_loaded_refused_or_told_to_be_there_already(undisturbed):
    _, out, run = undisturbed
    assert (run.articles, run.loaded, run.refused, run.duplicates) == (40, 38, 1, 1)
    assert len(run.shards) == 6 and run.kept == 0
    outcomes = frame_of(out, "outcomes")
    assert outcomes["row"].tolist() == list(range(40))
    assert "has no text" in outcomes["reason"][38]
    assert outcomes["reason"][39].startswith("the same article as export.jsonl#0")


def test_tables_of_a_shard_are_those_of_its_articles(undisturbed):
    _, out, _ = undisturbed
    numbers = frame_of(out, "numbers")
    assert list(numbers.columns) == schema.columns("numbers")
    for number in (0, 17):
        alone = tables_of(article_from_text(text_of(number))).numbers
        there = numbers[numbers["article_id"] == alone["article_id"][0]].reset_index(drop=True)
        there = there.astype(schema.dtypes("numbers"))
        pd.testing.assert_frame_equal(there, alone)
    texts = frame_of(out, "texts").set_index("article_id")["text"]
    for row in numbers.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.text


@pytest.mark.parametrize("jobs", [2, 4])
def test_corpus_has_the_same_bytes_however_many_read_it(undisturbed, tmp_path, jobs):
    export, out, run = undisturbed
    assert run_corpus(export, tmp_path / "out", options=SMALL, jobs=jobs) == run
    assert tree_of(tmp_path / "out") == tree_of(out)


def test_second_run_reads_nothing_and_changes_nothing(undisturbed, monkeypatch):
    export, out, run = undisturbed
    before = tree_of(out)
    monkeypatch.setattr(pool, "_started", None)
    again = run_corpus(export, out, options=SMALL)
    assert again.kept == len(run.shards) and tree_of(out) == before


def test_article_that_comes_changes_one_shard_or_two(undisturbed, tmp_path):
    export, _, run = undisturbed
    lines = export.read_text().splitlines()
    (tmp_path / "export.jsonl").write_text("\n".join([*lines, lines_of(41)[-1]]) + "\n")
    items = find_items(tmp_path / "export.jsonl", tmp_path / "out", LoadingOptions("detect"))
    names = {shard.name for shard in cut_shards(items, SMALL)}
    assert len(names & set(run.shards)) >= len(run.shards) - 1


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
@pytest.mark.parametrize(("engine", "kills"), [("pool", (0, 1, 2, 4)), ("dask", (1, 3))])
def test_killed_run_goes_on_where_it_stopped_and_ends_in_the_same_bytes(
    undisturbed, tmp_path, engine, kills
):
    export, expected, _ = undisturbed
    out = tmp_path / "out"
    command = [sys.executable, "-m", "helpers", "corpus", str(export), "--out", str(out)]
    command += ["--shard", "10", "--jobs", "2", "--engine", engine]
    chance = random.Random(18)
    for done in kills:
        run = subprocess.Popen(command)
        deadline = time.monotonic() + 120
        while run.poll() is None and time.monotonic() < deadline:
            if out.exists() and len(list((out / "shards").glob("[!.]*"))) >= done:
                break
            time.sleep(0.01)
        time.sleep(chance.random() * 0.5)
        run.send_signal(signal.SIGKILL)
        run.wait()
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "38 loaded, 1 refused, 1 duplicates" in finished.stdout, finished.stderr
    assert tree_of(out) == tree_of(expected)


def test_run_with_shards_of_another_size_is_one_line_and_what_was_done_stays(
    undisturbed, tmp_path, monkeypatch
):
    export, expected, _ = undisturbed
    out = tmp_path / "out"

    def stopped(found):
        yield from ((shard, read_shard(shard), 0.0) for shard in islice(found, 2))
        raise OutputError("stopped")

    with pytest.raises(OutputError, match="stopped"):
        run_corpus(export, out, options=SMALL, read=stopped)
    with pytest.raises(InputError, match="holds no finished corpus"):
        Corpus(out)
    assert list(find_items(tmp_path, tmp_path / "elsewhere", LoadingOptions())) == []
    before = tree_of(out)
    with monkeypatch.context() as patched:
        patched.setattr(pool, "_started", None)
        with pytest.raises(OutputError, match=r"begun with .* 10 articles, not 500: .*--shard 10"):
            run_corpus(export, out)
    assert tree_of(out) == before
    assert run_corpus(export, out, options=SMALL).kept == 2 and tree_of(out) == tree_of(expected)


@pytest.mark.parametrize("size", [1, 3, 500])
def test_every_article_is_in_one_shard_of_half_to_twice_the_size(undisturbed, size):
    export, out, _ = undisturbed
    options = CorpusOptions(shard=size)
    *cut, last = (len(shard.items) for shard in _cut(export, out, options))
    assert sum(cut) + last == 40
    assert all(size // 2 <= count <= 2 * size for count in cut) and 0 < last <= 2 * size


def test_shard_of_no_articles_is_refused_in_one_line(undisturbed, tmp_path, capsys):
    command = ["corpus", str(undisturbed[0]), "--out", str(tmp_path / "out"), "--shard", "0"]
    assert main(command) == 1
    assert "a shard of 0 articles holds nothing: name 1 or more" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def _cut(export, out, options):
    return cut_shards(find_items(export, out, options.loading), options)


def test_truncated_parquet_of_an_earlier_run_is_made_again(undisturbed, tmp_path):
    export, expected, run = undisturbed
    out = tmp_path / "out"
    run_corpus(export, out, options=SMALL)
    cut = out / "shards" / run.shards[1] / "numbers.parquet"
    cut.write_bytes(cut.read_bytes()[:100])
    (out / "shards" / run.shards[2] / "texts.parquet").unlink()
    again = run_corpus(export, out, options=SMALL)
    assert again.kept == len(run.shards) - 2
    assert tree_of(out) == tree_of(expected)


def test_shard_of_an_older_schema_is_read_anew_and_goes(tmp_path, monkeypatch):
    export, out = tmp_path / "export.jsonl", tmp_path / "out"
    export.write_text("\n".join(lines_of(3)))
    older = {**schema.TABLES, "places": schema.TABLES["places"][:-1]}
    with monkeypatch.context() as patched:
        patched.setattr(schema, "TABLES", older)
        old = cut_shards(find_items(export, out, LoadingOptions("detect")), CorpusOptions())
        [shard] = old
        result = read_shard(shard)
        engine.write_files(out / "shards" / shard.name, result.files)
    run = run_corpus(export, out)
    assert run.kept == 0 and shard.name not in run.shards
    assert [path.name for path in (out / "shards").iterdir()] == list(run.shards)
    assert list(frame_of(out, "places").columns) == schema.columns("places")


def test_truncated_parquet_of_articles_keeps_what_came_before_and_says_why(tmp_path):
    frame = pd.DataFrame({"text": [text_of(n) for n in range(4)]})
    frame.to_parquet(tmp_path / "good.parquet")
    data = (tmp_path / "good.parquet").read_bytes()
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "cut.parquet").write_bytes(data[: len(data) // 2])
    (folder / "good.parquet").write_bytes(data)
    run = run_corpus(folder, tmp_path / "out")
    assert (run.loaded, run.refused) == (4, 1)
    [reason] = frame_of(tmp_path / "out", "outcomes")["reason"].dropna()
    assert reason.startswith("cut.parquet is damaged or no Parquet file") and "\n" not in reason


def test_folder_that_takes_nothing_is_one_line_before_the_first_article(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_started", None)
    (tmp_path / "a.txt").write_text(text_of(1))
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        run_corpus(tmp_path / "a.txt", tmp_path / "file")
    with pytest.raises(OutputError, match="folder of the articles"):
        run_corpus(tmp_path, tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        run_corpus(tmp_path / "none", tmp_path / "out")


def test_disk_that_is_full_is_one_line_and_what_was_done_stays(undisturbed, tmp_path, monkeypatch):
    export, expected, _ = undisturbed
    out, done = tmp_path / "out", []

    def write(folder, files):
        if files and len(done) == 2:
            raise OutputError(f"{folder} cannot be written to (No space left on device)")
        done.extend([folder] if files else [])
        return write_files(folder, files)

    write_files = engine.write_files
    with monkeypatch.context() as patched:
        patched.setattr(engine, "write_files", write)
        with pytest.raises(OutputError, match="No space left"):
            run_corpus(export, out, options=SMALL)
    assert len(list((out / "shards").iterdir())) == 2
    assert run_corpus(export, out, options=SMALL).kept == 2 and tree_of(out) == tree_of(expected)


POISON = """
import os
from helpers.studies.corpus import shards
from helpers.studies.corpus.pool import serve
read = shards.rows_of
def rows_of(article):
    if "Lesk" in article.text:
        os._exit(9)
    if "Marl" in article.text:
        raise IndexError("list index out of range")
    if "Senn" in article.text:
        raise MemoryError
    return read(article)
shards.rows_of = rows_of
serve()
"""


def test_poisonous_article_costs_itself_alone_and_is_named(tmp_path, monkeypatch):
    export = tmp_path / "export.jsonl"
    export.write_text("\n".join(lines_of(6)))
    monkeypatch.setattr(pool, "_CALL", POISON)
    run = run_corpus(export, tmp_path / "out")
    assert (run.loaded, run.refused) == (3, 3)
    reasons = frame_of(tmp_path / "out", "outcomes")["reason"]
    assert "stopped the process that read it" in reasons[1]
    assert "a fault in the reader (IndexError" in reasons[2]
    assert "needs more memory" in reasons[3]


def test_article_whose_rows_break_the_schema_is_refused_alone(tmp_path, monkeypatch):
    export = tmp_path / "export.jsonl"
    export.write_text("\n".join(lines_of(3)))
    [shard] = cut_shards(find_items(export, tmp_path, LoadingOptions("detect")), CorpusOptions())
    read = shards.rows_of

    def rows_of(article):
        rows = read(article)
        if "Lesk" in article.text:
            rows["numbers"][0]["hedge"] = "somewhat"
        return rows

    monkeypatch.setattr(shards, "rows_of", rows_of)
    outcomes = read_shard(shard).outcomes
    assert [one.outcome for one in outcomes] == ["loaded", "refused", "loaded"]
    assert "numbers.hedge" in outcomes[1].reason and "somewhat" in outcomes[1].reason


def test_file_that_changes_while_it_is_read_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(text_of(1))
    [shard] = cut_shards(
        find_items(tmp_path / "a.txt", tmp_path, LoadingOptions("detect")), CorpusOptions()
    )
    (tmp_path / "a.txt").write_text(text_of(2))
    [outcome] = read_shard(shard).outcomes
    assert outcome.outcome == "refused" and "changed while it was read" in outcome.reason


def test_same_article_under_two_names_stands_once(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("a.txt", "b.txt"):
        (articles / name).write_text(text_of(1))
    run = run_corpus(articles, tmp_path / "out")
    assert (run.loaded, run.duplicates) == (1, 1)
    outcomes = frame_of(tmp_path / "out", "outcomes").set_index("file")
    assert outcomes["reason"]["b.txt"] == "the same article as a.txt: it is kept once"


def test_ten_thousand_empty_files_are_ten_thousand_refusals(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(10_000):
        (articles / f"{number}.txt").touch()
    run = run_corpus(articles, tmp_path / "out")
    assert (run.articles, run.refused) == (10_000, 10_000)
    assert frame_of(tmp_path / "out", "outcomes")["reason"].str.contains("is empty").all()
    assert frame_of(tmp_path / "out", "numbers").empty


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_large_export_is_streamed_as_a_small_one_is_read(tmp_path, suffix, monkeypatch):
    from helpers.loading import streams

    path = tmp_path / f"export.{suffix}"
    frame = pd.DataFrame(
        {"text": [text_of(n) for n in range(3)], "published": ["2023-03-14"] * 3, "n": range(3)}
    )
    if suffix == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    elif suffix == "csv":
        frame.to_csv(path, index=False)
    else:
        frame["published"] = pd.to_datetime(frame["published"])
        frame.to_parquet(path)
    small = list(find_items(path, tmp_path, LoadingOptions()))
    monkeypatch.setattr(streams, "WHOLE", 10)
    large = list(find_items(path, tmp_path, LoadingOptions()))
    assert large == small and [item.draft.text for item in small] == frame["text"].tolist()
    assert all(str(item.draft.facts["published"]) == "2023-03-14" for item in small)


def test_row_of_a_large_export_that_is_no_article_costs_itself_alone(tmp_path, monkeypatch):
    from helpers.loading import streams

    path = tmp_path / "export.jsonl"
    lines = lines_of(3)
    path.write_text("\n".join([lines[0], "{no JSON", "", "[1]", "x" * 500, lines[2]]))
    monkeypatch.setattr(streams, "WHOLE", 10)
    monkeypatch.setattr(streams, "MAX_LINE", 400)
    items = list(find_items(path, tmp_path, LoadingOptions()))
    assert [item.draft is not None for item in items] == [True, False, False, False, True]
    assert "line 2 is no JSON" in items[1].refusal and "longer than 400" in items[3].refusal


def test_text_that_parquet_cannot_hold_is_one_refusal(tmp_path):
    export = tmp_path / "export.jsonl"
    export.write_text('{"text": "\\ud83d killed 5 people, police said."}\n' + lines_of(1)[0])
    run = run_corpus(export, tmp_path / "out")
    assert (run.loaded, run.refused) == (1, 1)


def test_corpus_among_its_articles_is_no_article(tmp_path):
    (tmp_path / "a.txt").write_text(text_of(1))
    first = run_corpus(tmp_path, tmp_path / "results")
    assert run_corpus(tmp_path, tmp_path / "elsewhere").articles == first.articles == 1


def test_corpus_from_a_terminal_says_in_one_line_what_it_holds(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(text_of(1))
    (tmp_path / "articles" / "b.txt").touch()
    command = [sys.executable, "-m", "helpers", "corpus", str(tmp_path / "articles")]
    run = subprocess.run(
        [*command, "--out", str(tmp_path / "out"), "--jobs", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "2 articles in 1 shards (0 of an earlier run): 1 loaded, 1 refused" in run.stdout
    assert "refused: b.txt: b.txt is empty" in run.stderr


DASK = """
import sys
from functools import partial
from helpers.studies.corpus import run_corpus
from helpers.studies.corpus.on_dask import read_on_dask
if __name__ == "__main__":
    run_corpus(sys.argv[1], sys.argv[2], read=partial(read_on_dask, jobs=1))
"""


def test_dask_gives_the_same_bytes_as_the_pool(tmp_path):
    export, script = tmp_path / "export.jsonl", tmp_path / "on_dask.py"
    export.write_text("\n".join(lines_of(5)))
    script.write_text(DASK)
    run_corpus(export, tmp_path / "pool")
    command = [sys.executable, str(script), str(export), str(tmp_path / "dask")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert tree_of(tmp_path / "dask") == tree_of(tmp_path / "pool")
