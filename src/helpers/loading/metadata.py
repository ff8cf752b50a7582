"""What is known about an article beside its text: the ``.yaml`` kept with it, checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from ..errors import MetadataError

METADATA_KEYS = ("title", "outlet", "agency", "published", "url", "lang", "byline")
_KEPT_BESIDE = frozenset({*METADATA_KEYS, "rights", "set", "note"})
_MAX_BYTES = 20_000
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_SHOWN = 200  # characters of somebody else's words in a message

_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]+")
# What moves a terminal's cursor, colours it, or turns the direction of writing there.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def metadata_beside(path: Path) -> dict[str, object]:
    """The metadata of ``<same name>.yaml``, empty where none stands; raises MetadataError."""
    import yaml

    beside = path.with_suffix(".yaml")
    if beside == path or not beside.is_file():
        return {}
    try:
        if beside.stat().st_size > _MAX_BYTES:
            raise MetadataError(f"{beside.name} has more than {_MAX_BYTES:,} bytes: shorten it")
        text = beside.read_text("utf-8")
        _check_plain(text, beside.name)
        known = yaml.safe_load(text)
    except (yaml.YAMLError, OSError, ValueError, OverflowError) as failure:
        raise MetadataError(f"{beside.name} is no readable YAML: {_shown(failure)}") from failure
    if known is None:
        return {}
    if not isinstance(known, dict):
        raise MetadataError(f"{beside.name} holds a {type(known).__name__}: it needs key: value")
    unknown = sorted(str(key) for key in known if key not in _KEPT_BESIDE)
    if unknown:
        raise MetadataError(
            f"{beside.name} has unknown keys {_shown(', '.join(unknown))}: "
            f"use {', '.join(sorted(_KEPT_BESIDE))}"
        )
    return {key: known.get(key) for key in METADATA_KEYS}


def _check_plain(text: str, name: str) -> None:
    """Raises MetadataError for all but lines of key: value, before anything is built of it.

    A few aliases can stand for a billion items, and a merge key copies what it names.
    """
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if marked or getattr(event, "value", None) == "<<":
            raise MetadataError(f"{name} uses YAML's &, *, ! or <<: write key: value lines alone")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > 1:
            raise MetadataError(f"{name} has a list or further keys in a key: give each one text")


def _shown(found: object) -> str:
    return _one_line(" ".join(str(found)[:_MAX_SHOWN].split()))


def _one_line(text: str) -> str:
    return _CONTROLS.sub("\ufffd", _BREAKS.sub(" ", text)).strip(" ")


def text_or_none(known: Mapping[str, object], key: str) -> str | None:
    """The text under ``key`` as one line that is safe to print, None where there is none.

    MetadataError for anything but text.
    """
    found = known.get(key)
    if found is None or isinstance(found, str):
        return _one_line(found or "") or None
    raise MetadataError(f"{key} is a {type(found).__name__}: write it as text in quotation marks")


def date_or_none(found: object) -> dt.date | None:
    """The day that ``found`` (a date or YYYY-MM-DD) says; MetadataError where it says none."""
    if isinstance(found, dt.datetime):
        return found.date()
    if found is None or isinstance(found, dt.date):
        return found
    shown = found[:40] if isinstance(found, str) else type(found).__name__
    try:
        return dt.date.fromisoformat(found if isinstance(found, str) else "")
    except ValueError as failure:
        told = "no calendar has that day" if _DAY.fullmatch(shown) else "write it as YYYY-MM-DD"
        raise MetadataError(f"published is {shown!r}: {told}") from failure
