"""Web archives: each page that a crawler fetched is an article, and a bad record costs itself."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib

import pandas as pd
import pytest

from helpers.errors import InputError
from helpers.loading import Fetched, LoadingOptions, load_article, stream_rows, web_archives
from helpers.studies.corpus import run_corpus, run_folder

pytest.importorskip("warcio")

STORY = (
    "Floods in {town} killed at least {dead} people on Monday, officials said.\n"
    "Some {dead}00 residents were evacuated, Mayor Ada Brenn told reporters in the town hall.\n"
    "The river rose by 3 metres within a day, the water authority said in a statement.\n"
)


def page_of(town, dead, *, published=None):
    told = f'<meta property="article:published_time" content="{published}">' if published else ""
    body = "".join(f"<p>{line}</p>" for line in STORY.format(town=town, dead=dead).splitlines())
    return (
        f"<!doctype html><html><head><title>Floods in {town}</title>{told}</head>"
        f"<body><article><h1>Floods in {town}</h1>{body}</article></body></html>"
    ).encode()


def record(
    data,
    *,
    url="https://news.example/a",
    status="200 OK",
    kind="text/html; charset=utf-8",
    said=(),
    warc=(),
    rec_type="response",
    is_packed=True,
):
    """The bytes of one record, a gzip member of its own where it is packed."""
    if rec_type in {"response", "revisit"}:
        answer = {"Content-Type": kind, **dict(said)}
        data = f"HTTP/1.1 {status}\r\n{lines_of(answer)}\r\n".encode() + data
        kind = "application/http; msgtype=response"
    head = {
        "WARC-Type": rec_type,
        "WARC-Target-URI": url,
        "WARC-Date": "2023-03-14T09:00:00Z",
        "Content-Type": kind,
        "Content-Length": len(data),
        **dict(warc),
    }
    whole = f"WARC/1.1\r\n{lines_of(head)}\r\n".encode() + data + b"\r\n\r\n"
    return gzip.compress(whole) if is_packed else whole


def lines_of(head):
    return "".join(f"{name}: {value}\r\n" for name, value in head.items())


def read(tmp_path, *parts, name="crawl.warc.gz"):
    path = tmp_path / name
    path.write_bytes(b"".join(parts))
    return list(stream_rows(path, LoadingOptions("detect")))


def towns(found):
    """What each record told: the town of its page, or why it told nothing."""
    return [
        str(one) if isinstance(one, InputError) else one.data.decode().partition(" in ")[2][:4]
        for one in found
    ]


def outcomes_of(out):
    kept = json.loads((out / "manifest.json").read_text())
    parts = [pd.read_parquet(out / "shards" / name / "outcomes.parquet") for name in kept["shards"]]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """A crawl of two pages and a text, with what else stands in one, and the corpus made of it."""
    home = tmp_path_factory.mktemp("crawl")
    parts = [
        record(b"software: a crawler\r\n", rec_type="warcinfo", kind="application/warc-fields"),
        record(page_of("Tarn", 13, published="2023-03-12")),
        record(b"\x89PNG", url="https://news.example/a.png", kind="image/png"),
        record(page_of("Lesk", 14), url="https://news.example/b"),
        record(b"gone", status="404 Not Found", url="https://news.example/c"),
        record(page_of("Tarn", 13, published="2023-03-12"), url="https://copy.example/a"),
        record(
            STORY.format(town="Marl", dead=15).encode(),
            url="https://news.example/d.txt",
            kind="text/plain; charset=utf-8",
        ),
    ]
    (home / "in").mkdir()
    (home / "in" / "crawl.warc.gz").write_bytes(b"".join(parts))
    return home, run_corpus(home / "in", home / "out")


def test_pages_of_an_archive_are_articles_with_their_address_and_day(crawl):
    home, run = crawl
    assert (run.articles, run.loaded, run.refused, run.duplicates) == (6, 3, 2, 1)
    articles = pd.read_parquet(home / "out" / "shards" / run.shards[0] / "articles.parquet")
    assert articles["url"].tolist() == [
        f"https://news.example/{name}" for name in ("a", "b", "d.txt")
    ]
    days = pd.to_datetime(articles["published"]).dt.date.astype(str).tolist()
    assert days == ["2023-03-12", "2023-03-14", "2023-03-14"]


def test_every_other_record_stands_in_the_outcomes_with_its_reason(crawl):
    home, _ = crawl
    outcomes = outcomes_of(home / "out")
    assert outcomes["row"].tolist() == list(range(6))
    assert "record 3 (https://news.example/a.png) is image/png" in outcomes["reason"][1]
    assert "record 5 (https://news.example/c) answers 404 Not Found" in outcomes["reason"][3]
    assert outcomes["reason"][4].startswith("the same article as crawl.warc.gz#0")
    assert "the day on which a crawler fetched it" in outcomes["notes"][2]
    assert "crawler" not in str(outcomes["notes"][0])


def test_page_of_an_archive_is_read_as_the_saved_page_is(crawl, tmp_path):
    home, run = crawl
    saved = tmp_path / "page.html"
    saved.write_bytes(page_of("Tarn", 13, published="2023-03-12"))
    shard = home / "out" / "shards" / run.shards[0]
    texts = pd.read_parquet(shard / "texts.parquet").set_index("article_id")["text"]
    alone = load_article(saved)
    assert texts[alone.article_id] == alone.text
    numbers = pd.read_parquet(shard / "numbers.parquet")
    for row in numbers.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.text


def test_second_run_takes_the_archive_up_and_two_workers_read_the_same(crawl, tmp_path):
    home, run = crawl
    assert run_corpus(home / "in", home / "out").kept == len(run.shards)
    assert run_corpus(home / "in", tmp_path / "out", jobs=2).shards == run.shards


def test_archive_that_is_not_packed_is_read_alike(tmp_path):
    parts = [
        record(page_of(town, 5), is_packed=False, url=f"https://news.example/{town}")
        for town in ("Tarn", "Lesk")
    ]
    plain = read(tmp_path, *parts, name="crawl.warc")
    assert plain == read(tmp_path, *(gzip.compress(part) for part in parts))
    assert plain == read(tmp_path, gzip.compress(b"".join(parts)))  # packed as a whole
    assert towns(plain) == ["Tarn", "Lesk"]


BROKEN_MEMBER = record(page_of("Lesk", 7))
FLIPPED = BROKEN_MEMBER[:200] + bytes([BROKEN_MEMBER[200] ^ 0xFF]) + BROKEN_MEMBER[201:]


@pytest.mark.parametrize(
    "damaged",
    [
        FLIPPED,
        BROKEN_MEMBER[:-8] + b"\x00\x01\x02\x03" + BROKEN_MEMBER[-4:],  # its checksum
        BROKEN_MEMBER[:-60],
        b"\x1f\x8b\x08 no member at all" + bytes(range(256)) * 200,
    ],
    ids=["a byte", "checksum", "cut", "noise"],
)
def test_damaged_member_costs_itself_alone(tmp_path, damaged):
    found = read(tmp_path, record(page_of("Tarn", 6)), damaged, record(page_of("Marl", 8)))
    assert [isinstance(one, Fetched) for one in found] == [True, False, True]
    assert "crawl.warc.gz record 2 is packed wrongly" in str(found[1])
    assert towns([found[0], found[2]]) == ["Tarn", "Marl"]


def test_archive_that_ends_inside_a_record_keeps_what_came_before(tmp_path):
    last = record(page_of("Lesk", 7), is_packed=False)
    for cut, name in ((gzip.compress(last)[:-40], "a.warc.gz"), (last[:-40], "a.warc")):
        first = record(page_of("Tarn", 6), is_packed=name.endswith("gz"))
        found = towns(read(tmp_path, first, cut, name=name))
        assert found[0] == "Tarn" and len(found) == 2
        assert "is cut short" in found[1] and "\n" not in found[1]


@pytest.mark.parametrize(
    ("junk", "reason"),
    [
        (b"<p>no record</p>\r\n\r\n", "its bytes belong to no record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\nhello\r\n\r\n", "is damaged"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n", "damaged"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 300_000 + b"\r\n", "its heads have more than"),
        (b"WARC/1.0\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n", "its heads have more than"),
    ],
    ids=["bytes", "no length", "no address", "many heads", "long head"],
)
def test_damaged_head_costs_its_record_alone(tmp_path, junk, reason):
    around = [record(page_of(town, 6), is_packed=False) for town in ("Tarn", "Marl")]
    found = towns(read(tmp_path, around[0], junk, around[1], name="a.warc"))
    assert [found[0], found[-1], len(found)] == ["Tarn", "Marl", 3]
    assert reason in found[1]


PAGE = page_of("Tarn", 6)
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (PAGE[:100], PAGE[100:])) + b"0\r\n\r\n"
CHUNKS = [("Transfer-Encoding", "chunked")]
PACKED = [("Content-Encoding", "gzip")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (CHUNKED, CHUNKS),
        (PAGE, CHUNKS),
        (gzip.compress(PAGE), PACKED),
        (PAGE, PACKED),
        (zlib.compress(PAGE), [("Content-Encoding", "deflate")]),
    ],
    ids=["chunked", "joined already", "packed", "unpacked already", "deflate"],
)
def test_body_is_what_a_reader_would_have_got(tmp_path, data, said):
    [found] = read(tmp_path, record(data, said=said))
    assert found.data == PAGE


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(CHUNKED[:-40], said=CHUNKS), "cut short among its chunks"),
        (record(gzip.compress(PAGE)[:-20], said=PACKED), "ended early"),
        (record(b"\x1f\x8b\x08\x00" + b"\xff" * 90, said=PACKED), "packed wrongly"),
        (record(gzip.compress(b" " * 30_000_000), said=PACKED), "unpacks to more than"),
        (record(PAGE, said=[("Content-Encoding", "br")]), "is packed as 'br'"),
        (record(PAGE, said=[("Content-Length", "99999")]), "is cut short"),
        (record(PAGE, warc={"WARC-Truncated": "length"}), "cut short by its crawler (length)"),
        (record(b" " * 33_000_000), "more than the 32,000,000 taken"),
        (record(b"%PDF-1.4", kind="application/pdf"), "neither page nor text"),
        (record(PAGE, status="301 Moved"), "answers 301 Moved"),
        (record(b"", rec_type="revisit"), "an earlier record of the same page"),
    ],
    ids=lambda part: part[:20] if isinstance(part, str) else "",
)
def test_record_that_gives_no_page_is_one_line_and_the_next_is_read(tmp_path, bad, reason):
    found = towns(read(tmp_path, bad, record(page_of("Marl", 8))))
    assert found[1:] == ["Marl"]
    assert reason in found[0] and "\n" not in found[0] and found[0].startswith("crawl.warc.gz rec")


def test_large_record_of_a_plain_archive_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(web_archives, "MAX_RECORD", 2_000)
    large = record(page_of("Tarn", 6) + b" " * 90_000, is_packed=False)
    found = towns(read(tmp_path, large, record(page_of("Marl", 8), is_packed=False), name="a.warc"))
    assert "more than the 2,000 taken" in found[0] and found[1:] == ["Marl"]


def test_texts_that_were_made_of_pages_are_read_too(tmp_path):
    text = STORY.format(town="Velm", dead=9).encode()
    [found] = read(tmp_path, record(text, rec_type="conversion", kind="text/plain"))
    assert (found.kind, found.data, str(found.day)) == ("text", text, "2023-03-14")


@pytest.mark.parametrize(
    "data", [b"", b"no archive\n", b"\x1f\x8b", gzip.compress(b"hello\n", mtime=0)]
)
def test_file_that_is_no_archive_is_one_refusal(tmp_path, data):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.warc.gz").write_bytes(data)
    (articles / "b.txt").write_text(STORY.format(town="Orla", dead=9))
    run = run_corpus(articles, tmp_path / "out")
    assert (run.loaded, run.refused) == (1, 1)


def test_folder_command_and_metadata_beside_take_an_archive_too(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.warc.gz").write_bytes(record(page_of("Orla", 9)))
    (articles / "a.warc.yaml").write_text("outlet: The Orla Post\npublished: 2023-03-10\n")
    outcomes = run_folder(articles, tmp_path / "out")
    assert outcomes["outcome"].tolist() == ["loaded"]
    [home] = (tmp_path / "out" / "articles").iterdir()
    kept = pd.read_csv(home / "articles.csv")
    assert kept["outlet"][0] == "The Orla Post" and kept["published"][0] == "2023-03-10"


def test_archive_named_as_one_article_says_which_command_reads_it(tmp_path):
    (tmp_path / "a.warc").write_bytes(record(PAGE, is_packed=False))
    with pytest.raises(InputError, match="a web archive, not text: read it with the corpus"):
        load_article(tmp_path / "a.warc")


BARE = """
import sys
sys.modules["warcio"] = None
from helpers.doors.command_line import main
sys.exit(main(["corpus", "a.warc.gz", "--out", "out", "--jobs", "1"]))
"""


def test_missing_library_is_one_line_that_names_its_extra(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(record(PAGE))
    run = subprocess.run(
        [sys.executable, "-c", BARE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.count("pip install 'attributed-numbers[corpus]'") == 1
    assert "Traceback" not in run.stderr
