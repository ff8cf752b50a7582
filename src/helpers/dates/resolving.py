"""Resolving dates against the day of publication, and the day a number is for.

Rules:

- A weekday is the latest such day on or before publication; "last Monday" printed on a Monday
  is a week before; where its clause looks ahead ("will resume on Tuesday", "by Wednesday", "next
  Friday") it is the first on or after publication ("next": after).
- A day and month without a year has the year told before it in its sentence; else it is the
  latest on or before publication, the next one where its clause looks ahead, and the nearer of
  the two where the clause does not tell.
- "yesterday" and "Wednesday of last week" count from publication.
- "10 days ago" counts from the day of the utterance where the sentence prints one ("told AFP
  by phone Monday"), else from publication.
- A month, a season, a year, a week, "two years ago", a feast, "05/03/2024" are no one day: they
  stay unresolved, and so does every number of which nothing nearer tells the day.
- Without a publication date only a full date (day, month, year) resolves.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Sequence

from helpers import vocabulary
from helpers.dates.finding import STEPS, DateMention
from helpers.records import Sentence

STATED, WEEKDAY, PUBLICATION, UNRESOLVED = (
    "stated",
    "weekday_resolved",
    "publication_date",
    "unresolved",
)
# Between a date and a number these words begin another clause: the date is not the number's.
CLAUSE_MARK = re.compile(
    r"[;—“”\"]|\b(?:that|which|who|whose|where|while|but|before|because|since|until)\b"
)
SIDE_CLAUSE = re.compile(
    r", (?:who|whose|which|where|\w+ed|built|born|begun|held|made|now) [^,;—]{0,120},"
)
# "212,000, up from 198,000 in February": the date is of the other figure.
COMPARED = re.compile(r"\b(?:(?:up|down) from|compared (?:with|to)|against|versus)\b")
WINDOW = 600  # characters on each side of a number that count as its sentence
# Kinds of a mention that are one day.
_DAYS = frozenset(("weekday", "week_day", "day", "date"))
# Units of "ago" that lead to one day; "two years ago" does not.
_DAYS_IN = {"hours": 1 / 24, "days": 1, "weeks": 7, "fortnights": 14}
PAST_STOCK = re.compile(r"\bbefore (?:the|it|its|he|she|they|this|that)\b")


def resolve(
    mention: DateMention, published: dt.date | None, *, said_on: dt.date | None = None
) -> tuple[dt.date | None, str]:
    """(day, basis) of a date as printed; (None, "unresolved") where the text leaves it open."""
    try:
        return _resolve(mention, published, said_on)
    except (ValueError, OverflowError):  # 30 February, year 0 after counting back
        return None, UNRESOLVED


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
    if mention.kind == "day":
        return published + dt.timedelta(days=int(mention.amount or 0)), PUBLICATION
    if mention.amount is None or mention.modifier or mention.unit not in _DAYS_IN:
        return None, UNRESOLVED
    back = dt.timedelta(days=mention.amount * _DAYS_IN[mention.unit])
    return (said_on or published) - back, WEEKDAY if said_on else PUBLICATION


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

    In this order: the time it is part of; the nearest time in its own clause; the day on which
    the sentence says it was said; the day of publication; else unresolved. A time that is no one
    day leaves the number unresolved, as does one after "from". Dates after "since", "until",
    "before", "after" bound a span and are passed over, as are those in a clause that only
    describes somebody (", who is to visit on Saturday,").
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
    saying = next((d for d in own if d.saying and d.kind in _DAYS), None)
    said_on = resolve(saying, published)[0] if saying else None
    for mention in own:
        if mention.start <= start and end <= mention.end:
            found = resolve(mention, published, said_on=said_on)
            # "three years ago", "the last two years": how long it is on the day of publication.
            return fallback if kind == "duration" and found[0] is None else found
    if kind == "population" and PAST_STOCK.search(text, end, min(sentence.end, end + 80)):
        return None, UNRESOLVED
    lists = vocabulary.load("dates")["cues"]
    aside = [m.span() for m in SIDE_CLAUSE.finditer(text, sentence.start, sentence.end)]
    near = [
        d
        for d in own
        if not (d.saying and d.kind in _DAYS)
        and d.cue not in lists["bounding"]
        and not any(a <= d.start < b and not a <= start < b for a, b in aside)
        and _same_clause(text, d, start, end)
    ]
    nearest = min(near, key=lambda d: (d.aside, max(d.start - end, start - d.end)), default=None)
    if nearest is not None and not (nearest.aside and said_on):
        if nearest.cue in lists["opening"]:
            return None, UNRESOLVED
        return resolve(nearest, published, said_on=said_on)
    if saying is not None and said_on is not None:
        return resolve(saying, published)
    return fallback


def _same_clause(text: str, mention: DateMention, start: int, end: int) -> bool:
    low, high = (mention.end, start) if mention.end <= start else (end, mention.start)
    return not CLAUSE_MARK.search(text, low, high) and not COMPARED.search(text, low, high)
