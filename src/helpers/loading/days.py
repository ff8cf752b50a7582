"""The day that a stamp of a page or an export says, in the forms that archives print."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20|21)\d\d"
_WORDED = re.compile(
    rf"(?<!\w)(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<m1>{_MONTH})\.?,?[\s-](?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s"
    # "Thu May 16 10:32:00 +0000 2024", as social media stamp what is posted there.
    rf"(?:\d\d:\d\d:\d\d\s(?:[+-]\d{{4}}|[A-Z]{{3,4}})\s)?(?P<y2>{_YEAR}))(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"({_YEAR})([-/.]?)(\d\d?)\2(\d\d?)(?=$|[T\s,Z_]|\d{{6}}(?:\D|$))")
_YEAR_LAST = re.compile(rf"(\d\d?)([-/.])(\d\d?)\2({_YEAR})(?!\d)")
_SECONDS = re.compile(r"(1\d{9})(?:\d{3}|\.\d{1,9})?")  # of 2001 to 2033, or their thousandths
_LOOKED_AT = 80


def day_of(said: object) -> dt.date | None:
    """The day of a stamp that is one; None where it says none, or could say two.

    Seconds since 1970 count in UTC; every other stamp says the day of its own clock.

    >>> [str(day_of(s)) for s in ("May 16, 2024 Thursday", "20240516T0800Z", 1715817600)]
    ['2024-05-16', '2024-05-16', '2024-05-16']
    >>> day_of("16/05/2024"), day_of("05/03/2024")
    (datetime.date(2024, 5, 16), None)
    """
    if isinstance(said, bool) or not isinstance(said, (str, int, float)):
        return None
    text = str(said).strip()[:_LOOKED_AT]
    seconds = _SECONDS.fullmatch(text)
    first, last = _YEAR_FIRST.match(text), _YEAR_LAST.match(text)
    found: dt.date | None
    if seconds:
        found = dt.datetime.fromtimestamp(int(seconds[1]), dt.UTC).date()
    elif first:
        found = _day(first[1], first[3], first[4])
    elif last:
        found = _of_two(last)
    else:
        found = worded_day(text)
    # 1970-01-01 is what a program writes when it knows no date.
    return None if found == dt.date(1970, 1, 1) else found


def worded_day(text: str) -> dt.date | None:
    """The first day in a line of print that is written with the name of its month."""
    found = _WORDED.search(text)
    if not found:
        return None
    month = found["m1"] or found["m2"]
    return _day(found["y1"] or found["y2"], _MONTHS[month.lower()], found["d1"] or found["d2"])


def _of_two(stamp: re.Match[str]) -> dt.date | None:
    # Where both could be the month, countries differ: better no day than a wrong one. Points
    # are written by those who put the day first.
    day_first = _day(stamp[4], stamp[3], stamp[1])
    month_first = None if stamp[2] == "." else _day(stamp[4], stamp[1], stamp[3])
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _day(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
