"""What an analyst gives to be read: one frozen state, and the article that it stands for."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ...errors import InputError, MetadataError

if TYPE_CHECKING:
    from ...records import Article

VIEWS = {
    "article": "The article",
    "estimates": "Estimates",
    "sources": "Sources",
    "tables": "Tables",
}
"""Word of a view → its name on the page."""

LONGEST_NAME = 60  # characters of a file's name: in UTF-8 none of them takes more than four bytes

_WAYS = {"text": "a pasted text", "upload": "an uploaded file", "path": "a path"}
# What only a command line can do is no advice on a page.
_OPTIONS = (
    re.compile(r",? or [^,:]*--[a-z].*", re.DOTALL),
    re.compile(r": [^:]*--[a-z].*", re.DOTALL),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it; its name is as hostile as its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ArticleSelection:
    """What is to be read, and which of ``VIEWS`` is open.

    One of ``text``, ``upload`` and ``path`` (a file, or an http(s) address) is given, the others
    stay empty. ``outlet`` is the publisher; ``published``, written YYYY-MM-DD, is the day from
    which "Monday" and "10 days ago" are counted. Both override what the article says of itself.
    """

    text: str = field(default="", repr=False)
    upload: Upload | None = None
    path: str = ""
    outlet: str = ""
    published: str = ""
    view: str = "article"


def load_selected(selection: ArticleSelection, *, paths: bool = True) -> Article:
    """The article that the selection stands for.

    An encoding other than UTF-8 is detected, and told in the article's notes. ``paths`` only
    words the advice where nothing is given. Raises InputError or MetadataError.
    """
    from ...loading import LoadingOptions, article_from_text, load_article

    given = [way for way in _WAYS if _is_given(getattr(selection, way))]
    if not given:
        raise InputError(f"Nothing to read yet: {_advice(selection, paths)}")
    if len(given) > 1:
        told = " and ".join(_WAYS[way] for way in given).capitalize()
        raise InputError(f"{told} are given, and one article is read at a time: keep one of them")
    published, outlet = day_of(selection.published), selection.outlet.strip()
    metadata = {"outlet": outlet} if outlet else None
    if given == ["text"]:
        return article_from_text(selection.text, published=published, metadata=metadata)
    load = partial(
        load_article,
        published=published,
        metadata=metadata,
        options=LoadingOptions(encoding="detect"),
    )
    if selection.upload is None:
        # As copied from a file manager, or typed with the home folder's sign.
        return load(os.path.expanduser(selection.path.strip().strip('"')))  # noqa: PTH111  (Path raises where there is no home)
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        # A loader tells a file's kind by its name too, and names it in what it refuses.
        path = Path(folder) / final_name(selection.upload.name)
        path.write_bytes(selection.upload.data)
        return load(path)


def day_of(written: str) -> dt.date | None:
    """The day that YYYY-MM-DD says, None where nothing is written; MetadataError for no day.

    >>> day_of(" 2022-03-29 "), day_of("")
    (datetime.date(2022, 3, 29), None)
    """
    written = written.strip()
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise MetadataError(f"The date is {written[:40]!r}: write it as YYYY-MM-DD, as 2022-03-29")
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise MetadataError(f"No calendar has the day {written}: correct the date") from None


def final_name(name: str) -> str:
    r"""The last part of a name from a browser, without what a file system could trip over.

    >>> final_name("../../etc/passwd"), final_name("C:\\x\\flood.html"), final_name("..")
    ('passwd', 'flood.html', 'upload')
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join("_" if c in '<>:"|?*' or not c.isprintable() else c for c in last)
    clean = clean.strip(". ")
    suffix = PurePath(clean).suffix
    stem, suffix = clean.removesuffix(suffix), suffix[:12]
    return stem[: LONGEST_NAME - len(suffix)] + suffix or "upload"


def in_a_form(message: str) -> str:
    """A refusal without the advice that only a command line can follow.

    >>> in_a_form("it has 9 rows, more than the 5 allowed: split it, or raise --max-chars")
    'it has 9 rows, more than the 5 allowed: split it'
    """
    for option in _OPTIONS:
        message = option.sub("", message)
    return message


def _advice(selection: ArticleSelection, paths: bool) -> str:
    if selection.text:
        return "the pasted text holds only blanks"
    return f"paste a text{',' if paths else ' or'} upload a file{' or give a path' * paths}"


def _is_given(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)
