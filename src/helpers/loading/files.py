"""Bytes of one file, refused by name and size before they are read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..errors import InputError
from .article_drafts import too_long
from .file_kinds import MAX_BYTES, kind_of, refuse_wrong_kind

_HEAD = 4096


def read_file(path: Path, kind: str | None, max_chars: int) -> tuple[bytes, str]:
    """The file's bytes and its kind (found where it is None); raises InputError."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: name one article file in it")
        if not path.exists():
            raise InputError(_missing(path))
        # Pipes and devices never end; opened without waiting, then looked at before reading.
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with os.fdopen(opened, "rb") as file:
            found = os.fstat(opened)
            if not stat.S_ISREG(found.st_mode):
                raise InputError(f"{path} is no plain file: name a file with the article")
            head = file.read(_HEAD)
            kind = kind or kind_of(path.name, head)
            _check_size(found.st_size, kind, path.name, max_chars)
            if kind in {"html", "pdf", "docx"}:
                refuse_wrong_kind(kind, head, path.name)
            return head + file.read(found.st_size), kind
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise InputError(f"{path} cannot be read ({reason}): check its permissions") from failure
    except ValueError as failure:
        raise InputError(f"{str(path)!r} is no usable path ({failure})") from failure


_BINARY = getattr(os, "O_BINARY", 0)


def check_bytes(data: bytes, kind: str, name: str, max_chars: int) -> None:
    """Refuse bytes that are too many for their kind, or of another kind, with an InputError."""
    _check_size(len(data), kind, name, max_chars)
    if kind in {"html", "pdf", "docx"}:
        refuse_wrong_kind(kind, data[:_HEAD], name)


def _check_size(size: int, kind: str, name: str, max_chars: int) -> None:
    if kind in MAX_BYTES:
        if size > MAX_BYTES[kind]:
            raise InputError(
                f"{name} has {size:,} bytes, more than the {MAX_BYTES[kind]:,} allowed: split it"
            )
    # A code point takes at most four bytes: anything larger is too long without a look.
    elif size > 4 * max_chars + 3:
        raise InputError(too_long(f"{name} has {size:,} bytes", max_chars))


def _missing(path: Path) -> str:
    shown = str(path)
    if "\n" in shown or len(shown) > 255:
        return "no file has such a name: for a text, not a file, use article_from_text"
    return f"{shown} does not exist: check the name and the folder"
