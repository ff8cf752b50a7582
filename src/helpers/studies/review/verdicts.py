"""What a log of corrections says about one article's tables, before anything is changed.

Every event says something of a few groups (a row and one of its columns, or whether the row
stands at all). In each group the heads count: events after which nobody said anything else. Heads
that say the same decide the group; heads that differ are a disagreement, and the machine's value
stands until somebody who saw both decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .events import MENTIONS, Event, described, same_value
from .order import Order
from .targeting import Anchors, Row, Span

if TYPE_CHECKING:
    from .log_files import ReviewLog

Group = tuple[str, str, str]
"""Table, id of the row, and column; ``row`` stands for the row itself."""
ROW, KEPT, REJECTED = "row", "kept", "rejected"
STATUSES = ("applied", "agreed", "conflict", "orphan", "superseded")
_UNKNOWN = object()
_TEXT_GONE = "its words are no longer in the text, or occur there more than once"
_ROW_GONE = "no row uses its words now"
_SOURCE_GONE = "the source it names was not found"
_OTHERWISE = "says otherwise; the machine's value stands"
_LATER = "superseded", "somebody decided later"


class Verdict(NamedTuple):
    """What became of one event: its row now, one of STATUSES, and why.

    ``is_decided`` is false where people say different things and nobody has decided.
    """

    event: Event
    row_id: str | None
    status: str
    why: str
    is_decided: bool = True


class _Said(NamedTuple):
    row_id: str | None
    values: dict[Group, Any]


@dataclass
class Verdicts:
    """What holds of one article's tables by a log, and what became of each of its events."""

    anchors: Anchors
    log: ReviewLog
    decided: dict[Group, Any] = field(default_factory=dict, init=False)
    added: dict[tuple[str, Span], str] = field(default_factory=dict, init=False)
    described: dict[str, tuple[Span, Row]] = field(default_factory=dict, init=False)
    split: dict[Span, tuple[str, str]] = field(default_factory=dict, init=False)
    same_source: dict[str, str] = field(default_factory=dict, init=False)
    by: dict[Group, list[Event]] = field(default_factory=dict, init=False)
    """Who said what holds: the group's events with the decided value."""

    def __post_init__(self) -> None:
        self._order = Order(self.log.events)
        self._live = [e for e in self.log.events if e.id not in self._order.taken_back]
        self._said: dict[str, _Said] = {}
        self._groups: dict[Group, Group] = {}
        self._lost: dict[str, str] = {}
        self._heads: dict[Group, dict[str, Event]] = {}
        self._disputed: set[Group] = set()
        for event in self._live:
            if event.op == "add":
                self._take_added(event)
        self._weigh(event for event in self._live if event.op in ("merge", "split"))
        self._join()
        self._weigh(event for event in self._live if event.op not in ("merge", "split"))

    def _take_added(self, event: Event) -> None:
        span, table = self.anchors.span(event.target), event.target.table
        if span and self.anchors.row(table, span) is None:
            mark = "r" if table == "claims" else ""
            article_id = self.anchors.tables.article.article_id
            self.added[table, span] = f"{article_id}-{table[0]}{span[0]}-{span[1]}{mark}"

    def _row_of(self, table: str, span: Span) -> str | None:
        """The row on these words, of the machine or added by a person."""
        found = self.anchors.row(table, span) or self.added.get((table, span))
        return self._root(found) if found else None

    def _weigh(self, events: Iterable[Event]) -> None:
        members: dict[str, Mapping[Group, Any]] = {}
        for event in events:
            told = self._sayings(event)
            if isinstance(told, str):
                self._lost[event.id] = told
            else:
                self._said[event.id] = told
                members[event.id] = told.values
        for group, heads in self._order.heads(members).items():
            self._heads[group] = {head.id: head for head in heads}
            values = {self._said[head].values[group] for head in self._heads[group]}
            if len(values) == 1:
                self.decided[group] = values.pop()
            else:
                self._disputed.add(group)
        # Of a row that one keeps and another rejects nothing is decided.
        doubted = {group[:2] for group in self._disputed if group[2] == ROW}
        self.decided = {g: v for g, v in self.decided.items() if g[:2] not in doubted}
        for identifier, values_said in members.items():
            for group, value in values_said.items():
                if group in self.decided and self.decided[group] == value:
                    self.by.setdefault(group, []).append(self._order.events[identifier])

    def _sayings(self, event: Event) -> _Said | str:
        """What an event says by group; in a few words why nothing, where it is an orphan."""
        table, op = event.target.table, event.op
        if op == "revert":
            return _Said(None, {}) if event.after in self._order.events else "takes back no event"
        span = self.anchors.span(event.target)
        if span is None:
            return _TEXT_GONE
        row = self._row_of(table, span)
        if op in ("note", "reject"):
            return _Said(row, {(table, row, ROW): REJECTED} if row and op == "reject" else {})
        if row is None:
            return _ROW_GONE
        if op == "merge":
            return self._merged(event, row)
        if op == "split":
            return self._parted(event, row)
        values: dict[Group, Any] = {self._group(table, row, ROW): KEPT}
        for name, value in event.values.items():
            told = self._resolved(event, name, value)
            if told is _UNKNOWN:
                return _SOURCE_GONE
            values[self._group(table, row, name)] = told
        return _Said(row, values)

    def _group(self, table: str, row: str, name: str) -> Group:
        """Each group once in memory: many events speak of few."""
        group = table, row, name
        return self._groups.setdefault(group, group)

    def _merged(self, event: Event, row: str) -> _Said | str:
        values: dict[Group, Any] = {}
        for mention in event.after["mentions"]:
            span = self.anchors.mentioned(mention, event.target.sha256)
            other = self.anchors.source(span) if span else None
            if other is None:
                return _SOURCE_GONE
            if other != row:
                values["sources", other, "same_as"] = row
        return _Said(row, values)

    def _parted(self, event: Event, row: str) -> _Said | str:
        spans = [self.anchors.mentioned(m, event.target.sha256) for m in event.after["mentions"]]
        found = sorted(span for span in spans if span)
        if len(found) < len(spans):
            return _SOURCE_GONE
        new = self._describe(found[0], described(event.after) or {})
        if new == row:
            return "it names the source's first mention: split the others from it"
        own = [span for span in found if self.anchors.source(span) == row]
        return _Said(row, {("sources", row, f"split@{a}-{b}"): new for a, b in own})

    def _describe(self, span: Span, told: Row) -> str:
        """The id of a source that a person named, its row kept in case it is needed."""
        new = f"{self.anchors.tables.article.article_id}-s{span[0]}-{span[1]}"
        # Of two descriptions always the same one, whatever the order of the log.
        self.described[new] = min((span, told), self.described.get(new, (span, told)), key=repr)
        return new

    def _join(self) -> None:
        for (_, row, name), value in self.decided.items():
            if name == "same_as":
                one, other = self._root(row), self._root(value)
                if one != other:
                    first, second = sorted((one, other), key=self._at)
                    self.same_source[second] = first
            elif name.startswith("split@"):
                start, _, end = name.removeprefix("split@").partition("-")
                self.split[int(start), int(end)] = row, value

    def _root(self, source_id: str) -> str:
        while source_id in self.same_source:
            source_id = self.same_source[source_id]
        return source_id

    def _at(self, source_id: str) -> tuple[int, str]:
        row = self.anchors.by_id.get(source_id)
        return (int(row["first_start"]) if row else 0), source_id

    def source_now(self, source_id: str | None) -> str | None:
        """The source's id once merges are done and rejected rows are gone."""
        if source_id is None:
            return None
        source_id = self._root(source_id)
        return None if self.decided.get(("sources", source_id, ROW)) == REJECTED else source_id

    def _resolved(self, event: Event, name: str, value: Any) -> Any:
        """The value as it stands in this article's tables; _UNKNOWN for a source not found."""
        if name not in MENTIONS or value is None:
            return same_value(name, value)
        span = self.anchors.mentioned(value, event.target.sha256)
        if span is None:
            return _UNKNOWN
        if span in self.split:
            return self.split[span][1]
        if span in self.anchors.rejected:
            return None
        found = self._row_of("sources", span)
        if found is not None:
            return found
        told = described(value)
        if told is None:
            return _UNKNOWN
        return self._describe(span, told)

    def machine_value(self, group: Group) -> Any:
        """What the machine says now."""
        row = self.anchors.by_id.get(group[1], {})
        if group[2] in MENTIONS:
            told = row.get("source_id" if group[2] == "source" else "via_source_id")
            return self._root(told) if told else None
        return same_value(group[2], row.get(group[2]))

    def statuses(self) -> list[Verdict]:
        """What became of each event, in the order of the text and of time."""
        found = [self._verdict(event) for event in self.log.events]
        return sorted(
            found,
            key=lambda v: (v.event.target.start, v.event.target.end, v.event.when, v.event.id),
        )

    def _verdict(self, event: Event) -> Verdict:
        if event.id in self._order.taken_back:
            return Verdict(event, None, "superseded", "taken back")
        if event.id in self._lost:
            return Verdict(event, None, "orphan", self._lost[event.id])
        said = self._said[event.id]
        status, why = self._status(event, said)
        return Verdict(event, said.row_id, status, why, not why.endswith(_OTHERWISE))

    def _status(self, event: Event, said: _Said) -> tuple[str, str]:
        if event.op in ("note", "revert"):
            return "applied", ""
        if not said.values:
            return "agreed", "the row already says so"
        row = (event.target.table, said.row_id or "", ROW)
        if event.op != "reject" and self.decided.get(row) == REJECTED:
            return "superseded", "the row was rejected later"
        heads, alone = self._heads, len(said.values) == 1
        leading = {
            group: value
            for group, value in said.values.items()
            if event.id in heads[group] and (alone or group[2] != ROW)
        }
        if not leading:
            return _LATER
        disputed = sorted(g for g in (*leading, row) if g in self._disputed)
        if disputed:
            return "conflict", f"{disputed[0][2]}: {self._against(event, disputed[0])}"
        return self._against_machine(event, leading)

    def _against(self, event: Event, group: Group) -> str:
        value = self._said[event.id].values.get(group)
        others = {
            head.who
            for head in self._heads[group].values()
            if self._said[head.id].values[group] != value
        }
        return f"{', '.join(sorted(others))} {_OTHERWISE}"

    def _against_machine(self, event: Event, leading: dict[Group, Any]) -> tuple[str, str]:
        table, row_id = event.target.table, self._said[event.id].row_id or ""
        if event.op in ("reject", "merge", "split") or row_id not in self.anchors.by_id:
            return "applied", ""
        said_before = event.told_before
        applied = False
        for group, value in sorted(leading.items()):
            now = self.machine_value(group)
            if now == value or group == (table, row_id, ROW):
                continue
            then = said_before.get(group[2], _UNKNOWN)
            known = then is not _UNKNOWN and event.op != "add"
            if event.op == "add" or (known and self._resolved(event, group[2], then) != now):
                return "conflict", f"{group[2]}: the machine now says something else"
            applied = True
        return ("applied", "") if applied else ("agreed", "the machine says the same")
