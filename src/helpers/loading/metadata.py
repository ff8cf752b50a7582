"""What is known about an article beside its text: the ``.yaml`` kept with it, checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from ..errors import MetadataError

METADATA_KEYS = ("title", "outlet", "agency", "published", "url", "lang", "byline")
_KEPT_BESIDE = frozenset({*METADATA_KEYS, "rights", "set", "note"})
_MAX_BYTES = 100_000


def metadata_beside(path: Path) -> dict[str, object]:
    """The metadata of ``<same name>.yaml``, empty where none stands; raises MetadataError."""
    import yaml

    beside = path.with_suffix(".yaml")
    if beside == path or not beside.is_file():
        return {}
    try:
        if beside.stat().st_size > _MAX_BYTES:
            raise MetadataError(f"{beside.name} has more than {_MAX_BYTES:,} bytes: shorten it")
        known = yaml.safe_load(beside.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError, ValueError) as failure:
        reason = " ".join(str(failure).split())
        raise MetadataError(f"{beside.name} is no readable YAML: {reason}") from failure
    if known is None:
        return {}
    if not isinstance(known, dict):
        raise MetadataError(f"{beside.name} holds a {type(known).__name__}: it needs key: value")
    unknown = sorted(str(key) for key in known if key not in _KEPT_BESIDE)
    if unknown:
        raise MetadataError(
            f"{beside.name} has unknown keys {', '.join(unknown)}: "
            f"use {', '.join(sorted(_KEPT_BESIDE))}"
        )
    return {key: known.get(key) for key in METADATA_KEYS}


def text_or_none(known: Mapping[str, object], key: str) -> str | None:
    """The text under ``key``, None where there is none; MetadataError for anything else."""
    found = known.get(key)
    if found is None or isinstance(found, str):
        return found or None
    # Not shown as found: a few lines of YAML can stand for a list of a billion items.
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
        raise MetadataError(f"published is {shown!r}: write it as YYYY-MM-DD") from failure
