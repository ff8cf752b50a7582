"""One correction by one person: what it points at, what it says, and its one line in a log."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ... import schema
from ...errors import ReviewError

VERSION = 1
OPS = ("confirm", "set", "reject", "add", "merge", "split", "note", "revert")
REASONS = (
    "checked", "misread", "wrong_link", "not_a_quantity", "not_a_source", "missed", "same_source",
    "two_sources", "adjudicated", "mistake", "other",
)  # fmt: skip
"""Why a person decided so; ``mistake`` is one's own."""
CONTEXT = 32
"""Characters kept before and after the words that an event points at."""
MENTIONS = ("source", "via")
"""Fields whose value is a mention in the text, or None for nobody."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "numbers": (
        "source", "value", "low", "high", "hedge", "estimated", "trend", "unit", "counted", "kind",
        "population", "stock_or_flow", "place", "as_of", "as_of_basis", "modality", "background",
    ),
    "claims": ("source", "via", "channel", "cue_kind", "polarity", "modality", "topic"),
    "sources": ("name", "role", "affiliation", "country", "source_type", "naming"),
}  # fmt: skip
"""The columns of each table that a person may set."""
_COLUMNS = {
    (table, column.name): column
    for table in FIELDS
    for column in schema.TABLES[table]
    if column.name in FIELDS[table]
}
_NEEDS_FIELDS = frozenset({"set", "confirm", "add"})
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z\Z")
_HEAD = re.compile(rb'\{"id":"([0-9a-f]{32})",')


class Target(NamedTuple):
    """Words of one article that a row stands on, with what is printed around them."""

    table: str
    sha256: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Event(NamedTuple):
    """One act of one person; ``id`` is made of everything else.

    ``before`` says what the machine said (``value``, ``rule_id``, ``version``), ``after`` what
    holds now: a value for ``set``; values by field for ``confirm`` and ``add``; mentions for
    ``merge`` and ``split``; an event's id for ``revert``. ``parents`` are the events seen.
    """

    id: str
    op: str
    target: Target
    field: str | None
    before: Mapping[str, Any] | None
    after: Any
    reason: str
    note: str
    who: str
    when: str
    parents: tuple[str, ...]

    @property
    def values(self) -> Mapping[str, Any]:
        """What the event says of single columns: field → value."""
        if self.op == "set":
            return {str(self.field): self.after}
        return self.after if self.op in _NEEDS_FIELDS else {}

    @property
    def told_before(self) -> Mapping[str, Any]:
        """What the machine said of the same columns when the event was made."""
        value = (self.before or {}).get("value")
        if self.op == "set":
            return {str(self.field): value}
        return value if isinstance(value, Mapping) else {}


def make_event(**parts: Any) -> Event:
    """The event of these parts, its id computed; ReviewError where a part is impossible."""
    draft = Event(id="", **{**parts, "parents": tuple(sorted(set(parts["parents"])))})
    payload = _payload(draft)
    wrong = _fault(payload)
    if wrong:
        raise ReviewError(f"this correction cannot be made: {wrong}")
    return draft._replace(id=_hash(_canonical(payload)))


def event_line(event: Event) -> bytes:
    """The event as one line of a log, its end of line with it."""
    return f'{{"id":"{event.id}",'.encode() + _canonical(_payload(event))[1:] + b"\n"


def event_of_line(line: bytes, targets: dict[Target, Target]) -> Event | str:
    """The event of one line, or in a few words why there is none.

    ``targets`` collects what the log points at, each thing once.
    """
    try:
        payload = json.loads(line)
        if not isinstance(payload, dict):
            return "holds no event"
        version = payload.get("v")
        if isinstance(version, int) and version > VERSION:
            return f"is of version {version}, newer than {VERSION}: update this program to read it"
        told = payload.pop("id", None)
        # What this program wrote need not be written again to be hashed.
        head = _HEAD.match(line)
        rest = b"{" + line[head.end() :].rstrip() if head else _canonical(payload)
        if told != _hash(rest) and told != _hash(_canonical(payload)):
            return "was altered: its id is not that of its content"
    except (ValueError, RecursionError):
        return "is not JSON"
    wrong = _fault(payload)
    return wrong or _built(payload, str(told), targets)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _canonical(payload: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content, in ASCII: half of a surrogate pair has no UTF-8."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _payload(event: Event) -> dict[str, Any]:
    parts = event._asdict()
    del parts["id"]
    return {**parts, "v": VERSION, "target": event.target._asdict(), "parents": list(event.parents)}


def _built(payload: Mapping[str, Any], identifier: str, targets: dict[Target, Target]) -> Event:
    target = Target(*map(payload["target"].__getitem__, Target._fields))
    return Event(
        identifier,
        payload["op"],
        targets.setdefault(target, target),
        payload["field"],
        payload["before"],
        payload["after"],
        payload["reason"],
        payload["note"],
        payload["who"],
        payload["when"],
        tuple(payload["parents"]),
    )


def _fault(payload: Mapping[str, Any]) -> str | None:
    """What is wrong with an event's content, in a few words; None for nothing."""
    if payload.keys() != {*Event._fields, "v"} - {"id"}:
        return "lacks a part of an event, or has one too many"
    if payload["op"] not in OPS:
        return f"has an op that is not one of {', '.join(OPS)}"
    if payload["reason"] not in REASONS:
        return f"has a reason that is not one of {', '.join(REASONS)}"
    who, when, note = payload["who"], payload["when"], payload["note"]
    if not (isinstance(who, str) and who.strip() and isinstance(note, str)):
        return "does not say who made it"
    if not (isinstance(when, str) and _WHEN.match(when)):
        return "has no valid time, such as 2026-11-29T08:00:00Z"
    parents = payload["parents"]
    if not isinstance(parents, list) or not all(isinstance(each, str) for each in parents):
        return "has parents that are not ids"
    before = payload["before"]
    if before is not None and not isinstance(before, dict):
        return "has a before that is not a value, rule_id and version"
    return _target_fault(payload["target"]) or _after_fault(payload)


def _target_fault(target: Any) -> str | None:
    if not isinstance(target, dict) or target.keys() != set(Target._fields):
        return "has an incomplete target"
    if target["table"] not in FIELDS or not isinstance(target["sha256"], str):
        return f"points at a table that is not one of {', '.join(FIELDS)}"
    return None if is_mention(target) else "points at no span of text"


def is_mention(value: Any) -> bool:
    """Whether a value is words of the text: start, end, exact, prefix and suffix that fit."""
    if not isinstance(value, dict):
        return False
    start, end = value.get("start"), value.get("end")
    return (
        type(start) is int
        and type(end) is int
        and all(isinstance(value.get(part), str) for part in ("exact", "prefix", "suffix"))
        and 0 <= start < end
        and len(value["exact"]) == end - start
    )


def _after_fault(payload: Mapping[str, Any]) -> str | None:
    op, after, table = payload["op"], payload["after"], payload["target"]["table"]
    if op == "set":
        return value_fault(table, payload["field"], after)
    if op in ("confirm", "add"):
        if not isinstance(after, dict):
            return "does not say which values hold"
        return next(
            filter(None, (value_fault(table, name, value) for name, value in after.items())), None
        )
    if op in ("merge", "split"):
        mentions = after.get("mentions") if isinstance(after, dict) else None
        if table != "sources" or not isinstance(mentions, list) or not mentions:
            return f"does not say which mentions to {op}"
        if not all(is_mention(mention) for mention in mentions):
            return f"does not say which mentions to {op}"
        return None if op == "merge" or _describes(after) else "does not say who the second is"
    return None if op != "revert" or isinstance(after, str) else "does not say what it takes back"


def _describes(value: Mapping[str, Any]) -> bool:
    """Whether a mention or a split tells enough for a row of sources."""
    wrong = (value_fault("sources", name, value.get(name)) for name in _SOURCE_NEEDS)
    return not any(wrong)


_SOURCE_NEEDS = ("name", "source_type", "naming")


def described(value: Mapping[str, Any]) -> dict[str, Any] | None:
    """The columns of ``sources`` that a mention brings along; None where it tells too little."""
    if not _describes(value):
        return None
    known = {name: value.get(name) for name in FIELDS["sources"]}
    return {name: told for name, told in known.items() if not value_fault("sources", name, told)}


def value_fault(table: str, field: Any, value: Any) -> str | None:
    """Why a column cannot hold a value, in a few words; None where it can."""
    if not isinstance(field, str) or field not in FIELDS[table]:
        return f"sets {str(field)[:40]!a}, which is not one of {', '.join(FIELDS[table])}"
    if field in MENTIONS:
        right = value is None or is_mention(value)
        return None if right else f"gives a {field} that is not a mention in the text"
    column = _COLUMNS[table, field]
    if value is None:
        return f"empties {field}, which is never empty" if column.required else None
    right = {
        "number": type(value) in (int, float) and abs(value) < 1e300,
        "flag": isinstance(value, bool),
        "date": isinstance(value, str) and bool(_ISO_DATE.match(value)),
    }.get(column.kind, isinstance(value, str) and bool(value.strip()))
    if not right or (column.words and value not in column.words):
        wanted = f"one of {', '.join(column.words)}" if column.words else column.kind
        return f"sets {field} to {str(value)[:40]!a}: wanted {wanted}"
    return None


def same_value(field: str, value: Any) -> Any:
    """The value in a form in which two equal ones are equal: 5 and 5.0, spans without words."""
    if isinstance(value, Mapping):
        return value.get("start"), value.get("end")
    if field in ("value", "low", "high") and value is not None:
        return float(value)
    return value


def ids_of(events: Iterable[Event]) -> tuple[str, ...]:
    """The ids of events, sorted."""
    return tuple(sorted(event.id for event in events))
