"""Finding the times that running text prints, from "Tuesday" to "5 March 2022" and "the 1990s"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from helpers import vocabulary


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time as printed at ``start..end``.

    ``kind``: weekday, week_day ("Wednesday of last week"), day (today, yesterday), following
    ("the next day", which counts from the day told before it), ago, date (day and month), or
    span: a time that is no one day or cannot be read as one (a month, a year, "last summer",
    "the 1990s", "05/03/2024"). ``weeks``: weeks to go on from that weekday, or from the week of
    publication. ``modifier``: last, this, next, earlier, later or None. ``cue``: the preposition
    before it (on, in, by, since, until ...). ``tense``: where its clause puts it: ahead, past or
    None. ``saying``: it is the day on which something was said. ``aside``: a year that only
    names a thing ("the 2008 war").
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
    weeks: int = 0
    modifier: str | None = None
    cue: str | None = None
    tense: str | None = None
    saying: bool = False
    aside: bool = False


Fields = Mapping[str, Any] | None

WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}
_YEAR = r"(?:19|20)\d\d"
_REACH = 70  # characters on each side of a time that are read for its preposition and tense
_SPOKEN = 80  # characters before a day in which its verb of saying stands
_SHORT_DAYS = frozenset(("Sun", "Sat", "Mon", "Wed"))
_CLAUSE_ENDS = re.compile(r"[,;.—\n]")
_OPENING = re.compile(r"^(?: (?:morning|afternoon|evening|night))?,")
_SECOND_DAY = re.compile(
    r"(?: (?:and|or|to|through) |[-–])([0-3]?\d)\b(?!,?\d| [a-z]+s\b|[:.%]\d|%)"
)
_NEW_SENTENCE = re.compile(r"[.!?][\"”’)]*\s|\n")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _amounts() -> Mapping[str, float]:
    """Words that count days and weeks, as far as ninety-nine."""
    lists = vocabulary.load("quantities_numerals")
    units, tens = lists["units"], lists["tens"]
    joined = {f"{t}-{u}": tens[t] + units[u] for t in tens for u in units if 0 < units[u] < 10}
    return {"a": 1, "an": 1, "a couple of": 2} | units | tens | joined


@cache
def _pattern() -> re.Pattern[str]:
    """Every form of a time; the outer group that matched names its reader."""
    lists = vocabulary.load("dates")
    # "may" and "march" are times only with a capital; short forms need their capital too.
    names = [m.capitalize() for m in lists["months"]]
    long_months = _any(m for m in names if m == "May" or len(m) > 4 or m in ("June", "July"))
    months = f"(?:{_any(names)})"
    days = _any(d.capitalize() for d in lists["weekdays"])
    units, spans = _any(lists["units"]), lists["spans"]
    periods = _any(spans["periods"])
    number = rf"\d{{1,4}}(?:\.\d)?|{_any(_amounts())}"
    vague = r"(?:an?\ )?(?:few|several|many)"

    def day_of_year(day: int) -> str:
        """The year behind a day and month: "2022", "last year"."""
        return (
            rf"(?:,?\ (?:(?P<y{day}>1\d\d\d|20\d\d)|(?:of\ )?(?P<r{day}>last|this|next)\ year\b))?"
        )

    return re.compile(
        rf"""
        (?<![\w-])(?:
          (?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))
        | (?P<figures>[0-3]?\d(?P<mark>[/.])[0-3]?\d(?P=mark){_YEAR})(?![\d/])
        | (?P<day_month>(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:\ of)?\ (?P<m1>{months})\b
            (?:\.(?=,|\ [a-z\d]))?
            {day_of_year(1)})
        | (?P<month_day>(?P<m2>{months})\b\.?\ (?P<d2>[0-3]?\d)(?:st|nd|rd|th)?
            (?![\d,.]\d|\d|\ ?(?:percent|per\ cent|%|million|billion)){day_of_year(2)})
        | (?P<month_year>{months}\b\.?,?\ (?:of\ )?
            (?:(?P<y3>{_YEAR})|(?:last|this|next)\ year\b))
        | (?P<weekday_ago>(?i:(?P<n4>{number})\ weeks?\ (?P<to4>ago|from))\ (?:on\ )?
            (?P<w4>{days})\b)
        | (?P<weekday_of>(?P<w5>{days}),?(?i:\ (?:of\ |in\ )?(?P<to5>last|this|next)\ week)\b)
        | (?P<week_on>(?i:(?P<to6>last|this|next)\ week)(?:\ on|,)?\ (?P<w6>{days})\b)
        | (?P<weekday>(?:(?i:(?P<to7>last|next|this|this\ coming|the\ previous|coming|earlier))\ )?
            (?P<w7>{days})\b)
        | (?P<following>(?i:{_any(lists["following"])})\b)
        | (?P<ago>(?i:(?P<n8>{number}|{vague})\ (?P<u8>{units})
            \ (?P<to8>ago|earlier|before|previously|later))\b)
        | (?P<night>(?i:(?P<to9>last|this)\ (?:night|morning|evening|afternoon))\b)
        | (?P<day>(?i:{_any(lists["days"])})\b)
        | (?P<span>(?i:
              (?:(?:early\ (?:in\ )?|late\ (?:in\ )?|earlier\ |later\ )?
                (?:last|next|this)|the\ (?:past|previous|coming))\ (?:{periods})\b
            | (?:past|last|previous|coming|next)\ (?:(?:{number}|{vague})\ )?(?:{units})\b
            | recent\ (?:{units})\b
            | (?:{_any(spans["cues"])})\ (?:the\ )?(?:early\ |late\ )?(?:{_any(spans["seasons"])})\b
            | (?:{_any(spans["phrases"])})\b)
            | on\ the\ [0-3]?\d(?:st|nd|rd|th)\b(?!\ (?!and\b|of\ the\ month)[a-z])
            | (?:(?:19|20)\d0|['’]\d0)s\b
            | \d\d?(?:st|nd|rd|th)[\ -]century\b)
        | (?P<month>(?P<m10>{long_months})\b(?!\ \d))
        | (?P<year>(?:1[5-9]|20)\d\d\b(?![-–,.]?\d|\ ?%))
        )
        """,
        re.VERBOSE,
    )


def find_dates(text: str) -> list[DateMention]:
    """The times printed in ``text``, in order, not overlapping."""
    found: list[DateMention] = []
    for match in _pattern().finditer(text):
        read = next(reader for form, reader in _READERS.items() if match[form] is not None)
        around = _around(text, *match.span())
        fields = read(match, around)
        if fields is None:
            continue
        if fields["kind"] == "date" and found and not (fields["year"] or fields.get("modifier")):
            fields = {**fields, "year": _year_before(text, found[-1], match.start())}
        found.append(DateMention(*match.span(), **{**around.fields, **fields}))
        if match["month_day"] and (second := _SECOND_DAY.match(text, match.end())):
            found.append(
                replace(found[-1], start=second.start(1), end=second.end(1), day=int(second[1]))
            )
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a time: the word before it, what follows, and the fields read of it."""

    before: str
    after: str
    fields: Mapping[str, Any]


def _around(text: str, start: int, end: int) -> _Around:
    cues = vocabulary.load("dates")["cues"]
    words = WORD.findall(text, max(0, start - _REACH), start)
    before = words[-1].lower() if words else ""
    return _Around(
        before,
        text[end : end + _REACH],
        {
            "cue": before if before in cues["prepositions"] else None,
            "tense": _tense(text, start, end),
            "saying": _is_saying(text, start),
        },
    )


def _tense(text: str, start: int, end: int) -> str | None:
    """Where the words of its clause put a time: ahead, past, or None where they do not tell."""
    cues = vocabulary.load("dates")["cues"]
    left = re.split(_CLAUSE_ENDS, text[max(0, start - _REACH) : start])[-1]
    follows = text[end : end + _REACH]
    if len(left.split()) < 2:
        follows = _OPENING.sub("", follows)  # "On Tuesday, the council will meet"
    right = re.split(_CLAUSE_ENDS, follows)[0]
    words_before = [w.lower() for w in WORD.findall(left)]
    words = list(words_before)
    for word in WORD.findall(right):
        if word.lower() in cues["saying"]:
            break  # "On Monday he said that they will": another clause
        words.append(word.lower())
    pairs = {f"{a} {b}" for a, b in itertools.pairwise(words)}
    if pairs.intersection(cues["ahead"]) or any(w in cues["ahead"] for w in words):
        return "ahead"
    told = [w for w in words if w not in cues["saying"]]
    before = words_before[-1] if words_before else ""
    if before in cues["bounding"] or "would" in words:
        return None  # "adjourned until 24 November": the clause's verb is of another day
    if before == "by" and "to" in words_before:
        return "ahead"  # "promised to close it by 22 January"
    if any(w in cues["past"] or (len(w) > 4 and w.endswith("ed")) for w in told):
        return "past"
    return "ahead" if before == "by" else None


def _year_before(text: str, earlier: DateMention, start: int) -> int | None:
    """The year told before in the same sentence: "In 2017 he resigned on November 21"."""
    if earlier.aside or start - earlier.end > 2 * _REACH:
        return None
    other = _NEW_SENTENCE.search(text, earlier.end, start)
    if other and ("\n" in other[0]):
        return None
    return earlier.year


def _iso(match: re.Match[str], _: _Around) -> Fields:
    year, month, day = map(int, match["iso"].split("-"))
    return {"kind": "date", "day": day, "month": month, "year": year}


def _figures(match: re.Match[str], _: _Around) -> Fields:
    """ "16/05/2024"; a span where either figure may be the month."""
    first, second, year = map(int, match["figures"].split(match["mark"]))
    if first > 12 or first == second:
        return {"kind": "date", "day": first, "month": second, "year": year}
    if second > 12:
        return {"kind": "date", "day": second, "month": first, "year": year}
    return {"kind": "span"}


def _date(match: re.Match[str], _: _Around) -> Fields:
    k = 1 if match["d1"] else 2
    if not 1 <= int(match[f"d{k}"]) <= 31:
        return None
    return {
        "kind": "date",
        "day": int(match[f"d{k}"]),
        "month": vocabulary.load("dates")["months"][match[f"m{k}"].lower()],
        "year": int(match[f"y{k}"]) if match[f"y{k}"] else None,
        "modifier": match[f"r{k}"],
    }


def _weekday_number(word: str) -> int:
    number: int = vocabulary.load("dates")["weekdays"][word.lower()]
    return number


def _weekday_ago(match: re.Match[str], _: _Around) -> Fields:
    """ "a week ago Monday" is a week before the last one; "a week from Monday" after the next."""
    amount = _amount(match["n4"])
    back = match["to4"].lower() == "ago"
    weeks = int(amount or 0) * (-1 if back else 1)
    tense = "past" if back else "ahead"
    day = _weekday_number(match["w4"])
    return {"kind": "weekday", "weekday": day, "weeks": weeks, "tense": tense}


def _week_day(match: re.Match[str], _: _Around) -> Fields:
    day, step = (match["w5"], match["to5"]) if match["w5"] else (match["w6"], match["to6"])
    return {"kind": "week_day", "weekday": _weekday_number(day), "weeks": STEPS[step.lower()]}


def _weekday(match: re.Match[str], around: _Around) -> Fields:
    if match["w7"] in _SHORT_DAYS and not re.match(r"\.|,? \d", around.after):
        return None  # "the Sun", "Sat" as a word
    words = (match["to7"] or "").lower().split()
    modifier = {"coming": "next", "previous": "last"}.get(words[-1], words[-1]) if words else None
    return {"kind": "weekday", "weekday": _weekday_number(match["w7"]), "modifier": modifier}


def _amount(word: str) -> float | None:
    """The number that a word or figure tells; None for "a few"."""
    return float(word) if word[0].isdigit() else _amounts().get(word.lower())


def _ago(match: re.Match[str], around: _Around) -> Fields:
    direction = match["to8"].lower()
    if direction == "before" and re.match(r" [a-z]", around.after):
        return None  # "three years before the war"
    return {
        "kind": "ago",
        "amount": _amount(match["n8"]),
        "unit": vocabulary.load("dates")["units"][match["u8"].lower()],
        "modifier": {"ago": None, "later": "later"}.get(direction, "earlier"),
    }


def _night(match: re.Match[str], _: _Around) -> Fields:
    return {"kind": "day", "amount": STEPS[match["to9"].lower()]}


def _day(match: re.Match[str], _: _Around) -> Fields:
    return {"kind": "day", "amount": vocabulary.load("dates")["days"][match["day"].lower()]}


def _following(match: re.Match[str], _: _Around) -> Fields:
    amount = vocabulary.load("dates")["following"][match["following"].lower()]
    return {"kind": "following", "amount": amount}


def _span(match: re.Match[str], around: _Around) -> Fields:
    first = match["span"].split()[0].lower()
    return {"kind": "span", "cue": first if first in ("since", "until") else around.before}


def _month_year(match: re.Match[str], _: _Around) -> Fields:
    return {"kind": "span", "year": int(match["y3"]) if match["y3"] else None}


def _month(_: re.Match[str], around: _Around) -> Fields:
    return {"kind": "span"} if around.before in _lists("month") else None


def _year(match: re.Match[str], around: _Around) -> Fields:
    year = int(match["year"])
    if around.before in _lists("year"):
        return {"kind": "span", "year": year}
    names = around.before in _lists("determiners") and re.match(r" [A-Za-z]", around.after)
    return {"kind": "span", "year": year, "aside": True} if names else None


def _lists(name: str) -> frozenset[str]:
    return frozenset(vocabulary.load("dates")["before"][name])


_READERS: Mapping[str, Callable[[re.Match[str], _Around], Fields]] = {
    "iso": _iso,
    "figures": _figures,
    "day_month": _date,
    "month_day": _date,
    "month_year": _month_year,
    "weekday_ago": _weekday_ago,
    "weekday_of": _week_day,
    "week_on": _week_day,
    "weekday": _weekday,
    "following": _following,
    "ago": _ago,
    "night": _night,
    "day": _day,
    "span": _span,
    "month": _month,
    "year": _year,
}
"""The form of a time → what it says, given its match; None where it is no time after all."""


def _is_saying(text: str, start: int) -> bool:
    """True for "said Thursday", "told AFP by phone Monday": the day of the utterance."""
    cues = vocabulary.load("dates")["cues"]
    stretch = text[max(0, start - _SPOKEN) : start]
    cut = max(stretch.rfind(mark) for mark in (".", ";", "\n", "“", '"', "”"))
    words = WORD.findall(stretch[cut + 1 :])
    for steps, word in enumerate(reversed(words)):
        low = word.lower()
        if low in cues["saying"]:
            return True
        if steps >= 6 or not (low in cues["between"] or (word[:1].isupper() and steps < 5)):
            return False
    return False
