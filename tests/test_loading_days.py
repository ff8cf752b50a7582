"""Stamps of exports and pages: the forms that archives print, and what stays unresolved."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from helpers.loading import load_rows
from helpers.loading.days import day_of

DAY = dt.date(2023, 11, 8)


@pytest.mark.parametrize(
    "stamp",
    [
        "2023-11-08",
        "2023-11-08T23:59:59-05:00",
        "2023-11-08 06:00",
        "2023/11/08",
        "2023.11.8",
        "20231108",
        "20231108T060000Z",
        "20231108060000",
        "8 November 2023",
        "08-Nov-2023",
        "8th Nov. 2023, 10:15",
        "November 8, 2023 Wednesday",
        "November 8, 2023 Wednesday 6:12 AM GMT",
        "Nov. 8 2023",
        "Wednesday, 8 November 2023",
        "Wed, 08 Nov 2023 06:00:00 GMT",
        "Wed Nov 08 06:00:00 +0000 2023",
        "18/11/2023",
        "11/18/2023 14:05",
        "8.11.2023",
        "1699423200",
        1699423200,
        1699423200.5,
        1699423200000,
    ],
)
def test_stamp_says_its_day(stamp):
    assert day_of(stamp) in {DAY, DAY.replace(day=18)}


def test_day_that_is_also_the_month_is_no_question():
    assert day_of("11/11/2023") == dt.date(2023, 11, 11)


@pytest.mark.parametrize(
    "stamp",
    ["08/11/2023", "8-11-2023", "31/02/2023", "2023-13-01", "November 2023", "2023", "yesterday",
     "1970-01-01", "0", 0, 20231, True, None, "", [], "8 Nov 23"],
)  # fmt: skip
def test_stamp_that_could_say_two_days_or_none_says_none(stamp):
    assert day_of(stamp) is None


@pytest.mark.parametrize(
    ("column", "stamp"),
    [
        ("created_at", "Wed Nov 08 06:00:00 +0000 2023"),
        ("timestamp", 1699423200),
        ("date", {"$date": "2023-11-08T06:00:00Z"}),
        ("publication_date", "November 8, 2023 Wednesday"),
    ],
)
def test_column_of_an_export_gives_its_day(column, stamp):
    (article,) = load_rows(json.dumps({"text": "Five people died.", column: stamp}).encode())
    assert article.published == DAY and not article.notes


def test_stamp_that_could_say_two_days_is_noted():
    (article,) = load_rows(b"date,text\n08/11/2023,Five people died.\n")
    assert article.published is None
    assert article.notes == ("no possible date, or two: '08/11/2023'",)
