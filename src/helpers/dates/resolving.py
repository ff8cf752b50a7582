"""Resolving dates against the day of publication.

Rules:

- A weekday is the latest such day on or before publication; "last Monday" printed on a Monday
  is a week before; where its clause looks ahead ("will resume on Tuesday", "by Wednesday", "next
  Friday") it is the first on or after publication ("next": after).
- A day and month without a year has the year told before it in its sentence, or by the date
  before it in the last one; else it is the
  latest on or before publication, the next one where its clause looks ahead, and the nearer of
  the two where the clause does not tell.
- "yesterday" and "Wednesday of last week" count from publication.
- "10 days ago" counts from the day of the utterance where the sentence prints one ("told AFP
  by phone Monday"), else from publication; "the next day" from the day told just before it.
- A month, a season, a year, a week, "two years ago", a feast, "05/03/2024" are no one day: they
  stay unresolved.
- Without a publication date only a full date (day, month, year) resolves.
"""

from __future__ import annotations

import datetime as dt

from helpers.dates.finding import STEPS, DateMention

STATED, WEEKDAY, PUBLICATION, UNRESOLVED = (
    "stated",
    "weekday_resolved",
    "publication_date",
    "unresolved",
)
# Kinds of a mention that are one day.
DAYS = frozenset(("weekday", "week_day", "day", "date"))
# Units of "ago" that lead to one day; "two years ago" does not.
_DAYS_IN = {"hours": 1 / 24, "days": 1, "weeks": 7, "fortnights": 14}


def resolve(
    mention: DateMention, published: dt.date | None, *, said_on: dt.date | None = None
) -> tuple[dt.date | None, str]:
    """(day, basis) of a date as printed; (None, "unresolved") where the text leaves it open.

    ``said_on`` is the day from which "ten days ago" and "the next day" count.
    """
    try:
        day, basis = _resolve(mention, published, said_on)
    except (ValueError, OverflowError):  # 30 February, year 0 after counting back
        day = None
    return (day, basis) if day else (None, UNRESOLVED)


def _resolve(
    mention: DateMention, published: dt.date | None, said_on: dt.date | None
) -> tuple[dt.date | None, str]:
    if mention.kind == "date" and mention.year:
        return dt.date(mention.year, mention.month or 0, mention.day or 0), STATED
    if published is None or mention.kind == "span":
        return None, UNRESOLVED
    if mention.kind == "date":
        return _in_its_year(mention, published), STATED
    if mention.kind == "weekday":
        return _weekday(mention, published), WEEKDAY
    if mention.kind == "week_day":
        monday = published - dt.timedelta(days=published.weekday())
        return monday + dt.timedelta(weeks=mention.weeks, days=mention.weekday or 0), WEEKDAY
    if mention.kind == "following":
        return said_on and said_on + dt.timedelta(days=int(mention.amount or 0)), STATED
    if mention.kind == "day":
        basis = STATED if mention.amount else PUBLICATION
        return published + dt.timedelta(days=int(mention.amount or 0)), basis
    if mention.amount is None or mention.modifier or mention.unit not in _DAYS_IN:
        return None, UNRESOLVED
    back = dt.timedelta(days=mention.amount * _DAYS_IN[mention.unit])
    return (said_on or published) - back, WEEKDAY if said_on else STATED


def _in_its_year(mention: DateMention, published: dt.date) -> dt.date:
    """The day of a month without a year: back, ahead, or the nearer where nothing tells."""
    month, day = mention.month or 0, mention.day or 0
    if mention.modifier in STEPS:
        return dt.date(published.year + STEPS[mention.modifier], month, day)
    back = _next_such(month, day, published, -1)
    ahead = _next_such(month, day, published, 1)
    if mention.tense == "ahead":
        return ahead
    if mention.tense == "past" or published - back <= ahead - published:
        return back
    return ahead


def _next_such(month: int, day: int, published: dt.date, step: int) -> dt.date:
    for years in range(9):  # 29 February comes back within eight years
        try:
            found = dt.date(published.year + step * years, month, day)
        except ValueError:
            continue
        if (found - published).days * step >= 0:
            return found
    raise ValueError("no such day")


def _weekday(mention: DateMention, published: dt.date) -> dt.date:
    day = mention.weekday or 0
    if mention.modifier == "next" or (
        mention.tense == "ahead" and mention.modifier != "last" and not mention.saying
    ):
        ahead = (day - published.weekday()) % 7
        if mention.modifier == "next" and ahead == 0:
            ahead = 7
        return published + dt.timedelta(days=ahead, weeks=mention.weeks)
    back = (published.weekday() - day) % 7
    if mention.modifier == "last" and back == 0:
        back = 7
    return published - dt.timedelta(days=back, weeks=-mention.weeks)
