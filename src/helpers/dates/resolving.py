"""Resolving dates against the day of publication, and the day a number is for.

Rules:

- A weekday is the latest such day on or before publication; "last Monday" printed on a Monday
  is a week before; with a cue of the future ("will resume on Tuesday", "by Wednesday", "next
  Friday") it is the first on or after publication ("next": after).
- A day and month without a year is the latest on or before publication, or the next one with
  a cue of the future. A month or year stands for its first day.
- "yesterday", "last week", "earlier this month" count from publication; a week stands for its
  Monday, a month and a year for their first day, "earlier this" for the beginning of it.
- "10 days ago" counts from the day of the utterance where the sentence prints one ("told AFP
  by phone Monday"), else from publication.
- Without a publication date only a full date (day, month, year; month, year; year) resolves.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Sequence

from dateutil.relativedelta import relativedelta

from helpers import vocabulary
from helpers.dates.finding import DateMention
from helpers.records import Sentence

STATED, WEEKDAY, PUBLICATION, UNRESOLVED = (
    "stated",
    "weekday_resolved",
    "publication_date",
    "unresolved",
)
# Between a date and a number these words begin another clause: the date is not the number's.
CLAUSE_MARK = re.compile(
    r"[;—]|\b(?:that|which|who|whose|where|while|but|after|before|because|when)\b"
)
SIDE_CLAUSE = re.compile(
    r", (?:who|whose|which|where|\w+ed|built|born|begun|held|made|now) [^,;—]{0,120},"
)
# "212,000, up from 198,000 in February": the date is of the other figure.
COMPARED = re.compile(r"\b(?:(?:up|down) from|compared (?:with|to)|against|versus)\b")
WINDOW = 600  # characters on each side of a number that count as its sentence
PAST_STOCK = re.compile(r"\bbefore (?:the|it|its|he|she|they|this|that)\b")


def resolve(
    mention: DateMention, published: dt.date | None, *, said_on: dt.date | None = None
) -> tuple[dt.date | None, str]:
    """(day, basis) of a date as printed; (None, "unresolved") where the text leaves it open."""
    try:
        return _resolve(mention, published, said_on)
    except (ValueError, OverflowError):  # 30 February, year 0 after counting back
        return None, UNRESOLVED


def _resolve(mention, published, said_on):
    if mention.kind == "date":
        if mention.year:
            return dt.date(mention.year, mention.month, mention.day), STATED
        if published is None:
            return None, UNRESOLVED
        return _nearest_year(mention.month, mention.day, published, mention.ahead), STATED
    if mention.kind == "year":
        return dt.date(mention.year, 1, 1), STATED
    if mention.kind == "month" and mention.year:
        return dt.date(mention.year, mention.month, 1), STATED
    if published is None:
        return None, UNRESOLVED
    if mention.kind == "month":
        return _nearest_year(
            mention.month, 1, published, mention.ahead or mention.modifier == "next"
        ), STATED
    if mention.kind == "weekday":
        return _weekday(mention, published), WEEKDAY
    if mention.kind == "day":
        return published + dt.timedelta(days=int(mention.amount)), PUBLICATION
    if mention.kind == "ago":
        if mention.amount is None or mention.modifier in {"earlier", "later"}:
            return None, UNRESOLVED
        anchor = said_on or published
        return _count_back(
            anchor, mention.amount, mention.unit
        ), WEEKDAY if said_on else PUBLICATION
    return _period(mention, published), PUBLICATION


def _nearest_year(month: int, day: int, published: dt.date, ahead: bool) -> dt.date:
    year = published.year
    for step in range(9):  # 29 February comes back within eight years
        try:
            found = dt.date(year + step if ahead else year - step, month, day)
        except ValueError:
            continue
        if (found >= published) if ahead else (found <= published):
            return found
    raise ValueError("no such day")


def _weekday(mention: DateMention, published: dt.date) -> dt.date:
    if mention.modifier == "next" or (
        mention.ahead and mention.modifier != "last" and not mention.saying
    ):
        ahead = (mention.weekday - published.weekday()) % 7
        if mention.modifier == "next" and ahead == 0:
            ahead = 7
        return published + dt.timedelta(days=ahead)
    back = (published.weekday() - mention.weekday) % 7
    if mention.modifier == "last" and back == 0:
        back = 7
    return published - dt.timedelta(days=back)


def _count_back(anchor: dt.date, amount: float, unit: str) -> dt.date:
    if unit == "hours":
        return anchor - dt.timedelta(hours=amount)
    if unit == "fortnights":
        return anchor - dt.timedelta(weeks=2 * amount)
    if unit in {"days", "weeks"}:
        return anchor - dt.timedelta(**{unit: amount})
    if unit == "decades":
        return anchor - relativedelta(years=int(10 * amount))
    whole = int(amount)
    rest = amount - whole
    days = round(rest * (30 if unit == "months" else 365))
    return anchor - relativedelta(**{unit: whole}) - dt.timedelta(days=days)


def _period(mention: DateMention, published: dt.date) -> dt.date:
    steps = {"last": -1, "next": 1}.get(mention.modifier, 0)
    if mention.modifier == "this" and mention.unit != "days":
        return published  # "this year": the span that goes on
    if mention.unit == "days":
        return published + dt.timedelta(days=steps)
    if mention.unit == "weeks":
        return published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=steps)
    if mention.unit == "months":
        return published.replace(day=1) + relativedelta(months=steps)
    return dt.date(published.year + steps, 1, 1)


def as_of_for_number(
    sentence_index: int,
    start: int,
    end: int,
    sentences: Sequence[Sentence],
    dates: Sequence[DateMention],
    published: dt.date | None,
    *,
    text: str = "",
    kind: str | None = None,
) -> tuple[dt.date | None, str]:
    """(day, basis) that the number at ``start..end`` is for.

    In this order: the date it is part of; the nearest date in its own clause; the day on which
    the sentence says it was said; the day of publication; else unresolved. Dates after "since",
    "until", "before", "after" bound a span and are passed over, as are those in a clause that
    only describes somebody (", who is to visit on Saturday,").
    """
    fallback = (published, PUBLICATION) if published else (None, UNRESOLVED)
    if not sentences:
        return fallback
    sentence = sentences[sentence_index]
    sentence = Sentence(
        max(sentence.start, start - WINDOW), min(sentence.end, end + WINDOW), sentence.passage
    )
    low = bisect.bisect_left(dates, sentence.start, key=lambda d: d.start)
    high = bisect.bisect_left(dates, sentence.end, key=lambda d: d.start)
    own = list(dates[low:high])
    saying = next((d for d in own if d.saying and d.kind in {"weekday", "day", "date"}), None)
    said_on = resolve(saying, published)[0] if saying else None
    for mention in own:
        if mention.start <= start and end <= mention.end:
            return resolve(mention, published, said_on=said_on)
    lists = vocabulary.load("dates")
    if kind in lists["kinds"]["undated"]:
        return fallback
    if kind == "population" and PAST_STOCK.search(text, end, min(sentence.end, end + 80)):
        return None, UNRESOLVED
    aside = [m.span() for m in SIDE_CLAUSE.finditer(text, sentence.start, sentence.end)]
    near = [
        d
        for d in own
        if not d.saying
        and d.cue not in lists["cues"]["bounding"]
        and not any(a <= d.start < b and not a <= start < b for a, b in aside)
        and _same_clause(text, d, start, end)
    ]
    for mention in sorted(near, key=lambda d: max(d.start - end, start - d.end)):
        day, basis = resolve(mention, published, said_on=said_on)
        if day is not None:
            return day, basis
    if said_on is not None:
        return resolve(saying, published)
    return fallback


def _same_clause(text: str, mention: DateMention, start: int, end: int) -> bool:
    low, high = (mention.end, start) if mention.end <= start else (end, mention.start)
    return not CLAUSE_MARK.search(text, low, high) and not COMPARED.search(text, low, high)
