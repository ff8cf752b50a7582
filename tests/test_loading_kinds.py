"""Each kind of file, told by its first bytes or its name, becomes one frozen article."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import lzma
import os
import time
import zlib

import fuzz_inputs
import pytest

from helpers.errors import InputError, MetadataError
from helpers.loading import (
    LoadingOptions,
    article_from_text,
    load_article,
    load_docx,
    load_html,
    load_markdown,
    load_pdf,
    load_rows,
    load_text,
)
from helpers.loading.file_kinds import kind_of
from helpers.loading.text import decode
from helpers.loading.tongue import language_of

HERE = LoadingOptions(apart=False)
making = fuzz_inputs.making


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.txt", b"Five died.", "text"),
        ("a", b"Five died.", "text"),
        ("a.md", b"# Five", "markdown"),
        ("a.html", b"Five died.", "html"),
        ("a.txt", b"  <!DOCTYPE html><p>", "html"),
        ("a.txt", b"\xef\xbb\xbf<html>", "html"),
        ("a.htm", b"<p>%PDF-1.4 is a format", "pdf"),
        ("a.txt", b"%PDF-1.4", "pdf"),
        ("a.bin", b"PK\x03\x04", "docx"),
        ("a.csv", b"text\n<html>", "rows"),
        ("a.JSONL", b"{}", "rows"),
        ("a.txt", b"<p>Five", "text"),
    ],
)
def test_kind_is_told_by_the_first_bytes_else_by_the_name(name, head, kind):
    assert kind_of(name, head) == kind


@pytest.mark.parametrize(
    ("load", "data"),
    [
        (load_text, b"Five people died in Tarn."),
        (load_markdown, b"# Head\n\nFive people died in Tarn."),
        (load_html, b"<html><body><p>Five people died in Tarn.</p></body></html>"),
        (load_docx, making.docx(making.word_paragraph("Five people died in Tarn."))),
        (load_pdf, making.pdf(making.printed((60, 700, 11, "Five people died in Tarn.")))),
    ],
    ids=["text", "markdown", "html", "docx", "pdf"],
)
def test_each_loader_takes_bytes_a_date_and_metadata(load, data):
    article = load(data, published="2023-03-14", metadata={"outlet": "Post"}, options=HERE)
    assert "Five people died in Tarn." in article.text
    assert article.published == dt.date(2023, 3, 14) and article.outlet == "Post"
    assert load_article(data, options=HERE).article_id == article.article_id


def test_what_the_page_says_yields_to_the_file_beside_it_and_that_to_the_caller(tmp_path):
    page = tmp_path / "a.html"
    page.write_bytes((fuzz_inputs.SAMPLES / "schema-org-article.html").read_bytes())
    assert load_article(page, options=HERE).outlet == "The Orla Post"
    (tmp_path / "a.yaml").write_text("outlet: Beside\nbyline: Ann\n")
    article = load_article(page, options=HERE)
    assert (article.outlet, article.byline) == ("Beside", "Ann")
    assert article.title == "Floods kill 12 in Orla valley"
    assert load_article(page, metadata={"outlet": "Told"}, options=HERE).outlet == "Told"


def test_rows_of_an_export_come_one_by_one_and_bad_ones_say_why():
    found = list(load_rows(fuzz_inputs.SAMPLES / "export.jsonl"))
    assert [isinstance(one, InputError) for one in found] == [False, True, True, True, False]
    assert found[0].loaded_from == "export.jsonl#0"
    assert len({one.article_id for one in found if not isinstance(one, InputError)}) == 2


def test_row_is_kept_to_the_letter():
    text = ' Five\r\n"died",\ttoo. \u2028'
    data = b'text\n"' + text.replace('"', '""').encode() + b'"\n'
    (article,) = load_rows(data)
    assert article.text == text


def test_column_of_text_can_be_named():
    data = b"a,b\nx,Five people died.\n"
    with pytest.raises(InputError, match="--text-column"):
        list(load_rows(data))
    (article,) = load_rows(data, options=LoadingOptions(text_column="b"))
    assert article.text == "Five people died."


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_of_an_export_is_found(separator):
    data = f"title{separator}text{separator}date\nT{separator}Five died.{separator}2023-03-14\n"
    (article,) = load_rows(data.encode())
    assert (article.title, article.published) == ("T", dt.date(2023, 3, 14))


@pytest.mark.parametrize(
    ("text", "codec", "note"),
    [
        ("“Five” died in the café – he said it’s 3°.", "cp1252", "cp1252"),
        ("Five died. " * 20, "utf-16", "utf-16"),
        ("Five died. " * 20, "utf-32", "utf-32"),
        ("По меньшей мере пять человек погибли, сообщили власти города. " * 3, "cp1251", "cp1251"),
    ],
)
def test_detected_encoding_gives_the_text_back_and_is_noted(text, codec, note):
    found, notes = decode(text.encode(codec), "a.txt", "detect")
    assert found == text and note in notes[0]


def test_utf_8_needs_no_note_and_damaged_utf_8_is_no_other_encoding():
    assert decode("café".encode(), "a.txt", "detect") == ("café", ())
    with pytest.raises(InputError, match="damaged"):
        decode("Die Börse in Köln fiel um 5 Prozent.".encode() + b"\xc3", "a.txt", "detect")


@pytest.mark.parametrize("codec", ["rot13", "base64", "zlib", "undefined", "x" * 500, "utf-8\x00"])
def test_encoding_that_gives_no_text_is_refused(codec):
    with pytest.raises(InputError):
        decode(b"Five died.", "a.txt", codec)


def test_language_is_left_open_where_there_is_too_little_to_tell():
    assert language_of("Five died.") is None
    assert language_of("5 " * 1_000) is None
    assert language_of("killed five " * 100) is None


def test_language_of_the_metadata_is_believed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes((fuzz_inputs.SAMPLES / "german.txt").read_bytes())
    assert load_article(path, metadata={"lang": "en"}).lang == "en"


def test_pipe_and_device_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    begun = time.monotonic()
    for path in (tmp_path / "pipe.txt", "/dev/zero"):
        with pytest.raises(InputError, match="no plain file"):
            load_article(path)
    assert time.monotonic() - begun < 2


def doubling(item: str, before: str, last: str) -> str:
    """A few hundred bytes of YAML that stand for two to the twentieth of ``item``."""
    lines = [f"k0: &k0 {item}", *(before.format(n - 1, n) for n in range(1, 21)), last]
    return "\n".join(lines) + "\n"


UNFOLDING = {
    "lists of lists": doubling("[x, x]", "k{1}: &k{1} [*k{0}, *k{0}]", "title: T"),
    "merge keys": doubling("{a: 1}", "k{1}: &k{1} {{<<: [*k{0}, *k{0}]}}", "<<: *k20"),
    "merge without alias": "<<: {title: T}\n",
    "merge of a list": "<<: [{title: T}, {outlet: O}]\n",
    "alias as value": "title: &t Flood\nbyline: *t\n",
    "alias as key": "&t title: Flood\n*t : Again\n",
    "anchor alone": "title: &t Flood\n",
    "itself": "&a [*a]\n",
    "a tag": "published: !!timestamp soon\n",
    "a tag of the file's own": "!<tag:%1b[31m> {title: T}\n",
}


@pytest.mark.parametrize("yaml", UNFOLDING.values(), ids=UNFOLDING)
def test_metadata_that_unfolds_is_refused_at_once_in_one_line(tmp_path, yaml):
    (tmp_path / "a.txt").write_text("Five died.")
    (tmp_path / "a.yaml").write_text(yaml)
    begun = time.process_time()
    with pytest.raises(MetadataError, match=r"a\.yaml (uses YAML's|has a list)") as refused:
        load_article(tmp_path / "a.txt")
    assert time.process_time() - begun < 1
    assert str(refused.value).isprintable() and len(str(refused.value)) < 120


@pytest.mark.parametrize(
    "yaml",
    [
        "title: " + "x" * 20_001,
        "[" * 19_000,
        "{a: " * 4_000,
        "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 190)),
        "? " * 9_000,
        "title: " + "9" * 19_000,
        "title: " + ":".join(["59"] * 6_000) + ".5",
        "title: '" + "\n" * 19_000,
        "note: x\n" * 2_000 + "- x",
        "k" * 19_000 + ": x",
        "".join(f"k{n}: x\n" for n in range(2_000)),
    ],
    ids=lambda yaml: yaml[:8].strip(),
)
def test_large_and_deep_metadata_is_refused_in_one_short_line(tmp_path, yaml):
    (tmp_path / "a.txt").write_text("Five died.")
    (tmp_path / "a.yaml").write_text(yaml)
    begun = time.process_time()
    with pytest.raises(MetadataError) as refused:
        load_article(tmp_path / "a.txt")
    assert time.process_time() - begun < 5
    assert str(refused.value).isprintable() and len(str(refused.value)) < 400


@pytest.mark.parametrize("mark", ["\\e[31m", "\\x07", "\\x9b2J", "\\r", "\\b", "\\u202e", "\\0"])
def test_no_control_of_metadata_reaches_a_terminal(tmp_path, mark):
    (tmp_path / "a.txt").write_text("Five died.")
    (tmp_path / "a.yaml").write_text(f'"ti{mark}tle": T\n')
    with pytest.raises(MetadataError, match="unknown keys ti") as refused:
        load_article(tmp_path / "a.txt")
    assert str(refused.value).isprintable()
    (tmp_path / "a.yaml").write_text(f'published: "soon{mark}"\n')
    with pytest.raises(MetadataError) as refused:
        load_article(tmp_path / "a.txt")
    assert str(refused.value).isprintable()
    (tmp_path / "a.yaml").write_text(f'title: "Flood{mark} in Tarn"\nbyline: "{mark}"\n')
    article = load_article(tmp_path / "a.txt")
    assert article.title.isprintable() and article.title.endswith(" in Tarn")
    assert article.byline is None or article.byline.isprintable()


def test_title_over_several_lines_is_one_line(tmp_path):
    (tmp_path / "a.txt").write_text("Five died.")
    (tmp_path / "a.yaml").write_text("title: |\n  Flood\n  in Tarn\n")
    assert load_article(tmp_path / "a.txt").title == "Flood in Tarn"


@pytest.mark.parametrize("wrong", [None, 5, ["a.txt"], object()])
def test_what_is_no_path_is_refused(wrong):
    with pytest.raises(InputError, match="pass a path"):
        load_article(wrong)


def test_text_in_place_of_a_path_is_told_where_to_go():
    with pytest.raises(InputError, match="article_from_text"):
        load_article("Five people died.\nThe mayor said so.")


def test_parser_that_is_too_slow_is_stopped(monkeypatch):
    from helpers.loading import apart

    monkeypatch.setattr(apart, "WALL_SECONDS", 0.05)
    with pytest.raises(InputError, match="takes longer"):
        load_article(b"<html><body><p>Five died.</p></body></html>")


def test_parser_that_dies_is_refused_by_name(monkeypatch):
    from helpers.loading import apart

    monkeypatch.setattr(apart, "_CALL", "import os; os.abort()")
    with pytest.raises(InputError, match="stopped its parser"):
        load_article(b"<html><body><p>Five died.</p></body></html>")


def test_memory_grows_with_the_page_and_no_faster():
    import tracemalloc

    peaks = []
    for n in (1_000, 4_000):
        page = b"<html><body><article>" + b"<p>Five people died in Tarn.</p>" * n
        tracemalloc.start()
        load_html(page, options=HERE)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 6 * peaks[0] + 5_000_000


def test_origins_of_the_text_cover_it_in_order():
    article = load_pdf(making.pdf_of_two_pages(), options=HERE)
    assert [one.place for one in article.origins][:2] == ["page 1", "page 1"]
    assert "".join(article.text[o.start : o.end] for o in article.origins) == article.text.replace(
        "\n", ""
    )


def test_article_from_text_has_no_origin_and_no_note():
    article = article_from_text("Five died.")
    assert article.origins == () and article.notes == () and article.byline is None


PAGE = (
    '<html lang="en"><head><title>Flood</title></head><body><article>'
    + "<p>Floods in Tarn killed 7 people on Monday, officials said, and 30 were hurt.</p>" * 20
    + "</article></body></html>"
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(PAGE.encode(), mtime=0), "gzip"),
        (bz2.compress(PAGE.encode()), "bzip2"),
        (lzma.compress(PAGE.encode()), "xz"),
        (zlib.compress(PAGE.encode()) * 9, "no page but other bytes"),
        (bytes(range(256)) * 40, "no page but other bytes"),
        (b"<p>" + bytes(range(1, 256)) * 4, "no page but other bytes"),
        (PAGE.replace("<head>", '<head><meta charset="UTF-7">').encode(), "UTF-7"),
        (PAGE.replace("<", "+ADw-").replace(">", "+AD4-").encode(), "utf-7"),
        (PAGE.replace("<head>", "<head><meta charset=punycode>").encode(), "punycode"),
        (PAGE.replace("<head>", "<head><meta charset=unicode_escape>").encode(), "unicode_escape"),
    ],
    ids=["gzip", "bzip2", "xz", "zlib", "all bytes", "tag and bytes", "says utf-7", "is utf-7",
         "punycode", "escapes"],
)  # fmt: skip
def test_bytes_that_are_no_page_are_refused_by_what_they_are(data, said):
    with pytest.raises(InputError, match=said):
        load_html(data, options=HERE)


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        PAGE.replace("Tarn", "caf\u00e9").encode("latin-1"),
        PAGE.replace("officials said", "+ADw-b+AD4- said").encode(),
        PAGE.replace("Tarn", "T\x01arn").encode(),
        PAGE.encode("utf-16"),
        PAGE.encode().replace(b"Monday", b"Mon\xffd\xe2\x82y", 3),
    ],
    ids=["plain", "latin", "speaks of utf-7", "a few controls", "utf-16", "a few damaged bytes"],
)
def test_page_with_a_few_odd_signs_is_a_page(data):
    assert "killed 7 people" in load_html(data, options=HERE).text


def test_export_of_a_million_columns_is_refused_at_its_header():
    cells = ",".join(map(str, range(1_000_000)))
    with pytest.raises(InputError, match="has 1,000,001 columns"):
        list(load_rows(f"text,{cells}\nFive people died.,{cells}\n".encode()))


def test_row_of_json_with_too_many_columns_is_refused_and_the_next_is_read():
    wide = "{" + ",".join(f'"c{number}": 1' for number in range(20_000)) + "}"
    rows = list(load_rows(f'{{"text": "Five died."}}\n{wide}\n{{"text": "Six died."}}'.encode()))
    assert [getattr(row, "text", None) for row in rows] == ["Five died.", None, "Six died."]
    assert "has 20,000 columns" in str(rows[1])


def test_each_column_name_is_looked_at_once_however_many_rows_there_are(monkeypatch):
    from helpers.loading import exports

    exports._plain.cache_clear()
    names = ["text", *(f"c{number}" for number in range(2_000))]
    data = "\n".join([",".join(names)] + ["Five died." + ",1" * 2_000] * 30)
    assert len(list(load_rows(data.encode()))) == 30
    assert exports._plain.cache_info().misses == len(names)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (["xl/workbook.xml", "[Content_Types].xml"], "is a workbook.* as CSV"),
        (["ppt/presentation.xml"], "is a presentation"),
        (["META-INF/container.xml", "mimetype"], "is an e-book"),
        (["mimetype=application/vnd.oasis.opendocument.spreadsheet"], "OpenDocument file.* as CSV"),
        (["mimetype=application/vnd.oasis.opendocument.text"], "OpenDocument file.* as .docx"),
        (["story.txt"], "is an archive, no Word file: unpack it"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.docx", "a.txt"])
def test_archive_is_refused_as_what_it_is_whatever_its_name(members, says, name, tmp_path):
    data = making.archive({m.split("=")[0]: m.partition("=")[2].encode() for m in members})
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=says):
        load_article(tmp_path / name, options=HERE)
