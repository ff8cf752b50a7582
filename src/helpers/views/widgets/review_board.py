"""The reader for somebody who corrects: each act is kept before the page says that it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ... import schema
from ...errors import ReviewError
from ...studies.review import FIELDS, Desk, Event, ReviewLog, merge_logs
from ...studies.review.desk import Keep, utc_now
from ...studies.review.harm import by_harm, expected_wrong
from ...studies.review.rates import disagreements_of
from .reader_board import Reader, ReaderSelection
from .review_keys import ReviewKeys

if TYPE_CHECKING:
    from ...tables import Tables

_TYPES = {"number": "number", "date": "date"}


def review_board(
    tables: Tables,
    who: str,
    *,
    keep: Keep,
    log: ReviewLog | None = None,
    others: ReviewLog | None = None,
    when: Callable[[], str] = utc_now,
) -> ReviewBoard:
    """The article to check row by row: c confirm, x reject, e edit, n next, u undo.

    ``keep`` writes an event where it lasts (``functools.partial(append_event, path)``); ``log`` is
    what this person did before. What ``others`` did stays masked until all are done.
    """
    desk = Desk(tables, who, keep=keep, when=when, log=log)
    return ReviewBoard(desk, others=others or ReviewLog())


class ReviewBoard(Reader):
    """A reader whose picked number can be confirmed, rejected, edited; ``desk`` keeps the log."""

    def __init__(self, desk: Desk, *, others: ReviewLog) -> None:
        self.desk = desk
        self._others = others
        self._order = by_harm(desk.machine)["number_id"].tolist()
        first = self._next(None)
        super().__init__(desk.tables, selection=ReaderSelection(picked=(first,) if first else ()))

    def _start(
        self, selection: Any, controls: dict[str, Any], children: list[widgets.Widget]
    ) -> None:
        self.keyboard = ReviewKeys(self.panes, self._order, _form(self.desk.tables))
        self.keyboard.observe(self._acted, names="acts")
        super()._start(selection, controls, [self.keyboard, *children])

    def __repr__(self) -> str:
        return f"<ReviewBoard: {self.progress}>"

    @property
    def progress(self) -> str:
        """How far this person has come, and what is probably wrong among the rest."""
        tables = self.desk.tables
        total, left = len(self._order), len(self._left())
        told = f"{total - left} of {total} checked"
        if left:
            n = round(expected_wrong(tables))
            return f"{told}; about {n} wrong one{'' if n == 1 else 's'} expected among the rest"
        return told + self._compared()

    def _left(self) -> list[str]:
        numbers = self.desk.tables.numbers
        return numbers.loc[numbers["review"] == "unreviewed", "number_id"].tolist()

    def _compared(self) -> str:
        """Once everybody is done, where they differ; until then nothing of what others did."""
        rows = len(self._order)
        people = {event.who for event in self._others.events}
        done = [p for p in people if len(_rows_of(self._others, p, self.desk)) >= rows]
        if not people:
            return ""
        if len(done) < len(people):
            return f"; {', '.join(sorted(people - set(done)))} not done yet"
        differ = disagreements_of(merge_logs(self.desk.log, self._others))
        return f"; {len(differ)} to decide with {', '.join(sorted(people))}"

    def act(self, name: str, row: str | None = None, field: str = "", value: Any = None) -> None:
        """One act, as a key does it: confirm, reject, next, undo, or set a column of a row."""
        row = row if row in self._order else self._current()
        if name == "undo":
            row = self._undo() or row
        elif row is None and name == "set":
            raise ReviewError("pick the number to edit first")
        elif name == "next" or row is None:
            row = self._next(row)
        elif name == "confirm":
            self.desk.confirm(row)
            row = self._next(row)
        elif name == "reject":
            self.desk.reject(row)
            row = self._next(row)
        elif name == "set":
            self.desk.set(
                row, field, value, reason="wrong_link" if field == "source" else "misread"
            )
        else:
            raise ReviewError(f"no act is called {name!a}")
        if name != "next":
            self._read(self.desk.tables)
        known = row if row in self._links else None
        self._selection = replace(self._selection, picked=(known,) if known else ())
        self._move_controls()
        self._draw()

    def _current(self) -> str | None:
        known = [key for key in self.selection.picked if key in self._order]
        return known[0] if known else None

    def _next(self, row: str | None) -> str | None:
        """The row after this one, in the order of harm, that this person has not checked."""
        left = set(self._left())
        at = self._order.index(row) + 1 if row in self._order else 0
        return next((r for r in self._order[at:] + self._order[:at] if r in left), None)

    def _undo(self) -> str | None:
        """Take this person's last act back; the row that it was about."""
        own = [event for event in self.desk.log.events if event.who == self.desk.who]
        back = {event.after for event in own if event.op == "revert"}
        last = next((e for e in reversed(own) if e.op != "revert" and e.id not in back), None)
        if last is None:
            raise ReviewError("there is nothing of yours to undo")
        self.desk.revert(last.id)
        return _row_of(self.desk, last)

    def _acted(self, change: dict[str, Any]) -> None:
        """Answer every act that has not been, in the order of the page."""

        def answer() -> None:
            for n, name, row, field, value in sorted(change["new"], key=lambda act: act[0]):
                if n <= self.keyboard.done:
                    continue
                try:
                    self._guarded(lambda: self.act(name, row, field, value))  # noqa: B023
                finally:
                    self.keyboard.done = n

        with self._lock:
            answer()

    def _read(self, tables: Tables) -> None:
        super()._read(tables)
        looked = tables.numbers.set_index("number_id")
        for at, row in enumerate(self._rows["number_id"]):
            if looked.at[row, "review"] != "unreviewed":
                told = f"{looked.at[row, 'review']} by {looked.at[row, 'reviewed_by']}"
                self._rows.iloc[at, self._rows.columns.get_loc("check")] = told

    def _draw(self) -> None:
        super()._draw()
        numbers = self.desk.tables.numbers
        picked = numbers[numbers["number_id"] == self._current()]
        shown = picked.astype(object).where(picked.notna(), None).to_dict("records")
        now = {name: shown[0].get(name) for name in FIELDS["numbers"]} if shown else {}
        self.keyboard.now = now | ({"source": shown[0]["source_id"]} if shown else {})
        self.keyboard.progress = self.progress


def _row_of(desk: Desk, event: Event) -> str | None:
    span = event.target.start, event.target.end
    numbers = desk.tables.numbers
    found = numbers[(numbers["start"] == span[0]) & (numbers["end"] == span[1])]["number_id"]
    return str(found.iloc[0]) if len(found) else None


def _rows_of(log: ReviewLog, who: str, desk: Desk) -> set[tuple[int, int]]:
    """The numbers of this article that a person has judged."""
    sha256 = desk.tables.article.sha256
    return {
        (event.target.start, event.target.end)
        for event in log.events
        if event.who == who and event.target[:2] == ("numbers", sha256) and event.op != "note"
    }


def _form(tables: Tables) -> dict[str, Any]:
    """What each column of a number takes: words to choose from, or a type to write."""
    columns = {column.name: column for column in schema.TABLES["numbers"]}
    sources = [(f"{n} ({t})", i) for n, t, i in tables.sources[_SOURCE].itertuples(index=False)]
    form: dict[str, Any] = {}
    for name in sorted(FIELDS["numbers"], key=lambda n: (n not in _FIRST, n)):
        if name == "source":
            form[name] = {"words": [("nobody named", None), *sources]}
            continue
        column = columns[name]
        words: list[tuple[str, Any]] = [(word.replace("_", " "), word) for word in column.words]
        if column.kind == "flag":
            words = [("yes", True), ("no", False)]
        form[name] = {"words": words} if words else {"type": _TYPES.get(column.kind, "text")}
    return form


_FIRST = ("kind", "place", "source", "value")
_SOURCE = ["name", "source_type", "source_id"]
