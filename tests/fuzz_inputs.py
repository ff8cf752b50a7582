"""Made-up and damaged articles, in every form in which one may come.

Everything follows from a seed: the same seed makes the same inputs.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import importlib.util
import io
import json
import random
import re
from pathlib import Path

import outlets
import yaml

SAMPLES = Path(__file__).parent / "samples"
_spec = importlib.util.spec_from_file_location("making", SAMPLES / "making.py")
making = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(making)

NAMES = ("Ada Brenn", "Jon Speke", "Mayor Tove Ralm", "Dr. Nils Ruud", "the interior ministry",
         "Harrad police", "officials", "two witnesses", "a senior official", "she", "he", "AFP",
         "the U.N.", "O'Neill", "de la Croix", "Müller", "Übel", "李明", "Владимир")  # fmt: skip
CUES = ("said", "told reporters", "says", "estimated", "denied that", "according to", "wrote",
        "who said", "claimed", "was quoted as saying", "believes", "warned")  # fmt: skip
FIGURES = ("12", "3,000", "an estimated 20,000", "more than 10 million", "at least five",
           "dozens", "$6.9 billion", "10–12", "between 5 and 7", "2.5 percent", "1/2", "½", "٣٤",
           "1.000", "12,34,567", "1e9", "0", "-7", "№ 5", "nine hundred and ninety-nine",
           "a third", "5,000,000,000,000,000,000,000", "1,2,3", "007", "II", "20th", "99.9.9",
           "€5m", "12:30", "2022", "March 29, 2022", "10 days ago", "Tuesday", "half a million",
           "hundreds of", "two-thirds", "x10", "P421.19 million", "Ksh 300", "R4bn",
           "N2.5 billion", "Tk 5 lac", "$728 mil", "€3m", "M€ 4", "12 345", "12\u00a0345",
           "3 to 1", "7 out of 20", "12²", "45[3]", "1,\u200b200", "3\u00ad000",
           "for every 100,000", "$1 billion to $1.9 billion", "05/03/2024", "16 May 2024",
           "20240516", "9.40", "nearing 40", "topped 1,000", "45†", "half a cr", "2 mm",
           "a week ago Monday", "that day", "the 1990s", "since 2018", "June 1 and 2", "٣٬٠٠٠",
           "5G", "COVID-19", "3.", ".5", "1,", "12%", "°5", "5°C")  # fmt: skip
THINGS = ("people", "were killed", "homes", "troops", "of them", "were hurt", "miles", "dollars",
          "residents were evacuated", "years old", "tonnes of wheat", "times", "")  # fmt: skip
MARKS = ('"', "“", "”", "‘", "’", "«", "»", "'", "''", "„", "`", ".", ",", ";", "!", "?!", "...",
         "—", "-", "(", ")", "[", "]", "{", "}", "|", "\t", "\n", "\n\n", "\r\n", "\r", " ", "  ",
         "\u00a0", "\u2028", "\u2029", "\u200b", "\u200d", "\u202e", "\ufeff", "\u0301", "\x00",
         "\x1b", "\x85", "\ud800", "\udfff", "\U0001f525", "&amp;", "<b>", "</p>", "<script>", "=",
         "@", "#", "*", "_", "\\", "%s", "{0}", "\x0b", "\x0c", "\u00ad", "ﬁ", "İ", "ß",
         "\U0010ffff", "\ufffe")  # fmt: skip
LINES = ("11/29/26, 9:44 AM", "1/1", "3 min read", "Share 45", "Killed\tInjured\tPlace", "8\t300",
         "¹ Figures of the ministry", "Total dead: 192", "KENYA: 12", "Source: WHO",
         "| Town | 5 |", "Roads are cut", "By Ada Brenn", "Dear readers,",
         "Please support us from just $3 a month.", "A message from The Orla Post:",
         "Read more: 5 dead", "14:32 GMT", "© 2023 The Orla Post", "- one", "• 2 dead",
         "1. first", "Photo: AFP", "Town\tDead\t5", "Subscribe for $1 a week",
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
        "".join(
            _changed(making.word_paragraph(line, chance.choice(styles)), chance)
            for line in clean.split("\n")
        )
    )


def _changed(paragraph: str, chance: random.Random) -> str:
    """The paragraph with tracked changes, controls, raised figures or a table around its words."""
    way = chance.randrange(8)
    if way == 0:
        return paragraph.replace("<w:r>", "<w:ins><w:r>").replace("</w:r>", "</w:r></w:ins>")
    if way == 1:
        gone = "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        return paragraph.replace("<w:r>", gone + "<w:r>")
    if way == 2:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>"
    if way == 3:
        raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
        return paragraph.replace("</w:p>", raised + "</w:p>")
    if way == 4:
        return f"<w:tbl><w:tr><w:tc>{paragraph}</w:tc><w:tc>{paragraph}</w:tc></w:tr></w:tbl>"
    return paragraph


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


def _outlet(text: str, chance: random.Random) -> bytes:
    """The markup of a news site with other words in some of the story's places."""
    page = outlets.page(chance.choice(tuple(outlets.PAGES)))
    lines = text.split("\n")
    for paragraph in chance.sample(outlets.STORY, chance.randrange(len(outlets.STORY))):
        page = page.replace(paragraph, chance.choice(lines))
    return page.encode("utf-8", "replace")


def _beside(text: str, chance: random.Random) -> bytes:
    """Metadata as it may stand beside an article: sound, damaged, or of merge keys."""
    kept = ("title", "outlet", "agency", "url", "lang", "byline", "rights")
    known = {key: chance.choice((text[:80], "Tarn")) for key in kept if chance.random() < 0.3}
    if chance.random() < 0.4:
        known["published"] = chance.choice((dt.date(2024, 5, 1), "2023-02-30", 5, True, text[:9]))
    if chance.random() < 0.1:
        known[chance.choice((text[:9], "x", 5))] = [None]
    data = yaml.safe_dump(known, allow_unicode=True).encode("utf-8", "surrogatepass")
    if chance.random() < 0.2:
        deep = chance.randrange(2, 30)
        rows = (f"x{n}: &x{n}\n  <<: [*x{n - 1}, *x{n - 1}]\n" for n in range(1, deep))
        data = ("x0: &x0 {title: a}\n" + "".join(rows)).encode()
    return damaged(data, chance) if chance.random() < 0.5 else data


def _archive(text: str, chance: random.Random) -> bytes:
    """A zip of anything, gzip, or the bytes of another kind under this one's name."""
    inside = text.encode("utf-8", "replace")
    members = ("a.txt", "[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "../up",
               "content.xml", "mimetype", "/root", "a\\b", "é", " ")  # fmt: skip
    way = chance.random()
    if way < 0.5:
        chosen = chance.sample(members, chance.randrange(1, 5))
        data = making.archive(dict.fromkeys(chosen, inside))
    elif way < 0.7:
        data = gzip.compress(inside, mtime=0)
    else:
        data = _WRAPPED[chance.choice(("html", "docx", "pdf", "csv", "jsonl"))](text, chance)
    return damaged(data, chance) if chance.random() < 0.3 else data


def _lines(text: str, chance: random.Random) -> bytes:
    """Lines for a machine door, good and bad in turn."""
    ids = (
        "1",
        '"a"',
        "1e999",
        "NaN",
        "9" * 5_000,
        "[" * 200 + "]" * 200,
        "null",
        "true",
        '"\\ud800"',
    )
    lines = []
    for words in text.split("\n")[:6]:
        quoted = json.dumps(words, ensure_ascii=chance.random() < 0.5)
        line = f'{{"KEY": {chance.choice(ids)}, "text": {quoted}}}'
        data = line.encode("utf-8", "surrogatepass")
        lines.append(damaged(data, chance).replace(b"\n", b"") if chance.random() < 0.3 else data)
    return b"\n".join(lines)


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
    ]
    + [outlets.page(name).encode() for name in outlets.PAGES],
    "csv": [(SAMPLES / "export.csv").read_bytes()],
    "jsonl": [(SAMPLES / "export.jsonl").read_bytes(), b'[{"text": "Five died, he said."}]'],
    "docx": [making.docx_of_a_report()],
    "pdf": [
        making.pdf_of_two_pages(),
        making.pdf_of_two_columns(),
        making.pdf(making.printed((60, 700, 11, making.STORY[0])), packed=True),
    ],
}
_SINGULAR = {"beside": _beside, "archive": _archive, "door": _lines}
KINDS = ("made", *SEEDS, *_SINGULAR)
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
SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html", "csv": ".csv", "jsonl": ".jsonl",
           "docx": ".docx", "pdf": ".pdf"}  # fmt: skip


def made_input(kind: str, chance: random.Random) -> str | bytes:
    """One input of a kind: a text for "made", else damaged bytes."""
    if kind == "made":
        return made_text(chance)
    if kind in _SINGULAR:
        return _SINGULAR[kind](made_text(chance), chance)
    if kind == "html" and chance.random() < 0.3:
        return _outlet(made_text(chance), chance)
    if kind in _WRAPPED and chance.random() < 0.4:
        return _WRAPPED[kind](made_text(chance), chance)
    if kind == "docx" and chance.random() < 0.5:
        return making.docx(damaged(_WORD_BODY, chance).decode("utf-8", "ignore"))
    return damaged(chance.choice(SEEDS[kind]), chance)
