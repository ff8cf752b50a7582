import os
from dataclasses import replace

import pandas as pd
import plugs
import pytest

from helpers import schema
from helpers.errors import InputError, OutputError
from helpers.loading import article_from_text
from helpers.tables import (
    NAMES,
    Tables,
    names_of,
    read_tables,
    save_tables,
    store,
    table_files,
)
from helpers.writing import write_files

TEXT = 'Line one,\r\n"two" =SUM(A1) 5 died.\n'


@pytest.fixture
def saved():
    article = article_from_text(TEXT, published="2020-01-02", metadata={"outlet": 'O, "P"'})
    frames = {table: schema.frame(table, []) for table in schema.TABLES}
    frames["articles"] = schema.frame(
        "articles",
        [
            {
                "article_id": article.article_id,
                "sha256": article.sha256,
                "outlet": article.outlet,
                "published": "2020-01-02",
                "n_chars": len(TEXT),
                "n_words": 5,
            }
        ],
    )
    frames["residue"] = schema.frame(
        "residue",
        [
            {
                "article_id": article.article_id,
                "start": 0,
                "end": 18,
                "text": TEXT[:18],
                "reason": "idiom",
            }
        ],
    )
    return Tables(article=article, **frames)


@pytest.mark.parametrize("format", store.FORMATS)
def test_what_was_saved_reads_back_whole(saved, tmp_path, format):
    save_tables(saved, tmp_path / "out", format=format)
    again = read_tables(tmp_path / "out")
    assert again.article == saved.article
    for table in schema.TABLES:
        pd.testing.assert_frame_equal(getattr(again, table), getattr(saved, table))


def test_cells_are_verbatim_and_na_is_empty(saved, tmp_path):
    save_tables(saved, tmp_path)
    data = (tmp_path / "residue.csv").read_bytes()
    assert data.startswith(b"article_id,start,end,text,reason\r\n")
    assert b'"Line one,\r\n""two"" =",idiom' in data
    assert b',,"O, ""P""",,2020-01-02,,,' in (tmp_path / "articles.csv").read_bytes()


def test_unknown_format_is_refused(saved, tmp_path):
    with pytest.raises(OutputError, match="csv, parquet"):
        save_tables(saved, tmp_path, format="xlsx")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
@pytest.mark.parametrize("format", store.FORMATS)
def test_killed_save_is_finished_or_undone_by_whoever_reads_next(saved, tmp_path, format):
    changed = replace(saved, residue=schema.frame("residue", []))
    # Made here: no library's threads live on in the process that is killed.
    files = table_files(changed, format=format)
    rows = []
    for step in range(1, 120, 5):
        save_tables(saved, tmp_path)
        plugs.killed_at(lambda: write_files(tmp_path, files, gone=NAMES), step)
        rows.append(len(read_tables(tmp_path).residue))
        names = {path.name for path in tmp_path.iterdir()}
        kept = "csv" if rows[-1] else format
        assert names == {*names_of(kept)}
    assert rows == sorted(rows, reverse=True) and {*rows} == {0, 1}


def test_what_a_killed_save_left_and_nobody_may_move_is_told(saved, tmp_path, monkeypatch):
    save_tables(saved, tmp_path)
    (tmp_path / ".written").mkdir()
    (tmp_path / ".written" / ".plan").write_text("+residue.csv")

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "rename", refused)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)"):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    "damage", [b"", b"a,b\r\n1,2\r\n", b"article_id,start,end,text,reason\r\nx,one,2,t,idiom\r\n"]
)
def test_damaged_table_is_refused_by_name(saved, tmp_path, damage):
    save_tables(saved, tmp_path)
    (tmp_path / "residue.csv").write_bytes(damage)
    with pytest.raises(InputError, match=r"residue\.csv"):
        read_tables(tmp_path)


def test_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"has no articles\.csv"):
        read_tables(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        read_tables(tmp_path / "none")
