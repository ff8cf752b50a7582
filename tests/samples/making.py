"""Samples too large or too binary to be kept as files: each is a function of no arguments.

Also the small writers of PDF and DOCX that the fuzzer starts from.
"""

from __future__ import annotations

import io
import zipfile
import zlib

STORY = (
    "Floods in the Orla valley killed at least 12 people on Monday, officials said.",
    "More than 3,000 residents were evacuated to schools, Mayor Ada Brenn told reporters.",
    '"We have never seen the river this high," Brenn said.',
)


def one_line_of_5_mb() -> bytes:
    return b"Five people died in the flood, the mayor said. " * 106_383


def one_line_just_under_the_limit() -> bytes:
    return (b"Five people died in the flood, the mayor said. " * 4_300)[:200_000]


def tags_100_000_deep() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + b"Five died." + b"</div>" * 100_000


def tags_never_closed() -> bytes:
    return b"<html><body>" + b"<b><i>" * 60_000 + b"Five died."


def page_of_a_million_links() -> bytes:
    return b"<html><body><article>" + b'<a href="/x">more</a> ' * 200_000 + b"</article>"


def attributes_without_end() -> bytes:
    return b"<html><body><p " + b'x="1" ' * 300_000 + b">Five people died in Orla, police said.</p>"


def json_nested_without_end() -> bytes:
    return b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


def csv_with_a_huge_cell() -> bytes:
    return b'title,text\r\nx,"' + b"Five died. " * 20_000 + b'"\r\n'


def quotation_marks_10_000() -> bytes:
    return b'"' * 10_001 + b" Seven people died, he said.\n"


# PDF


def pdf(
    *pages: bytes,
    info: bytes = b"",
    extra: bytes = b"",
    tail: bytes = b"",
    packed: bool = False,
    font: bytes = b"/Helvetica",
) -> bytes:
    """A PDF whose pages show the given content streams; ``tail`` goes into the trailer."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for content in pages:
        filters = b""
        if packed:
            content, filters = zlib.compress(content), b" /Filter /FlateDecode"
        objects.append(
            b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), filters, content)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources "
            b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont %s "
            b"/Encoding /WinAnsiEncoding >> >> %s >> >>" % (len(objects), font, extra)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    if info:
        objects.append(b"<< %s >>" % info)
        tail += b" /Info %d 0 R" % len(objects)
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, tail, start)
    )
    return out.getvalue()


def printed(*lines: tuple[float, float, float, str]) -> bytes:
    """A content stream that prints lines: x, y, size, words."""
    shown = []
    for x, y, size, words in lines:
        escaped = words.encode("cp1252").replace(b"\\", b"\\\\")
        escaped = escaped.replace(b"(", b"\\(").replace(b")", b"\\)")
        shown.append(b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (size, x, y, escaped))
    return b"\n".join(shown)


def _paragraph(x: float, y: float, *lines: str) -> list[tuple[float, float, float, str]]:
    return [(x, y - 14 * i, 11, line) for i, line in enumerate(lines)]


def pdf_of_two_pages() -> bytes:
    first = printed(
        (60, 800, 9, "The Orla Post 14 March 2023"),
        (60, 740, 22, "Floods kill 12 in Orla valley"),
        *_paragraph(60, 700, "Floods in the Orla valley killed at least 12 people on Monday,",
                    "officials said."),
        *_paragraph(60, 640, "More than 3,000 residents were evacuated to schools, Mayor Ada",
                    "Brenn told reporters, and the river is expected to rise until"),
        (280, 30, 9, "Page 1 of 2"),
    )  # fmt: skip
    second = printed(
        (60, 800, 9, "The Orla Post 14 March 2023"),
        *_paragraph(60, 760, "the end of the week, she added."),
        *_paragraph(60, 700, "The bridge at Tarn was closed on Tuesday."),
        (280, 30, 9, "Page 2 of 2"),
    )
    return pdf(first, second, info=b"/Title (Microsoft Word - draft7.doc)")


def pdf_of_two_columns() -> bytes:
    left = _paragraph(
        50,
        700,
        "Floods in the Orla valley killed",
        "at least 12 people on Monday,",
        "officials said.",
    )
    right = _paragraph(
        320,
        700,
        "The second column says that",
        "450 homes were lost, the council",
        "said on Tuesday.",
    )
    # Drawn line by line across the page, as some makers of PDF do.
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    return pdf(printed(*mixed))


def pdf_of_a_scan() -> bytes:
    picture = (
        b"/XObject << /I << /Type /XObject /Subtype /Image /Width 1 /Height 1 "
        b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >> >>"
    )
    return pdf(b"q 500 0 0 700 0 0 cm /I Do Q", extra=picture)


def pdf_locked() -> bytes:
    lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    return pdf(printed((60, 700, 11, STORY[0])), tail=lock)


def pdf_cut_short() -> bytes:
    return pdf_of_two_pages()[:700]


def pdf_packed_bomb() -> bytes:
    return pdf(b"BT /F1 11 Tf 60 700 Td " + b"( ) Tj " * 40_000_000, packed=True)


def pdf_pages_in_a_circle() -> bytes:
    made = pdf(printed((60, 700, 11, STORY[0])))
    return made.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


# DOCX

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
    '"application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName='
    '"/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.styles+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats'
    '.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats'
    '.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats'
    '.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats'
    '.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{_W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        "</w:style>"
        for name in ("Title", "Subtitle", "heading 1", "List Bullet", "caption")
    )
    + "</w:styles>"
)


def word_paragraph(words: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def docx(body: str, *, before: str = "", **members: bytes) -> bytes:
    """A Word file around the body's XML; ``members`` are added, "__" in a name standing for "/"."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{_W}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELS),
            ("word/styles.xml", _STYLES),
            ("word/document.xml", document),
        ):
            archive.writestr(
                zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
        for name, content in members.items():
            path = name.replace("__", "/")
            archive.writestr(
                zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """A zip archive of the members, each by its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def docx_of_a_report() -> bytes:
    def cell(words: str) -> str:
        return f"<w:tc>{word_paragraph(words)}</w:tc>"

    table = (
        "<w:tbl><w:tr>"
        + cell("Town")
        + cell("Dead")
        + "</w:tr><w:tr>"
        + cell("Tarn")
        + (cell("7") + "</w:tr></w:tbl>")
    )
    return docx(
        word_paragraph("Floods kill 12 in Orla valley", "Title")
        + word_paragraph("Schools have become shelters", "Subtitle")
        + "".join(map(word_paragraph, STORY))
        + word_paragraph("What is known of the dead", "heading1")
        + table
        + word_paragraph("The river at Tarn, on Monday", "caption")
    )


def docx_of_entities() -> bytes:
    bomb = (
        "<!DOCTYPE x [<!ENTITY a 'lol'>"
        + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9))
        + "]>"
    )
    return docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", before=bomb)


def docx_that_reads_a_file() -> bytes:
    before = "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
    return docx("<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", before=before)


def docx_bomb() -> bytes:
    return docx(word_paragraph(STORY[0]), word__media__x=bytes(150_000_000))


def docx_with_a_lying_header() -> bytes:
    made = bytearray(docx(word_paragraph(STORY[0]), word__media__x=bytes(5_000_000)))
    size = (5_000_000).to_bytes(4, "little")
    position = made.find(size)
    while position != -1:
        made[position : position + 4] = (10).to_bytes(4, "little")
        position = made.find(size, position)
    return bytes(made)


def docx_that_climbs() -> bytes:
    return docx(word_paragraph(STORY[0]), **{"..__..__evil.sh": b"echo"})


def docx_deep() -> bytes:
    return docx(
        "<w:sdt><w:sdtContent>" * 3_000
        + word_paragraph(STORY[0])
        + "</w:sdtContent></w:sdt>" * 3_000
    )


def docx_empty() -> bytes:
    return docx("")


def zip_of_other_things() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("notes.txt", (2020, 1, 1, 0, 0, 0)), STORY[0])
    return out.getvalue()


def docx_cut_short() -> bytes:
    return docx_of_a_report()[:-400]
