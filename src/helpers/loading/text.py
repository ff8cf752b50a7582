"""Bytes of a text file to characters, kept to the letter: UTF-8, or what detection is sure of."""

from __future__ import annotations

import codecs
import re

from ..errors import InputError
from .article_drafts import ArticleDraft, LoadingOptions

_SAVE = "save it as UTF-8 and try again"
# Office formats, archives and pictures that are often taken for text; by their first bytes.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as .docx or as plain text"),
    (b"WARC/", "a web archive", "read it with the corpus command"),
    (b"{\\rtf", "a rich-text file", "save it as .docx or as plain text"),
    (b"\x1f\x8b", "compressed (gzip)", "unpack it first"),
    (b"7z\xbc\xaf", "compressed (7z)", "unpack it first"),
    (b"Rar!", "compressed (RAR)", "unpack it first"),
    (b"BZh", "compressed (bzip2)", "unpack it first"),
    (b"\xfd7zXZ\x00", "compressed (xz)", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "unpack it first"),
)


def read_text(data: bytes, name: str, options: LoadingOptions) -> ArticleDraft:
    """A draft whose text is the file's to the letter; raises InputError."""
    text, notes = decode(data, name, options.encoding)
    return ArticleDraft(text, notes=notes)


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The characters of a text file, and a note where its encoding was not UTF-8.

    The byte-order mark belongs to the encoding. Without ``encoding`` only UTF-8 is taken: a
    guess changes names and quotation marks without a word. Raises InputError.
    """
    refuse_foreign(data, name)
    if encoding == "detect":
        return _detected(data, name)
    if encoding is not None:
        return _as_told(data, name, encoding)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name} is UTF-16, not UTF-8: {_SAVE}")
    if b"\x00" in data:
        raise InputError(f"{name} is binary (it holds NUL bytes): save the article as plain text")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as failure:
        raise InputError(
            f"{name} is not UTF-8 (byte {failure.start} is 0x{data[failure.start]:02x}): "
            f"{_SAVE}, or name its encoding with --encoding (cp1252, detect, …)"
        ) from failure


def refuse_foreign(data: bytes, name: str) -> None:
    """InputError for bytes that are empty, or begin like those of another kind of file."""
    if not data:
        raise InputError(f"{name} is empty: it needs the article's text")
    for start, what, remedy in _FOREIGN:
        if data.startswith(start):
            raise InputError(f"{name} is {what}, not text: {remedy}")


def _as_told(data: bytes, name: str, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        known = codecs.lookup(encoding)
    except (LookupError, ValueError) as failure:
        raise InputError(
            f"encoding {encoding[:40]!r} is not known: use one of Python's codecs, or detect"
        ) from failure
    try:
        text = data.decode("utf-8-sig" if known.name == "utf-8" else known.name)
    except (UnicodeError, ValueError) as failure:
        raise InputError(f"{name} is not in {known.name} ({failure}): try detect") from failure
    except LookupError as failure:  # base64, zlib, rot13 …
        raise InputError(f"{known.name} gives no text: use utf-8, cp1252, detect, …") from failure
    return text, () if known.name == "utf-8" else (f"decoded as {known.name}, as told",)


def _detected(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    marks = (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    for mark, codec in marks:
        if data.startswith(mark):
            return _whole(data, name, codec, "by its byte-order mark")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if b"\x00" in data:
        raise InputError(f"{name} is binary (it holds NUL bytes): save the article as plain text")
    if text is not None:
        return text, ()
    if _is_damaged_utf8(data):
        raise InputError(f"{name} is UTF-8, but damaged: {_SAVE}")
    return _whole(data, name, _best_guess(data, name), "detected")


def _whole(data: bytes, name: str, codec: str, how: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode(codec)
    except UnicodeError as failure:
        raise InputError(f"{name} looks like {codec} but is damaged: {_SAVE}") from failure
    if "\x00" in text:
        raise InputError(f"{name} is binary (it holds NUL bytes): save the article as plain text")
    return text, (f"decoded as {codec}, {how}",)


def _best_guess(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    sample = data[:200_000]
    if _is_western(sample):
        return "cp1252"
    found = from_bytes(sample, enable_fallback=False).best()
    if found is None or found.encoding == "ascii":
        raise InputError(f"{name} is in no encoding that can be told: {_SAVE}")
    return found.encoding


def _is_damaged_utf8(data: bytes) -> bool:
    """True where most bytes beyond ASCII stand in sequences that only UTF-8 has."""
    sequences = re.findall(rb"[\xc2-\xf4][\x80-\xbf]{1,3}", data[:200_000])
    high = sum(byte > 0x7F for byte in data[:200_000])
    return 2 * sum(map(len, sequences)) > high


# What news in the Western code page has beyond ASCII: smart quotes, dashes, ellipsis, euro,
# pound, section, degree, and the letters of names. In such a text a general detector is less
# sure than this list, because code pages of one family differ in a few characters only.
_WESTERN = frozenset(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u20ac\u2122"
    "\u00a0\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00b7\u00bb\u00bc\u00bd\u00be"
    "\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ed\u00ee\u00ef"
    "\u00f1\u00f3\u00f4\u00f6\u00f8\u00fa\u00fb\u00fc\u00df\u00c9\u00d6\u00dc\u00c4\u00c5\u00d8"
)


def _is_western(sample: bytes) -> bool:
    high = [byte for byte in sample if byte > 0x7F]
    if not high or len(high) * 4 > len(sample):
        return False
    if re.search(rb"[\xc0-\xff]{3}", sample):  # a word of another alphabet
        return False
    try:
        beyond = bytes(high).decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(character in _WESTERN for character in beyond)
