"""Where a person corrects one article: each act becomes an event, kept before anybody is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ...errors import DISTRIBUTION, ReviewError
from .events import FIELDS, MENTIONS, Event, Target, make_event, same_value
from .log_files import ReviewLog
from .replay import replay
from .targeting import KEYS, Anchors, Row, Span, mention_at, span_of

if TYPE_CHECKING:
    from ...tables import Tables

_IN_PLACE = frozenset({"set", "confirm", "note"})
"""What is done to a number by these changes cells of its own row, and of no other."""
Keep = Callable[[Event], object]
"""Puts an event where it lasts; returns only then, and raises where it cannot."""


def utc_now() -> str:
    """The time as an event tells it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Desk:
    """One person's corrections of one article.

    ``keep`` writes each event (to a file: ``functools.partial(append_event, path)``); an event
    that it could not keep was never made. ``when`` tells the time. ``tables`` are the corrected
    tables as of the last event, ``log`` the events so far.
    """

    def __init__(
        self,
        tables: Tables,
        who: str,
        *,
        keep: Keep,
        when: Callable[[], str] = utc_now,
        log: ReviewLog | None = None,
    ) -> None:
        self.log = log or ReviewLog()
        self.who = who
        self._keep, self._when = keep, when
        self._machine = Anchors(tables)
        self._latest: Anchors | None = None
        self._outdated: set[Span] = set()

    @property
    def machine(self) -> Tables:
        """The tables as they were given."""
        return self._machine.tables

    @property
    def tables(self) -> Tables:
        """The corrected tables as of the last event."""
        return self._now().tables

    def confirm(self, row_id: str, *, fields: Sequence[str] = (), note: str = "") -> Event:
        """This row is right as it stands now; ``fields`` names columns if only those are."""
        table, row = self._row(row_id)
        if span_of(table, row) in self._outdated:
            table, row = self._row(row_id, self._now())
        names = fields or FIELDS[table]
        after = {name: self._value(self._standing(), row, name) for name in names}
        return self._made("confirm", table, row, after=after, reason="checked", note=note)

    def set(
        self, row_id: str, field: str, value: Any, *, reason: str = "misread", note: str = ""
    ) -> Event:
        """A column of this row holds something else.

        A reporter is given as the id of a source, as the (start, end) of a mention, or None.
        """
        table, row = self._row(row_id)
        if field in MENTIONS and value is not None:
            value = self._mention(value)
        return self._made("set", table, row, field=field, after=value, reason=reason, note=note)

    def reject(self, row_id: str, *, reason: str = "not_a_quantity", note: str = "") -> Event:
        """This row should not be."""
        table, row = self._row(row_id)
        return self._made("reject", table, row, reason=reason, note=note)

    def add(
        self, table: str, start: int, end: int, values: Mapping[str, Any], *, note: str = ""
    ) -> Event:
        """A row that the machine did not make, on these words of the article."""
        after = {
            name: self._mention(value) if name in MENTIONS and value is not None else value
            for name, value in values.items()
        }
        return self._event(
            "add", self._target(table, (start, end)), after=after, reason="missed", note=note
        )

    def merge(self, row_id: str, others: Sequence[str], *, note: str = "") -> Event:
        """These sources are one."""
        table, row = self._row(row_id)
        after = {"mentions": [self._mention(other) for other in others]}
        return self._made("merge", table, row, after=after, reason="same_source", note=note)

    def split(
        self, row_id: str, mentions: Sequence[Span], who: Mapping[str, Any], *, note: str = ""
    ) -> Event:
        """These mentions of a source are somebody else's: ``who`` has name, source_type, naming."""
        table, row = self._row(row_id)
        text = self._machine.text
        after = {"mentions": [mention_at(text, *span) for span in mentions], **who}
        return self._made("split", table, row, after=after, reason="two_sources", note=note)

    def note(self, row_id: str, note: str) -> Event:
        """Words about a row that change nothing."""
        table, row = self._row(row_id)
        return self._made("note", table, row, reason="other", note=note)

    def revert(self, event_id: str, *, note: str = "") -> Event:
        """Take an event back: what it said no longer counts."""
        taken = next((each for each in self.log.events if each.id == event_id), None)
        if taken is None:
            raise ReviewError(f"the log has no event {event_id!a} to take back")
        return self._event(
            "revert", taken.target, after=event_id, parents=(event_id,), reason="mistake", note=note
        )

    def _now(self) -> Anchors:
        if self._latest is None or self._outdated:
            self._latest = Anchors(replay(self._machine.tables, self.log).tables)
            self._outdated = set()
        return self._latest

    def _standing(self) -> Anchors:
        """Every row that stands now, and every mention; cells on ``_outdated`` words are old.

        To replay takes a tenth of a second, and most acts need no cell that another one changed.
        """
        return self._now() if self._latest is None else self._latest

    def _row(self, row_id: str, anchors: Anchors | None = None) -> tuple[str, Row]:
        row = (anchors or self._standing()).by_id.get(row_id)
        for table, key in KEYS.items():
            if row is not None and row.get(key) == row_id:
                return table, row
        raise ReviewError(f"there is no row {row_id!a}: name a number, a claim or a source")

    def _mention(self, who: Any) -> Row:
        """A mention as an event keeps it, with what the source's row says for later releases."""
        anchors = self._standing()
        if not isinstance(who, str):
            start, end = who
            known = anchors.source((start, end))
            if known is None:
                raise ReviewError(
                    f"{anchors.text[start:end][:40]!a} is not a mention of a source: add one there"
                )
            return {**anchors.mention_of(known), **mention_at(anchors.text, start, end)}
        if who not in anchors.by_id or who not in {r["source_id"] for r in anchors.rows["sources"]}:
            raise ReviewError(f"there is no source {who!a}: name one, or give (start, end)")
        return anchors.mention_of(who)

    def _value(self, anchors: Anchors, row: Row, name: str) -> Any:
        if name not in MENTIONS:
            return same_value(name, row[name])
        source = row["source_id" if name == "source" else "via_source_id"]
        return anchors.mention_of(source) if source else None

    def _target(self, table: str, span: Span) -> Target:
        if not 0 <= span[0] < span[1] <= len(self._machine.text):
            raise ReviewError(f"the article has no characters {span[0]} to {span[1]}")
        words = mention_at(self._machine.text, *span)
        return Target(table, self._machine.sha256, **words)

    def _made(self, op: str, table: str, row: Row, **parts: Any) -> Event:
        machine = self._machine.by_id.get(row[KEYS[table]])
        names = (parts["field"],) if op == "set" else (parts.get("after") or FIELDS[table])
        if op not in ("set", "confirm", "reject"):
            names = ()
        before: dict[str, Any] | None = None
        if machine is not None:
            told = {n: self._value(self._machine, machine, n) for n in names if n in FIELDS[table]}
            before = {
                "value": told.get(parts["field"]) if op == "set" else told,
                "rule_id": machine.get("rule_id"),
                "version": version(DISTRIBUTION),
            }
        return self._event(op, self._target(table, span_of(table, row)), before=before, **parts)

    def _event(self, op: str, target: Target, **parts: Any) -> Event:
        """Make an event, keep it, and only then count it."""
        event = make_event(
            op=op,
            target=target,
            who=self.who,
            when=self._when(),
            **{
                "field": None,
                "before": None,
                "after": None,
                "parents": self._seen(target),
                **parts,
            },
        )
        self._keep(event)
        self.log = ReviewLog((*self.log.events, event), self.log.unread, self.log.notes)
        if target.table != "numbers" or op not in _IN_PLACE:
            self._latest = None
        else:
            self._outdated.add((target.start, target.end))
        return event

    def _seen(self, target: Target) -> tuple[str, ...]:
        """The last events on the same words: what this one was made in sight of."""
        start, end = target.start, target.end  # first: a log may be long
        mine = [
            e
            for e in self.log.events
            if e.target.start == start and e.target.end == end and e.target[:2] == target[:2]
        ]
        parents = {parent for event in mine for parent in event.parents}
        return tuple(event.id for event in mine if event.id not in parents)
