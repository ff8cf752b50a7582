"""Made-up and damaged articles, and what must hold for every one of them.

Used by tests/test_fuzz.py (a few hundred, in every run) and scripts/fuzz.py (as many as asked).
Everything follows from a seed: the same seed makes the same inputs.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path

from readings import guessing_network
from stub_finder import plain_finder

from helpers import schema
from helpers.attribution import attributions_of
from helpers.language import read
from helpers.loading import LoadingOptions, article_from_text, load_article, load_rows
from helpers.passages import find_passages, find_sentences
from helpers.tables import tables_of

SAMPLES = Path(__file__).parent / "samples"
_spec = importlib.util.spec_from_file_location("making", SAMPLES / "making.py")
making = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(making)

NAMES = ("Ada Brenn", "Jon Speke", "Mayor Tove Ralm", "Dr. Nils Ruud", "the interior ministry",
         "Harrad police", "officials", "two witnesses", "a senior official", "she", "he", "AFP",
         "the U.N.", "O'Neill", "de la Croix", "Müller", "Übel", "李明", "Владимир")  # fmt: skip
CUES = ("said", "told reporters", "says", "estimated", "denied that", "according to", "wrote",
        "who said", "claimed", "was quoted as saying", "believes", "warned")  # fmt: skip
FIGURES = ("12", "3,000", "an estimated 20,000", "more than 10 million", "at least five", "dozens",
           "$6.9 billion", "10–12", "between 5 and 7", "2.5 percent", "1/2", "½", "٣٤", "1.000",
           "12,34,567", "1e9", "0", "-7", "№ 5", "nine hundred and ninety-nine", "a third",
           "5,000,000,000,000,000,000,000", "1,2,3", "007", "II", "20th", "99.9.9", "€5m", "12:30",
           "2022", "March 29, 2022", "10 days ago", "Tuesday", "half a million", "hundreds of",
           "two-thirds", "x10", "5G", "COVID-19", "3.", ".5", "1,", "12%", "°5", "5°C")  # fmt: skip
THINGS = ("people", "were killed", "homes", "troops", "of them", "were hurt", "miles", "dollars",
          "residents were evacuated", "years old", "tonnes of wheat", "times", "")  # fmt: skip
MARKS = ('"', "“", "”", "‘", "’", "«", "»", "'", "''", "„", "`", ".", ",", ";", "!", "?!", "...",
         "—", "-", "(", ")", "[", "]", "{", "}", "|", "\t", "\n", "\n\n", "\r\n", "\r", " ", "  ",
         "\u00a0", "\u2028", "\u2029", "\u200b", "\u200d", "\u202e", "\ufeff", "\u0301", "\x00",
         "\x1b", "\x85", "\ud800", "\udfff", "\U0001f525", "&amp;", "<b>", "</p>", "<script>", "=",
         "@", "#", "*", "_", "\\", "%s", "{0}", "\x0b", "\x0c", "\u00ad", "ﬁ", "İ", "ß",
         "\U0010ffff", "\ufffe")  # fmt: skip
LINES = ("Roads are cut", "By Ada Brenn", "Dear readers,",
         "Please support us from just $3 a month.",
         "A message from The Orla Post:", "Read more: 5 dead", "14:32 GMT", "© 2023 The Orla Post",
         "- one", "• 2 dead", "1. first", "Photo: AFP", "Town\tDead\t5", "Subscribe for $1 a week",
         "Updated 2 May 2023", "INTERVIEWER: How many?", "# Head", "---", "title: x")  # fmt: skip


def made_text(chance: random.Random) -> str:
    """An article of known words in unlikely order, with odd characters between them."""
    pieces = []
    for _ in range(chance.choice((1, 2, 4, 8, 12))):
        kind = chance.random()
        if kind < 0.15:
            pieces.append(chance.choice(LINES))
        elif kind < 0.25:
            pieces.append("".join(chance.choice(MARKS) for _ in range(chance.randrange(1, 20))))
        else:
            pieces.append(_sentence(chance))
        pieces.append(chance.choice(("\n", "\n", " ", " ", "\n\n", "\r\n", "", "\r")))
    text = "".join(pieces)
    if chance.random() < 0.3:
        text = _with_marks(text, chance)
    if chance.random() < 0.01:
        text = text * chance.choice((50, 200))
    return text


def _sentence(chance: random.Random) -> str:
    content = f"{chance.choice(FIGURES)} {chance.choice(THINGS)} in Tarn"
    who, cue = chance.choice(NAMES), chance.choice(CUES)
    quoted = chance.choice(('"{}"', "“{}”", "{}", "{}", '"{}', "“{}", "{}”", "'{}'", "“‘{}’”"))
    content = quoted.format(content + chance.choice(("", ",", ".")))
    return chance.choice(
        (
            f"{who} {cue} {content}.",
            f"{content}, {who} {cue}.",
            f"{content} {cue} {who}.",
            f"According to {who}, {content}.",
            f"{content}.",
            f"{who}, {chance.choice(FIGURES)}, {cue} {content}",
            f"{content} and {chance.choice(FIGURES)} {chance.choice(THINGS)}.",
        )
    )


def _with_marks(text: str, chance: random.Random) -> str:
    characters = list(text)
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(characters) + 1)
        characters.insert(place, chance.choice(MARKS))
    return "".join(characters)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few flipped, cut, doubled, moved or replaced."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        size = len(changed)
        if not size:
            break
        a = chance.randrange(size)
        b = min(size, a + chance.choice((1, 1, 2, 8, 64, 500)))
        way = chance.randrange(8)
        if way == 0:
            changed[a] ^= 1 << chance.randrange(8)
        elif way == 1:
            changed[a] = chance.randrange(256)
        elif way == 2:
            del changed[a:b]
        elif way == 3:
            changed[a:a] = changed[a:b] * chance.choice((1, 2, 20))
        elif way == 4:
            changed[a:b] = chance.randbytes(b - a)
        elif way == 5:
            changed[a:a] = chance.choice(_SPLINTERS)
        elif way == 6:
            c = chance.randrange(size)
            changed[c:c] = changed[a:b]
        else:
            del changed[a : None if chance.random() < 0.3 else a + 1]
    return bytes(changed[:300_000])


_SPLINTERS = (
    b"<", b">", b"</", b"<table>", b"<td>", b"<tr>", b"<br><br>", b"<p>", b"</div>", b"<!--",
    b"<script>", b"<![CDATA[", b"&#xD800;", b"&#0;", b"&nbsp;", b'"', b"''", b"<h1>", b"<article>",
    b"<title>", b"<svg>", b"<plaintext>", b"<template>", b'{"@type":"NewsArticle"}', b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"0000000000", b"-1", b"9999",
    b"endstream", b"endobj", b"obj", b"stream", b"/Filter", b"/FlateDecode", b"/Kids [1 0 R]",
    b"<<", b">>", b"xref", b"trailer", b"PK\x03\x04", b"PK\x01\x02", b"\n", b"\r", b"\r\n", b",",
    b";", b"{", b"}", b"[", b"]", b'\\ud800', b'","text":"', b"12 people died, he said. ",
)  # fmt: skip


def _page(text: str, chance: random.Random) -> bytes:
    """The text in elements that a page might have, closed or not, escaped or not."""
    pieces = []
    for line in text.split("\n"):
        tag = chance.choice(
            (
                "p",
                "p",
                "p",
                "div",
                "h1",
                "h2",
                "li",
                "td",
                "tr",
                "table",
                "span",
                "figcaption",
                "blockquote",
                "aside",
                "article",
                "pre",
                "b",
                "time",
                "main",
                "nav",
                "footer",
                "header",
                "section",
            )
        )
        name = chance.choice(
            (
                "",
                "",
                "",
                ' class="byline"',
                ' class="share"',
                " hidden",
                ' class="article-body"',
                ' id="newsletter"',
                ' class="caption"',
            )
        )
        if chance.random() < 0.7:
            line = line.replace("&", "&amp;").replace("<", "&lt;")
        pieces.append(f"<{tag}{name}>{line}" + (f"</{tag}>" if chance.random() < 0.9 else ""))
    return f"<html><body>{''.join(pieces)}".encode("utf-8", "replace")


def _word(text: str, chance: random.Random) -> bytes:
    clean = re.sub(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
    styles = ("", "", "", "Title", "heading1", "ListBullet", "caption", "nowhere")
    return making.docx(
        "".join(making.word_paragraph(line, chance.choice(styles)) for line in clean.split("\n"))
    )


def _pdf(text: str, chance: random.Random) -> bytes:
    pages = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        lines, y = [], 800.0
        for line in text.split("\n")[:40]:
            words = line.encode("cp1252", "replace").decode("cp1252", "replace")
            words = words.encode("cp1252", "replace").decode("cp1252", "ignore")
            words = "".join(c for c in words if c.isprintable())[:300]
            size = chance.choice((9, 11, 11, 11, 11, 24))
            lines.append((chance.choice((60.0, 60.0, 66.0, 320.0)), y, size, words))
            y -= chance.choice((14, 14, 14, 40, 0, -20))
        pages.append(making.printed(*lines))
    return making.pdf(*pages, packed=chance.random() < 0.5)


def _csv(text: str, chance: random.Random) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=chance.choice(",;\t|"))
    writer.writerow(("title", "text", "date"))
    writer.writerows((line[:50], text, "2023-03-14") for line in text.split("\n")[:3])
    return out.getvalue().encode("utf-8", "replace")


def _jsonl(text: str, chance: random.Random) -> bytes:
    rows = (
        {"text": text, "title": line, "published": chance.choice((line, 5, None, "2023-02-30"))}
        for line in text.split("\n")[:3]
    )
    return "\n".join(json.dumps(row, ensure_ascii=chance.random() < 0.5) for row in rows).encode(
        "utf-8", "surrogatepass"
    )


_WRAPPED = {"html": _page, "docx": _word, "pdf": _pdf, "csv": _csv, "jsonl": _jsonl}

SEEDS: dict[str, list[bytes]] = {
    "text": [
        (SAMPLES / name).read_bytes()
        for name in (
            "story.txt",
            "appeal-in-the-middle.txt",
            "transcript.txt",
            "numbers-only.txt",
            "zero-width.txt",
            "hard-wrapped.txt",
            "press-release.txt",
            "latin-1-smart-quotes.txt",
            "utf-16.txt",
            "right-to-left-override.txt",
        )
    ],
    "markdown": [(SAMPLES / "markdown.md").read_bytes()],
    "html": [
        (SAMPLES / name).read_bytes()
        for name in (
            "schema-org-article.html",
            "open-graph.html",
            "amp.html",
            "bare.html",
            "microdata.html",
            "live-blog.html",
            "table-heavy.html",
            "broken-markup.html",
            "script-in-title.html",
            "paywall-stub.html",
            "nested-layout-tables.html",
            "fake-dates.html",
        )
    ],
    "csv": [(SAMPLES / "export.csv").read_bytes()],
    "jsonl": [(SAMPLES / "export.jsonl").read_bytes(), b'[{"text": "Five died, he said."}]'],
    "docx": [making.docx_of_a_report()],
    "pdf": [
        making.pdf_of_two_pages(),
        making.pdf_of_two_columns(),
        making.pdf(making.printed((60, 700, 11, making.STORY[0])), packed=True),
    ],
}
KINDS = ("made", *SEEDS)
# Damaged inside its archive, or the archive's checksum would refuse it unread.
_WORD_BODY = (
    making.word_paragraph("Floods kill 12 in Orla valley", "Title")
    + "".join(map(making.word_paragraph, making.STORY))
    + "<w:tbl><w:tr><w:tc>"
    + making.word_paragraph("Tarn")
    + "</w:tc><w:tc>"
    + making.word_paragraph("7")
    + "</w:tc></w:tr></w:tbl>"
).encode()
_SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html", "csv": ".csv", "jsonl": ".jsonl",
           "docx": ".docx", "pdf": ".pdf"}  # fmt: skip
_OPTIONS = LoadingOptions(encoding="detect", any_language=True, apart=False)


def made_input(kind: str, chance: random.Random) -> str | bytes:
    """One input of a kind: a text for "made", else damaged bytes."""
    if kind == "made":
        return made_text(chance)
    if kind in _WRAPPED and chance.random() < 0.4:
        return _WRAPPED[kind](made_text(chance), chance)
    if kind == "docx" and chance.random() < 0.5:
        return making.docx(damaged(_WORD_BODY, chance).decode("utf-8", "ignore"))
    return damaged(chance.choice(SEEDS[kind]), chance)


def articles_of(kind: str, data: str | bytes, folder: Path):
    """The articles that an input holds; raises or yields only named errors where it holds none."""
    if isinstance(data, str):
        return [article_from_text(data, metadata={"title": data[:40].split("\n")[0] or None})]
    path = folder / f"input{_SUFFIX[kind]}"
    path.write_bytes(data)
    if kind in {"csv", "jsonl"}:
        found = list(load_rows(path, options=_OPTIONS))
        return [one for one in found if not isinstance(one, Exception)][:5]
    return [load_article(path, options=_OPTIONS)]


def check_article(article) -> None:
    """What holds for every article and its passages."""
    assert article.article_id == "a" + article.sha256[:11]
    before = 0
    for origin in article.origins:
        assert 0 <= before <= origin.start <= origin.end <= len(article.text), origin
        before = origin.end
    passages = find_passages(article)
    position = 0
    for passage in passages:
        assert position <= passage.start < passage.end <= len(article.text), passage
        assert passage.kind in schema.PASSAGE_KINDS and passage.zone in schema.ZONES
        assert not _LEFT_BETWEEN.sub("", article.text[position : passage.start])
        position = passage.end
    assert not _LEFT_BETWEEN.sub("", article.text[position:])
    for sentence in find_sentences(article, passages):
        passage = passages[sentence.passage]
        assert passage.start <= sentence.start < sentence.end <= passage.end


# What lies between passages: blanks, line ends, and the characters of no width at their edges.
_LEFT_BETWEEN = re.compile(r"[\s\u200b\ufeff]")

SPANS = {
    "claims": (
        ("text", "start", "end"),
        ("cue", "cue_start", "cue_end"),
        ("source_text", "source_start", "source_end"),
    ),
    "numbers": (("text", "start", "end"), ("full_text", "full_start", "full_end")),
    "residue": (("text", "start", "end"),),
}


def check_rows(article, rows: dict[str, list[dict]]) -> None:
    """What holds for the rows of all tables: spans, figures accounted for, words, links, ids."""
    text = article.text
    for table, spans in SPANS.items():
        for row in rows[table]:
            for words, start, end in spans:
                if row[words] is not None and row[start] is not None:
                    printed = text[row[start] : row[end]]
                    # A cue in two pieces is printed with what stands between them left out.
                    if words != "cue" or "…" not in row[words]:
                        assert printed == row[words], (table, words, row)
    taken = sorted((row["start"], row["end"]) for t in ("numbers", "residue") for row in rows[t])
    spans, reach = [], 0
    for start, end in taken:
        if end > reach:
            spans.append((max(start, reach), end))
            reach = end
    index = 0
    for figure in re.finditer(r"[0-9]+", text):
        while index < len(spans) and spans[index][1] <= figure.start():
            index += 1
        assert index < len(spans) and spans[index][0] < figure.end(), (
            f"{figure.group()[:20]} at {figure.start()} is in neither table"
        )
    for table, columns in schema.TABLES.items():
        for row in rows[table]:
            for column in columns:
                _check_cell(table, column, row.get(column.name))
        for column in columns:
            if column.unique:
                cells = [row[column.name] for row in rows[table]]
                assert len(set(cells)) == len(cells), f"{table}.{column.name} repeats"
    known = {row["source_id"] for row in rows["sources"]} | {None}
    claims = {row["claim_id"] for row in rows["claims"]}
    assert all({row["source_id"], row["via_source_id"]} <= known for row in rows["claims"])
    assert all(row["source_id"] in known and row["claim_id"] in claims for row in rows["numbers"])


_TYPES = {"text": str, "date": str, "integer": int, "number": (int, float), "flag": bool}


def _check_cell(table: str, column, cell) -> None:
    if cell is None:
        assert not column.required, f"{table}.{column.name} is empty"
        return
    assert isinstance(cell, _TYPES[column.kind]), f"{table}.{column.name}: {cell!r}"
    if column.words:
        assert cell in column.words, f"{table}.{column.name}: {cell!r}"
    if column.kind == "date":
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell), cell
    if column.kind == "number":
        assert cell == cell and abs(cell) != float("inf"), f"{table}.{column.name}: {cell!r}"


def guessed(article, passages):
    """Attributions of a network that guesses: whatever one learns, the tables must hold."""
    sentences = find_sentences(article, passages)
    return attributions_of(read(article, passages, sentences, network=guessing_network()))[0]


def rows_of(article, find=plain_finder) -> dict[str, list[dict]]:
    """The rows of all tables without pandas, which takes most of the time of a short article."""
    kept = schema.frame, schema.check, schema.check_links
    schema.frame = lambda table, rows: rows
    schema.check = lambda table, rows: rows
    schema.check_links = lambda tables: None
    try:
        tables = tables_of(article, find_attributions=find)
    finally:
        schema.frame, schema.check, schema.check_links = kept
    return {table: getattr(tables, table) for table in schema.TABLES}


ALLOWED_TAGS = frozenset("div p span mark h2 h3 h4 small b i em strong sup sub br ul li".split())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.found.update(f"{tag} {name}" for name, _ in attributes if name.startswith("on"))


def check_whole(article, folder: Path) -> None:
    """The same through pandas, the schema's own check and files: twice, with equal bytes."""
    from helpers.tables import save_tables
    from helpers.views.highlight import highlight_html

    written = []
    for name in ("one", "two"):
        tables = tables_of(article, find_attributions=plain_finder)
        paths = save_tables(tables, folder / name)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1], "the same article gave other bytes"
    check_view(highlight_html(tables))


def check_view(page: str) -> None:
    """No element or script of a view comes from an article: its tags are a fixed few."""
    tags = _Tags()
    tags.feed(page)
    tags.close()
    assert tags.found <= ALLOWED_TAGS, f"markup in a view: {tags.found - ALLOWED_TAGS}"
