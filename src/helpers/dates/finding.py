"""Finding the dates that running text prints, from "Tuesday" to "5 March 2022"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from helpers import vocabulary


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as printed at ``start..end``.

    ``kind``: weekday, day (today, yesterday), ago, period ("earlier this month"), date (day and
    month), month, year. ``modifier``: last, next, this, earlier, later or None. ``cue``: the
    preposition before it (on, in, by, since, until ...). ``ahead``: what is told lies in the
    future. ``saying``: it is the day on which something was said.
    """

    start: int
    end: int
    kind: str
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    amount: float | None = None
    unit: str | None = None
    modifier: str | None = None
    cue: str | None = None
    ahead: bool = False
    saying: bool = False


def _any(words) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    lists = vocabulary.load("dates")
    months = [m.capitalize() for m in lists["months"]]
    long_months = [m.capitalize() for m in lists["months"] if len(m) > 3 or m == "may"]
    # "may" and "march" are dates only with a capital; short forms need their capital too.
    full_days = [d.capitalize() for d in lists["weekdays"]]
    return re.compile(
        rf"""
        (?<![\w-])(?:
          # 2022-03-05
          (?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))
          # 5 March 2022, 5th of March
        | (?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:\ of)?\ (?P<m1>{_any(months)})\b\.?
            (?:,?\ (?P<y1>(?:19|20)\d\d))?
          # March 5, 2022; Oct. 3
        | (?P<m2>{_any(months)})\b\.?\ (?P<d2>[0-3]?\d)(?:st|nd|rd|th)?
            (?![\d,.]\d|\d|\ ?(?:percent|per\ cent|%|million|billion))(?:,?\ (?P<y2>(?:19|20)\d\d))?
          # March 2022
        | (?P<m3>{_any(months)})\b\.?,?\ (?:of\ )?(?P<y3>(?:19|20)\d\d)
          # last Monday, Tuesday
        | (?:(?P<mod4>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his\ coming|[Tt]he\ previous|[Cc]oming
              |[Ee]arlier)\ )?
            (?P<w4>{_any(full_days)})\b
          # 10 days ago, a month earlier
        | (?:(?P<n5>\d{{1,4}}(?:\.\d)?|{_any(lists["numbers"])}
              |[Aa]n?\ few|[Ss]everal|[Aa]\ couple\ of)\ (?P<u5>{_any(lists["units"])})
            \ (?P<a5>ago|earlier|before|previously|later))
          # last week, earlier this month, next year
        | (?P<mod6>[Ee]arlier\ this|[Ll]ater\ this|[Ee]arly\ (?:this|last)|[Ll]ate\ last
              |[Ll]ast|[Nn]ext
              |[Tt]his|[Tt]he\ (?:past|previous|coming)|[Tt]hat)
            \ (?P<u6>week|month|year|weekend|night|morning|evening|afternoon
              |summer|spring|winter|autumn|fall)\b
        | (?P<day>[Tt]oday|[Tt]onight|[Oo]vernight|[Yy]esterday|[Tt]omorrow)\b
          # in March, in 2014
        | (?<=[IiSsBbDdLl][ncyuaefi][ ])(?P<y7>(?:19|20)\d\d)\b(?![-–,.]?\d|\ ?%)
        | (?P<m8>{_any(long_months)})\b(?!\ \d)
        | (?P<y9>(?:19|20)\d\d)\b(?![-–,.]?\d|\ ?%)
        )
        """,
        re.VERBOSE,
    )


YEAR_CUES = frozenset(
    {
        "in",
        "since",
        "by",
        "until",
        "before",
        "after",
        "during",
        "from",
        "early",
        "late",
        "mid",
        "around",
        "of",
    }
)
MONTH_CUES = frozenset(
    {
        "in",
        "since",
        "by",
        "until",
        "before",
        "after",
        "during",
        "from",
        "early",
        "late",
        "mid",
        "last",
        "next",
        "this",
        "of",
        "through",
        "between",
        "and",
        "throughout",
    }
)
WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
PERIOD_UNITS = {
    "week": "weeks", "weekend": "weeks", "month": "months", "year": "years", "night": "days",
    "morning": "days", "evening": "days", "afternoon": "days", "summer": "years",
    "spring": "years", "winter": "years", "autumn": "years", "fall": "years",
}  # fmt: skip


def find_dates(text: str) -> list[DateMention]:
    """The dates printed in ``text``, in order, not overlapping."""
    found: list[DateMention] = []
    for match in _pattern().finditer(text):
        mention = _read(text, match)
        if mention is not None:
            found.append(mention)
    return found


def _read(text: str, match: re.Match[str]) -> DateMention | None:
    lists = vocabulary.load("dates")
    months, numbers = lists["months"], lists["numbers"]
    g = match.groupdict()
    start, end = match.span()
    before = [w.lower() for w in WORD.findall(text, max(0, start - 70), start)]
    near = _clause_words(text, start)
    previous = before[-1] if before else ""
    cue = (
        previous
        if previous
        in {"on", "in", "by", "since", "until", "till", "before", "after", "from", "during", "of"}
        else None
    )
    ahead = cue == "by" or any(
        w in {"will", "shall", "next", "coming", "upcoming", "due", "scheduled"} for w in near
    )
    base = {"cue": cue, "ahead": ahead, "saying": _is_saying(text, start)}
    if g["iso"]:
        year, month, day = map(int, g["iso"].split("-"))
        return _dated(start, end, day, month, year, base)
    if g["d1"]:
        return _dated(start, end, int(g["d1"]), months[g["m1"].lower()], g["y1"], base)
    if g["d2"]:
        return _dated(start, end, int(g["d2"]), months[g["m2"].lower()], g["y2"], base)
    if g["m3"]:
        return DateMention(
            start, end, "month", month=months[g["m3"].lower()], year=int(g["y3"]), **base
        )
    if g["w4"]:
        low = g["w4"].lower()
        if (
            len(low) <= 5
            and low in {"sun", "sat", "mon", "wed"}
            and not re.match(r"\.|,? \d", text[end : end + 3])
        ):
            return None  # "the Sun", "Sat" as a word
        modifier = (g["mod4"] or "").lower()
        modifier = (
            "next"
            if "coming" in modifier
            else "last"
            if "previous" in modifier
            else modifier or None
        )
        return DateMention(
            start, end, "weekday", weekday=lists["weekdays"][low], modifier=modifier, **base
        )
    if g["n5"]:
        if g["a5"] == "before" and re.match(r" [a-z]", text[end : end + 2]):
            return None  # "three years before the war"
        word = g["n5"].lower()
        amount = (
            None
            if word in {"a few", "an few", "several"}
            else 2.0
            if word == "a couple of"
            else (float(word) if word[0].isdigit() else float(numbers[word]))
        )
        modifier = {"ago": None, "later": "later"}.get(g["a5"], "earlier")
        return DateMention(
            start,
            end,
            "ago",
            amount=amount,
            unit=lists["units"][g["u5"]],
            modifier=modifier,
            **base,
        )
    if g["mod6"]:
        modifier = g["mod6"].lower()
        word = next(
            k
            for k in (
                "earlier",
                "later",
                "last",
                "next",
                "coming",
                "previous",
                "past",
                "this",
                "that",
            )
            if k in modifier
        )
        word = {"coming": "next", "previous": "last"}.get(word, word)
        if word == "that" or word == "past":
            return None  # the time meant is told elsewhere, or is a span
        if "last" in modifier:
            word = "last"
        return DateMention(start, end, "period", unit=PERIOD_UNITS[g["u6"]], modifier=word, **base)
    if g["day"]:
        return DateMention(start, end, "day", amount=float(lists["days"][g["day"].lower()]), **base)
    if g["m8"]:
        if previous not in MONTH_CUES:
            return None
        modifier = previous if previous in {"last", "next"} else None
        return DateMention(
            start, end, "month", month=months[g["m8"].lower()], modifier=modifier, **base
        )
    year = g["y7"] or g["y9"]
    if previous not in YEAR_CUES:
        return None
    return DateMention(start, end, "year", year=int(year), **base)


def _dated(start, end, day, month, year, base) -> DateMention | None:
    if not 1 <= day <= 31:
        return None
    return DateMention(
        start, end, "date", day=day, month=month, year=int(year) if year else None, **base
    )


def _clause_words(text: str, start: int) -> list[str]:
    """The words of the clause before a date, as far as its last comma or 60 characters."""
    stretch = text[max(0, start - 60) : start]
    cut = max(stretch.rfind(mark) for mark in (",", ";", ".", "—", "\n"))
    return [w.lower() for w in WORD.findall(stretch[cut + 1 :])]


def _is_saying(text: str, start: int) -> bool:
    """True for "said Thursday", "told AFP by phone Monday": the day of the utterance."""
    cues = vocabulary.load("dates")["cues"]
    stretch = text[max(0, start - 80) : start]
    cut = max(stretch.rfind(mark) for mark in (".", ";", "\n", "“", '"', "”"))
    words = WORD.findall(stretch[cut + 1 :])
    for steps, word in enumerate(reversed(words)):
        low = word.lower()
        if low in cues["saying"]:
            return True
        if steps >= 6 or not (low in cues["between"] or (word[:1].isupper() and steps < 5)):
            return False
    return False
